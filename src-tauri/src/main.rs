//! The desktop app's entry: a job's child process when asked to be one, else the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    if penstock_service::child::is_child() {
        return penstock_service::child::main();
    }
    penstock_desktop::run()
}
