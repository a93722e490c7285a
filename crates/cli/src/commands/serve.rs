//! `penstock serve`: the HTTP API, live events and the app for browsers.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::signals::StopSignals;
use crate::store_choice::StoreChoice;
use anyhow::Context;
use penstock_gateway::Options;
use std::net::SocketAddr;

/// What `penstock serve` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:5000")]
    listen: SocketAddr,
    /// Run no worker in this process
    #[arg(long)]
    no_worker: bool,
}

/// Serves until SIGTERM or SIGINT, then lets its worker give back what it runs.
///
/// # Errors
/// What the service says; [`Failure::Work`] when the address is taken.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let mut signals = StopSignals::listen()?;
    let slots = (!args.no_worker).then(worker_slots);
    let session = Session::open_with(store, slots).await?;
    let options = Options { listen: args.listen, ..Options::default() };
    let gateway =
        penstock_gateway::serve(session.service.clone(), options).await.map_err(anyhow::Error::from)?;
    if !args.listen.ip().is_loopback() {
        output::note(
            "Other computers can reach this server, over plain HTTP: put it behind something that speaks TLS",
        );
    }
    output::print_line(&gateway.link())?;
    signals.next().await;
    output::note("Stopping: jobs that run here get a few seconds, then they are given back");
    let ended = gateway.shutdown().await;
    session.service.shutdown().await;
    Ok(ended.context("The server ended with a fault")?)
}

/// Half the processors, as in the window: the other half is for the people at this computer.
fn worker_slots() -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    u32::try_from(processors / 2).unwrap_or(1).max(1)
}
