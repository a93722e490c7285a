//! `penstock move`: a waiting job to the front or the back of its queue, or to another queue.

use super::bulk::{job_ids, verdicts};
use crate::failure::Failure;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_service::types::{MoveRequest, MoveTo};

/// What `penstock move` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The jobs' ids, in the order they shall have
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// front, back, or the name of a queue
    #[arg(long, value_name = "PLACE")]
    to: String,
}

/// Moves them.
///
/// # Errors
/// As [`verdicts`], or what the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let ids = job_ids(args.ids);
    let (to, done) = match args.to.as_str() {
        "front" => (MoveTo::Front {}, "moved to the front".to_owned()),
        "back" => (MoveTo::Back {}, "moved to the back".to_owned()),
        queue => (MoveTo::Queue(queue.to_owned()), format!("moved to queue {queue}")),
    };
    let reply = session.service.move_jobs(&session.caller, MoveRequest { ids: ids.clone(), to }).await?;
    verdicts(&ids, &reply, &done)
}
