//! What state the computer is in, and what this process has used of it.

use std::time::Duration;

/// What Linux tells programs is in hundredths of a second (USER_HZ).
const MS_A_TICK: u64 = 10;

/// Cores and load, for whoever reads the figures later.
pub(super) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    format!("{cores} cores, load average {load} (1 minute)")
}

/// Processor time of this process and of the children that it has collected; none off Linux.
pub(super) fn cpu() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name in parentheses; user and system time, own and children's, are fields 14 to 17.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks =
        fields.split_whitespace().skip(11).take(4).map(str::parse::<u64>).sum::<Result<u64, _>>().ok()?;
    Some(Duration::from_millis(ticks * MS_A_TICK))
}
