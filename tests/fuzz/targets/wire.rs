//! What comes over a wire: RQ's bytes in Redis, and the frames of a child that is no child of ours.

use penstock_queue::rq::pickle::{self, Limits, Value};
use penstock_queue::rq::{Call, RawHash, RqJob, RqWorker, Serializer, read_meta, result};
use penstock_service::child::frames_in;

pub(crate) const PICKLE_WORDS: &[&str] = &[
    "\u{0}",
    ".",
    "]",
    "}",
    "(",
    "a",
    "e",
    "s",
    "u",
    "t",
    "h\0",
    "q\0",
    "0",
    "1",
    "2",
    "l",
    "d",
    "cos\nsystem\n",
    "R",
    "b",
    "X\u{3}\0\0\0abc",
    "I01\n",
    "S'x'\n",
    "V\\u0041\n",
    "L99999999999999999999L\n",
    "F1e999\n",
    "g0\n",
    "p0\n",
    "K\u{1}",
    "M\u{1}\u{1}",
    "J\0\0\0\0",
    "G\0\0\0\0\0\0\0\0",
    "N",
];
pub(crate) const HASH_WORDS: &[&str] = &[
    "data\t",
    "\ncreated_at\t2026-11-22T13:24:31.598399Z",
    "\ntimeout\t-1",
    "\nstatus\tqueued",
    "\nmeta\t{\"a\":1}",
    "\nretry_intervals\t[1,2]",
    "\ndependency_ids\t[\"x\"]",
    "\nretries_left\t99",
    "\nresult_ttl\t-1",
    "\nx_penstock_retry\t{}",
    "\nsuccess_callback_name\tos.system",
    "null",
    "[[",
    "\"",
];
pub(crate) const FRAME_WORDS: &[&str] = &[
    "S\0\0\0",
    "P\0\0\0",
    "D\0\0\0",
    "F\0\0\0",
    "C\0\0\0\u{4}null",
    "O\0\0\0",
    "\u{7f}",
    "{\"stage\":",
    "null",
    "[[[[",
];

/// Twice the child's widest frame must do for its bytes in memory, and the reader's limits for pickles.
pub(crate) fn pickle(source: &[u8]) -> String {
    match pickle::read(source, &Limits::default()) {
        Ok(value) => {
            let shown = value.repr_within(200);
            assert!(shown.len() <= 1_000, "{} bytes shown", shown.len());
            drop(value.to_shown_json());
            if value.is_plain() {
                let again = pickle::read(&pickle::write(&value), &Limits::default());
                // A value may stand on a limit, which our way of writing it then passes.
                if let Ok(again) = again {
                    assert_eq!(again.repr_within(2_000), value.repr_within(2_000));
                }
            }
            format!("{} {}", value.kind(), value.is_plain())
        }
        Err(error) => error.to_string(),
    }
}

/// Fields are lines, names before a tab; a field `data` is read as a call too.
pub(crate) fn hash(source: &[u8]) -> String {
    let fields: RawHash = source
        .split(|byte| *byte == b'\n')
        .map(|line| {
            let tab = line.iter().position(|byte| *byte == b'\t').unwrap_or(line.len());
            (line[..tab].to_vec(), line.get(tab + 1..).unwrap_or_default().to_vec())
        })
        .collect();
    let job = RqJob::read("fuzz", &fields);
    let worker = RqWorker::read("fuzz", &fields);
    let outcome = result::read(&fields.0);
    let call = Call::read(source).map(|call| call.description().len());
    let meta = read_meta(source).map(|meta| meta.len());
    drop((format!("{job:?}"), format!("{worker:?}"), format!("{outcome:?}")));
    format!("{:?} {} {} {}", job.problems, job.call.is_ok(), call.is_ok(), meta.is_ok())
}

pub(crate) fn frames(source: &[u8]) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (frames, wrong) = runtime.block_on(frames_in(source));
    format!("{} {}", frames.min(1), wrong.unwrap_or_default())
}

pub(crate) fn pickle_seeds() -> Vec<Vec<u8>> {
    let value = Value::Tuple(vec![
        Value::Text("penstock.tasks.plot".into()),
        Value::None,
        Value::List(vec![
            Value::Int(1),
            Value::Float(0.5),
            Value::Bool(true),
            Value::BigInt("123456789012345678901234567890".into()),
        ]),
        Value::Dict(vec![
            (Value::Text("a".into()), Value::Bytes(vec![0, 255])),
            (Value::Int(-1), Value::Set(vec![Value::Int(2)])),
        ]),
    ]);
    vec![
        pickle::write(&value),
        b"\x80\x02(X\x01\x00\x00\x00aNK\x01tq\x00h\x00\x86.".to_vec(),
        b"\x80\x05\x95\x10\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01h\x00K\x02e.".to_vec(),
        b"\x80\x02cdatetime\ndatetime\nq\x00U\x0a\x07\xea\x0b\x16\r\x18\x1f\t!_q\x01\x85Rq\x02.".to_vec(),
        b"(lp0\nI1\naS'x'\np1\naF1.5\na(dp2\nVk\nI01\nsa.".to_vec(),
        b"\x80\x04\x8c\x0bcollections\x94\x8c\x0bOrderedDict\x94\x93\x94)R\x94\x8c\x01a\x94K\x01s.".to_vec(),
    ]
}

pub(crate) fn hash_seeds() -> Vec<Vec<u8>> {
    let call = Call {
        function: "penstock.tasks.plot".into(),
        args: vec![Value::Int(1)],
        kwargs: vec![("speed".to_owned(), Value::Float(1.5))],
        serializer: Serializer::Json,
    };
    let data = call.write().unwrap();
    let text = "\ncreated_at\t2026-11-22T13:24:31.598399Z\norigin\tdefault\nstatus\tqueued\ntimeout\t180\nresult_ttl\t-1\ndescription\twords\ndependency_ids\t[\"a\",\"b\"]\nretries_left\t2\nretry_intervals\t[1, 2]\nallow_dependency_failures\t1\nx_penstock_label\ta.svg\nsuccess_callback_name\tshop.done\nlast_heartbeat\t2026-11-22T13:24:31Z\nqueues\thigh,default\npid\t7\ntype\t1\nreturn_value\tgARLAS4=\nexc_string\tTraceback";
    vec![
        [b"data\t", data.as_slice(), text.as_bytes()].concat(),
        data,
        text.as_bytes().to_vec(),
        b"{\"progress\": 0.5}".to_vec(),
    ]
}

pub(crate) fn frame_seeds() -> Vec<Vec<u8>> {
    let frame = |kind: u8, json: &str| {
        [&[kind], u32::try_from(json.len()).unwrap().to_be_bytes().as_slice(), json.as_bytes()].concat()
    };
    let done = frame(
        b'D',
        r#"{"report":{"a":1},"files":[{"name":"plot.svg","role":"result","media_type":"image/svg+xml"}]}"#,
    );
    let started =
        frame(b'S', r#"{"version":1,"sandbox":{"layers":[{"name":"limits","state":"on","detail":"x"}]}}"#);
    let progress = frame(b'P', r#"{"stage":"Ordering","fraction":0.5}"#);
    let failed = frame(b'F', r#"{"class":"bad_input","title":"x","advice":null,"detail":null}"#);
    vec![[started.clone(), progress, done].concat(), [started, failed].concat(), frame(b'C', "null")]
}
