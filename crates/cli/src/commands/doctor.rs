//! `penstock doctor`: looks at store, versions, sandbox and what is left over, and says what to do.

use super::token::TokenPlace;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_gateway::{NamedToken, TokenKind};
use penstock_service::Finding;
use penstock_service::child::{LayerState, Sandbox};

/// What `penstock doctor` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Put right what can be
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    tokens: TokenPlace,
}

/// Looks, and with `--repair` puts right.
///
/// # Errors
/// What the service says; exit code 1 when something is wrong and was not put right.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let named_by = store.from;
    let session = Session::open(store).await?;
    let mut findings = vec![
        fine("Version", format!("penstock {}", env!("CARGO_PKG_VERSION"))),
        fine("Store", format!("{} (from {named_by})", session.service.describe_store())),
    ];
    if args.repair {
        session.service.note_repair(&session.caller).await?;
    }
    findings.extend(session.service.check(args.repair).await?.findings);
    findings.extend(session.service.check_running().await?);
    findings.extend(session.service.check_files(args.repair).await?.findings);
    findings.push(tokens(&args.tokens)?);
    match penstock_service::child::sandbox().await {
        Ok(sandbox) => findings.extend(layers(&sandbox)),
        Err(failure) => findings.push(Finding {
            ok: false,
            what: "Sandbox".to_owned(),
            found: [Some(failure.title), failure.advice, failure.detail]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("; "),
            repairable: false,
        }),
    }
    output::print(&text(&findings))?;
    if findings.iter().all(|finding| finding.ok) { Ok(()) } else { Err(Failure::Said(1)) }
}

/// How many tokens of each kind open the server, and whether only the owner can change that.
fn tokens(place: &TokenPlace) -> Result<Finding, Failure> {
    let file = place.file()?;
    let found = match file.list() {
        Ok(tokens) if tokens.is_empty() => Ok("Only the server's own opens it".to_owned()),
        Ok(tokens) => {
            let of = |kind| tokens.iter().filter(|token: &&NamedToken| token.kind == kind).count();
            let kinds =
                [("admin", TokenKind::Admin), ("operate", TokenKind::Operate), ("read", TokenKind::Read)];
            let counted = kinds.map(|(word, kind)| format!("{} {word}", of(kind)));
            Ok(format!("{} beside the server's own: {}", tokens.len(), counted.join(", ")))
        }
        Err(error) => Err(format!("None of the named ones is accepted: {error}")),
    };
    let (ok, found) = found.map_or_else(|why| (false, why), |found| (true, found));
    Ok(Finding { ok, what: "Tokens".to_owned(), found, repairable: false })
}

fn fine(what: &str, found: String) -> Finding {
    Finding { ok: true, what: what.to_owned(), found, repairable: false }
}

/// A layer that this kernel does not have is worth knowing and nothing that a person could repair, so it
/// is said and does not count as a fault.
fn layers(sandbox: &Sandbox) -> impl Iterator<Item = Finding> {
    sandbox.layers.iter().map(|layer| {
        let state = match layer.state {
            LayerState::On => "on",
            LayerState::Partly => "partly",
            LayerState::Missing => "not available",
        };
        fine(&format!("Sandbox: {}", layer.name), format!("{state} ({})", layer.detail))
    })
}

fn text(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| finding.what.chars().count()).max().unwrap_or(0);
    let lines = findings.iter().map(|finding| {
        let mark = match (finding.ok, finding.repairable) {
            (true, false) => "ok    ",
            (true, true) => "fixed ",
            (false, true) => "FIX   ",
            (false, false) => "WRONG ",
        };
        format!("{mark} {:width$}  {}\n", finding.what, finding.found)
    });
    let mut text: String = lines.collect();
    if findings.iter().any(|finding| !finding.ok && finding.repairable) {
        text.push_str("`penstock doctor --repair` puts right what is marked FIX\n");
    }
    text
}
