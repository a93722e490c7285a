//! Bytes that CPython 3.11 wrote.

use super::*;

/// One value in several protocols.
fn reads_as(forms: &[&[u8]], value: &Value) {
    for form in forms {
        assert_eq!(&read_default(form).unwrap(), value, "{}", form.escape_ascii());
    }
}

#[test]
fn the_worked_example_of_a_call() {
    let call =
        b"\x80\x05\x95\x1e\0\0\0\0\0\0\0(\x8c\x09tasks.add\x94NK\x01\x85\x94}\x94\x8c\x01b\x94K\x03st\x94.";
    let value = Value::Tuple(vec![
        text("tasks.add"),
        Value::None,
        Value::Tuple(ints([1])),
        Value::Dict(vec![(text("b"), Value::Int(3))]),
    ]);
    reads_as(&[call], &value);
    assert_eq!(write(&value), b"\x80\x04(\x8c\x09tasks.addNK\x01\x85}(\x8c\x01bK\x03ut.");
}

#[test]
fn a_list_that_is_referred_to_three_times() {
    let points = Value::List(ints([1, 2]));
    let value = Value::List(vec![points.clone(), points.clone(), Value::Dict(vec![(text("a"), points)])]);
    reads_as(
        &[
            b"\x80\x02]q\x00(]q\x01(K\x01K\x02eh\x01}q\x02X\x01\x00\x00\x00aq\x03h\x01se.",
            b"\x80\x05\x95\x18\x00\x00\x00\x00\x00\x00\x00]\x94(]\x94(K\x01K\x02eh\x01}\x94\x8c\x01a\x94h\x01se.",
        ],
        &value,
    );
}

#[test]
fn numbers_texts_and_bytes_of_every_size() {
    let value = Value::Tuple(vec![
        Value::None,
        Value::Bool(true),
        Value::Bool(false),
        Value::Int(-1),
        Value::Int(255),
        Value::Int(256),
        Value::Int(65_535),
        Value::Int(65_536),
        Value::Int(-(1 << 31)),
        Value::Int(1 << 31),
        Value::BigInt("9223372036854775808".into()),
        Value::BigInt("-9223372036854775809".into()),
        Value::Float(1.5),
        text("é"),
        Value::Bytes(vec![0, 255]),
        Value::Bytes(b"x".to_vec()),
    ]);
    reads_as(
        &[
            b"\x80\x02(N\x88\x89J\xff\xff\xff\xffK\xffM\x00\x01M\xff\xffJ\x00\x00\x01\x00J\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\t\x00\x00\x00\x00\x00\x00\x00\x80\x00\x8a\t\xff\xff\xff\xff\xff\xff\xff\x7f\xffG?\xf8\x00\x00\x00\x00\x00\x00X\x02\x00\x00\x00\xc3\xa9q\x00c_codecs\nencode\nq\x01X\x03\x00\x00\x00\x00\xc3\xbfq\x02X\x06\x00\x00\x00latin1q\x03\x86q\x04Rq\x05c__builtin__\nbytearray\nq\x06h\x01X\x01\x00\x00\x00xq\x07h\x03\x86q\x08Rq\t\x85q\nRq\x0btq\x0c.",
            b"\x80\x04\x95o\x00\x00\x00\x00\x00\x00\x00(N\x88\x89J\xff\xff\xff\xffK\xffM\x00\x01M\xff\xffJ\x00\x00\x01\x00J\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\t\x00\x00\x00\x00\x00\x00\x00\x80\x00\x8a\t\xff\xff\xff\xff\xff\xff\xff\x7f\xffG?\xf8\x00\x00\x00\x00\x00\x00\x8c\x02\xc3\xa9\x94C\x02\x00\xff\x94\x8c\x08builtins\x94\x8c\tbytearray\x94\x93\x94C\x01x\x94\x85\x94R\x94t\x94.",
            b"\x80\x05\x95Y\x00\x00\x00\x00\x00\x00\x00(N\x88\x89J\xff\xff\xff\xffK\xffM\x00\x01M\xff\xffJ\x00\x00\x01\x00J\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\t\x00\x00\x00\x00\x00\x00\x00\x80\x00\x8a\t\xff\xff\xff\xff\xff\xff\xff\x7f\xffG?\xf8\x00\x00\x00\x00\x00\x00\x8c\x02\xc3\xa9\x94C\x02\x00\xff\x94\x96\x01\x00\x00\x00\x00\x00\x00\x00x\x94t\x94.",
        ],
        &value,
    );
    // What we write has the same numbers in the same opcodes.
    let ours = write(&value);
    let numbers = b"J\xff\xff\xff\xffK\xffM\x00\x01M\xff\xffJ\x00\x00\x01\x00J\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\t";
    assert!(ours.windows(numbers.len()).any(|window| window == numbers), "{}", ours.escape_ascii());
}

#[test]
fn sets_and_empty_containers() {
    let inner = Value::Set(vec![Value::Set(ints([1]))]);
    reads_as(&[b"\x80\x04\x95\n\x00\x00\x00\x00\x00\x00\x00\x8f\x94((K\x01\x91\x94\x90."], &inner);
    assert_eq!(write(&inner), b"\x80\x04\x8f((K\x01\x91\x90.", "a set in a set is a frozen one");
    reads_as(
        &[b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00(]\x94}\x94)\x8f\x94t\x94."],
        &Value::Tuple(vec![
            Value::List(vec![]),
            Value::Dict(vec![]),
            Value::Tuple(vec![]),
            Value::Set(vec![]),
        ]),
    );
}

#[test]
fn of_equal_keys_the_last_value_counts() {
    // {1: 1, 1.0: 2, True: 3, 2: 4} as a list of pairs that were never a dict.
    let bytes = b"\x80\x04}(K\x01K\x01G\x3f\xf0\0\0\0\0\0\0K\x02\x88K\x03K\x02K\x04u.";
    reads_as(&[bytes], &Value::Dict(vec![(Value::Int(1), Value::Int(3)), (Value::Int(2), Value::Int(4))]));
}

#[test]
fn dicts_of_other_classes_are_dicts() {
    reads_as(
        &[
            b"\x80\x02ccollections\nOrderedDict\nq\x00)Rq\x01X\x01\x00\x00\x00aq\x02K\x01s.",
            b"\x80\x05\x95)\x00\x00\x00\x00\x00\x00\x00\x8c\x0bcollections\x94\x8c\x0bOrderedDict\x94\x93\x94)R\x94\x8c\x01a\x94K\x01s.",
            b"\x80\x05\x95>\x00\x00\x00\x00\x00\x00\x00\x8c\x0bcollections\x94\x8c\x0bdefaultdict\x94\x93\x94\x8c\x08builtins\x94\x8c\x04list\x94\x93\x94\x85\x94R\x94\x8c\x01a\x94K\x01s.",
        ],
        &Value::Dict(vec![(text("a"), Value::Int(1))]),
    );
}

#[test]
fn other_objects_are_shown_by_their_class() {
    let opaque = |class: &str| Value::Opaque(class.to_owned());
    reads_as(
        &[b"\x80\x05\x95-\x00\x00\x00\x00\x00\x00\x00]\x94\x8c\x08datetime\x94\x8c\x08datetime\x94\x93\x94C\n\x07\xea\x01\x02\x03\x04\x05\x00\x00\x06\x94\x85\x94R\x94a."],
        &Value::List(vec![opaque("datetime.datetime")]),
    );
    reads_as(
        &[
            b"\x80\x02cuuid\nUUID\nq\x00)\x81q\x01}q\x02X\x03\x00\x00\x00intq\x03K\x01sb.",
            b"\x80\x05\x95 \x00\x00\x00\x00\x00\x00\x00\x8c\x04uuid\x94\x8c\x04UUID\x94\x93\x94)\x81\x94}\x94\x8c\x03int\x94K\x01sb.",
        ],
        &opaque("uuid.UUID"),
    );
    reads_as(
        &[b"\x80\x05\x95#\x00\x00\x00\x00\x00\x00\x00\x8c\x08builtins\x94\x8c\nValueError\x94\x93\x94\x8c\x01x\x94\x85\x94R\x94."],
        &opaque("builtins.ValueError"),
    );
}

#[test]
fn values_are_shown_as_python_shows_them() {
    // Each checked against repr() of CPython 3.11.
    let cases = [
        (Value::Tuple(ints([1])), "(1,)"),
        (Value::Set(vec![]), "set()"),
        (Value::Set(ints([1, 2])), "{1, 2}"),
        (Value::Dict(vec![(text("a"), Value::None)]), "{'a': None}"),
        (text("it's"), "\"it's\""),
        (text("'\""), "'\\'\"'"),
        (text("a\\b\n\u{7f}\u{a0}é\u{200b}\u{e0001}"), "'a\\\\b\\n\\x7f\\xa0é\\u200b\\U000e0001'"),
        (Value::Bytes(b"a'\x00\xff\n".to_vec()), "b\"a'\\x00\\xff\\n\""),
        (Value::Float(1.0), "1.0"),
        (Value::Float(1e16), "1e+16"),
        (Value::Float(123_456_789_012_345.6), "123456789012345.6"),
        (Value::Float(0.000_01), "1e-05"),
        (Value::Float(0.0001), "0.0001"),
        (Value::Float(-0.0), "-0.0"),
        (Value::Float(1.5e300), "1.5e+300"),
        (Value::Float(f64::NAN), "nan"),
        (Value::Float(f64::NEG_INFINITY), "-inf"),
        (Value::Opaque("uuid.UUID".into()), "<uuid.UUID>"),
    ];
    for (value, shown) in cases {
        assert_eq!(value.repr(), shown);
    }
}
