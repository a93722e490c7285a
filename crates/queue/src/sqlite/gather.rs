//! Who shares a commit.
//!
//! Whoever was answered by one commit often asks again at once, but not at the very same moment: a writer
//! that begins with the first of them makes the others wait for a commit of their own, and every second
//! commit is nearly empty. So after a commit that several shared the writer waits a moment for as many.
//! The wait is short beside a commit, and one who asks alone never waits.

use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Most requests that share one commit: keeps the first one's wait, and the log, short.
const TOGETHER: usize = 256;
/// Longest wait for others.
const LONGEST: Duration = Duration::from_millis(1);
/// Of the time that the last transaction took.
const SHARE: u32 = 4;

/// What is known of the transaction before.
#[derive(Default)]
pub(super) struct Gathering {
    expected: usize,
    patience: Duration,
}

impl Gathering {
    /// After a transaction of so many requests that took so long.
    pub(super) fn after(requests: usize, took: Duration) -> Self {
        Self { expected: requests.min(TOGETHER), patience: (took / SHARE).min(LONGEST) }
    }

    /// The first with all who wait, and with those who come back in time.
    pub(super) fn with<T>(&self, first: T, waiting: &mut mpsc::Receiver<T>) -> Vec<T> {
        let mut batch = vec![first];
        let begun = Instant::now();
        loop {
            while batch.len() < TOGETHER
                && let Ok(next) = waiting.try_recv()
            {
                batch.push(next);
            }
            if batch.len() >= self.expected || begun.elapsed() >= self.patience {
                return batch;
            }
            // Shorter than a timer's shortest sleep; those we wait for may need this core.
            std::thread::yield_now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_asks_alone_does_not_wait() {
        let (_sender, mut waiting) = mpsc::channel(8);
        let alone = Gathering { expected: 1, patience: Duration::from_secs(3600) };
        assert_eq!(alone.with(1, &mut waiting), [1]);
    }

    #[test]
    fn those_who_come_back_are_waited_for() {
        let (sender, mut waiting) = mpsc::channel(8);
        let three = Gathering { expected: 3, patience: Duration::from_secs(3600) };
        let others = std::thread::spawn(move || {
            sender.blocking_send(2).unwrap();
            sender.blocking_send(3).unwrap();
        });
        assert_eq!(three.with(1, &mut waiting), [1, 2, 3]);
        others.join().unwrap();
    }

    #[test]
    fn those_who_stay_away_are_not_waited_for_long() {
        let (_sender, mut waiting) = mpsc::channel(8);
        let two = Gathering::after(2, Duration::from_secs(3600));
        assert_eq!(two.with(1, &mut waiting), [1]);
    }

    #[test]
    fn the_line_is_cut_where_a_commit_would_grow_too_large() {
        let (sender, mut waiting) = mpsc::channel(1000);
        (1..1000).for_each(|number| sender.try_send(number).unwrap());
        assert_eq!(Gathering::default().with(0, &mut waiting).len(), TOGETHER);
        assert_eq!(Gathering::after(1000, Duration::ZERO).with(0, &mut waiting).len(), TOGETHER);
    }
}
