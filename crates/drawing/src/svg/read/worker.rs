//! The thread that reads: a deep stack, progress out, and a stop that does not wait for usvg.

use super::{ReadError, ReadOptions, resolve};
use crate::{Artwork, Diagnostics};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::Duration;

/// Room for a document of the greatest depth that is allowed; only what is used is ever mapped.
const STACK_BYTES: usize = 64 << 20;
/// How often the caller is asked while usvg is silent.
const TICK: Duration = Duration::from_millis(50);

type Outcome = Result<(Artwork, Diagnostics), ReadError>;

/// The reading thread's side.
pub(super) struct Reporter {
    sender: SyncSender<(&'static str, Option<f64>)>,
    stop: Arc<AtomicBool>,
}

impl Reporter {
    /// Tells what is being done; false means to stop. Never waits: a stage that the caller is too slow
    /// for is skipped.
    pub(super) fn go_on(&self, stage: &'static str, fraction: Option<f64>) -> bool {
        let _skipped = self.sender.try_send((stage, fraction));
        !self.stop.load(Ordering::Relaxed)
    }
}

/// Reads the text on a thread of its own.
pub(super) fn run(
    text: String,
    options: ReadOptions,
    progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
) -> Outcome {
    let (sender, receiver) = sync_channel(1);
    let stop = Arc::new(AtomicBool::new(false));
    let reporter = Reporter { sender, stop: Arc::clone(&stop) };
    let thread = Builder::new()
        .name("svg-reader".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || resolve::artwork(text, &options, &reporter))
        .map_err(|error| broken(format!("No thread could be started to read the drawing: {error}")))?;
    let (mut stage, mut fraction) = ("Reading the drawing", None);
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(news) => (stage, fraction) = news,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if !progress(stage, fraction) {
            stop.store(true, Ordering::Relaxed);
            return Err(ReadError::Stopped);
        }
    }
    thread
        .join()
        .unwrap_or_else(|_| Err(broken("The SVG reader failed on this drawing; please report it".to_owned())))
}

fn broken(message: String) -> ReadError {
    ReadError::Invalid { message, line: None, column: None }
}
