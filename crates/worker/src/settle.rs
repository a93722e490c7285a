//! Saying something to a store that may be away for a moment.

use crate::leases::Hold;
use penstock_jobs::StoreError;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What a store's method returns.
pub(crate) type Call<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A pause that doubles each time, up to two seconds.
#[derive(Debug)]
pub(crate) struct Backoff(Duration);

impl Backoff {
    pub(crate) fn new() -> Self {
        Self(FIRST_PAUSE)
    }

    /// How long to wait this time.
    pub(crate) fn next(&mut self) -> Duration {
        let pause = self.0;
        self.0 = (pause * 2).min(LONGEST_PAUSE);
        pause
    }
}

/// Makes the call until the store can be reached, at most as long as the lease holds and `patience`.
///
/// # Errors
/// What the store said last; [`StoreError::NotYours`] when the lease is gone.
pub(crate) async fn settle<'a, T>(
    hold: &mut Hold,
    patience: Duration,
    mut call: impl FnMut() -> Call<'a, T> + Send,
) -> Result<T, StoreError> {
    let job = hold.lease().job.clone();
    let insist = async {
        let deadline = tokio::time::Instant::now() + patience;
        let mut backoff = Backoff::new();
        loop {
            match call().await {
                Err(error @ StoreError::Unavailable(_)) => {
                    let pause = backoff.next();
                    if tokio::time::Instant::now() + pause > deadline {
                        return Err(error);
                    }
                    tracing::debug!(%error, "the store is away; trying again");
                    tokio::time::sleep(pause).await;
                }
                settled => return settled,
            }
        }
    };
    tokio::select! {
        biased;
        settled = insist => settled,
        _ = hold.gone() => Err(StoreError::NotYours(job)),
    }
}
