//! Jobs as RQ wrote them, and as nobody should.

use super::pickle::Value;
use super::result::Kind;
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn hash(fields: &[(&str, &str)]) -> RawHash {
    fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

const DATA: &str =
    "789c6b609d2ac700011a3d9c2589c5d9c57a89292953fcbc195ba7d44ee9614c9ae2cd5c5c32450f00d9360c45";

/// `enqueue('tasks.add', 1, b=3)` of RQ 3.0.
fn plain() -> RawHash {
    let mut plain = hash(&[
        ("created_at", "2026-11-22T13:24:31.598399Z"),
        ("success_callback_name", ""),
        ("failure_callback_name", ""),
        ("stopped_callback_name", ""),
        ("started_at", ""),
        ("ended_at", ""),
        ("last_heartbeat", ""),
        ("worker_name", ""),
        ("group_id", ""),
        ("origin", "default"),
        ("description", "tasks.add(1, b=3)"),
        ("enqueued_at", "2026-11-22T13:24:31.599310Z"),
        ("timeout", "180"),
        ("status", "queued"),
    ]);
    plain.0.push((b"data".to_vec(), hex(DATA)));
    plain
}

/// The same with every common option.
fn full() -> RawHash {
    let mut full = plain();
    full.0.retain(|(name, value)| !value.is_empty() && name != b"timeout" && name != b"description");
    let more = hash(&[
        ("success_callback_name", "tasks.cb_ok"),
        ("success_callback_timeout", "30"),
        ("failure_callback_name", "tasks.cb_fail"),
        ("failure_callback_timeout", "60"),
        ("timeout", "600"),
        ("result_ttl", "3600"),
        ("failure_ttl", "7200"),
        ("ttl", "1000"),
        ("retries_left", "2"),
        ("retry_intervals", "[60, 300]"),
        ("description", "My add"),
        ("dependency_id", "full1"),
        ("dependency_ids", "[\"full1\"]"),
        ("enqueue_at_front", "1"),
        ("x_penstock_label", "plate 7"),
    ]);
    full.0.extend(more.0);
    full.0.push((
        b"meta".to_vec(),
        hex("8005951e000000000000007d94288c0870726f6772657373944b008c057374616765948c017894752e"),
    ));
    full
}

fn again(job: &RqJob) -> RqJob {
    let fields = job.fields().unwrap();
    let mut again =
        RqJob::read(&job.id, &fields.into_iter().map(|(name, value)| (name.into(), value)).collect());
    // Our zlib packs other bytes than Python's.
    again.data_bytes = job.data_bytes;
    again
}

#[test]
fn a_plain_job_of_rq_is_read() {
    let job = RqJob::read("ok1", &plain());
    assert_eq!(job.problems, [""; 0]);
    let call = job.call.as_ref().unwrap();
    assert_eq!(call.function, "tasks.add");
    assert_eq!(call.args, [Value::Int(1)]);
    assert_eq!(call.kwargs, [("b".to_owned(), Value::Int(3))]);
    assert_eq!((call.serializer, call.description()), (Serializer::Pickle, job.description.clone()));
    assert_eq!(job.created_at_ms, Some(1_795_353_871_598));
    assert_eq!((job.started_at_ms, job.worker_name.as_deref()), (None, None));
    assert_eq!(
        (job.status, job.timeout_s, job.origin.as_str()),
        (Some(Status::Queued), Some(180), "default")
    );
    assert_eq!(again(&job), job);
}

#[test]
fn every_common_option_is_read_and_written_again() {
    let job = RqJob::read("full2", &full());
    assert_eq!(job.problems, [""; 0]);
    assert_eq!(job.on_success.as_ref().unwrap().name, "tasks.cb_ok");
    assert_eq!(job.on_failure.as_ref().unwrap().timeout_s, Some(60));
    assert_eq!(job.retry_intervals_s, Some(vec![60, 300]));
    assert_eq!(job.dependency_ids, ["full1"]);
    assert_eq!(job.extra("x_penstock_label"), Some(b"plate 7".as_slice()));
    assert_eq!(
        read_meta(job.meta.as_ref().unwrap()).unwrap()[0],
        (Value::Text("progress".into()), Value::Int(0))
    );
    assert_eq!(again(&job), job);
}

#[test]
fn a_new_job_has_the_fields_that_rq_writes() {
    let call = Call {
        function: "tasks.add".into(),
        args: vec![Value::Int(1)],
        kwargs: vec![("b".into(), Value::Int(3))],
        serializer: Serializer::Pickle,
    };
    let mut job = RqJob::new("ok1", call, "default", 1_795_353_871_598);
    job.status = Some(Status::Queued);
    job.enqueued_at_ms = job.created_at_ms;
    job.timeout_s = Some(180);
    let mut names: Vec<String> = job.fields().unwrap().into_iter().map(|(name, _)| name).collect();
    let mut theirs: Vec<String> =
        plain().0.into_iter().map(|(name, _)| String::from_utf8(name).unwrap()).collect();
    names.sort();
    theirs.sort();
    assert_eq!(names, theirs);
    let fields = job.fields().unwrap();
    let field = |wanted: &str| {
        String::from_utf8(fields.iter().find(|(name, _)| name == wanted).unwrap().1.clone()).unwrap()
    };
    assert_eq!(field("created_at"), "2026-11-22T13:24:31.598000Z");
    assert_eq!(field("description"), "tasks.add(1, b=3)");
    assert_eq!(field("worker_name"), "");
}

#[test]
fn a_json_call_is_answered_in_json() {
    let data = br#"["tasks.add", null, [1, 2.5, 18446744073709551615], {"b": {"c": [null, true, "x"]}}]"#;
    let call = Call::read(data).unwrap();
    assert_eq!(call.serializer, Serializer::Json);
    assert_eq!(call.description(), "tasks.add(1, 2.5, 18446744073709551615, b={'c': [None, True, 'x']})");
    assert_eq!(Call::read(&call.write().unwrap()).unwrap(), call);
    let bytes = Call { args: vec![Value::Bytes(vec![1])], ..call };
    assert!(bytes.write().unwrap_err().to_string().contains("JSON has no bytes"));
}

#[test]
fn arguments_are_cut_as_rq_cuts_them() {
    let call = |args: Vec<Value>| Call {
        function: "f".into(),
        args,
        kwargs: vec![("b".into(), Value::Int(1)), ("a".into(), Value::Int(2))],
        serializer: Serializer::Pickle,
    };
    let long = |length: usize| vec![Value::Text("x".repeat(length))];
    assert_eq!(call(long(73)).description(), format!("f('{}', a=2, b=1)", "x".repeat(73)));
    assert_eq!(call(long(74)).description(), format!("f('{}..., a=2, b=1)", "x".repeat(74)));
    let many = call(vec![Value::Text("é".repeat(80)); 20]).description();
    assert_eq!(many.chars().count(), 200);
    assert!(many.ends_with('…'));
}

#[test]
fn calls_that_only_python_can_make_say_so() {
    let said = |data: &[u8]| Call::read(data).unwrap_err().to_string();
    assert!(said(b"\x80\x04cos\nsystem\n\x8c\x02id\x85R.").contains("os.system"));
    // A bound method: the instance is an object.
    let method = b"\x80\x04(\x8c\x04save\x8c\x04shop\x8c\x05Order\x93)\x81)}t.";
    assert!(said(method).contains("method save of a Python object (shop.Order)"), "{}", said(method));
    assert!(said(b"\x80\x04K\x01.").contains("of kind int"));
    assert!(said(br#"["f", null, []]"#).contains("not made of"));
    assert!(said(br#"[1, null, [], {}]"#).contains("name of the function"));
    assert!(said(br#"["f", null, {}, {}]"#).contains("arguments"));
    assert!(said(br#"["f", null, [], []]"#).contains("keywords"));
    assert!(said(b"\x80\x04(\x8c\x01fN)}K\x01K\x02st.").contains("name of a keyword"));
    assert!(said(b"(S'f'\nN(t}t.").contains("neither pickle"));
    assert!(said(b"").contains("nothing"));
    assert!(said(&[b'['; 100_000]).contains("JSON"));
    assert!(said(format!("[{}1]", "1,".repeat(600_000)).as_bytes()).contains("too many values"));
    assert!(said(&inflate::deflate(&vec![0; 64 << 20])).contains("16 MiB"));
    assert!(said(&vec![0; 64 << 20]).contains("16 MiB"));
}

#[test]
fn an_object_among_the_arguments_is_shown_and_named() {
    let call = Call::read(
        b"\x80\x04(\x8c\x01fN)}\x8c\x04when\x8c\x08datetime\x8c\x04date\x93C\x04\x07\xea\x01\x02\x85Rst.",
    )
    .unwrap();
    assert_eq!(call.description(), "f(when=<datetime.date>)");
    let when = call.kwarg("when").unwrap();
    assert_eq!(when.to_shown_json(), "<datetime.date>");
    assert!(when.to_json().unwrap_err().to_string().contains("datetime.date"));
    assert!(!when.is_plain());
}

#[test]
fn every_bad_field_is_named_and_no_other_suffers() {
    let bad = hash(&[
        ("created_at", "2026-11-22T13:24:31+00:00"),
        ("started_at", "yesterday"),
        ("status", "resting"),
        ("timeout", "soon"),
        ("result_ttl", "9999999999999999999999"),
        ("retries_left", "-1"),
        ("retry_intervals", "[1, \"two\"]"),
        ("repeat_intervals", "[-1]"),
        ("dependency_ids", "{\"a\": 1}"),
        ("enqueue_at_front", "perhaps"),
        ("origin", "default"),
    ]);
    let mut bad = bad;
    bad.0.push((b"description".to_vec(), vec![0xff, 0xfe]));
    bad.0.push((b"worker_name".to_vec(), vec![b'w'; 1 << 20]));
    bad.0.push((vec![0xff], b"a name that is not UTF-8".to_vec()));
    let job = RqJob::read("a:b", &bad);
    assert_eq!(job.origin, "default");
    assert_eq!((job.status, job.timeout_s, job.retries_left), (None, None, None));
    assert!(job.call.is_err());
    for name in [
        "created_at",
        "started_at",
        "status",
        "timeout",
        "result_ttl",
        "retries_left",
        "retry_intervals",
        "repeat_intervals",
        "dependency_ids",
        "enqueue_at_front",
        "description",
        "worker_name",
    ] {
        assert!(job.problems.iter().any(|problem| problem.contains(&format!("field {name} "))), "{name}");
    }
    assert!(job.problems.iter().any(|problem| problem.contains("its id")));
    assert_eq!(job.problems.len(), 13);
}

#[test]
fn old_forms_of_fields_are_understood() {
    let old = hash(&[
        ("timeout", "3m"),
        ("dependency_id", "j0"),
        ("retry_intervals", "[0.4, 2]"),
        ("created_at", "2026-11-22T13:24:31Z"),
    ]);
    let job = RqJob::read("j", &old);
    assert_eq!(job.problems, [""; 0]);
    assert_eq!((job.timeout_s, job.dependency_ids.as_slice()), (Some(180), ["j0".to_owned()].as_slice()));
    assert_eq!(job.retry_intervals_s, Some(vec![0, 2]));
    assert_eq!(job.status, Some(Status::Created));
}

#[test]
fn results_of_rq_are_read() {
    let entry = |fields: &[(&str, &str)]| result::read(&hash(fields).0);
    let good = entry(&[
        ("type", "1"),
        ("worker_name", "w1"),
        ("return_value", "gAVLBC4="),
        ("execution_id", "5459ed4ffe5d4e7bbf2b07f801a83969"),
        ("execution_started_at", "1795353906.574148"),
        ("execution_ended_at", "1795353906.59635"),
    ]);
    assert_eq!((good.kind, good.return_value), (Some(Kind::Successful), Some(Ok(Value::Int(4)))));
    assert_eq!((good.started_at_ms, good.ended_at_ms), (Some(1_795_353_906_574), Some(1_795_353_906_596)));
    let stopped = entry(&[
        ("type", "2"),
        ("exc_string", "eJzzyk9SKC7JLyhITVFIqlQoLU4t0lEozy/K1s3ILypOVShJLcrNzEssSU3RAwBbIQ/t"),
    ]);
    assert_eq!((stopped.kind, stopped.exc_text.as_deref()), (Some(Kind::Failed), Some(result::STOPPED)));
    assert_eq!(entry(&[("type", "9")]).kind, None);
    assert!(entry(&[("return_value", "%%%")]).return_value.unwrap().is_err());
    assert!(entry(&[("exc_string", "AAAA")]).exc_text.unwrap().contains('\0'), "plain, as RQ takes it");
    assert!(entry(&[("exc_string", "%")]).exc_text.unwrap().contains("not base64"));
}

#[test]
fn results_of_ours_are_what_rq_would_write() {
    // Protocol 4 in place of the interpreter's newest.
    assert_eq!(result::write_return(&Value::Int(4), Serializer::Pickle).unwrap(), "gARLBC4=");
    assert_eq!(result::write_return(&Value::Int(4), Serializer::Json).unwrap(), "NA==");
    assert_eq!(result::write_return(&Value::None, Serializer::Pickle), None);
    let odd = result::write_return(&Value::Bytes(vec![1]), Serializer::Json).unwrap();
    let read = result::read(&hash(&[("type", "1"), ("return_value", &odd)]).0);
    assert_eq!(read.return_value, Some(Ok(Value::Text(result::UNSERIALIZABLE.into()))));
    let text = "Traceback\nValueError: zu groß";
    let read = result::read(&hash(&[("type", "2"), ("exc_string", &result::write_failure(text))]).0);
    assert_eq!(read.exc_text.as_deref(), Some(text));
}

#[test]
fn times_are_written_as_python_reads_them() {
    assert_eq!(time::write(1_795_353_871_598), "2026-11-22T13:24:31.598000Z");
    assert_eq!(time::write(0), "1970-01-01T00:00:00.000000Z");
    for (text, ms) in [
        ("2026-11-22T13:24:31.598399Z", Some(1_795_353_871_598)),
        ("2026-11-22T13:24:31.5Z", Some(1_795_353_871_500)),
        ("2026-11-22T13:24:31Z", Some(1_795_353_871_000)),
        ("1969-12-31T23:59:59.999Z", Some(-1)),
        ("2026-11-22T13:24:31.Z", None),
        ("2026-11-22T13:24:31.1234567Z", None),
        ("2026-11-22T13:24:31.+5Z", None),
        ("2026-11-22 13:24:31Z", None),
        ("2026-11-22T13:24:31+00:00", None),
        ("2026-02-30T00:00:00Z", None),
        ("2026-11-22T24:00:00Z", None),
        ("２026-11-22T13:24Z", None),
        ("Z", None),
    ] {
        assert_eq!(time::read(text.as_bytes()), ms, "{text}");
    }
    assert_eq!(time::write_seconds(1_795_353_906_574), "1795353906.574");
    assert_eq!(time::write_seconds(-1), "-0.001");
    assert_eq!(time::read_seconds(b"inf"), None);
    assert_eq!(time::read_seconds(b"1e300"), None);
    assert!(time::write(i64::MAX).ends_with('Z'));
}

#[test]
fn an_execution_needs_its_times() {
    let execution = RqExecution {
        id: "5459ed4ffe5d4e7bbf2b07f801a83969".into(),
        job_id: "ok1".into(),
        created_at_ms: 1_795_353_906_574,
        last_heartbeat_ms: 1_795_353_907_001,
        worker_name: "w1".into(),
    };
    let mut fields: RawHash =
        execution.fields().into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    assert_eq!(RqExecution::read("ok1", &execution.id, &fields).as_ref(), Some(&execution));
    fields.0.retain(|(name, _)| name != b"last_heartbeat");
    assert_eq!(RqExecution::read("ok1", &execution.id, &fields), None);
}

/// Names of fields, known and unknown.
fn name() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::sample::select(full().0).prop_map(|(name, _)| name),
        prop::sample::select(vec!["return_value", "exc_string", "type", "birth", "queues", "repeats_left"])
            .prop_map(|name| name.as_bytes().to_vec()),
        vec(any::<u8>(), 0..9),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_hash_panics(fields in vec((name(), vec(any::<u8>(), 0..40)), 0..12), id in ".{0,9}") {
        let hash = RawHash(fields);
        let job = RqJob::read(&id, &hash);
        prop_assert!(job.call.is_ok() || job.fields().is_err());
        let _ = (RqWorker::read(&id, &hash), RqExecution::read(&id, &id, &hash), result::read(&hash.0));
    }

    #[test]
    fn a_changed_byte_of_a_job_of_rq_never_panics(
        at in any::<prop::sample::Index>(), field in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut hash = full();
        let field = field.index(hash.0.len());
        let value = &mut hash.0[field].1;
        let at = at.index(value.len());
        value[at] = byte;
        let job = RqJob::read("full2", &hash);
        let _ = job.meta.as_deref().map(read_meta);
    }

    #[test]
    fn a_changed_byte_below_zlib_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut plain = inflate::inflate_or_plain(&hex(DATA)).unwrap().into_owned();
        let at = at.index(plain.len());
        plain[at] = byte;
        if let Ok(call) = Call::read(&plain) {
            prop_assert!(!call.description().is_empty());
        }
    }

    #[test]
    fn json_survives_the_way_through_python(value in json_value()) {
        let python = Value::from_json(&value);
        prop_assert_eq!(python.to_json().unwrap(), value.clone());
        prop_assert_eq!(python.to_shown_json(), value.clone());
        prop_assert_eq!(Serializer::Json.read(value.to_string().as_bytes()).unwrap(), python);
    }

    #[test]
    fn times_survive(ms in -62_135_596_800_000_i64..253_402_300_800_000) {
        prop_assert_eq!(time::read(time::write(ms).as_bytes()), Some(ms));
        prop_assert_eq!(time::read_seconds(time::write_seconds(ms).as_bytes()), Some(ms));
    }
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value as Json, json};
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<i32>().prop_map(|number| json!(f64::from(number) / 8.0)),
        ".{0,20}".prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Json::from),
            vec((".{0,6}", inner), 0..6).prop_map(|pairs| Json::Object(pairs.into_iter().collect())),
        ]
    })
}
