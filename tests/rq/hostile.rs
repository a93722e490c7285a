//! What anybody who can write to the Redis may put there. Our worker goes on, and says what was wrong.

use crate::drawings::one_stroke;
use crate::fleet::Fleet;
use crate::raw::Raw;
use crate::wait::until;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use penstock_queue::rq::pickle::Value as Python;
use penstock_queue::rq::{Call, Serializer};
use serde_json::{Value, json};
use std::io::Write;

/// Bytes of what is far too much.
const HUGE: usize = 64 << 20;

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A call of `plot` that would run but for its one keyword.
fn plot(kwarg: (&str, Python)) -> Vec<u8> {
    let call = Call {
        function: "penstock.tasks.plot".into(),
        args: vec![],
        kwargs: vec![(kwarg.0.to_owned(), kwarg.1)],
        serializer: Serializer::Pickle,
    };
    call.write().unwrap()
}

/// An id, and fields beside those of an honest job.
type Planted = (&'static str, Vec<(&'static str, Vec<u8>)>);

/// What is planted; whatever runs makes the file `marker`.
fn planted(marker: &str) -> Vec<Planted> {
    let deep = [b"\x80\x04".as_slice(), &b"]".repeat(50_000), &b"a".repeat(49_999), b"."].concat();
    let touch = format!("touch {marker}");
    let length = u32::try_from(touch.len()).unwrap().to_le_bytes();
    let system = [b"\x80\x02cos\nsystem\n(X".as_slice(), &length, touch.as_bytes(), b"tR."].concat();
    let inside = [
        b"\x80\x02(X\x13\0\0\0penstock.tasks.plotN)}X\x05\0\0\0speedcos\nsystem\n(X".as_slice(),
        &length,
        touch.as_bytes(),
        b"tRst.",
    ]
    .concat();
    let fine = || plot(("speed", Python::Int(1)));
    vec![
        ("huge-data", vec![("data", vec![b'x'; HUGE])]),
        (
            "huge-pickle",
            vec![("data", zlib(&[b"\x80\x04B\0\0\0\x04".as_slice(), &vec![0; HUGE], b"."].concat()))],
        ),
        ("deep-pickle", vec![("data", zlib(&deep))]),
        ("deep-json", vec![("data", zlib(&b"[".repeat(1 << 20)))]),
        ("global-system", vec![("data", zlib(&system))]),
        ("system-inside", vec![("data", inside)]),
        ("inst-system", vec![("data", zlib(format!("(S'touch {marker}'\nios\nsystem\n.").as_bytes()))]),
        ("no-data", vec![("data", vec![])]),
        ("not-a-call", vec![("data", zlib(b"\x80\x04K\x01."))]),
        ("gibberish", vec![("data", vec![0xff, 0, 1, 2])]),
        ("wrong-parameter", vec![("data", plot(("pen_speed", Python::Text("fast".into()))))]),
        ("bytes-parameter", vec![("data", plot(("speed", Python::Bytes(vec![0xff]))))]),
        ("inputs-of-numbers", vec![("data", plot(("inputs", Python::List(vec![Python::Int(1)]))))]),
        ("long-timeout", vec![("data", fine()), ("timeout", b"soon".to_vec())]),
        ("strange-status", vec![("data", fine()), ("status", b"resting".to_vec())]),
        ("strange-times", vec![("data", fine()), ("created_at", b"yesterday".to_vec())]),
        ("not-utf-8", vec![("data", fine()), ("description", vec![0xff, 0xfe]), ("origin", vec![0xff])]),
        ("huge-meta", vec![("data", fine()), ("meta", vec![b'{'; HUGE])]),
        (
            "strange-lists",
            vec![
                ("data", fine()),
                ("dependency_ids", b"{".to_vec()),
                ("retry_intervals", b"[\"\"]".to_vec()),
                ("retries_left", b"many".to_vec()),
            ],
        ),
        ("refused:id", vec![("data", fine())]),
        ("id with spaces", vec![("data", fine())]),
        ("../../etc/passwd", vec![("data", fine())]),
        ("line\nbreak", vec![("data", fine())]),
    ]
}

fn plant(raw: &mut Raw, id: &str, fields: &[(&str, Vec<u8>)]) {
    let honest: Vec<(&str, Vec<u8>)> = vec![
        ("created_at", b"2026-11-22T13:24:31.598399Z".to_vec()),
        ("enqueued_at", b"2026-11-22T13:24:31.599310Z".to_vec()),
        ("origin", b"default".to_vec()),
        ("status", b"queued".to_vec()),
        ("timeout", b"180".to_vec()),
    ];
    let key = format!("rq:job:{id}");
    raw.set_fields(&key, &honest);
    raw.set_fields(&key, fields);
    let _: i64 = raw.run("RPUSH", &["rq:queue:default", id]);
}

#[test]
fn nothing_hostile_runs_or_stops_a_worker() {
    let fleet = Fleet::open("3.0.0");
    let mut raw = fleet.raw();
    let marker = fleet.path("it-ran");
    let planted = planted(marker.to_str().unwrap());
    for (id, fields) in &planted {
        plant(&mut raw, id, fields);
    }
    // Entries without a job, a job that is no hash, an id that is no text, and a queue that is no list.
    let _: i64 = raw.run("RPUSH", &["rq:queue:default", "gone", ""]);
    let _: String = raw.run("SET", &["rq:job:no-hash", "text"]);
    let _: i64 = raw.run("RPUSH", &[b"rq:queue:default".as_slice(), b"no-hash"]);
    let _: i64 = raw.run("RPUSH", &[b"rq:queue:default".as_slice(), b"\xff\xfe"]);
    let _: i64 = raw.run("SADD", &["rq:queues", "rq:queue:default", "rq:queue:no-list", "elsewhere"]);
    let _: String = raw.run("SET", &["rq:queue:no-list", "text"]);
    let _: i64 = raw.run("SADD", &["rq:workers", "rq:worker:ghost", "elsewhere"]);
    let _: i64 = raw.run("HSET", &["rq:worker:ghost", "birth", "never", "pid", "-1"]);

    let looked = |fleet: &Fleet| {
        fleet.json(&["jobs", "--json", "--limit", "1000"]);
        fleet.json(&["queues", "--json"]);
        fleet.json(&["workers", "--json"]);
    };
    looked(&fleet);
    let good = fleet.submit(&["plot", &fleet.write("good.svg", one_stroke(1)), "--queue", "default"]);
    let mut worker = fleet.our_worker("default", &["--name", "steady"]);
    let seen = fleet.until_state(&good, "finished");
    assert_eq!(seen["worker"], "steady");
    assert!(!worker.has_ended(), "{}", worker.said());
    looked(&fleet);

    let waiting: Vec<Vec<u8>> = raw.run("LRANGE", &["rq:queue:default", "0", "-1"]);
    let between: Vec<Vec<u8>> = raw.run("LRANGE", &["rq:queue:default:intermediate", "0", "-1"]);
    assert_eq!((waiting, between), (vec![], vec![]), "everything was dealt with");
    for (id, _) in &planted {
        let status: Option<Vec<u8>> = raw.run("HGET", &[&format!("rq:job:{id}"), "status"]);
        let status = String::from_utf8_lossy(&status.unwrap_or_default()).into_owned();
        assert_eq!(status, "failed", "{id:?}");
        let entries: i64 = raw.run("XLEN", &[&format!("rq:results:{id}")]);
        assert_eq!(entries, 1, "{id:?} has a result that says why");
    }
    assert!(!marker.exists(), "something ran");
    for id in ["huge-data", "global-system", "deep-pickle", "not-a-call"] {
        let job = fleet.job(id);
        assert_eq!((&job["task"], &job["state"]), (&json!("unreadable"), &json!("failed")), "{job:#}");
        assert!(job["params"]["reason"].is_string() && job["params"]["bytes"].is_number(), "{job:#}");
        fleet.ok(&["delete", id]);
    }
    until(crate::fleet::WITHIN, "the deleted are gone", || {
        let gone: i64 = raw.run("EXISTS", &["rq:job:huge-data", "rq:job:global-system"]);
        (gone == 0).then_some(())
    });
}

#[test]
fn python_reads_the_failures_of_hostile_jobs() {
    let mut fleet = Fleet::open("3.0.0");
    let mut raw = fleet.raw();
    plant(&mut raw, "global", &[("data", zlib(b"\x80\x02cos\nsystem\n(tR."))]);
    plant(&mut raw, "number", &[("data", zlib(b"\x80\x04K\x01."))]);
    fleet.our_burst("default");
    for id in ["global", "number"] {
        let job: Value = fleet.job(id);
        assert_eq!(job["state"], "failed", "{job:#}");
        assert!(job["failure"]["title"].as_str().unwrap().contains("cannot be read"), "{job:#}");
        let lists = fleet.python.registries("default");
        assert!(lists["failed"].as_array().unwrap().contains(&json!(id)), "{lists}");
    }
}
