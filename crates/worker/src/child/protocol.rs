//! The frames between parent and child: one byte of kind, four of length (big-endian), then JSON.
//!
//! The kind comes first so that each kind has a cap of its own: a reader knows how much it may have to
//! hold before it holds anything.

use super::{Limits, RequestInput, Sandbox};
use penstock_tasks::MadeFile;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::{self, Read, Write};

/// Grows when a frame changes its meaning: the program may be replaced while it runs.
pub(super) const VERSION: u32 = 2;

const KIB: u32 = 1024;
const MIB: u32 = 1024 * KIB;

/// What a frame holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Parent to child, first, and to a child that stays after each answer: [`Order`].
    Order,
    /// Child to parent, once, first: [`Started`].
    Started,
    /// Child to parent, at most ten a second: [`Progress`].
    Progress,
    /// Child to parent, the answer: [`Done`].
    Done,
    /// Child to parent, the answer: a [`penstock_jobs::Failure`].
    Failed,
    /// Child to parent, the answer: it stopped because it was asked to. `null`.
    Cancelled,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Order => b'O',
            Self::Started => b'S',
            Self::Progress => b'P',
            Self::Done => b'D',
            Self::Failed => b'F',
            Self::Cancelled => b'C',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Order, Self::Started, Self::Progress, Self::Done, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|kind| kind.byte() == byte)
    }

    /// Most bytes that a frame of this kind may hold.
    pub(super) fn cap(self) -> u32 {
        match self {
            Self::Order | Self::Done => 64 * MIB,
            Self::Started | Self::Progress => 64 * KIB,
            Self::Failed => 256 * KIB,
            Self::Cancelled => 64,
        }
    }
}

/// The first five bytes of a frame, understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// Bytes of JSON that follow; never over the kind's cap.
    pub(super) length: u32,
}

impl Header {
    /// Length of a header in bytes.
    pub(super) const BYTES: usize = 5;

    /// Reads a header; an error says in words what is wrong with it.
    pub(super) fn parse(bytes: [u8; Self::BYTES]) -> Result<Self, String> {
        let [kind, length @ ..] = bytes;
        let kind = Kind::of(kind).ok_or_else(|| format!("a frame of unknown kind {kind:#04x}"))?;
        let length = u32::from_be_bytes(length);
        if length > kind.cap() {
            return Err(format!("a {kind:?} frame of {length} bytes; the most is {}", kind.cap()));
        }
        Ok(Self { kind, length })
    }
}

/// What the child shall do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) version: u32,
    /// Process id of the parent: when the child has another one by then, it is an orphan and ends.
    pub(super) parent: u32,
    pub(super) limits: Limits,
    /// None: only say what the sandbox can do here.
    pub(super) work: Option<Work>,
    /// Wait for another order after the answer; limits are those of the first.
    pub(super) stays: bool,
}

/// A task with what it takes; paths are relative to the child's folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Work {
    pub(super) task: String,
    pub(super) params: serde_json::Value,
    pub(super) inputs: Vec<RequestInput>,
}

/// The child stands, limits and sandbox are on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Started {
    pub(super) version: u32,
    pub(super) sandbox: Sandbox,
}

/// How far it is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Progress {
    pub(super) stage: String,
    pub(super) fraction: Option<f64>,
}

/// The task returned.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) report: serde_json::Value,
    pub(super) files: Vec<MadeFile>,
}

/// One frame as bytes.
///
/// # Errors
/// `InvalidData` when the value has no JSON, `FileTooLarge` when it is over the kind's cap.
pub(super) fn encode<T: Serialize>(kind: Kind, value: &T) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; Header::BYTES];
    serde_json::to_writer(&mut frame, value)?;
    let length = u32::try_from(frame.len() - Header::BYTES).ok().filter(|length| *length <= kind.cap());
    let length = length.ok_or_else(|| {
        let message =
            format!("{} bytes for a {kind:?} frame; the most is {}", frame.len() - Header::BYTES, kind.cap());
        io::Error::new(io::ErrorKind::FileTooLarge, message)
    })?;
    let [first, rest @ ..] = &mut frame[..Header::BYTES] else { unreachable!("a header has five bytes") };
    *first = kind.byte();
    rest.copy_from_slice(&length.to_be_bytes());
    Ok(frame)
}

/// Writes one frame at once and flushes it.
pub(super) fn write<T: Serialize>(out: &mut impl Write, kind: Kind, value: &T) -> io::Result<()> {
    out.write_all(&encode(kind, value)?)?;
    out.flush()
}

/// Reads the one frame of this kind that must come now.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read, kind: Kind) -> io::Result<T> {
    let wrong = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    let mut header = [0; Header::BYTES];
    from.read_exact(&mut header)?;
    let header = Header::parse(header).map_err(wrong)?;
    if header.kind != kind {
        return Err(wrong(format!("a {:?} frame where {kind:?} was due", header.kind)));
    }
    // Grows with what really comes, so that a false length costs nothing.
    let mut json = Vec::new();
    from.take(u64::from(header.length)).read_to_end(&mut json)?;
    if json.len() < header.length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(serde_json::from_slice(&json)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_as_it_went() {
        let mut wire = Vec::new();
        write(&mut wire, Kind::Progress, &Progress { stage: "Ordering".into(), fraction: Some(0.25) })
            .unwrap();
        let back: Progress = read(&mut wire.as_slice(), Kind::Progress).unwrap();
        assert_eq!((back.stage.as_str(), back.fraction), ("Ordering", Some(0.25)));
    }

    #[test]
    fn a_header_over_its_cap_is_refused_before_anything_is_read() {
        let mut header = [b'P', 0, 0, 0, 0];
        header[1..].copy_from_slice(&(Kind::Progress.cap() + 1).to_be_bytes());
        assert!(Header::parse(header).is_err());
        assert!(Header::parse(*b"hello").is_err());
    }

    #[test]
    fn a_value_over_its_cap_is_not_written() {
        let stage = "x".repeat(Kind::Progress.cap() as usize);
        let error = encode(Kind::Progress, &Progress { stage, fraction: None }).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_cut_frame_and_a_wrong_kind_are_errors() {
        let mut wire = encode(Kind::Failed, &"x").unwrap();
        assert!(read::<String>(&mut wire.as_slice(), Kind::Done).is_err());
        wire.pop();
        assert_eq!(
            read::<String>(&mut wire.as_slice(), Kind::Failed).unwrap_err().kind(),
            io::ErrorKind::UnexpectedEof
        );
    }
}
