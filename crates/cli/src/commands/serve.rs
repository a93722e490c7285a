//! `penstock serve`: the HTTP API, live events and the app for browsers.
//!
//! Its own token is `INTERNAL_SERVICE_TOKEN`, or one that is made at the first start and kept in a file
//! beside the named ones (`penstock token`).

use super::alert_args::AlertArgs;
use super::environment;
use super::token::TokenPlace;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::signals::StopSignals;
use crate::store_choice::StoreChoice;
use anyhow::Context;
use penstock_gateway::Options;
use penstock_service::{AdapterSettings, Service, WorkerHandle, WorkerRun};
use std::net::SocketAddr;
use std::time::Duration;

/// How long jobs of this process may take to end at shutdown before they are given back.
const DRAIN: Duration = Duration::from_secs(5);

/// What `penstock serve` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:5000")]
    listen: SocketAddr,
    /// Run no worker in this process
    #[arg(long)]
    no_worker: bool,
    /// Queues that the worker in this process takes from; on a Redis store there is no worker without it
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "no_worker")]
    queues: Vec<String>,
    /// A name under which this server is reached, beside its addresses; may be given several times
    #[arg(long, value_name = "NAME", env = "PENSTOCK_ALLOW_HOST", value_delimiter = ',')]
    allow_host: Vec<String>,
    /// A folder whose drawings POST /analyze-dxf and POST /cost may name by path; may be given several times
    #[arg(long, value_name = "DIR", env = "PENSTOCK_ALLOW_FOLDER", value_delimiter = ',')]
    allow_folder: Vec<std::path::PathBuf>,
    #[command(flatten)]
    tokens: TokenPlace,
    #[command(flatten)]
    alerts: AlertArgs,
}

/// Serves until SIGTERM or SIGINT, then lets its worker give back what it runs.
///
/// # Errors
/// What the service says; [`Failure::Work`] when the address is taken.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let mut signals = StopSignals::listen()?;
    let alerts = args.alerts.settings()?;
    let file = args.tokens.file()?;
    let token = match environment("INTERNAL_SERVICE_TOKEN") {
        Some(token) => token,
        None => file.first_token().map_err(anyhow::Error::from)?,
    };
    let slots = (!args.no_worker && args.queues.is_empty()).then(worker_slots);
    let session = Session::open_with(store, slots).await?;
    if slots.is_some() && session.service.is_shared() {
        output::note("No worker runs in this process: on a Redis store it needs --queues A,B");
    }
    session.service.watch(alerts)?;
    let worker = start_worker(&session.service, args.queues).await?;
    let options = Options {
        listen: args.listen,
        token: Some(token),
        token_file: Some(file),
        hosts: args.allow_host,
        folders: args.allow_folder,
        ..Options::default()
    };
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
    if let Some(worker) = worker {
        end_worker(worker).await;
    }
    session.service.shutdown().await;
    Ok(ended.context("The server ended with a fault")?)
}

/// A worker on these queues, if there are any.
async fn start_worker(service: &Service, queues: Vec<String>) -> Result<Option<WorkerHandle>, Failure> {
    if queues.is_empty() {
        return Ok(None);
    }
    let run = WorkerRun {
        name: None,
        queues,
        slots: worker_slots(),
        burst: false,
        max_jobs: None,
        adapters: AdapterSettings::default(),
    };
    Ok(Some(service.start_worker(run).await?))
}

/// Lets it finish what it runs for a while, then has it given back.
async fn end_worker(worker: WorkerHandle) {
    let control = worker.control();
    control.drain();
    let mut ended = std::pin::pin!(worker.ended());
    if tokio::time::timeout(DRAIN, &mut ended).await.is_err() {
        control.stop_now();
        ended.await;
    }
}

/// Half the processors, as in the window: the other half is for the people at this computer.
fn worker_slots() -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    u32::try_from(processors / 2).unwrap_or(1).max(1)
}
