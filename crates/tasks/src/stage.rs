//! A stretch of a task's progress, for one of its steps.

use crate::{Cancelled, Context};
use std::ops::Range;

/// One step of a task, with its name and its share of the whole.
pub struct Stage<'a> {
    context: &'a dyn Context,
    name: &'a str,
    share: Range<f64>,
}

impl<'a> Stage<'a> {
    /// The step `name` that takes the job from `share.start` to `share.end`.
    pub fn new(context: &'a dyn Context, name: &'a str, share: Range<f64>) -> Self {
        Self { context, name, share }
    }

    /// Says how far the step is, 0 to 1.
    ///
    /// # Errors
    /// [`Cancelled`] when the task should stop.
    pub fn at(&self, fraction: f64) -> Result<(), Cancelled> {
        let done = self.share.start + (self.share.end - self.share.start) * fraction.clamp(0.0, 1.0);
        self.context.progress(self.name, Some(done))
    }

    /// The same as a callback: may it go on?
    pub(crate) fn goes_on(&self) -> impl FnMut(f64) -> bool + '_ {
        |fraction| self.at(fraction).is_ok()
    }
}
