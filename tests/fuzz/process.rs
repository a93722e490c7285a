//! One process that mutates and reads until it is told to end, or dies of it.

use crate::mutate::{Numbers, mutated};
use crate::targets::Target;
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// As much address space as a job's child has.
const MEMORY_BYTES: u64 = 1 << 30;
/// CPU time after which a round is a hang: the process aborts.
const HANG: Duration = Duration::from_secs(20);
/// Most inputs that are kept to be mutated further.
const MOST_KEPT: usize = 2_000;

/// How long a process goes on.
pub(crate) struct Limits {
    pub(crate) rounds: u64,
    pub(crate) time: Duration,
}

/// CPU time of all threads of this process.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
}

/// Runs a target; one line about it. The input that runs at the time lies in `found/TARGET-SEED.now`; one
/// that took longest in `found/TARGET-SEED.slowest`.
pub(crate) fn run(target: &Target, seed: u64, limits: &Limits, found: &Path) -> String {
    setrlimit(Resource::As, Rlimit { current: Some(MEMORY_BYTES), maximum: Some(MEMORY_BYTES) }).unwrap();
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).unwrap();
    let file = |ending: &str| found.join(format!("{}-{seed}.{ending}", target.name));
    let mut numbers = Numbers::of(seed);
    let mut kept = (target.seeds)();
    let mut known = HashSet::new();
    // What is made once for all rounds is not the first round's.
    kept.iter().take(1).for_each(|seed| drop((target.run)(seed)));
    let since = watch();
    let (begin, mut slowest, mut rounds) = (Instant::now(), Duration::ZERO, 0_u64);
    while rounds < limits.rounds && begin.elapsed() < limits.time {
        let at = usize::try_from(rounds).unwrap();
        let input = match kept.get(at).filter(|_| known.len() <= at || at < 200) {
            Some(seed) if at < kept.len() => seed.clone(),
            _ => mutated(&kept, target.words, &mut numbers),
        };
        std::fs::write(file("now"), &input).unwrap();
        let began = cpu();
        since.store(u64::try_from(began.as_millis()).unwrap() + 1, Ordering::Relaxed);
        let said = (target.run)(&input);
        since.store(0, Ordering::Relaxed);
        let took = cpu() - began;
        if took > slowest {
            slowest = took;
            std::fs::write(file("slowest"), &input).unwrap();
        }
        if known.insert(gist(&said)) && kept.len() < MOST_KEPT {
            kept.push(input);
        }
        rounds += 1;
    }
    std::fs::remove_file(file("now")).unwrap_or_default();
    format!(
        "{} rounds={rounds} kinds={} kept={} slowest_ms={} cpu_s={}",
        target.name,
        known.len(),
        kept.len(),
        slowest.as_millis(),
        cpu().as_secs()
    )
}

/// What a reader said, without the numbers in it.
fn gist(said: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    said.split(|c: char| c.is_ascii_digit()).for_each(|piece| piece.hash(&mut hasher));
    hasher.finish()
}

/// Aborts when a round, whose beginning is stored in ms of CPU time plus one, takes too long.
fn watch() -> &'static AtomicU64 {
    static SINCE: AtomicU64 = AtomicU64::new(0);
    std::thread::spawn(|| {
        loop {
            std::thread::park_timeout(Duration::from_millis(200));
            let since = SINCE.load(Ordering::Relaxed);
            if since > 0 && cpu().saturating_sub(Duration::from_millis(since)) > HANG {
                eprintln!("a round took more than {HANG:?} of CPU time");
                std::process::abort();
            }
        }
    });
    &SINCE
}
