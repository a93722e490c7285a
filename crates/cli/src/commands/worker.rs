//! `penstock worker`: runs jobs from queues, in the foreground, until told to stop.
//!
//! One SIGTERM or SIGINT lets running jobs end; a second one gives them back at once.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::signals::StopSignals;
use crate::store_choice::StoreChoice;
use penstock_service::WorkerRun;

/// What `penstock worker` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Queues to take from, the most urgent first; all that are known without it
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "queue")]
    queues: Vec<String>,
    /// A queue to take from; may be given several times
    #[arg(long, value_name = "QUEUE")]
    queue: Vec<String>,
    /// Its name; made from the computer's name and the process without it
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
}

/// Works.
///
/// # Errors
/// What the service says; [`Failure::Work`] when the worker could not go on.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let mut queues = args.queues;
    queues.extend(args.queue);
    if queues.iter().any(|queue| queue.trim().is_empty()) {
        return Err(Failure::usage("--queues: a queue's name is empty"));
    }
    if args.name.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Failure::usage("--name: a worker's name is empty"));
    }
    let mut signals = StopSignals::listen()?;
    let session = Session::open(store).await?;
    let run = WorkerRun {
        name: args.name,
        queues,
        slots: args.concurrency,
        burst: args.burst,
        max_jobs: args.max_jobs,
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
        Some(error) => Err(Failure::Work(anyhow::anyhow!(error))),
        None => {
            let penstock_service::Summary { finished, failed, .. } = summary;
            output::note(&format!("Worker ended: {finished} finished, {failed} failed"));
            Ok(())
        }
    }
}
