//! The files of the task, told apart by what is in them: a table, a font, a template.

use super::PostcardParams;
use super::merge::Table;
use super::own::Own;
use super::params::Template;
use crate::files::io_error;
use crate::{Context, Input, TaskError};
use penstock_drawing::lettering::{Font, Typeface};
use std::fs;

const LARGEST_BYTES: u64 = 64 << 20;

/// What the files hold.
pub(super) struct Inputs {
    pub(super) table: Option<Table>,
    pub(super) own: Option<Own>,
    pub(super) font: Option<Font>,
}

impl Inputs {
    pub(super) fn read(
        params: &PostcardParams,
        files: &[Input],
        context: &dyn Context,
    ) -> Result<Self, TaskError> {
        let mut inputs = Self { table: None, own: None, font: None };
        for file in files {
            let bytes = bytes_of(file)?;
            match kind_of(file, &bytes) {
                Kind::Font => {
                    let font = Font::read(stem(&file.name), &bytes)
                        .map_err(|error| bad(format!("{}: {error}", file.name), None))?;
                    once(&mut inputs.font, font, file, "font")?;
                }
                Kind::Svg => {
                    let own = Own::read(&file.name, &bytes, context)?;
                    once(&mut inputs.own, own, file, "template")?;
                }
                Kind::Table => {
                    let table = Table::read(&file.name, &bytes, params)?;
                    once(&mut inputs.table, table, file, "table")?;
                }
            }
        }
        match (params.template == Template::Own, &inputs.own) {
            (true, None) => Err(bad(
                "The template “own” needs an SVG among the files".to_owned(),
                Some(
                    "Add an SVG with rectangles whose ids are recipient, address, message, sender, heading or signature",
                ),
            )),
            (false, Some(_)) => Err(bad(
                "There is an SVG among the files, but the template is not “own”".to_owned(),
                Some("Set template to own, or leave the SVG out"),
            )),
            _ => Ok(inputs),
        }
    }

    /// Letters of the message and the address.
    pub(super) fn typeface(&self, params: &PostcardParams) -> Typeface {
        match &self.font {
            Some(font) => Typeface::from(font.clone()),
            None => Typeface::from(params.font.face()),
        }
    }
}

enum Kind {
    Font,
    Svg,
    Table,
}

/// The ending is a hint for text, and nothing for what names itself.
fn kind_of(file: &Input, bytes: &[u8]) -> Kind {
    let ending = file.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(ending.as_str(), "ttf" | "otf" | "lff" | "jhf") {
        return Kind::Font;
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 16)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    match ending.as_str() {
        "csv" | "tsv" | "txt" => Kind::Table,
        _ if !start.starts_with('<') => Kind::Table,
        _ if start.contains("<font ") || start.contains("<font>") || start.contains("<font-face") => {
            Kind::Font
        }
        _ => Kind::Svg,
    }
}

fn bytes_of(file: &Input) -> Result<Vec<u8>, TaskError> {
    let failed = |source| io_error(format!("Reading {}", file.name), source);
    let size = fs::metadata(&file.path).map_err(failed)?.len();
    if size > LARGEST_BYTES {
        return Err(bad(
            format!("{} has {} MB; the most is {}", file.name, size >> 20, LARGEST_BYTES >> 20),
            None,
        ));
    }
    fs::read(&file.path).map_err(failed)
}

fn once<T>(place: &mut Option<T>, value: T, file: &Input, what: &str) -> Result<(), TaskError> {
    if place.replace(value).is_some() {
        return Err(bad(format!("{} is a second {what}; a postcard takes one", file.name), None));
    }
    Ok(())
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// An input that cannot be used.
pub(super) fn bad(message: String, advice: Option<&str>) -> TaskError {
    TaskError::BadInput { message, advice: advice.map(str::to_owned) }
}
