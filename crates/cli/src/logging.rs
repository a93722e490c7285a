//! The log, on standard error. `PENSTOCK_LOG` sets what is logged (`debug`, `penstock_worker=trace`).

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging. Commands that end by themselves say only what is wrong; a worker or a server also
/// says what it does.
pub(crate) fn start(long_running: bool) {
    let usual = if long_running { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("PENSTOCK_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
