//! Places where a test lets the process die.
//!
//! `PENSTOCK_CRASH_AT=PLACE:K` ends the process when it passes `PLACE` for the K-th time, at once and without
//! any clean-up, as a power cut would. Only builds with debug assertions look; in others a place costs
//! nothing and the variable means nothing.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Every place, in the order in which the life of a job passes them. A test goes through all of them.
pub const PLACES: [&str; 15] = [
    "sqlite.before-commit",
    "sqlite.after-commit",
    "redis.before-script",
    "redis.after-script",
    "worker.claimed",
    "worker.folder-made",
    "worker.inputs-fetched",
    "worker.child-ended",
    "file.before-rename",
    "file.after-rename",
    "worker.artifact-put",
    "worker.before-the-end-is-said",
    "worker.next-taken",
    "worker.end-said",
    "worker.folder-removed",
];

struct Wanted {
    place: String,
    left: AtomicU64,
}

static WANTED: LazyLock<Option<Wanted>> = LazyLock::new(|| {
    let said = std::env::var("PENSTOCK_CRASH_AT").ok()?;
    let (place, count) = said.rsplit_once(':').unwrap_or((&said, "1"));
    Some(Wanted { place: place.to_owned(), left: AtomicU64::new(count.parse().ok()?) })
});

/// This process is at a place, one of [`PLACES`].
pub fn crash_point(place: &str) {
    if cfg!(debug_assertions)
        && let Some(wanted) = &*WANTED
        && wanted.place == place
        && wanted.left.fetch_sub(1, Ordering::Relaxed) == 1
    {
        std::process::abort();
    }
}
