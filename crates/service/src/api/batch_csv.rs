//! The report of a batch as a table for spreadsheets.

use super::batch_types::{BatchLine, BatchReport, BatchRequest, BatchTable};
use crate::beside::TempBeside;
use crate::service::{Caller, blocking};
use crate::{Service, WireError};
use penstock_jobs::BatchId;
use penstock_tasks::quote::guarded;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Columns that every report has.
const HEAD: [&str; 7] = ["id", "label", "state", "attempt", "seconds", "error", "artifacts"];

impl Service {
    /// [`Service::batch_report`] as a table for spreadsheets.
    ///
    /// # Errors
    /// As [`Service::batch_report`].
    pub async fn batch_table(&self, caller: &Caller, request: BatchRequest) -> Result<BatchTable, WireError> {
        let report = self.batch_report(caller, request).await?;
        let csv = report
            .to_csv()
            .map_err(|error| WireError::internal("The report cannot be written as a table", &error))?;
        Ok(BatchTable { name: file_name(&report.batch.label), csv })
    }

    /// Writes that table to a file, which is replaced whole if it is there.
    ///
    /// # Errors
    /// As [`Service::batch_report`], and [`crate::ErrorCode::Failed`] when the place cannot be written to.
    pub async fn save_batch_table(&self, caller: &Caller, id: BatchId, to: &Path) -> Result<(), WireError> {
        let table = self.batch_table(caller, BatchRequest { id }).await?;
        let beside = TempBeside::new(to).await?;
        let file = beside.path();
        blocking(move || {
            std::fs::write(&file, table.csv)
                .map_err(|error| WireError::file("The file cannot be written", &file, &error))
        })
        .await?;
        beside.keep().await
    }
}

/// A label as the name of a file: without what leads elsewhere or no system takes.
fn file_name(label: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || " -_()".contains(c) { c } else { '-' };
    let stem: String = label.chars().take(80).map(plain).collect();
    format!("{} report.csv", stem.trim_matches([' ', '-']).trim())
}

impl BatchReport {
    /// One line a job: the columns of every report, then every figure that any of the jobs has. No cell is
    /// run as a formula.
    ///
    /// # Errors
    /// None that a table in memory can have.
    pub fn to_csv(&self) -> Result<String, csv::Error> {
        let figures: BTreeSet<&str> =
            self.jobs.iter().flat_map(|line| line.figures.keys().map(String::as_str)).collect();
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(HEAD.into_iter().chain(figures.iter().copied()))?;
        for line in &self.jobs {
            let own = figures.iter().map(|name| line.figures.get(*name).map_or_else(String::new, plain));
            table.write_record(fixed(line).into_iter().chain(own))?;
        }
        let bytes = table.into_inner().map_err(|error| error.into_error())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn fixed(line: &BatchLine) -> [String; 7] {
    [
        line.id.to_string(),
        guarded(&line.label),
        line.state.to_string(),
        line.attempt.to_string(),
        line.seconds.map_or_else(String::new, |seconds| seconds.to_string()),
        line.error.as_deref().map(guarded).unwrap_or_default(),
        guarded(&line.artifacts.join("; ")),
    ]
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(word) => guarded(word),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_jobs::{Batch, JobState, StateCounts};
    use serde_json::json;

    fn line(label: &str, figures: Value) -> BatchLine {
        let Value::Object(figures) = figures else { panic!("an object") };
        BatchLine {
            id: "j".into(),
            label: label.to_owned(),
            state: JobState::Finished,
            attempt: 1,
            seconds: Some(1.5),
            error: None,
            figures,
            artifacts: vec!["a.svg".into(), "b.svg".into()],
        }
    }

    #[test]
    fn every_figure_has_a_column_and_nothing_is_a_formula() {
        let batch = Batch {
            id: "b".into(),
            label: "b".into(),
            created_at_ms: 0,
            jobs: 2,
            counts: StateCounts::new(),
            fraction: 1.0,
        };
        let jobs =
            vec![line("=1+1", json!({"paths": 3})), line("a, b", json!({"draw_mm": 1.5, "note": "-x"}))];
        let text = BatchReport { batch, jobs }.to_csv().unwrap();
        assert_eq!(
            text,
            "id,label,state,attempt,seconds,error,artifacts,draw_mm,note,paths\n\
             j,'=1+1,finished,1,1.5,,a.svg; b.svg,,,3\n\
             j,\"a, b\",finished,1,1.5,,a.svg; b.svg,1.5,'-x,\n"
        );
    }

    #[test]
    fn a_label_leads_to_no_other_folder() {
        assert_eq!(file_name("guests.csv"), "guests-csv report.csv");
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd report.csv");
    }
}
