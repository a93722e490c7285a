//! Wrong tokens, counted for each address: after ten in a minute the answer is "not so fast".
//!
//! A right token is never held up: all of one machine shares an address, and a stale tab must not lock
//! out the others. What keeps guessers out is the length of the token.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);
const ALLOWED: u32 = 10;
/// Addresses remembered at most.
const MOST: usize = 1_024;

/// The wrong tries of the last minute.
#[derive(Default)]
pub(crate) struct Tries {
    by_address: Mutex<HashMap<IpAddr, (Instant, u32)>>,
}

/// There were too many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quiet {
    /// For how long to be quiet.
    pub(crate) left: Duration,
    /// With this try it begins.
    pub(crate) begins: bool,
}

impl Tries {
    /// Counts a wrong try; says when there were too many.
    pub(crate) fn wrong(&self, from: IpAddr, now: Instant) -> Option<Quiet> {
        let mut tries = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST && !tries.contains_key(&from) {
            tries.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
            if tries.len() >= MOST {
                return Some(Quiet { left: WINDOW, begins: false });
            }
        }
        let (since, count) = tries.entry(from).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        let begins = *count == ALLOWED + 1;
        if begins {
            tracing::warn!(peer.address = %from, "Many wrong tokens from one address; they are answered with 429 now");
        }
        (*count > ALLOWED).then(|| Quiet { left: WINDOW - now.duration_since(*since), begins })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_wrong_try_in_a_minute_is_too_many_and_a_minute_later_it_is_forgotten() {
        let tries = Tries::default();
        let (here, there) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([10, 0, 0, 1]));
        let start = Instant::now();
        for _ in 0..ALLOWED {
            assert_eq!(tries.wrong(here, start), None);
        }
        assert_eq!(tries.wrong(here, start), Some(Quiet { left: WINDOW, begins: true }));
        assert_eq!(tries.wrong(here, start), Some(Quiet { left: WINDOW, begins: false }));
        assert_eq!(tries.wrong(there, start), None);
        assert_eq!(tries.wrong(here, start + WINDOW), None);
    }
}
