//! What a call of another system's function means here, and how it is run: one child for each step, then
//! the files to their places, then the answer.

use super::output::Place;
use super::source::Source;
use super::{Adapter, Arguments};
use crate::attempt::{Why, in_child, reason_to_stop};
use crate::child::{End, MadeFile, Request, RequestInput};
use crate::claims::Bench;
use crate::leases::Hold;
use crate::scratch::AttemptFolder;
use penstock_jobs::{ArtifactRole, Failure, FailureClass, Job};
use serde_json::Value;

/// From what the steps did to what the function answers.
pub(crate) type Answer = Box<dyn FnOnce(&[Stepped]) -> Result<Value, Failure> + Send>;

/// A call, translated.
pub(crate) struct Errand {
    /// Run one after the other; at least one.
    pub(crate) steps: Vec<Step>,
    /// Makes the function's answer.
    pub(crate) answer: Answer,
}

/// One run of a task of ours.
pub(crate) struct Step {
    /// Name of the task.
    pub(crate) task: &'static str,
    /// Its parameters; missing ones take their defaults.
    pub(crate) params: Value,
    /// Its inputs, each with the name that people see.
    pub(crate) inputs: Vec<(String, Source)>,
    /// Looks at the report before anything is kept: a failure fails the job.
    pub(crate) check: fn(&Value) -> Result<(), Failure>,
    /// The made file that goes below the output folder, and where to.
    pub(crate) keep: Option<(&'static str, Place)>,
}

/// What a step did.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Stepped {
    /// The task's report.
    pub(crate) report: Value,
    /// Where its file is now, as the function's callers expect it.
    pub(crate) kept: Option<String>,
}

/// Runs a job through its adapter.
pub(crate) async fn run(
    adapter: &dyn Adapter,
    bench: &Bench,
    job: &Job,
    hold: &mut Hold,
    folder: &AttemptFolder,
) -> (End, Option<Why>) {
    let call = Arguments::read(adapter.function(), &job.params);
    let Errand { steps, answer } = match call.and_then(|call| adapter.errand(&call)) {
        Ok(errand) => errand,
        Err(failure) => return (End::Failed(failure), None),
    };
    let alone = steps.len() == 1;
    let (mut done, mut files, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut fetched_before = 0;
    for (number, step) in steps.into_iter().enumerate() {
        let mut inputs = Vec::new();
        for (name, source) in step.inputs {
            let path = folder.input(fetched_before);
            fetched_before += 1;
            let fetched = tokio::select! {
                fetched = source.fetch(&bench.options.adapters, &path) => fetched,
                why = reason_to_stop(bench, hold) => return (End::Stopped, Some(why)),
            };
            if let Err(failure) = fetched {
                return (End::Failed(failure), None);
            }
            inputs.push(RequestInput { name, path });
        }
        let room = match folder.step(number).await {
            Ok(room) => room,
            Err(error) => return (End::Failed(no_room(&error)), None),
        };
        let request = Request { task: step.task.to_owned(), params: step.params, inputs };
        match in_child(bench, job, hold, &request, &room).await {
            (End::Done { report, files: made }, None) => {
                if let Err(failure) = (step.check)(&report) {
                    return (End::Failed(failure), None);
                }
                done.push(Stepped { report, kept: None });
                places.push(step.keep.as_ref().map(|(name, place)| (found(&made, name), place.clone())));
                files.extend(handed_over(made, step.keep, alone));
            }
            // Stopped while it ended: nothing of it is kept.
            (End::Done { .. }, why) => return (End::Stopped, why),
            other => return other,
        }
    }
    let output = bench.options.adapters.output.clone();
    let placed = tokio::task::spawn_blocking(move || {
        for (step, place) in done.iter_mut().zip(places) {
            if let Some((from, place)) = place {
                step.kept = Some(place.put(&output, &from?)?);
            }
        }
        answer(&done)
    });
    let answered = placed.await.unwrap_or_else(|error| Err(no_room(&std::io::Error::other(error))));
    match answered {
        Ok(report) => (End::Done { report, files }, None),
        Err(failure) => (End::Failed(failure), None),
    }
}

/// Where the made file is that shall be kept.
fn found(made: &[MadeFile], name: &str) -> Result<std::path::PathBuf, Failure> {
    let file = made.iter().find(|file| file.name == name).map(|file| file.path.clone());
    file.ok_or_else(|| Failure::new(FailureClass::Task, format!("The task made no {name}")))
}

/// The files that go to the artifact store too: the kept one under its own name; previews only where one
/// job is one picture.
fn handed_over(made: Vec<MadeFile>, keep: Option<(&'static str, Place)>, alone: bool) -> Vec<MadeFile> {
    let kept = |file: &MadeFile| keep.as_ref().filter(|(name, _)| *name == file.name);
    made.into_iter()
        .filter(|file| alone || kept(file).is_some())
        .map(|file| match kept(&file) {
            Some((_, place)) => {
                MadeFile { name: place.file_name().to_owned(), role: ArtifactRole::Result, ..file }
            }
            None => file,
        })
        .collect()
}

fn no_room(error: &std::io::Error) -> Failure {
    Failure::new(FailureClass::Server, "This worker cannot make a folder for the job")
        .advise("Check the free space and the permissions of the worker's scratch folder")
        .detail(error.to_string())
}
