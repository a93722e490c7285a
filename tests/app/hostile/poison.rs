//! What stands in the hash of a hostile job.

use flate2::{Compression, write::ZlibEncoder};
use penstock_queue::rq::pickle::Value as Python;
use penstock_queue::rq::{Call, Serializer};
use std::io::Write as _;

/// Far too much.
const HUGE: usize = 64 << 20;

/// Fields of a hash.
pub(super) type Fields = Vec<(&'static str, Vec<u8>)>;

pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A call of one of the worker's tasks.
pub(super) fn call(task: &str, kwargs: &[(&str, Python)]) -> Fields {
    let kwargs = kwargs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let call = Call {
        function: format!("penstock.tasks.{task}"),
        args: vec![],
        kwargs,
        serializer: Serializer::Pickle,
    };
    vec![("data", call.write().unwrap())]
}

pub(super) fn data(bytes: Vec<u8>) -> Fields {
    vec![("data", bytes)]
}

pub(super) fn and(mut fields: Fields, name: &'static str, value: &[u8]) -> Fields {
    fields.push((name, value.to_vec()));
    fields
}

/// `os.system("touch MARKER")` as Python would run it.
pub(super) fn system(marker: &str) -> Vec<u8> {
    let touch = format!("touch {marker}");
    let length = u32::try_from(touch.len()).unwrap().to_le_bytes();
    [b"\x80\x02cos\nsystem\n(X".as_slice(), &length, touch.as_bytes(), b"tR."].concat()
}

/// A proper call of a task with that in one argument.
pub(super) fn system_inside(marker: &str) -> Vec<u8> {
    let inner = system(marker);
    let call = b"\x80\x02(X\x13\0\0\0penstock.tasks.copyN)}X\x05\0\0\0speed";
    [call.as_slice(), &inner[2..inner.len() - 1], b"st."].concat()
}

pub(super) fn deep() -> Vec<u8> {
    [b"\x80\x04".as_slice(), &b"]".repeat(50_000), &b"a".repeat(49_999), b"."].concat()
}

/// A list of ten lists of ten lists, each written once and referred to: 10^30 values.
pub(super) fn doubling() -> Vec<u8> {
    let mut pickle = b"\x80\x04]\x94".to_vec();
    for level in 0..30_u8 {
        pickle.extend(b"](");
        (0..10).for_each(|_| pickle.extend([b'h', level]));
        pickle.extend(b"e\x94");
    }
    pickle.push(b'.');
    pickle
}

/// Packed zeros: 64 MB in a text.
pub(super) fn packed() -> Vec<u8> {
    zlib(&[b"\x80\x04B\0\0\0\x04".as_slice(), &vec![0; HUGE], b"."].concat())
}

pub(super) fn huge() -> Vec<u8> {
    vec![b'x'; HUGE]
}
