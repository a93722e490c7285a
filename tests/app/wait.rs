//! Waiting for something to become true.

use std::time::{Duration, Instant};

/// Time between two looks.
const STEP: Duration = Duration::from_millis(25);

/// Looks until there is an answer.
///
/// # Panics
/// After `within`, naming what did not happen.
pub(crate) fn until<T>(within: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + within;
    loop {
        if let Some(answer) = look() {
            return answer;
        }
        assert!(Instant::now() < end, "within {within:?} this did not happen: {what}");
        pause(STEP);
    }
}

/// The pause between two looks, for loops that have a deadline of their own.
#[expect(
    clippy::disallowed_methods,
    reason = "only between two looks at a condition; whoever looks has a deadline"
)]
pub(crate) fn pause(step: Duration) {
    std::thread::sleep(step);
}
