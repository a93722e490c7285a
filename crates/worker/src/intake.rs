//! Whether a worker may take another job, and how many it has taken.
//!
//! Jobs are taken in two places: by the look for work, and with the end of a job for the slot that it frees.
//! Both ask here first, so that a worker with a limit never takes one too many.

use crate::handle::{Mode, WorkerControl};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The door through which jobs come in.
#[derive(Debug)]
pub(crate) struct Intake {
    control: WorkerControl,
    most: Option<u64>,
    taken: AtomicU64,
    closed: AtomicBool,
}

/// The right to take one job; given back when it is dropped unused.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    intake: &'a Intake,
    used: bool,
}

impl Intake {
    /// For a worker that takes at most so many jobs, while its control says that it works.
    pub(crate) fn new(control: WorkerControl, most: Option<u64>) -> Self {
        Self { control, most, taken: AtomicU64::new(0), closed: AtomicBool::new(false) }
    }

    /// The right to take one more, if it may.
    pub(crate) fn place(&self) -> Option<Place<'_>> {
        let more = |taken: u64| self.most.is_none_or(|most| taken < most).then_some(taken + 1);
        (self.is_open() && self.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).is_ok())
            .then(|| Place { intake: self, used: false })
    }

    /// Whether there is room for one more.
    pub(crate) fn has_room(&self) -> bool {
        self.is_open() && self.most.is_none_or(|most| self.taken.load(Ordering::Acquire) < most)
    }

    fn is_open(&self) -> bool {
        self.control.mode() == Mode::Work && !self.closed.load(Ordering::Acquire)
    }

    /// Nothing more is taken.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }
}

impl Place<'_> {
    /// A job was taken.
    pub(crate) fn take(mut self) {
        self.used = true;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.used {
            self.intake.taken.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_was_not_used_is_free_again_and_no_more_are_given_than_there_are() {
        let intake = Intake::new(WorkerControl::new(), Some(2));
        intake.place().unwrap().take();
        let second = intake.place().unwrap();
        assert!(intake.place().is_none() && !intake.has_room());
        drop(second);
        assert!(intake.has_room());
        intake.place().unwrap().take();
        assert!(intake.place().is_none());
    }

    #[test]
    fn a_worker_that_drains_or_has_a_fault_takes_nothing() {
        let control = WorkerControl::new();
        let intake = Intake::new(control.clone(), None);
        assert!(intake.place().is_some());
        control.drain();
        assert!(intake.place().is_none() && !intake.has_room());
        let intake = Intake::new(WorkerControl::new(), None);
        intake.close();
        assert!(intake.place().is_none() && !intake.has_room());
    }
}
