//! Reading on after a refusal. A sender that is still sending when the connection closes may never see
//! the answer; so what is left is read and dropped, as long as that is cheap.

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use std::time::Duration;

/// Read and dropped at most, in bytes.
const MOST: usize = 16 * 1024 * 1024;
/// Time for it.
const LONGEST: Duration = Duration::from_secs(2);

/// Drops the rest of a body.
pub(crate) async fn drain(body: Body) {
    rest(&mut body.into_data_stream()).await;
}

/// Drops the rest of a body that was begun.
pub(crate) async fn rest(pieces: &mut BodyDataStream) {
    let dropping = async {
        let mut dropped = 0;
        while let Some(Ok(piece)) = pieces.next().await {
            dropped += piece.len();
            if dropped > MOST {
                return;
            }
        }
    };
    // Whoever sends more, or slower, is cut off: the refusal stands either way.
    let _ = tokio::time::timeout(LONGEST, dropping).await;
}
