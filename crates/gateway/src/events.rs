//! `GET /api/events`: what changes, as server-sent events. The first one, and the one after a gap, tells
//! the face to read its lists.

use crate::server::Shared;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use penstock_service::{Following, Update};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A comment in silence, so that a dead connection is noticed on both sides.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// One face that listens.
struct Listener {
    following: Following,
    stop: watch::Receiver<bool>,
}

/// Sends every update until the face goes or the server ends.
pub(crate) async fn events(
    State(shared): State<Arc<Shared>>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    let listener = Listener { following: shared.service.follow(), stop: shared.stop.subscribe() };
    let stream = stream::unfold(listener, |mut listener| async move {
        let update = listener.next().await?;
        Some((Event::default().json_data(&update), listener))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

impl Listener {
    /// The next update; none when there will be no more.
    async fn next(&mut self) -> Option<Update> {
        tokio::select! {
            _ = self.stop.wait_for(|&stop| stop) => None,
            // Files are opened by the face on this machine.
            update = self.following.next() => Some(Update { open_files: Vec::new(), ..update? }),
        }
    }
}
