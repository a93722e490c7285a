use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// What can be a key, with keys that Python takes for equal left out.
fn key() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::None),
        (2..i64::MAX).prop_map(Value::Int),
        ".{0,300}".prop_map(Value::Text),
        vec(any::<u8>(), 0..300).prop_map(Value::Bytes),
        vec((2..i64::MAX).prop_map(Value::Int), 0..5).prop_map(Value::Tuple),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        key(),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<u128>().prop_map(|wide| Value::BigInt((wide | 1 << 70).to_string())),
        any::<u128>().prop_map(|wide| Value::BigInt(format!("-{}", wide | 1 << 70))),
        any::<f64>().prop_filter("NaN equals nothing", |float| !float.is_nan()).prop_map(Value::Float),
    ]
}

fn unique(mut keys: Vec<Value>) -> Vec<Value> {
    let mut seen = Vec::new();
    keys.retain(|key| !seen.contains(key) && (seen.push(key.clone()), true).1);
    keys
}

pub(super) fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::List),
            vec(inner.clone(), 0..8).prop_map(Value::Tuple),
            vec(key(), 0..5).prop_map(|keys| Value::Set(unique(keys))),
            (vec(key(), 0..5), vec(inner, 5))
                .prop_map(|(keys, values)| Value::Dict(unique(keys).into_iter().zip(values).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_is_read_back(value in value()) {
        prop_assert_eq!(read_default(&write(&value)).unwrap(), value);
    }

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = read_default(&bytes);
        let _ = read_default(&[&[0x80, 4], bytes.as_slice()].concat());
    }

    #[test]
    fn no_program_panics(codes in vec(
        prop_oneof![
            Just(b"(".to_vec()), Just(b"N".to_vec()), Just(b"K\x01".to_vec()), Just(b"]".to_vec()),
            Just(b"}".to_vec()), Just(b"a".to_vec()), Just(b"e".to_vec()), Just(b"s".to_vec()),
            Just(b"u".to_vec()), Just(b"t".to_vec()), Just(b"\x85".to_vec()), Just(b"\x94".to_vec()),
            (0..9_u8).prop_map(|at| vec![b'h', at]), Just(b"0".to_vec()), Just(b"1".to_vec()),
            Just(b"\x8f".to_vec()), Just(b"\x90".to_vec()), Just(b"\x91".to_vec()),
            Just(b"\x8c\x01a".to_vec()), Just(b"\x93".to_vec()), Just(b"R".to_vec()), Just(b"b".to_vec()),
            Just(b"ccollections\nOrderedDict\n".to_vec()),
        ],
        0..60,
    )) {
        let _ = read_default(&[&[0x80, 4], codes.concat().as_slice(), b"."].concat());
    }

    #[test]
    fn a_changed_byte_never_panics(value in value(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = write(&value);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = read_default(&bytes) {
            // Whatever it says now can be shown, and written again.
            let _ = (read.to_shown_json(), read.repr());
            prop_assert!(read_default(&write(&read)).is_ok());
        }
    }
}
