//! The service on one store, and who calls it.

use crate::failure::Failure;
use crate::store_choice::StoreChoice;
use penstock_service::{Caller, Kind, Options, Service};

/// An opened store and the caller that stands in its audit trail.
pub(crate) struct Session {
    pub(crate) service: Service,
    pub(crate) caller: Caller,
}

impl Session {
    /// Opens the store; no worker runs in this process.
    ///
    /// # Errors
    /// What the service says about the store.
    pub(crate) async fn open(store: StoreChoice) -> Result<Self, Failure> {
        Self::open_with(store, None).await
    }

    /// Opens the store with a local worker of so many slots.
    ///
    /// # Errors
    /// What the service says about the store.
    pub(crate) async fn open_with(store: StoreChoice, slots: Option<u32>) -> Result<Self, Failure> {
        let options = Options { store: store.url, local_worker: slots, opened_files: Vec::new() };
        let service = Service::open(options).await?;
        Ok(Self { service, caller: caller() })
    }
}

/// Who calls, for the audit trail.
pub(crate) fn caller() -> Caller {
    let user = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let user = user.filter(|user| !user.is_empty()).unwrap_or_else(|| "unknown".to_owned());
    Caller { actor: format!("cli:{user}"), may: Kind::Admin, may_name_paths: true }
}
