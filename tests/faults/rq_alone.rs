//! What Python's own RQ loses when its workers die, by the same harness: several queues, a worker killed every
//! few hundred milliseconds. A measurement to publish beside ours, not a test of anything of ours.

use crate::drawings::Random;
use crate::process::Running;
use crate::random_kills::within;
use crate::wait::pause;
use penstock_testkit::{Python, RedisServer};
use serde_json::Value;
use std::time::{Duration, Instant};

/// A life in ms. Python needs about half a second before it can take a job, where ours needs a twentieth.
const LIFE_MS: std::ops::Range<u64> = 700..2_500;
const WORKERS: usize = 3;
const RQ: &str = "3.0.0";

/// Enqueues so many jobs of up to 0.2 s, over three queues.
const ENQUEUE: &str = "
import sys, time
from redis import Redis
from rq import Queue
connection = Redis.from_url(sys.argv[1])
queues = [Queue(name, connection=connection) for name in ('high', 'default', 'low')]
for n in range(int(sys.argv[2])):
    queues[n % 3].enqueue(time.sleep, 0.05 * (n % 5))
";

/// Where every job stands, by RQ's own classes: `lost` is one that is queued by its hash, and in no list.
const COUNT: &str = "
import json, sys
from collections import Counter
from redis import Redis
from rq import Queue
from rq.job import Job
connection = Redis.from_url(sys.argv[1])
listed = set()
for name in ('high', 'default', 'low'):
    listed.update(Queue(name, connection=connection).job_ids)
    listed.update(id.decode() for id in connection.lrange(f'rq:queue:{name}:intermediate', 0, -1))
counts = Counter()
for key in connection.scan_iter('rq:job:*'):
    id = key.decode().split(':', 2)[2]
    if ':' in id:
        continue
    status = (connection.hget(key, 'status') or b'').decode()
    counts['lost' if status == 'queued' and id not in listed else status] += 1
print(json.dumps(counts))
";

#[test]
#[ignore = "measures what Python's RQ loses: PENSTOCK_KILLS says how many workers die"]
fn deaths_of_rqs_own_workers_are_counted() {
    let python = Python::rq(RQ);
    for class in ["rq.worker.Worker", "rq.worker.SimpleWorker"] {
        let server = RedisServer::start();
        let kills = crate::random_kills::kills();
        let counts = kill_python(&python, &server, class, kills);
        let count = |state: &str| counts[state].as_u64().unwrap_or(0);
        let all: u64 = counts.as_object().unwrap().values().filter_map(Value::as_u64).sum();
        println!(
            "RQ {RQ}, {class}: {kills} workers killed, {all} jobs; {} lost for good, {} failed, {} still said to be started, {} finished",
            count("lost"),
            count("failed"),
            count("started"),
            count("finished"),
        );
        assert!(count("finished") > 0, "nothing ran: this measures nothing");
    }
}

fn script(python: &Python, text: &str, args: &[&str]) -> String {
    let output = python.command().args(["-c", text]).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn kill_python(python: &Python, server: &RedisServer, class: &str, kills: usize) -> Value {
    let mut random = Random(19);
    let worker = |burst: &[&str]| {
        let mut rq = python.program("rq");
        rq.args(["worker", "--quiet", "--url", &server.url(), "-w", class]).args(burst);
        Running::start(rq.args(["high", "default", "low"]))
    };
    let mut workers: Vec<(Running, Instant)> = Vec::new();
    let mut dead = 0;
    while dead < kills {
        while workers.len() < WORKERS {
            let end = Instant::now() + Duration::from_millis(within(&mut random, LIFE_MS));
            workers.push((worker(&[]), end));
        }
        if dead % 5 == 0 {
            script(python, ENQUEUE, &[&server.url(), "60"]);
        }
        let (at, _) = workers.iter().enumerate().min_by_key(|(_, (_, end))| *end).unwrap();
        while Instant::now() < workers[at].1 {
            pause(Duration::from_millis(5));
        }
        workers.remove(at).0.kill();
        dead += 1;
    }
    drop(workers);
    // What can be done is done; what RQ's maintenance would find after minutes is counted as it stands.
    let outcome = worker(&["--burst"]).outcome(Duration::from_secs(600));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    serde_json::from_str(&script(python, COUNT, &[&server.url()])).unwrap()
}
