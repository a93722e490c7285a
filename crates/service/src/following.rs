//! What a face hears that shows lists: first that it should read them, then what changes in them.

use crate::{Service, Update};
use penstock_jobs::Store;
use std::sync::Arc;
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// The updates of one face. It hears of everything that changes after [`Service::follow`], in order; where
/// it could have missed something (before the first one, and when it lagged behind), it is told to read
/// everything again.
pub struct Following {
    store: Arc<dyn Store>,
    updates: Receiver<Arc<Update>>,
    missed: bool,
}

impl Service {
    /// Follows what changes from now on, for a face that shows it.
    #[must_use]
    pub fn follow(&self) -> Following {
        Following { store: Arc::clone(&self.inner.store), updates: self.updates(), missed: true }
    }
}

impl Following {
    /// The next update; none when the service has ended. A call that is given up misses nothing.
    pub async fn next(&mut self) -> Option<Update> {
        loop {
            if self.missed {
                let update = self.everything().await;
                self.missed = false;
                return Some(update);
            }
            match self.updates.recv().await {
                Ok(update) => return Some((*update).clone()),
                Err(RecvError::Lagged(_)) => self.missed = true,
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Read everything again; with the counts as they are.
    async fn everything(&self) -> Update {
        let whole = Update { queues_changed: true, workers_changed: true, resync: true, ..Update::default() };
        match self.store.counts(None).await {
            Ok(counts) => Update { counts, ..whole },
            Err(error) => Update { store_trouble: Some(crate::error::sentence(&error.to_string())), ..whole },
        }
    }
}
