//! The service as the window has it: opened beside the window, so that the first paint waits for
//! nothing, and shut down before the process ends.

use penstock_service::{Caller, ErrorCode, Kind, Options, Service, WireError};
use tokio::sync::watch;

/// What every command can reach.
pub(crate) struct Desk {
    opened: watch::Receiver<Option<Result<Service, WireError>>>,
    /// Who the window acts for.
    pub(crate) caller: Caller,
}

impl Desk {
    /// Starts opening the service on Tauri's runtime and returns at once.
    pub(crate) fn open(options: Options) -> Self {
        let (tell, opened) = watch::channel(None);
        tauri::async_runtime::spawn(async move {
            let service = Service::open_chosen(options).await;
            if let Err(error) = &service {
                tracing::error!(error.title = %error.title, "The store could not be opened");
            }
            tell.send_replace(Some(service));
        });
        let user = std::env::var("USER")
            .or_else(|_| std::env::var("USERNAME"))
            .unwrap_or_else(|_| "somebody".into());
        let caller = Caller { actor: format!("desktop:{user}"), may: Kind::Admin, may_name_paths: true };
        Self { opened, caller }
    }

    /// The service, as soon as it is open.
    ///
    /// # Errors
    /// Why the store could not be opened; every command then says so.
    pub(crate) async fn service(&self) -> Result<Service, WireError> {
        let mut opened = self.opened.clone();
        match opened.wait_for(Option::is_some).await {
            Ok(service) => service.clone().unwrap_or_else(|| Err(gone())),
            Err(_) => Err(gone()),
        }
    }

    /// The service if it is open now.
    pub(crate) fn if_open(&self) -> Option<Service> {
        self.opened.borrow().as_ref().and_then(|opened| opened.as_ref().ok().cloned())
    }
}

fn gone() -> WireError {
    WireError {
        code: ErrorCode::Internal,
        title: "The queue could not be started".into(),
        advice: Some("Start Penstock again; if that does not help, run `penstock doctor`".into()),
        detail: None,
        field: None,
    }
}
