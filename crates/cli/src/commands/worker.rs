//! `penstock worker`: runs jobs from queues, in the foreground, until told to stop.
//!
//! One SIGTERM or SIGINT lets running jobs end; a second one gives them back at once.

use super::adapter_args::AdapterArgs;
use super::environment;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::signals::StopSignals;
use crate::store_choice::StoreChoice;
use penstock_service::{EndedEarly, ErrorCode, WireError, WorkerRun};

/// What `penstock worker` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Queues to take from, the most urgent first. Without it all that are known; on a Redis store they
    /// must be named, here or in RQ_QUEUE_NAMES
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "queue")]
    queues: Vec<String>,
    /// A queue to take from; may be given several times
    #[arg(long, value_name = "QUEUE")]
    queue: Vec<String>,
    /// Its name; RQ_WORKER_NAME without it, else made from the computer's name and the process
    #[arg(long)]
    name: Option<String>,
    /// Jobs to run at once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=256))]
    concurrency: u32,
    /// End when there is nothing to take
    #[arg(long)]
    burst: bool,
    /// End after so many jobs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_jobs: Option<u64>,
    #[command(flatten)]
    adapters: AdapterArgs,
}

/// Works.
///
/// # Errors
/// What the service says; [`Failure::Work`] when the worker could not go on.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let queues = queues(args.queues, args.queue, environment("RQ_QUEUE_NAMES"))?;
    let name = args.name.or_else(|| environment("RQ_WORKER_NAME"));
    if name.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Failure::usage("--name: a worker's name is empty"));
    }
    let mut signals = StopSignals::listen()?;
    let session = Session::open(store).await?;
    let run = WorkerRun {
        name,
        queues,
        slots: args.concurrency,
        burst: args.burst,
        max_jobs: args.max_jobs,
        adapters: args.adapters.settings()?,
    };
    let worker = session.service.start_worker(run).await?;
    let control = worker.control();
    let mut ended = std::pin::pin!(worker.ended());
    let mut was_asked = false;
    let summary = loop {
        tokio::select! {
            summary = &mut ended => break summary,
            () = signals.next() => {
                if was_asked {
                    control.stop_now();
                } else {
                    output::note("Finishing what runs; a second signal gives it back at once");
                    control.drain();
                }
                was_asked = true;
            }
        }
    };
    session.service.shutdown().await;
    match summary.error {
        Some(EndedEarly::StoreAway(error)) => {
            Err(WireError::new(ErrorCode::StoreAway, "The worker ended: its store cannot be reached")
                .advise("Check that the store runs; `penstock doctor` looks for the cause")
                .detail(error)
                .into())
        }
        Some(EndedEarly::Fault(error)) => Err(Failure::Work(anyhow::anyhow!(error))),
        None => {
            let penstock_service::Summary { finished, failed, .. } = summary;
            output::note(&format!("Worker ended: {finished} finished, {failed} failed"));
            Ok(())
        }
    }
}

/// The queues of the options, else of the environment: names with commas or spaces between them, as RQ's
/// own command line and Caudex write them.
fn queues(
    listed: Vec<String>,
    named: Vec<String>,
    environment: Option<String>,
) -> Result<Vec<String>, Failure> {
    let mut queues = listed;
    queues.extend(named);
    if queues.iter().any(|queue| queue.trim().is_empty()) {
        return Err(Failure::usage("--queues: a queue's name is empty"));
    }
    if queues.is_empty() {
        let names = environment.unwrap_or_default();
        let names = names.split([',', ' ']).filter(|name| !name.is_empty());
        queues.extend(names.map(str::to_owned));
    }
    Ok(queues)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(listed: &[&str], named: &[&str], environment: Option<&str>) -> Vec<String> {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        queues(owned(listed), owned(named), environment.map(str::to_owned)).unwrap()
    }

    #[test]
    fn options_win_over_the_environment_and_the_order_stays() {
        assert_eq!(chosen(&["b", "a"], &[], Some("c")), ["b", "a"]);
        assert_eq!(chosen(&[], &["b"], Some("c")), ["b"]);
        assert_eq!(chosen(&[], &[], Some("high,default low")), ["high", "default", "low"]);
        assert!(chosen(&[], &[], None).is_empty());
        assert!(queues(vec![" ".to_owned()], Vec::new(), None).is_err());
    }
}
