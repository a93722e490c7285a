//! Workers die by SIGKILL at random instants, on several queues: F1 of the list of faults, and on Redis F19
//! beside it, with Python's RQ on the same server.
//!
//! `make test` kills 20 on each store; `PENSTOCK_KILLS=500` says how many else, `PENSTOCK_SEED=5` draws other
//! lives and jobs. The seed is printed.

use crate::drawings::Random;
use crate::process::Running;
use crate::rest::{every_job_finished_once, every_result_is_whole, settle, the_store_is_sound};
use crate::shop::{Shop, text};
use crate::wait::{pause, until};
use penstock_testkit::{Python, RedisServer};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

const QUEUES: &str = "high,default,svg-generation";
const WORKERS: usize = 3;
/// A life in ms: some end before the worker has started, some after several jobs.
const LIFE_MS: std::ops::Range<u64> = 60..1_200;
/// Jobs that wait or run are never fewer than this while workers die.
const ALWAYS: usize = 9;
/// What is promised.
const RECOVERY: Duration = Duration::from_secs(25);
const RQ: &str = "2.12.0";

#[test]
fn random_deaths_lose_and_double_nothing_on_sqlite() {
    let shop = Shop::open();
    let mut acknowledged = BTreeSet::new();
    let deaths = kill_workers(&shop, &mut acknowledged, kills(), seed(7));
    at_rest(&shop, &acknowledged, &deaths);
}

#[test]
fn random_deaths_in_a_mixed_fleet_lose_and_double_nothing_on_redis() {
    let server = RedisServer::start();
    let shop = Shop::on(&server.url());
    let python = Python::rq(RQ);
    let mut rq = python.program("rq");
    rq.env("PYTHONPATH", Path::new(env!("CARGO_MANIFEST_DIR")).join("rq/python"));
    rq.args(["worker", "--quiet", "--url", &server.url(), "theirs"]);
    let _theirs = Running::start(&mut rq);

    let mut acknowledged: BTreeSet<String> = from_python(&python, &server.url()).collect();
    let mut for_python = BTreeSet::new();
    for number in 0..20 {
        let kwargs = format!("{{\"a\": {number}, \"b\": 1}}");
        let sent = ["submit", "--rq-function", "shop.add", "--kwargs", &kwargs, "--queue", "theirs"];
        for_python.insert(shop.ok(&sent).trim().to_owned());
    }
    let deaths = kill_workers(&shop, &mut acknowledged, kills(), seed(11));
    until(Duration::from_secs(60), "Python has run what was meant for it", || {
        for_python.iter().all(|id| shop.state(id) == "finished").then_some(())
    });
    for id in &for_python {
        shop.ok(&["delete", id]);
    }
    at_rest(&shop, &acknowledged, &deaths);
}

pub(crate) fn kills() -> usize {
    std::env::var("PENSTOCK_KILLS").ok().map_or(20, |kills| kills.parse().unwrap())
}

fn seed(usual: u64) -> u64 {
    std::env::var("PENSTOCK_SEED").map_or(usual, |seed| seed.parse().unwrap())
}

/// Python enqueues drawings for us, by the name of our task.
fn from_python(python: &Python, url: &str) -> impl Iterator<Item = String> {
    let script = "import sys\nfrom redis import Redis\nfrom rq import Queue\n\
        queue = Queue('default', connection=Redis.from_url(sys.argv[1]))\n\
        for n in range(20):\n    print(queue.enqueue('penstock.tasks.pattern', kwargs={'kind': 'grid', 'width_mm': 60 + n}, \
        result_ttl=86400).id)\n";
    let output = python.command().args(["-c", script, url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let ids = String::from_utf8(output.stdout).unwrap();
    ids.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// When each worker died, by its name.
type Deaths = HashMap<String, SystemTime>;

/// Keeps workers busy and kills one after the other.
fn kill_workers(shop: &Shop, acknowledged: &mut BTreeSet<String>, kills: usize, seed: u64) -> Deaths {
    println!("seed {seed}, {kills} workers to kill");
    let mut random = Random(seed);
    let mut deaths = Deaths::new();
    let mut workers: Vec<(String, Running, Instant)> = Vec::new();
    while deaths.len() < kills {
        while workers.len() < WORKERS {
            let name = format!("victim-{}", deaths.len() + workers.len());
            let worker = shop.worker(&["--queues", QUEUES, "--name", &name]);
            let life = Duration::from_millis(within(&mut random, LIFE_MS));
            workers.push((name, worker, Instant::now() + life));
        }
        let missing = ALWAYS.saturating_sub(unfinished(shop));
        if missing > 0 {
            acknowledged.extend(submit(shop, &mut random, missing));
        }
        let (at, (_, _, end)) = workers.iter().enumerate().min_by_key(|(_, (_, _, end))| *end).unwrap();
        while Instant::now() < *end {
            pause(Duration::from_millis(5));
        }
        let (name, worker, _) = workers.remove(at);
        worker.kill();
        deaths.insert(name, SystemTime::now());
    }
    deaths
}

/// Jobs that wait or run, by the counts of the queues: a list of thousands would slow the killing down.
fn unfinished(shop: &Shop) -> usize {
    let queues = shop.json(&["queues", "--json"]);
    let of_queue = |queue: &Value| {
        let open = ["queued", "running", "waiting", "failed"].map(|state| queue[state].as_u64().unwrap());
        open.iter().sum::<u64>()
    };
    let sum: u64 = queues["queues"].as_array().unwrap().iter().map(of_queue).sum();
    usize::try_from(sum).unwrap()
}

/// Two calls at most, each with a pattern of its own.
fn submit(shop: &Shop, random: &mut Random, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for share in [count / 2, count - count / 2].into_iter().filter(|share| *share > 0) {
        let queue = ["high", "default", "svg-generation"][usize::try_from(random.below(3)).unwrap()];
        let kind = ["kind=grid", "kind=flow_field", "kind=circle_packing", "kind=voronoi"];
        let kind = kind[usize::try_from(random.below(4)).unwrap()];
        let seed = format!("seed={}", random.below(1_000_000));
        let share = share.to_string();
        let words = ["submit", "pattern", "--queue", queue, "--set", kind, "--set", &seed, "--count", &share];
        ids.extend(shop.ok(&words).lines().map(str::to_owned));
    }
    ids
}

fn at_rest(shop: &Shop, acknowledged: &BTreeSet<String>, deaths: &Deaths) {
    settle(shop, QUEUES);
    every_job_finished_once(shop, acknowledged, "after the kills");
    every_result_is_whole(shop, acknowledged, "after the kills");
    the_store_is_sound(shop, "after the kills");
    // Those that were started more than once: the rest has nothing to tell, and there are thousands.
    let again = shop.jobs().into_iter().filter(|job| job["attempt"].as_u64() > Some(1));
    let mut waits: Vec<Duration> =
        again.flat_map(|job| recoveries(&shop.job(&text(&job["id"])), deaths)).collect();
    waits.sort_unstable();
    assert!(!waits.is_empty(), "no job lost its worker: this proves nothing");
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
    println!(
        "{} jobs, {} workers killed, {} attempts lost; started again after {:?} (half), {:?} (99 in 100), {:?} (all)",
        acknowledged.len(),
        deaths.len(),
        waits.len(),
        at(0.5),
        at(0.99),
        at(1.0),
    );
    assert!(at(1.0) <= RECOVERY, "a job started again only after {:?}", at(1.0));
}

/// From the death of a worker to the next start of the job that it had.
fn recoveries(job: &Value, deaths: &Deaths) -> Vec<Duration> {
    let attempts = job["attempts"].as_array().unwrap();
    let pairs = attempts.iter().zip(attempts.iter().skip(1));
    pairs
        .filter(|(lost, _)| lost["outcome"] != "finished")
        .filter_map(|(lost, next)| {
            let died = *deaths.get(&text(&lost["worker"]))?;
            let started: jiff::Timestamp = text(&next["started_at"]).parse().unwrap();
            // A start is cut to whole milliseconds.
            Some(SystemTime::from(started).duration_since(died).unwrap_or_default())
        })
        .collect()
}

pub(crate) fn within(random: &mut Random, range: std::ops::Range<u64>) -> u64 {
    range.start + random.below(range.end - range.start)
}
