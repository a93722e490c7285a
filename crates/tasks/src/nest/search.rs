//! Runs the search under a time limit, or for a number of steps, and shows how it goes.

use crate::{Cancelled, Context};
use penstock_toolpath::nest::{self, Command, Nest, Options, Piece, Sheet, Watch};
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
    /// A person stopped it: this is the best layout that there was.
    pub(super) stopped_early: bool,
}

/// Searches. The limit only cuts the sequence of steps, it does not change it; so does a person who stops it,
/// once there is a whole layout to keep.
///
/// # Errors
/// [`Cancelled`] before that.
pub(super) fn search(
    pieces: &[Piece<'_>],
    sheets: &[Sheet],
    options: &Options,
    limit: Limit,
    context: &dyn Context,
) -> Result<Searched, Cancelled> {
    let mut follower = Follower {
        context,
        limit,
        started: Instant::now(),
        copies: pieces.iter().map(|piece| piece.quantity).sum(),
        words: "Placing the parts".to_owned(),
        shown: None,
        cancelled: Ok(()),
        is_whole: false,
        command: Command::Continue,
        explored: 0,
        compressed: 0,
    };
    let nest = nest::nest(pieces, sheets, options, &mut follower);
    let stopped_early = follower.cancelled.is_err();
    if !follower.is_whole {
        follower.cancelled?;
    }
    Ok(Searched { nest, explored: follower.explored, compressed: follower.compressed, stopped_early })
}

/// Follows a search: counts its steps, ends it in time, and shows how it goes.
struct Follower<'a> {
    context: &'a dyn Context,
    limit: Limit,
    started: Instant,
    /// How many copies are wanted.
    copies: usize,
    words: String,
    shown: Option<Instant>,
    cancelled: Result<(), Cancelled>,
    /// Everything that has a place was placed once, before anybody stopped it.
    is_whole: bool,
    /// Changes only between steps, so that the counts say all.
    command: Command,
    explored: u64,
    compressed: u64,
}

impl Follower<'_> {
    fn elapsed_s(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn show(&mut self, done: f64) {
        let now = Instant::now();
        if self.shown.is_none_or(|at| now.duration_since(at) >= SHOWN_EVERY) {
            self.shown = Some(now);
            let fraction = SHARE.start + (SHARE.end - SHARE.start) * done;
            self.cancelled = self.cancelled.and(self.context.progress(&self.words, Some(fraction)));
        }
    }
}

impl Watch for Follower<'_> {
    fn place_more(&mut self, placed: usize) -> bool {
        if self.explored == 0 {
            self.words = format!("Placing the parts: {placed} of {}", self.copies);
        }
        let elapsed_s = self.elapsed_s();
        self.show(share(self.limit, elapsed_s, self.explored + self.compressed));
        let in_time = match self.limit {
            Limit::Time(limit_s) => elapsed_s < limit_s,
            Limit::Steps(..) => true,
        };
        in_time && self.cancelled.is_ok()
    }

    fn round(&mut self, better: Option<&Nest>) -> Command {
        if let Some(nest) = better {
            self.is_whole |= self.cancelled.is_ok();
            self.words = said(nest, self.copies);
        } else {
            let next = next(self.limit, self.elapsed_s(), self.explored, self.compressed);
            // It never goes back.
            let goes_back = self.command == Command::Compress && next == Command::Continue;
            if !goes_back {
                self.command = next;
            }
            match self.command {
                Command::Continue => self.explored += 1,
                Command::Compress => self.compressed += 1,
                Command::Finish => {}
            }
        }
        self.show(share(self.limit, self.elapsed_s(), self.explored + self.compressed));
        if self.cancelled.is_err() { Command::Finish } else { self.command }
    }
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
