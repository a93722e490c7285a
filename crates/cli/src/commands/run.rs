//! `penstock run`: a task now, here, in a child process, without any store.

use crate::failure::Failure;
use crate::output;
use crate::params::ParamArgs;
use crate::progress::ProgressLine;
use crate::signals::StopSignals;
use crate::summary;
use penstock_service::{ProgressReport, RunNow, Service, TaskInfo, run_now};
use std::path::PathBuf;

/// What `penstock run` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Name of the task; `penstock tasks` lists them
    task: String,
    /// The files that it takes
    files: Vec<PathBuf>,
    #[command(flatten)]
    params: ParamArgs,
    /// Folder for what it makes and report.json; made if it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Runs it. A signal stops the child, and nothing stays behind.
///
/// # Errors
/// [`Failure::Usage`] before anything runs, or what the task failed with.
pub(crate) async fn run(args: Args) -> Result<(), Failure> {
    let task = find_task(&args.task)?;
    let params = args.params.read(task.name, &task.schema)?;
    check_files(&task, &args.files)?;
    let mut signals = StopSignals::listen()?;
    let request = RunNow { task: args.task, params, files: args.files, out: args.out.clone() };
    let mut line = ProgressLine::new();
    let mut show = |report: ProgressReport| line.show(&report.stage, report.fraction);
    let (ask, stop) = tokio::sync::watch::channel(false);
    // Boxed: the future holds all that a running child needs.
    let mut work = Box::pin(run_now(request, &mut show, stop));
    let ended = tokio::select! {
        ended = &mut work => Some(ended),
        () = signals.next() => {
            // A task may keep what it has so far. A second signal waits for nothing: dropping the work kills the
            // child and removes its folder.
            ask.send_replace(true);
            tokio::select! {
                ended = &mut work => ended.ok().map(Ok),
                () = signals.next() => None,
            }
        }
    };
    drop(work);
    drop(line);
    let Some(ended) = ended else {
        output::note("penstock: stopped; nothing was written");
        return Err(Failure::Said(1));
    };
    let report = ended?;
    if args.json {
        return output::print_json(&report);
    }
    output::print(&format!("{}Written to {}\n", summary::of_report(&report), args.out.display()))
}

/// The task with this name.
///
/// # Errors
/// [`Failure::Usage`] with the names that exist.
pub(crate) fn find_task(name: &str) -> Result<TaskInfo, Failure> {
    let catalogue = Service::tasks();
    let names: Vec<&str> = catalogue.iter().map(|task| task.name).collect();
    let unknown = format!("there is no task {name}; there is {}", names.join(", "));
    catalogue.into_iter().find(|task| task.name == name).ok_or(Failure::Usage(unknown))
}

/// Are these as many files as the task takes, and can they be read?
///
/// # Errors
/// [`Failure::Usage`] naming the file or the number.
pub(crate) fn check_files(task: &TaskInfo, files: &[PathBuf]) -> Result<(), Failure> {
    let (least, most) = task.inputs;
    let given = files.len();
    if given < least as usize || given > most as usize {
        let takes = match (least, most) {
            (0, 0) => "no file".to_owned(),
            (1, 1) => "one file".to_owned(),
            _ if least == most => format!("{least} files"),
            _ => format!("{least} to {most} files"),
        };
        return Err(Failure::usage(format!("{} takes {takes}, not {given}", task.name)));
    }
    for file in files {
        let fault = |why: &str| Failure::usage(format!("{}: {why}", file.display()));
        match std::fs::metadata(file) {
            Ok(found) if found.is_dir() => return Err(fault("is a folder; name the files in it")),
            Ok(_) => {}
            Err(error) => return Err(fault(&error.to_string())),
        }
    }
    Ok(())
}
