//! `penstock worker-stop`: asks a worker to end, wherever it runs.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_service::types::StopWorkerRequest;

/// What `penstock worker-stop` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The worker's name; `penstock workers` lists them
    name: String,
    /// Give its jobs back at once instead of finishing them
    #[arg(long)]
    now: bool,
}

/// Asks it.
///
/// # Errors
/// What the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let Args { name, now } = args;
    session.service.stop_worker(&session.caller, StopWorkerRequest { name: name.clone(), now }).await?;
    let how = if now { "gives its jobs back and ends" } else { "finishes what it runs and ends" };
    output::print_line(&format!("Worker {name} {how}"))
}
