//! The report of a batch as files: `report.json`, and `report.csv` for spreadsheets.

use anyhow::Context;
use penstock_service::types::BatchReport;
use std::path::Path;

/// Writes both files, each whole or not at all; those of the same name are replaced.
///
/// # Errors
/// When the folder cannot be written to.
pub(crate) fn write(report: &BatchReport, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut json = serde_json::to_vec_pretty(report)?;
    json.push(b'\n');
    place(folder, "report.json", &json)?;
    place(folder, "report.csv", report.to_csv()?.as_bytes())
}

fn place(folder: &Path, name: &str, content: &[u8]) -> anyhow::Result<()> {
    let file = folder.join(name);
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    std::fs::write(&beside, content)
        .and_then(|()| std::fs::rename(&beside, &file))
        .with_context(|| format!("{} cannot be written", file.display()))
}
