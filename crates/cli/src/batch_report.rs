//! The report of a batch as files: `report.json`, and `report.csv` for spreadsheets.

use anyhow::Context;
use penstock_service::types::{BatchLine, BatchReport};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Columns that every report has.
const HEAD: [&str; 7] = ["id", "label", "state", "attempt", "seconds", "error", "artifacts"];

/// Writes both files, each whole or not at all; those of the same name are replaced.
///
/// # Errors
/// When the folder cannot be written to.
pub(crate) fn write(report: &BatchReport, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut json = serde_json::to_vec_pretty(report)?;
    json.push(b'\n');
    place(folder, "report.json", &json)?;
    place(folder, "report.csv", &table(report)?)
}

fn place(folder: &Path, name: &str, content: &[u8]) -> anyhow::Result<()> {
    let file = folder.join(name);
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    std::fs::write(&beside, content)
        .and_then(|()| std::fs::rename(&beside, &file))
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// One line a job: the columns of every report, then every figure that any of the jobs has.
fn table(report: &BatchReport) -> anyhow::Result<Vec<u8>> {
    let figures: BTreeSet<&str> =
        report.jobs.iter().flat_map(|line| line.figures.keys().map(String::as_str)).collect();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(HEAD.into_iter().chain(figures.iter().copied()))?;
    for line in &report.jobs {
        let own = figures.iter().map(|name| line.figures.get(*name).map_or_else(String::new, plain));
        table.write_record(fixed(line).into_iter().chain(own))?;
    }
    Ok(table.into_inner()?)
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

/// A spreadsheet runs a text that begins like a formula; labels come from files of strangers.
fn guarded(text: &str) -> String {
    let runs = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if runs { format!("'{clean}") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_service::types::BatchReport;
    use penstock_service::{Batch, JobState, StateCounts};
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
        let text = String::from_utf8(table(&BatchReport { batch, jobs }).unwrap()).unwrap();
        assert_eq!(
            text,
            "id,label,state,attempt,seconds,error,artifacts,draw_mm,note,paths\n\
             j,'=1+1,finished,1,1.5,,a.svg; b.svg,,,3\n\
             j,\"a, b\",finished,1,1.5,,a.svg; b.svg,1.5,'-x,\n"
        );
    }
}
