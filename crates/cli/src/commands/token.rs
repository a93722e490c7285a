//! `penstock token`: named tokens for the HTTP API, in a file that only its owner may read.

use super::environment;
use crate::failure::Failure;
use crate::session::caller;
use crate::table::{Column, Table};
use crate::{job_json, output, times};
use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use penstock_gateway::{NamedToken, TokenFile, TokenFileError, TokenKind};
use penstock_service::SetupLog;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What `penstock token` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    place: TokenPlace,
    #[command(subcommand)]
    act: Act,
}

/// Where the named tokens are.
#[derive(clap::Args, Debug)]
pub(crate) struct TokenPlace {
    /// File of named tokens; penstock/tokens.json in the user's settings folder without it
    #[arg(long, value_name = "FILE", env = "PENSTOCK_TOKENS")]
    tokens: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// Make a token and print it, this once
    Add {
        /// What it is for: the tablet, the script
        name: String,
        /// What it allows
        #[arg(long, value_enum, default_value_t = Kind::Read)]
        kind: Kind,
    },
    /// List the tokens; what they are is nowhere
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Refuse a token from now on
    Revoke {
        /// Its name
        name: String,
    },
}

/// What a token allows.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Looking
    Read,
    /// Everything that is done with jobs, queues and workers
    Operate,
    /// Changing how Penstock is set up, too
    Admin,
}

impl From<Kind> for TokenKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Read => Self::Read,
            Kind::Operate => Self::Operate,
            Kind::Admin => Self::Admin,
        }
    }
}

impl TokenPlace {
    /// The file: the option's, else in `$XDG_CONFIG_HOME` or `~/.config`.
    ///
    /// # Errors
    /// [`Failure::Usage`] when there is no such folder.
    pub(crate) fn file(&self) -> Result<TokenFile, Failure> {
        if let Some(path) = &self.tokens {
            return Ok(TokenFile::at(path));
        }
        let folder = |name: &str| environment(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let settings = folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")));
        let settings = settings.ok_or_else(|| {
            Failure::usage(
                "there is no place for tokens: neither HOME nor XDG_CONFIG_HOME is set; pass --tokens",
            )
        })?;
        Ok(TokenFile::at(settings.join("penstock/tokens.json")))
    }
}

/// Makes, lists or revokes.
///
/// # Errors
/// [`Failure::Usage`] for a name that cannot be, [`Failure::Work`] when the file cannot be used.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let file = args.place.file()?;
    match args.act {
        Act::Add { name, kind } => {
            let token = file.add(&name, kind.into()).map_err(failure)?;
            note(&file, "token-add", &format!("{name}, {}", TokenKind::from(kind).word()))?;
            output::note("Keep it: it is shown this once");
            output::print_line(&token)
        }
        Act::List { json } => {
            let tokens = file.list().map_err(failure)?;
            if json {
                print_json(&tokens)
            } else {
                output::print(&table(&tokens).render(output::stdout_columns()))
            }
        }
        Act::Revoke { name } => {
            file.revoke(&name).map_err(failure)?;
            note(&file, "token-revoke", &name)?;
            output::print_line(&format!("{name} is revoked"))
        }
    }
}

/// Writes down who did it, beside the tokens.
fn note(file: &TokenFile, action: &str, detail: &str) -> Result<(), Failure> {
    let folder = file.path().parent().unwrap_or_else(|| Path::new("."));
    SetupLog::of(folder)
        .note(&caller().actor, action, detail)
        .with_context(|| format!("It is done, and cannot be written down in {}", folder.display()))
        .map_err(Failure::Work)
}

fn failure(error: TokenFileError) -> Failure {
    match error {
        TokenFileError::Taken(_)
        | TokenFileError::Unknown(_)
        | TokenFileError::BadName(_)
        | TokenFileError::TooMany => Failure::usage(error.to_string()),
        error => Failure::Work(error.into()),
    }
}

fn print_json(tokens: &[NamedToken]) -> Result<(), Failure> {
    let tokens: Result<Vec<Value>, serde_json::Error> = tokens
        .iter()
        .map(|token| {
            let mut object = job_json::with_times(token)?;
            object.remove("sha256");
            Ok(Value::Object(object))
        })
        .collect();
    output::print_json(&json!({ "tokens": tokens.context("A token cannot be written as JSON")? }))
}

fn table(tokens: &[NamedToken]) -> Table {
    let mut table = Table::new([("Token", Column::Shrinks), ("Kind", Column::Text), ("Made", Column::Text)]);
    for token in tokens {
        table.row([token.name.clone(), token.kind.word().to_owned(), times::rfc3339(token.created_at_ms)]);
    }
    table
}
