//! What a child says, frame by frame. It may be a program that an attacker took over: nothing is believed
//! before it is measured.

use super::protocol::{Done, Header, Kind, Progress, Started};
use penstock_jobs::Failure;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt};

/// One frame, understood.
pub(super) enum Said {
    Started(Started),
    Progress(Progress),
    Done(Done),
    Failed(Failure),
    Cancelled,
    Nonsense(String),
}

/// The next frame; none when the stream ends, in the middle of a frame too.
///
/// # Errors
/// What is wrong with the frame, in words.
pub(super) async fn next(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Said>, String> {
    let mut header = [0; Header::BYTES];
    if from.read_exact(&mut header).await.is_err() {
        // A cut frame is the trace of a death; the exit status says more than we could here.
        return Ok(None);
    }
    let Header { kind, length } = Header::parse(header)?;
    let mut json = Vec::new();
    if from.take(u64::from(length)).read_to_end(&mut json).await.is_err() || json.len() < length as usize {
        return Ok(None);
    }
    Ok(Some(match kind {
        Kind::Started => Said::Started(understand(&json)?),
        Kind::Progress => Said::Progress(understand(&json)?),
        Kind::Done => Said::Done(understand(&json)?),
        Kind::Failed => Said::Failed(understand(&json)?),
        Kind::Cancelled => Said::Cancelled,
        Kind::Order => return Err("an order".into()),
    }))
}

fn understand<T: DeserializeOwned>(json: &[u8]) -> Result<T, String> {
    serde_json::from_slice(json).map_err(|error| error.to_string())
}

/// Reads bytes as a parent reads its child's: the number of frames, and what was wrong with the one after
/// them. For tests that send anything.
pub async fn frames_in(mut bytes: &[u8]) -> (usize, Option<String>) {
    let mut frames = 0;
    loop {
        match next(&mut bytes).await {
            Ok(Some(_)) => frames += 1,
            Ok(None) => return (frames, None),
            Err(what) => return (frames, Some(what)),
        }
    }
}
