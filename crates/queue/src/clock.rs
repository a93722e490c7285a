//! The two clocks of a store.
//!
//! People read the wall clock, which may jump. Leases are measured by the time since boot, which never
//! goes back, counts suspended time, and is the same for every process of one computer. It starts again
//! with each boot, so every such time goes with the id of its boot.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

/// One moment, by both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// Milliseconds since 1970.
    pub(crate) wall_ms: i64,
    /// Milliseconds since boot.
    pub(crate) boot_ms: i64,
    /// Names the boot.
    pub(crate) boot: &'static str,
}

/// This moment.
pub(crate) fn now() -> Now {
    let wall_ms = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    let wall_ms = wall_ms.saturating_add(jumped_ms());
    Now { wall_ms, boot_ms: since_boot_ms(wall_ms), boot: boot_id() }
}

/// How far a test has put the wall clock of this process ahead: what the file that `PENSTOCK_CLOCK_AHEAD`
/// names says, in milliseconds, looked at each time. Only builds with debug assertions look.
fn jumped_ms() -> i64 {
    static FILE: OnceLock<Option<std::ffi::OsString>> = OnceLock::new();
    if !cfg!(debug_assertions) {
        return 0;
    }
    let file = FILE.get_or_init(|| std::env::var_os("PENSTOCK_CLOCK_AHEAD"));
    let said = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
    said.and_then(|said| said.trim().parse().ok()).unwrap_or(0)
}

#[cfg(target_os = "linux")]
fn since_boot_ms(_wall_ms: i64) -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec.saturating_mul(1000).saturating_add(time.tv_nsec / 1_000_000)
}

/// Elsewhere leases follow the wall clock: a jump may end one early, and fencing keeps that harmless.
#[cfg(not(target_os = "linux"))]
fn since_boot_ms(wall_ms: i64) -> i64 {
    wall_ms
}

/// Names the boot that this process lives in; `-` where the platform does not tell.
pub(crate) fn boot_id() -> &'static str {
    static ID: OnceLock<String> = OnceLock::new();
    ID.get_or_init(|| {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .map_or_else(|_| "-".to_owned(), |text| text.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_since_boot_does_not_go_back() {
        let first = now();
        let second = now();
        assert!(second.boot_ms >= first.boot_ms);
        assert_eq!(first.boot, second.boot);
        assert!(first.wall_ms > 1_700_000_000_000);
    }
}
