//! What each round gave, and the table of medians.

use super::say;
use anyhow::Context as _;
use std::time::Duration;

/// What a run gave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    /// Jobs a second.
    pub(super) per_s: f64,
    /// Processor time of client and children for each job in ms, where it is known. The server's is not
    /// in it.
    pub(super) cpu_ms: Option<f64>,
}

impl Rate {
    /// So many jobs in so long.
    pub(super) fn of(jobs: usize, took: Duration, cpu: Option<Duration>) -> Self {
        let jobs = jobs as f64;
        Self { per_s: jobs / took.as_secs_f64(), cpu_ms: cpu.map(|cpu| cpu.as_secs_f64() * 1e3 / jobs) }
    }
}

/// Rates by name, in the order in which the names came.
#[derive(Default)]
pub(super) struct Rounds(Vec<(String, Vec<Rate>)>);

impl Rounds {
    pub(super) fn add(&mut self, who: &str, rate: Rate) {
        match self.0.iter_mut().find(|(name, _)| name == who) {
            Some((_, rates)) => rates.push(rate),
            None => self.0.push((who.to_owned(), vec![rate])),
        }
    }

    /// The round with the median rate.
    pub(super) fn median(&self, who: &str) -> anyhow::Result<Rate> {
        let (_, rates) = self.0.iter().find(|(name, _)| name == who).context("it was measured")?;
        Ok(middle(rates))
    }

    /// One line for each; `target` says how many times as many as this peer ours must be.
    pub(super) fn print(&self, ours: Rate, target: impl Fn(&str) -> Option<f64>) -> anyhow::Result<()> {
        for (name, rates) in &self.0 {
            let Rate { per_s, cpu_ms } = middle(rates);
            let (least, most) = rates
                .iter()
                .fold((f64::MAX, 0_f64), |(least, most), rate| (least.min(rate.per_s), most.max(rate.per_s)));
            let cpu = cpu_ms.map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.2} ms"));
            let ratio = ours.per_s / per_s;
            let verdict = match target(name) {
                Some(target) if ratio >= target => format!("   met (at least {target})"),
                Some(target) => format!("   MISSED (at least {target})"),
                None => String::new(),
            };
            say(&format!(
                "  {name:<28} {per_s:>8.1}/s ({least:.0} to {most:.0})   cpu {cpu:>9}   ours/this {ratio:>7.2}{verdict}"
            ))?;
        }
        Ok(())
    }
}

fn middle(rates: &[Rate]) -> Rate {
    let mut sorted = rates.to_vec();
    sorted.sort_by(|a, b| a.per_s.total_cmp(&b.per_s));
    sorted[sorted.len() / 2]
}

/// The median of figures.
pub(super) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
