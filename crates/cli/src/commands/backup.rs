//! `penstock backup`: a consistent copy of the store while others work.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use std::path::PathBuf;

/// What `penstock backup` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The file to write; replaced whole if it is there
    file: PathBuf,
}

/// Writes it.
///
/// # Errors
/// What the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let backup = session.service.backup(&args.file).await?;
    output::print_line(&format!("{}: {} jobs, {} bytes", args.file.display(), backup.jobs, backup.bytes))
}
