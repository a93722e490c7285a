//! Closing the window while jobs run here: the page asks first, once.
//!
//! Nothing is ever lost by leaving: running jobs are given back and start again from their beginning.
//! But an hour of work would be done twice, so somebody should mean it. A page that does not answer
//! cannot hold the window: closing it a second time always closes it.

use crate::desk::Desk;
use penstock_service::types::NoArgs;
use serde::Serialize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};

/// What the page hears.
const EVENT: &str = "closing";
/// A store that does not answer in this time does not hold the window either.
const PATIENCE: Duration = Duration::from_secs(2);

/// Jobs that run in this process.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
struct Here {
    running: usize,
    /// Names of the workers that run them.
    workers: Vec<String>,
}

/// Whether the page has been asked.
#[derive(Default)]
pub(crate) struct Leaving(AtomicBool);

impl Leaving {
    /// Somebody wants to close the window. True when it may close at once; otherwise it closes by itself
    /// as soon as it is known that nothing runs here, or the page asks.
    pub(crate) fn may_close(&self, window: &WebviewWindow) -> bool {
        if self.0.swap(true, Ordering::Relaxed) || window.state::<Desk>().if_open().is_none() {
            return true;
        }
        let window = window.clone();
        tauri::async_runtime::spawn(async move {
            let here = running_here(window.app_handle()).await;
            let asked = if here.running == 0 { window.destroy() } else { window.emit(EVENT, here) };
            if let Err(error) = asked {
                tracing::warn!("The window could not be closed: {error}");
            }
        });
        false
    }

    /// Somebody stays: the next time it is asked again.
    pub(crate) fn stay(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// What this window's own worker runs now.
async fn running_here(app: &AppHandle) -> Here {
    let desk = app.state::<Desk>();
    let Some(service) = desk.if_open() else { return Here::default() };
    let workers = tokio::time::timeout(PATIENCE, service.list_workers(&desk.caller, NoArgs {})).await;
    let Ok(Ok(workers)) = workers else { return Here::default() };
    // Only an embedded store has a worker in this process, and only this computer's workers are on it.
    let own = workers.into_iter().filter(|worker| worker.spec.pid == std::process::id());
    let mut here = Here::default();
    for worker in own.filter(|worker| !worker.jobs.is_empty()) {
        here.running += worker.jobs.len();
        here.workers.push(worker.spec.name);
    }
    here
}
