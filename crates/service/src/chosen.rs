//! Opening the connection that a person chose, and what stands in for it while its server is away.

use crate::WireError;
use crate::outbox::{self, Outbox};
use crate::service::{Options, Service};
use crate::types::ErrorCode;
use std::time::Duration;
use tokio::sync::watch;

/// Between two tries to reach a server that is away.
const TRY_AGAIN: Duration = Duration::from_secs(10);

impl Service {
    /// Opens the store that `options` or the environment name; without either, the connection that a person
    /// chose. While that one's server is away the embedded queue stands in for it:
    /// [`crate::types::AppInfo::away`] names the connection, and what is kept for it in the outbox is sent
    /// as soon as the server is back.
    ///
    /// # Errors
    /// As [`Service::open`]. A connection that cannot be read is an error: no other store is opened instead.
    pub async fn open_chosen(options: Options) -> Result<Self, WireError> {
        if options.store.is_some() || crate::service::store_of_environment().is_some() {
            return Self::open(options).await;
        }
        let Some(url) = Self::chosen_store().await? else { return Self::open(options).await };
        let remote = Options { store: Some(url.clone()), ..options.clone() };
        match Self::open(remote).await {
            Err(error) if error.code == ErrorCode::StoreAway => {
                tracing::warn!(
                    error.title = %error.title,
                    "The chosen connection cannot be reached; the embedded queue stands in for it"
                );
                Self::open_beside(options, Some(url)).await
            }
            opened => opened,
        }
    }
}

/// Waits for the server behind `url`, then sends what is kept for it for as long as the service lives.
pub(crate) async fn send_when_back(url: String, target: String, mut stop: watch::Receiver<bool>) {
    // An account without a home has no outbox.
    let Ok(outbox) = Outbox::of_user() else { return };
    let opened = loop {
        let tried = tokio::select! {
            _ = stop.wait_for(|&stop| stop) => return,
            tried = penstock_queue::open(Some(&url)) => tried,
        };
        if let Ok(opened) = tried {
            break opened;
        }
        tokio::select! {
            _ = stop.wait_for(|&stop| stop) => return,
            () = tokio::time::sleep(TRY_AGAIN) => {}
        }
    };
    outbox::deliver(outbox.drawer(&target), opened.store, opened.artifacts, stop).await;
}
