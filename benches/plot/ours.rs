//! `penstock run plot`, as a person runs it, set to do what the peer does.

use super::child::{Taken, run};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// What a report says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report {
    pub(super) paths: f64,
    pub(super) paths_before: f64,
    pub(super) travel_mm: f64,
    pub(super) travel_before_mm: f64,
}

/// The release build beside this program.
pub(super) struct Penstock {
    program: PathBuf,
    out: PathBuf,
}

impl Penstock {
    /// # Errors
    /// When it has not been built.
    pub(super) fn new(program: PathBuf, out: PathBuf) -> Self {
        Self { program, out }
    }

    /// Reads, joins, orders, simplifies and writes one file.
    ///
    /// # Errors
    /// When the run fails or its report cannot be read.
    pub(super) fn plot(&self, file: &Path, settings: &[&str]) -> anyhow::Result<(Taken, Report)> {
        let mut arguments = vec!["run".to_owned(), "plot".to_owned(), file.display().to_string()];
        for setting in ["simplify_tolerance_mm=0.05"].iter().chain(settings) {
            arguments.extend(["--set".to_owned(), (*setting).to_owned()]);
        }
        arguments.extend(["--out".to_owned(), self.out.display().to_string()]);
        let taken = run(&self.program, &arguments)?;
        let text = std::fs::read_to_string(self.out.join("report.json"))?;
        let json: serde_json::Value = serde_json::from_str(&text)?;
        let figure = |name: &str| {
            json.pointer(&format!("/{name}"))
                .or_else(|| json.pointer(&format!("/report/{name}")))
                .and_then(serde_json::Value::as_f64)
                .with_context(|| format!("the report has no {name}"))
        };
        let report = Report {
            paths: figure("paths")?,
            paths_before: figure("paths_before")?,
            travel_mm: figure("travel_mm")?,
            travel_before_mm: figure("travel_before_mm")?,
        };
        Ok((taken, report))
    }

    /// Paths and travel of a file as it stands, by our own reading: the same measure for both.
    ///
    /// # Errors
    /// As for [`Self::plot`].
    pub(super) fn look(&self, file: &Path) -> anyhow::Result<Report> {
        Ok(self.plot(file, &["order=keep", "join=false", "remove_duplicates=false"])?.1)
    }
}
