//! `penstock run`: a task here and now, in a child, without any store.

use super::app::known_task;
use super::submit::check_input_count;
use super::types::ErrorCode;
use super::uploads::check_file;
use crate::beside::{copy_plain, make_inner_folder};
use crate::service::{blocking, file_name};
use crate::{Service, WireError};
use penstock_jobs::ArtifactRole;
use penstock_worker::child::{self, End, Limits, MadeFile, ProgressReport, Request, RequestInput};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::watch;

/// A task to run now.
#[derive(Clone, PartialEq, Debug)]
pub struct RunNow {
    /// Name of the task.
    pub task: String,
    /// Its parameters; missing ones take their defaults.
    pub params: serde_json::Value,
    /// Its inputs.
    pub files: Vec<PathBuf>,
    /// The folder that gets the results and `report.json`; made if it is not there.
    pub out: PathBuf,
}

/// Runs a task in a child with 1 GiB and the task's own time-out, and puts its results and `report.json`
/// into `out`; returns the report. Files of the same name are replaced, `report.json` last: when it is
/// there, everything is. On failure nothing is written. When `stop` becomes true the child is asked to end: a
/// task that keeps what it has until then has a result, any other has none. Dropping the future ends the child
/// at once.
///
/// # Errors
/// [`ErrorCode::BadRequest`], [`ErrorCode::BadParameter`] or [`ErrorCode::NotFound`] when the call is
/// wrong; [`ErrorCode::BadInput`] and [`ErrorCode::Failed`] when the work failed.
pub async fn run_now(
    request: RunNow,
    on_progress: &mut (dyn FnMut(ProgressReport) + Send),
    stop: watch::Receiver<bool>,
) -> Result<serde_json::Value, WireError> {
    let RunNow { task, params, files, out } = request;
    let info = known_task(&task)?;
    let params = Service::check_params(&task, &params)?;
    check_input_count(&info, files.len())?;
    let mut inputs = Vec::with_capacity(files.len());
    for file in &files {
        check_file(file).await?;
        let path = fs::canonicalize(file)
            .map_err(|error| WireError::file("The file cannot be read", file, &error))?;
        inputs.push(RequestInput { name: file_name(file), path });
    }

    let place = out.clone();
    let work = blocking(move || work_folder(&place)).await?;
    let room = work.path().join("child");
    fs::create_dir(&room)
        .map_err(|error| WireError::file("A temporary folder cannot be made", &room, &error))?;
    let wall = Duration::from_secs(info.timeout_s);
    let limits = Limits { wall, cpu: wall.max(Limits::default().cpu), ..Limits::default() };
    let end = child::run(&Request { task, params, inputs }, &room, &limits, on_progress, stop).await;
    match end {
        End::Done { report, files } => {
            blocking(move || {
                place_results(work.path(), &out, &report, &files)?;
                Ok(report)
            })
            .await
        }
        End::Failed(failure) | End::Died(failure) => Err(failure.into()),
        End::Stopped => Err(crate::sandbox::stopped()),
    }
}

/// A temporary folder on the file system of `out`: in it if it is there (it may be a mount of its own),
/// else in the nearest folder above it that is.
fn work_folder(out: &Path) -> Result<tempfile::TempDir, WireError> {
    if out.exists() && !out.is_dir() {
        return Err(
            WireError::new(ErrorCode::BadRequest, format!("{} is not a folder", out.display())).field("out")
        );
    }
    let out = std::path::absolute(out)
        .map_err(|error| WireError::file("That place cannot be named", out, &error))?;
    let above = out.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
    tempfile::Builder::new()
        .prefix(".penstock-run-")
        .tempdir_in(above)
        .map_err(|error| WireError::file("That place cannot be written to", above, &error))
}

/// Copies what a person takes away beside each other, then moves it to its names. The child's own files
/// are not moved: their permissions are those of a sandbox.
fn place_results(
    work: &Path,
    out: &Path,
    report: &serde_json::Value,
    files: &[MadeFile],
) -> Result<(), WireError> {
    let ready = work.join("ready");
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| WireError::file("The results cannot be written", &path, &error)
    };
    fs::create_dir(&ready).map_err(failed(&ready))?;
    let results: Vec<&MadeFile> = files.iter().filter(|file| file.role == ArtifactRole::Result).collect();
    for file in &results {
        let to = ready.join(&file.name);
        make_inner_folder(&ready, &file.name).map_err(failed(&to))?;
        copy_plain(&file.path, &to).and_then(|()| File::open(&to)?.sync_all()).map_err(failed(&to))?;
    }
    let report_path = ready.join("report.json");
    let mut text = serde_json::to_vec_pretty(report)
        .map_err(|error| WireError::internal("The report cannot be written as JSON", &error))?;
    text.push(b'\n');
    File::create_new(&report_path)
        .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
        .map_err(failed(&report_path))?;

    fs::create_dir_all(out).map_err(failed(out))?;
    let final_report = out.join("report.json");
    match fs::remove_file(&final_report) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(failed(&final_report)(error));
        }
        _ => {}
    }
    for file in results {
        let to = out.join(&file.name);
        make_inner_folder(out, &file.name).map_err(failed(&to))?;
        fs::rename(ready.join(&file.name), &to).map_err(failed(&to))?;
    }
    fs::rename(&report_path, &final_report).map_err(failed(&final_report))
}
