//! The `penstock` command: headless workers, servers, and everything that a script wants.
//!
//! Results go to standard output, everything else to standard error. All work goes through
//! `penstock_service`, so that the command line can do exactly what the window can.

mod args;
mod batch_report;
mod commands;
mod failure;
mod job_json;
mod logging;
mod many;
mod output;
mod params;
mod progress;
mod session;
mod shop_summary;
mod signals;
mod store_choice;
mod summary;
mod table;
mod times;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A task's child process is this same program under another name: it must not see anything of ours.
    if penstock_service::child::is_child() {
        return penstock_service::child::main();
    }
    let cli = args::Cli::parse();
    logging::start(cli.is_long_running());
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::note(&format!("penstock: no threads could be started: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(cli.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.say();
            failure.exit_code()
        }
    }
}
