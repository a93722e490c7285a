//! Runs the search under a time limit, or for a number of steps, and shows how it goes.

use crate::{Cancelled, Context};
use penstock_toolpath::nest::{self, Command, Nest, Options, Piece, Sheet};
use std::time::{Duration, Instant};

/// The share of the time in which new layouts are tried; the rest makes the best one tighter.
const EXPLORING: f64 = 0.8;
/// People see it this often.
const SHOWN_EVERY: Duration = Duration::from_millis(100);
/// The search is this part of the whole task.
const SHARE: std::ops::Range<f64> = 0.1..0.9;

/// How long the search goes on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Limit {
    /// Seconds.
    Time(f64),
    /// Steps of exploring and of compressing.
    Steps(u64, u64),
}

/// A nest and the steps that it took: with the same seed they give it again.
pub(super) struct Searched {
    pub(super) nest: Nest,
    pub(super) explored: u64,
    pub(super) compressed: u64,
}

/// Searches. The limit only cuts the sequence of steps, it does not change it.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn search(
    pieces: &[Piece<'_>],
    sheets: &[Sheet],
    options: &Options,
    limit: Limit,
    context: &dyn Context,
) -> Result<Searched, Cancelled> {
    let started = Instant::now();
    let copies: usize = pieces.iter().map(|piece| piece.quantity).sum();
    let mut shown = None;
    let mut cancelled = Ok(());
    let mut words = "Placing the parts".to_owned();
    let (mut explored, mut compressed) = (0, 0);
    // Changes only between steps, so that the counts say all.
    let mut command = Command::Continue;
    let mut watch = |better: Option<&Nest>| {
        if let Some(nest) = better {
            words = said(nest, copies);
        } else {
            let next = next(limit, started.elapsed().as_secs_f64(), explored, compressed);
            // It never goes back.
            command = if command == Command::Compress && next == Command::Continue { command } else { next };
            match command {
                Command::Continue => explored += 1,
                Command::Compress => compressed += 1,
                Command::Finish => {}
            }
        }
        let now = Instant::now();
        if shown.is_none_or(|at| now.duration_since(at) >= SHOWN_EVERY) {
            shown = Some(now);
            let done = share(limit, started.elapsed().as_secs_f64(), explored + compressed);
            cancelled = context.progress(&words, Some(SHARE.start + (SHARE.end - SHARE.start) * done));
        }
        if cancelled.is_err() { Command::Finish } else { command }
    };
    let nest = nest::nest(pieces, sheets, options, &mut watch);
    cancelled?;
    Ok(Searched { nest, explored, compressed })
}

fn next(limit: Limit, elapsed_s: f64, explored: u64, compressed: u64) -> Command {
    match limit {
        Limit::Time(limit_s) if elapsed_s >= limit_s => Command::Finish,
        Limit::Time(limit_s) if elapsed_s >= limit_s * EXPLORING => Command::Compress,
        Limit::Steps(explore, compress) if explored >= explore && compressed >= compress => Command::Finish,
        Limit::Steps(explore, _) if explored >= explore => Command::Compress,
        _ => Command::Continue,
    }
}

fn share(limit: Limit, elapsed_s: f64, steps: u64) -> f64 {
    let share = match limit {
        Limit::Time(limit_s) => elapsed_s / limit_s,
        Limit::Steps(explore, compress) => steps as f64 / (explore + compress).max(1) as f64,
    };
    share.clamp(0.0, 1.0)
}

fn said(nest: &Nest, copies: usize) -> String {
    let sheets =
        if nest.sheets.len() == 1 { "1 sheet".to_owned() } else { format!("{} sheets", nest.sheets.len()) };
    format!(
        "Nesting: {:.1} % of {sheets} used, {} of {copies} parts",
        nest.density * 100.0,
        nest.placements.len()
    )
}
