//! Closing the window while jobs run here: the page asks first, once.
//!
//! Nothing is ever lost by leaving: running jobs are given back and start again from their beginning.
//! But an hour of work would be done twice, so somebody should mean it. A page that does not answer
//! cannot hold the window: closing it a second time always closes it.

use crate::desk::Desk;
use penstock_service::types::NoArgs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};

/// What the page hears, with the number of jobs that run here.
const EVENT: &str = "closing";
/// A store that does not answer in this time does not hold the window either.
const PATIENCE: Duration = Duration::from_secs(2);

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
            let running = running_here(window.app_handle()).await;
            let asked = if running == 0 { window.destroy() } else { window.emit(EVENT, running) };
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

/// Jobs that this window's own worker runs now.
async fn running_here(app: &AppHandle) -> usize {
    let Some(service) = app.state::<Desk>().if_open() else { return 0 };
    let caller = &app.state::<Desk>().caller;
    let workers = tokio::time::timeout(PATIENCE, service.list_workers(caller, NoArgs {})).await;
    let Ok(Ok(workers)) = workers else { return 0 };
    // Only an embedded store has a worker in this process, and only this computer's workers are on it.
    let own = std::process::id();
    workers.iter().filter(|worker| worker.spec.pid == own).map(|worker| worker.jobs.len()).sum()
}
