//! 24 jobs and more in a Redis that anybody can write to, and one worker whose tasks misbehave as well
//! (`crates/worker/examples/child.rs`).

use super::poison::{Fields, and, call, data, deep, doubling, huge, packed, system, system_inside, zlib};
use super::{Ends, assert_unharmed, differs};
use crate::memory::MemoryWatch;
use crate::process::{Running, penstock};
use crate::shop::{Shop, WORK};
use crate::wait::until;
use penstock_queue::rq::pickle::Value as Python;
use penstock_testkit::RedisServer;
use std::process::Command;
use std::time::Instant;

/// A job: its id, its fields (given the path of a file that nobody may make), how it ends.
type Row = (&'static str, fn(&str) -> Fields, Ends);

const UNREADABLE: Ends = Ends::Refused("cannot be read");

const JOBS: &[Row] = &[
    ("system", |marker| data(zlib(&system(marker))), UNREADABLE),
    ("system-unpacked", |marker| data(system(marker)), UNREADABLE),
    ("system-inside", |marker| data(system_inside(marker)), UNREADABLE),
    ("inst-system", |marker| data(format!("(S'touch {marker}'\nios\nsystem\n.").into_bytes()), UNREADABLE),
    ("deep-pickle", |_| data(zlib(&deep())), UNREADABLE),
    ("doubling-pickle", |_| data(zlib(&doubling())), UNREADABLE),
    ("deep-json", |_| data(zlib(&b"[".repeat(1 << 20))), UNREADABLE),
    ("zlib-bomb", |_| data(packed()), UNREADABLE),
    ("64-mb-of-data", |_| data(huge()), UNREADABLE),
    ("64-mb-of-meta", |_| and(call("copy", &[]), "meta", &huge()), Ends::Done),
    ("gibberish", |_| data(vec![0xff, 0, 1, 2]), UNREADABLE),
    ("a-number", |_| data(zlib(b"\x80\x02K\x01.")), UNREADABLE),
    ("no-data", |_| data(vec![]), UNREADABLE),
    (
        "not-utf-8",
        |_| and(and(call("copy", &[]), "description", &[0xff, 0xfe]), "origin", &[0xff]),
        Ends::Refused("not UTF-8"),
    ),
    (
        "strange-fields",
        |_| and(and(call("copy", &[]), "created_at", b"yesterday"), "retry_intervals", b"[\"\"]"),
        Ends::Refused("not a time"),
    ),
    ("../../etc/passwd", |_| call("copy", &[]), Ends::Refused("id")),
    ("an id\nof lines", |_| call("copy", &[]), Ends::Refused("id")),
    ("task-with-a-path", |_| call("../../bin/sh", &[]), Ends::Refused("knows no task")),
    (
        "task-of-python",
        |_| call("os.system", &[("command", Python::Text("id".into()))]),
        Ends::Refused("knows no task"),
    ),
    (
        "wrong-type",
        |_| call("plot", &[("pen_up_speed_mm_per_s", Python::Text("fast".into()))]),
        Ends::Refused("pen_up_speed_mm_per_s"),
    ),
    (
        "huge-number",
        |_| call("plot", &[("pen_up_speed_mm_per_s", Python::Float(1e308))]),
        Ends::Refused("pen_up_speed_mm_per_s"),
    ),
    (
        "bytes-as-parameter",
        |_| call("copy", &[("name", Python::Bytes(vec![0xff]))]),
        Ends::Refused("no bytes"),
    ),
    (
        "inputs-of-numbers",
        |_| call("copy", &[("inputs", Python::List(vec![Python::Int(1)]))]),
        Ends::Refused("an input has no name"),
    ),
    (
        "artifact-outside",
        |_| call("hand-over", &[("names", names(&["../../escape"]))]),
        Ends::Refused("cannot be accepted"),
    ),
    (
        "artifact-absolute",
        |_| call("hand-over", &[("names", names(&["/etc/passwd"]))]),
        Ends::Refused("cannot be accepted"),
    ),
    (
        "artifact-a-link",
        |_| call("hand-over", &[("names", names(&["link"]))]),
        Ends::Refused("cannot be accepted"),
    ),
    ("panics", |_| call("panic", &[]), Ends::Refused("fault")),
    ("digs", |_| call("stack", &[]), Ends::Refused("nested")),
    ("aborts", |_| call("abort", &[]), Ends::Refused("crashed")),
    ("hoards-memory", |_| call("memory", &[]), Ends::Refused("memory")),
    ("spins", |_| and(call("spin", &[]), "timeout", b"1"), Ends::Refused("after 1 s")),
    ("sleeps", |_| and(call("sleep", &[]), "timeout", b"1"), Ends::Refused("after 1 s")),
    ("prints", |_| call("print", &[]), Ends::Refused("messages")),
    ("starts-threads", |_| call("threads", &[]), Ends::Refused("threads")),
    ("makes-folders", |_| call("many-folders", &[]), Ends::Refused("files")),
    ("answers-rubbish", |_| call("garbage", &[]), Ends::Refused("something else than a result")),
    ("reports-too-much", |_| call("report", &[("bytes", Python::Int(70 << 20))]), Ends::Refused("too large")),
];

fn names(names: &[&str]) -> Python {
    Python::List(names.iter().map(|name| Python::Text((*name).into())).collect())
}

struct Redis(redis::Connection);

impl Redis {
    fn plant(&mut self, id: &str, fields: &Fields) {
        let key = format!("rq:job:{id}");
        let honest: [(&str, &[u8]); 5] = [
            ("created_at", b"2026-11-22T13:24:31.598399Z"),
            ("enqueued_at", b"2026-11-22T13:24:31.599310Z"),
            ("origin", b"default"),
            ("status", b"queued"),
            ("timeout", b"60"),
        ];
        redis::cmd("HSET").arg(&key).arg(&honest).exec(&mut self.0).unwrap();
        redis::cmd("HSET").arg(&key).arg(fields).exec(&mut self.0).unwrap();
        redis::cmd("RPUSH").arg("rq:queue:default").arg(id).exec(&mut self.0).unwrap();
    }

    fn status(&mut self, id: &str) -> String {
        let status: Option<Vec<u8>> =
            redis::cmd("HGET").arg(format!("rq:job:{id}")).arg("status").query(&mut self.0).unwrap();
        String::from_utf8_lossy(&status.unwrap_or_default()).into_owned()
    }

    fn until_ended(&mut self, ids: &[&str]) {
        until(WORK, "every hostile job has ended", || {
            ids.iter().all(|id| ["finished", "failed"].contains(&self.status(id).as_str())).then_some(())
        });
    }
}

#[test]
fn every_hostile_job_ends_in_a_clear_word_and_harms_nobody() {
    assert!(JOBS.len() >= 24);
    let server = RedisServer::start();
    let mut redis = Redis(redis::Client::open(server.url()).unwrap().get_connection().unwrap());
    let shop = Shop::on(&server.url());
    let marker = shop.path("it-ran");
    let program = penstock().parent().unwrap().join("examples/child");
    let mut worker = Command::new(program);
    worker.args(["worker", &server.url(), "steady"]).env("TMPDIR", shop.path("tmp"));
    let mut worker = Running::start(&mut worker);
    let watch = MemoryWatch::start(worker.id());
    redis.plant("good-before", &call("copy", &[]));
    redis.until_ended(&["good-before"]);
    let began = Instant::now();
    for (id, fields, _) in JOBS {
        redis.plant(id, &fields(marker.to_str().unwrap()));
    }
    redis.plant("good-beside", &call("copy", &[]));
    let ids: Vec<&str> = JOBS.iter().map(|row| row.0).chain(["good-beside"]).collect();
    redis.until_ended(&ids);
    println!("{} jobs in {:?}", JOBS.len(), began.elapsed());
    let mut wrong = Vec::new();
    for (id, _, ends) in JOBS {
        // An id that our command line cannot name is looked at where it lies.
        if id.contains(['/', '\n']) {
            wrong.extend((redis.status(id) != "failed").then(|| format!("{id:?}: {}", redis.status(id))));
        } else {
            wrong.extend(differs(id, *ends, &shop.job(id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    redis.plant("good-after", &call("copy", &[]));
    redis.until_ended(&["good-after"]);
    for good in ["good-before", "good-beside", "good-after"] {
        assert_eq!(redis.status(good), "finished");
    }
    assert!(!marker.exists(), "something ran");
    assert_unharmed(&mut worker, watch);
}
