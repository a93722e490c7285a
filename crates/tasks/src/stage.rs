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
        self.at_doing(self.name, fraction)
    }

    /// The same, in finer words than the step's name.
    pub(crate) fn at_doing(&self, what: &str, fraction: f64) -> Result<(), Cancelled> {
        let done = self.share.start + (self.share.end - self.share.start) * fraction.clamp(0.0, 1.0);
        self.context.progress(what, Some(done))
    }

    /// The same as a callback: may it go on? Work that begins anew does not take the bar back.
    pub(crate) fn goes_on(&self) -> impl FnMut(f64) -> bool + '_ {
        let mut done = 0.0f64;
        move |fraction| {
            done = done.max(fraction);
            self.at(done).is_ok()
        }
    }
}
