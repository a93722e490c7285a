//! What the running task sees of the world: its folder, a way to say how far it is, and whether to stop.

use super::answers::Answers;
use super::protocol::{Kind, Progress};
use penstock_tasks::{Cancelled, Context, Diagnostic};
use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// At most ten reports a second leave the child.
const BETWEEN_REPORTS: Duration = Duration::from_millis(100);
/// Longest stage in characters.
const STAGE_CHARS: usize = 200;

/// The context of the one task that this process runs.
pub(super) struct ChildContext {
    answers: Answers,
    stop: Arc<AtomicBool>,
    reported_at: Cell<Option<Instant>>,
}

impl ChildContext {
    pub(super) fn new(answers: Answers, stop: Arc<AtomicBool>) -> Self {
        Self { answers, stop, reported_at: Cell::new(None) }
    }
}

impl Context for ChildContext {
    fn out_dir(&self) -> &Path {
        Path::new("out")
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Cancelled);
        }
        let now = Instant::now();
        if self.reported_at.get().is_some_and(|at| now.duration_since(at) < BETWEEN_REPORTS) {
            return Ok(());
        }
        self.reported_at.set(Some(now));
        let stage = stage.chars().take(STAGE_CHARS).collect();
        let fraction = fraction.filter(|f| f.is_finite()).map(|f| f.clamp(0.0, 1.0));
        // A parent that does not listen any more has closed our input too: that is the stop.
        self.answers.send(Kind::Progress, &Progress { stage, fraction }).map_err(|_| Cancelled)
    }

    /// The runner puts them into the report; nobody outside hears of them earlier.
    fn diagnose(&self, _: Diagnostic) {}
}
