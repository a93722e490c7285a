//! `penstock pause` and `penstock resume`: one queue, or all of them.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_service::types::QueueRequest;

/// What `penstock pause` and `penstock resume` take.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The queue; all of them without it
    queue: Option<String>,
}

/// Pauses.
///
/// # Errors
/// What the service says.
pub(crate) async fn pause(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let what = name(&args);
    session.service.pause_queue(&session.caller, QueueRequest { queue: args.queue }).await?;
    output::print_line(&format!("{what} paused; what runs goes on"))
}

/// Resumes.
///
/// # Errors
/// What the service says.
pub(crate) async fn resume(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let what = name(&args);
    session.service.resume_queue(&session.caller, QueueRequest { queue: args.queue }).await?;
    output::print_line(&format!("{what} resumed"))
}

fn name(args: &Args) -> String {
    args.queue.as_ref().map_or_else(|| "All queues".to_owned(), |queue| format!("Queue {queue}"))
}
