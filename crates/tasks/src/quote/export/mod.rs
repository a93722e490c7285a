//! The quote on paper and in spreadsheets. All formats print one [`sheet::Sheet`], so that they agree.

mod csv;
pub(crate) mod guard;
mod html;
mod pdf;
mod sheet;
mod xlsx;

use super::qualities::refused;
use super::{PaperParams, QuoteReport, remark};
use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Context, FileRole, MadeFile, TaskError};
use penstock_drawing::Severity;
use sheet::Sheet;

/// A kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Pdf,
    Xlsx,
    Csv,
    Html,
}

const ALL: [(&str, Format); 4] =
    [("pdf", Format::Pdf), ("xlsx", Format::Xlsx), ("csv", Format::Csv), ("html", Format::Html)];

impl Format {
    fn file_name(self) -> &'static str {
        match self {
            Self::Pdf => "quote.pdf",
            Self::Xlsx => "quote.xlsx",
            Self::Csv => "quote.csv",
            Self::Html => "quote.html",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
        }
    }
}

/// The formats of a list such as `pdf, csv`. `json` is one too: it is always there, as the report. `none` or
/// nothing at all asks for no file.
pub(crate) fn formats(text: &str) -> Result<Vec<Format>, TaskError> {
    let mut formats = Vec::new();
    for word in text.split([',', ' ']).filter(|word| !word.is_empty() && !matches!(*word, "json" | "none")) {
        let known = ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        let Some(&(_, format)) = known else {
            let names = ALL.map(|(name, _)| name).join(", ");
            return Err(refused("formats", &format!("{word:?} is not one of {names}")));
        };
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    Ok(formats)
}

/// Writes every file that was asked for.
pub(crate) fn write(
    report: &QuoteReport,
    paper: &PaperParams,
    kerf_mm: f64,
    formats: &[Format],
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<Vec<MadeFile>, TaskError> {
    let sheet = Sheet::new(report, paper, kerf_mm);
    let mut files = Vec::with_capacity(formats.len());
    for (at, &format) in formats.iter().enumerate() {
        stage.at(at as f64 / formats.len() as f64)?;
        let mut missing = Vec::new();
        write_whole(context.out_dir(), format.file_name(), |out| match format {
            Format::Pdf => pdf::write(&sheet, out).map(|letters| missing = letters),
            Format::Xlsx => xlsx::write(&sheet, report, paper.reader, out),
            Format::Csv => csv::write(report, paper.reader, out),
            Format::Html => html::write(&sheet, out),
        })?;
        if !missing.is_empty() {
            let letters: String = missing.into_iter().collect();
            let message = format!(
                "quote.pdf has a question mark for each of {letters:?}: its fonts do not have them; quote.html and quote.xlsx do"
            );
            context.diagnose(remark("missing-character", Severity::Warning, message));
        }
        files.push(MadeFile {
            name: format.file_name().to_owned(),
            role: FileRole::Result,
            media_type: format.media_type().to_owned(),
        });
    }
    Ok(files)
}
