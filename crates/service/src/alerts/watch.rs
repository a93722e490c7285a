//! From what is seen to what is new: one alert when an incident begins, one when it is over.

use super::{Alert, AlertKind, AlertSettings};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// The store at one moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Seen {
    /// Name and computer of each lost worker.
    pub(super) lost: Vec<(String, String)>,
    /// How long the next job of each queue has waited, and whether nobody takes from it.
    pub(super) waits: Vec<(String, Duration, bool)>,
    /// Failed and quarantined jobs.
    pub(super) failed: u64,
}

/// What was told already.
pub(super) struct Watch {
    wait: Duration,
    failures: u64,
    window: Duration,
    open: BTreeMap<(AlertKind, String), Alert>,
    /// When how many jobs had failed; the first one is at least a window old, if there is one.
    failed: VecDeque<(Instant, u64)>,
}

impl Watch {
    pub(super) fn new(settings: &AlertSettings) -> Self {
        Self {
            wait: settings.wait,
            failures: settings.failures.max(1),
            window: settings.window,
            open: BTreeMap::new(),
            failed: VecDeque::new(),
        }
    }

    /// What is to be told now.
    pub(super) fn look(&mut self, seen: &Seen, now: Instant) -> Vec<Alert> {
        let mut wrong: BTreeMap<(AlertKind, String), Alert> = BTreeMap::new();
        let alerts = self.lost(seen).chain(self.waiting(seen)).chain(self.failing(seen.failed, now));
        for alert in alerts.collect::<Vec<_>>() {
            wrong.insert((alert.kind, alert.subject.clone()), alert);
        }
        let mut news = Vec::new();
        for (key, alert) in &wrong {
            if !self.open.contains_key(key) {
                news.push(alert.clone());
            }
        }
        for (key, alert) in &self.open {
            if !wrong.contains_key(key) {
                news.push(over(alert));
            }
        }
        self.open = wrong;
        news
    }

    fn lost<'a>(&self, seen: &'a Seen) -> impl Iterator<Item = Alert> + use<'a> {
        seen.lost.iter().map(|(name, host)| Alert {
            kind: AlertKind::WorkerLost,
            subject: name.clone(),
            recovered: false,
            title: format!("Worker {name} on {host} has not been heard of"),
            advice: Some("Its jobs start again elsewhere; see whether that computer runs".to_owned()),
        })
    }

    fn waiting<'a>(&self, seen: &'a Seen) -> impl Iterator<Item = Alert> + use<'a> {
        let most = self.wait;
        seen.waits.iter().filter(move |(_, wait, _)| *wait > most).map(|(queue, wait, alone)| Alert {
            kind: AlertKind::QueueWaits,
            subject: queue.clone(),
            recovered: false,
            title: format!("The next job of queue {queue} has waited for {} min", wait.as_secs() / 60),
            advice: Some(if *alone {
                format!("No worker takes from it: start one with --queues {queue}")
            } else {
                "Add a worker, or see what the workers are busy with".to_owned()
            }),
        })
    }

    fn failing(&mut self, failed: u64, now: Instant) -> Option<Alert> {
        self.failed.push_back((now, failed));
        // One sample older than the window stays: what was there when the window began.
        while self.failed.get(1).is_some_and(|(at, _)| now.duration_since(*at) >= self.window) {
            self.failed.pop_front();
        }
        // What people deleted or tried again meanwhile is no failure less.
        let counts = self.failed.iter().map(|(_, count)| *count);
        let more: u64 =
            counts.clone().zip(counts.skip(1)).map(|(before, after)| after.saturating_sub(before)).sum();
        (more >= self.failures).then(|| Alert {
            kind: AlertKind::Failures,
            subject: String::new(),
            recovered: false,
            title: format!("{more} jobs failed within {} min", self.window.as_secs().div_ceil(60)),
            advice: Some("`penstock jobs --state failed` shows them with their reasons".to_owned()),
        })
    }
}

fn over(alert: &Alert) -> Alert {
    let title = match alert.kind {
        AlertKind::WorkerLost => format!("Worker {} is back, or has been removed", alert.subject),
        AlertKind::QueueWaits => format!("Queue {} moves again", alert.subject),
        AlertKind::Failures => "No more failures pile up".to_owned(),
    };
    Alert { recovered: true, title, advice: None, ..alert.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(news: &[Alert]) -> Vec<(AlertKind, &str, bool)> {
        news.iter().map(|alert| (alert.kind, alert.subject.as_str(), alert.recovered)).collect()
    }

    fn minutes(count: u64) -> Duration {
        Duration::from_secs(60 * count)
    }

    #[test]
    fn an_incident_is_told_once_and_its_end_once() {
        let mut watch = Watch::new(&AlertSettings::default());
        let now = Instant::now();
        let seen = Seen {
            lost: vec![("w1".into(), "shop".into())],
            waits: vec![("low".into(), minutes(6), true), ("high".into(), minutes(4), true)],
            failed: 0,
        };
        let news = watch.look(&seen, now);
        assert_eq!(
            words(&news),
            [(AlertKind::WorkerLost, "w1", false), (AlertKind::QueueWaits, "low", false)]
        );
        assert!(news[1].advice.as_ref().unwrap().contains("--queues low"));
        assert_eq!(watch.look(&seen, now), []);
        let moved = Seen { waits: Vec::new(), ..seen.clone() };
        assert_eq!(words(&watch.look(&moved, now)), [(AlertKind::QueueWaits, "low", true)]);
        assert_eq!(words(&watch.look(&seen, now)), [(AlertKind::QueueWaits, "low", false)], "a new incident");
        assert_eq!(words(&watch.look(&Seen::default(), now)).len(), 2);
    }

    #[test]
    fn failures_are_counted_within_the_window_and_old_ones_are_not_news() {
        let mut watch = Watch::new(&AlertSettings::default());
        let start = Instant::now();
        let mut at = |minute: u64, failed: u64| {
            let news = watch.look(&Seen { failed, ..Seen::default() }, start + minutes(minute));
            words(&news).iter().map(|(_, _, recovered)| *recovered).collect::<Vec<_>>()
        };
        assert_eq!(at(0, 500), [false; 0], "they failed before anybody watched");
        assert_eq!(at(1, 509), [false; 0]);
        assert_eq!(at(2, 100), [false; 0], "people removed some");
        assert_eq!(at(3, 101), [false], "nine and one are ten");
        assert_eq!(at(4, 130), [false; 0]);
        assert_eq!(at(13, 130), [false; 0]);
        assert_eq!(at(14, 130), [true], "the last ones are ten minutes old");
    }
}
