//! 200 requests a second and 50 listeners for five minutes beside a full queue: what the API and the worker
//! lose by it. Windows with and without the load alternate, so that what else the machine does counts for both.

use crate::drawings::one_stroke;
use crate::serve::Server;
use crate::shop::Shop;
use crate::wait::pause;
use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(30);
const PER_SECOND: u32 = 200;
/// Requests that look how quick the API is when nobody else asks.
const PROBES_PER_SECOND: u32 = 5;
const ASKERS: u32 = 16;
const LISTENERS: usize = 50;
const PATHS: [&str; 6] = [
    "/jobs?limit=20",
    "/monitoring/queue/stats",
    "/monitoring/queue/workers",
    "/monitoring/health",
    "/metrics",
    "/jobs?state=queued&limit=5",
];

/// What one kind of window showed.
#[derive(Default)]
struct Seen {
    seconds: f64,
    jobs: f64,
    late_ms: Vec<f64>,
}

impl Seen {
    fn at(&mut self, share: f64) -> f64 {
        self.late_ms.sort_by(f64::total_cmp);
        self.late_ms[((self.late_ms.len() - 1) as f64 * share) as usize]
    }
}

fn get(agent: &ureq::Agent, server: (&str, &str), path: &str) -> Result<String, String> {
    let request =
        agent.get(format!("{}{path}", server.0)).header("Authorization", format!("Bearer {}", server.1));
    request
        .call()
        .and_then(|mut answer| answer.body_mut().read_to_string())
        .map_err(|error| format!("{path}: {error}"))
}

fn finished(agent: &ureq::Agent, server: (&str, &str)) -> f64 {
    let metrics = get(agent, server, "/metrics").unwrap();
    let line = metrics.lines().find_map(|line| line.strip_prefix("penstock_jobs{state=\"finished\"} "));
    line.map_or(0.0, |count| count.parse().unwrap())
}

/// Asks at fixed times, whether the last answer is there or not: a late answer makes those behind it late, and
/// that counts.
fn ask(server: (&str, &str), per_second: u32, until: Instant) -> (Vec<f64>, Vec<String>) {
    let (late, wrong) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let askers = ASKERS.min(per_second);
    let every = Duration::from_secs(1) * askers / per_second;
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for asker in 0..askers {
            let (late, wrong) = (&late, &wrong);
            scope.spawn(move || {
                let agent = agent();
                let mut due = begin + every * asker / askers;
                for nth in asker as usize.. {
                    if due >= until {
                        return;
                    }
                    pause(due.saturating_duration_since(Instant::now()));
                    if let Err(error) = get(&agent, server, PATHS[nth % PATHS.len()]) {
                        wrong.lock().unwrap().push(error);
                    }
                    late.lock().unwrap().push(due.elapsed().as_secs_f64() * 1000.0);
                    due += every;
                }
            });
        }
    });
    (late.into_inner().unwrap(), wrong.into_inner().unwrap())
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into()
}

/// Reads events until told to stop; how many came.
fn listen(server: (&str, &str), stop: &AtomicBool, events: &AtomicU64) {
    let request =
        ureq::get(format!("{}/api/events", server.0)).header("Authorization", format!("Bearer {}", server.1));
    let answer = request.call().unwrap();
    for line in BufReader::new(answer.into_body().into_reader()).lines().map_while(Result::ok) {
        events.fetch_add(u64::from(line.starts_with("data:")), Ordering::Relaxed);
        if stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

#[test]
#[ignore = "ten minutes: five with load and five without (PENSTOCK_LOAD_S sets the seconds of load)"]
fn two_hundred_requests_a_second_and_fifty_listeners_cost_neither_an_error_nor_the_worker() {
    let load_s: u64 = std::env::var("PENSTOCK_LOAD_S").map_or(300, |value| value.parse().unwrap());
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    for _ in 0..3 {
        shop.ok(&["submit", "plot", &file, "--count", "10000"]);
    }
    let server = Server::start(&shop, &["--no-worker"]);
    let (base, token) = (server.base.clone(), server.token.clone());
    let at = (base.as_str(), token.as_str());
    let worker = shop.worker(&["--concurrency", "1"]);
    let agent = agent();
    let (mut calm, mut busy, mut wrong, mut heard) = (Seen::default(), Seen::default(), Vec::new(), 0);
    for window in 0..2 * load_s.div_ceil(WINDOW.as_secs()) {
        let loaded = window % 2 == 1;
        let (stop, events) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let ears: Vec<_> = (0..if loaded { LISTENERS } else { 0 })
            .map(|_| {
                let (base, token, stop, events) =
                    (base.clone(), token.clone(), Arc::clone(&stop), Arc::clone(&events));
                std::thread::spawn(move || listen((&base, &token), &stop, &events))
            })
            .collect();
        let (before, began) = (finished(&agent, at), Instant::now());
        let (late, errors) = ask(at, if loaded { PER_SECOND } else { PROBES_PER_SECOND }, began + WINDOW);
        let seen = if loaded { &mut busy } else { &mut calm };
        seen.seconds += began.elapsed().as_secs_f64();
        seen.jobs += finished(&agent, at) - before;
        seen.late_ms.extend(late);
        wrong.extend(errors);
        heard += events.load(Ordering::Relaxed);
        stop.store(true, Ordering::Relaxed);
        // The queue is full, so that there is always a next event, and each listener ends on it.
        ears.into_iter().for_each(|ear| ear.join().unwrap());
    }
    for (name, seen) in [("without", &mut calm), ("with", &mut busy)] {
        println!(
            "{name} load: {:.1} jobs a second, API p50 {:.1} ms, p99 {:.1} ms, slowest {:.0} ms, {} requests in {:.0} s",
            seen.jobs / seen.seconds,
            seen.at(0.5),
            seen.at(0.99),
            seen.at(1.0),
            seen.late_ms.len(),
            seen.seconds
        );
    }
    println!("{heard} events heard by {LISTENERS} listeners");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(heard > 0 && calm.jobs > 0.0 && busy.jobs > 0.0);
    drop(worker);
}
