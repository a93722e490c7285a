//! Workers: the list, and asking one to stop.

use super::types::{NoArgs, NoReply, StopWorkerRequest};
use crate::service::Caller;
use crate::{ErrorCode, Service, WireError};
use penstock_jobs::WorkerInfo;

impl Service {
    /// Every worker that is registered, the lost ones too.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_workers(
        &self,
        _caller: &Caller,
        _request: NoArgs,
    ) -> Result<Vec<WorkerInfo>, WireError> {
        Ok(self.inner.store.workers().await?)
    }

    /// Asks a worker to end after its jobs; with `now`, to give them back first.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when there is no such worker.
    pub async fn stop_worker(
        &self,
        caller: &Caller,
        request: StopWorkerRequest,
    ) -> Result<NoReply, WireError> {
        let StopWorkerRequest { name, now } = request;
        let known = self.inner.store.workers().await?.iter().any(|worker| worker.spec.name == name);
        if !known {
            return Err(WireError::new(ErrorCode::NotFound, format!("There is no worker {name}"))
                .advise("`penstock workers` lists those that are registered"));
        }
        self.inner.store.ask_to_stop(&name, now, &caller.actor()).await?;
        Ok(NoReply {})
    }
}
