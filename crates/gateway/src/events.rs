//! `GET /api/events`: what changes, as server-sent events. The first one, and the one after a gap, tells
//! the face to read its lists.

use crate::answer::Refused;
use crate::server::Shared;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use penstock_service::{Caller, JobFilter, Update, WireError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;

/// A comment in silence, so that a dead connection is noticed on both sides.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// One face that listens.
struct Listener {
    shared: Arc<Shared>,
    caller: Caller,
    updates: Receiver<Arc<Update>>,
    stop: watch::Receiver<bool>,
    first: bool,
}

/// Sends every update until the face goes or the server ends.
pub(crate) async fn events(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>, Refused> {
    let updates = shared.service.updates();
    let stop = shared.stop.subscribe();
    let listener = Listener { shared, caller, updates, stop, first: true };
    let stream = stream::unfold(listener, |mut listener| async move {
        let update = listener.next().await?;
        Some((Event::default().json_data(&update), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

impl Listener {
    /// The next update; none when there will be no more.
    async fn next(&mut self) -> Option<Update> {
        if std::mem::take(&mut self.first) {
            return Some(self.everything().await);
        }
        let received = tokio::select! {
            _ = self.stop.wait_for(|&stop| stop) => return None,
            received = self.updates.recv() => received,
        };
        match received {
            // Files are opened by the face on this machine.
            Ok(update) => Some(Update { open_files: Vec::new(), ..(*update).clone() }),
            Err(RecvError::Lagged(_)) => Some(self.everything().await),
            Err(RecvError::Closed) => None,
        }
    }

    /// Read everything again; with the counts as they are.
    async fn everything(&self) -> Update {
        let whole = Update { queues_changed: true, workers_changed: true, resync: true, ..Update::default() };
        let one = JobFilter { limit: Some(1), ..JobFilter::default() };
        match self.shared.service.list_jobs(&self.caller, one).await {
            Ok(list) => Update { counts: list.counts, ..whole },
            Err(WireError { title, .. }) => Update { store_trouble: Some(title), ..whole },
        }
    }
}
