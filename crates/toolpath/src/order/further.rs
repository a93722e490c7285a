//! Going on when no single move gains: disturb the order a little, mend it, keep what became better.
//!
//! A round exchanges two neighbouring stretches of up to [`LONGEST_STRETCH`] paths somewhere (a double
//! bridge, which no 2-opt or Or-opt move undoes in one), makes every move that gains around the places
//! where it cut, and takes everything back if the order is not better than before. Rounds can go on for
//! as long as anybody likes, and what has been found holds at any moment (an anytime search after
//! Martin, Otto and Felten's large-step Markov chains, kept local as in Bentley, 1992).

use super::search::Search;
use crate::{Progress, Stopped};

/// Members of a stretch that is exchanged with its neighbour, at most.
const LONGEST_STRETCH: usize = 30;

/// Members that one move may rewrite. Short of half of the ring much is missed: ends that are neighbours on
/// the page are mostly far apart in the order.
const LONGEST_MOVE: usize = 30_000;

/// Rounds go along the order in steps of up to so many members, which keeps what they look at in the
/// processor's cache.
const LONGEST_STEP: usize = 60;

/// Rounds between two questions whether to go on.
const ROUNDS_A_QUESTION: u64 = 512;

/// Spends so many rounds, or fewer when `enough` says so; returns how many.
pub(super) fn improve(
    search: &mut Search<'_>,
    rounds: u64,
    seed: u64,
    progress: &mut Progress<'_>,
    enough: &mut dyn FnMut() -> bool,
) -> Result<u64, Stopped> {
    let members = search.tour.len();
    let longest = LONGEST_STRETCH.min((members.saturating_sub(2)) / 2);
    if longest < 1 {
        return Ok(rounds);
    }
    search.try_out(LONGEST_MOVE);
    let mut numbers = Numbers(seed);
    let mut spare = Vec::with_capacity(2 * longest);
    let mut position = 0;
    for round in 0..rounds {
        if round.is_multiple_of(ROUNDS_A_QUESTION) {
            if !progress(round as f64 / rounds as f64) {
                return Err(Stopped);
            }
            if enough() {
                return Ok(round);
            }
        }
        position = (position + 1 + numbers.below(LONGEST_STEP)) % members;
        let (first, second) = (1 + numbers.below(longest), 1 + numbers.below(longest));
        if !search.may_exchange(position, first, second) {
            continue;
        }
        if search.disturb(position, first, second, &mut spare) >= 0.0 {
            search.keep();
        } else {
            search.take_back(&mut spare);
        }
    }
    Ok(rounds)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): any seed will do, and it is the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `end`, as evenly as 64 bits allow.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}
