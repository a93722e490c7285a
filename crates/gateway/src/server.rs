//! The server as a whole: how it starts, what it holds, how it ends.

use crate::hosts::Hosts;
use crate::rest::{artboard, batches, jobs, metrics, monitoring, new_job, session, wjp};
use crate::sessions::Sessions;
use crate::tokens::{self, TokenError, TokenFile, Tokens};
use crate::tries::Tries;
use crate::{answer, commands, connections, events, files, guard, openapi, pages};
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use penstock_service::{Service, SetupLog};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long requests may take to end at shutdown.
const DRAIN: Duration = Duration::from_secs(5);

/// How a gateway is served.
#[derive(Clone, PartialEq, Eq)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The token that opens everything; 256 random bits if none. At least 16 characters.
    pub token: Option<String>,
    /// A token that may only read; none if none.
    pub read_only_token: Option<String>,
    /// A file of named tokens; changes to it count within a second.
    pub token_file: Option<TokenFile>,
    /// Names under which this server is reached, beside its addresses: of a proxy, of a container.
    pub hosts: Vec<String>,
    /// Folders whose files callers may name by their path; none allows no file.
    pub folders: Vec<PathBuf>,
}

impl Default for Options {
    /// Port 5000 of this machine alone, with a fresh token.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 5000)),
            token: None,
            read_only_token: None,
            token_file: None,
            hosts: Vec::new(),
            folders: Vec::new(),
        }
    }
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A given token cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The address cannot be listened on: taken, or not ours.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// What every request can reach.
pub(crate) struct Shared {
    pub(crate) service: Service,
    pub(crate) tokens: Tokens,
    pub(crate) hosts: Hosts,
    pub(crate) tries: Tries,
    pub(crate) sessions: Sessions,
    pub(crate) health: monitoring::LastHealth,
    pub(crate) answers: metrics::Answers,
    pub(crate) folders: Vec<PathBuf>,
    /// Who signed in and out, beside the named tokens; none without them.
    pub(crate) log: Option<SetupLog>,
    /// True once the server ends.
    pub(crate) stop: watch::Sender<bool>,
}

impl Shared {
    /// Writes down what somebody did at the door, on disk before this returns. A log that cannot be written
    /// keeps nobody out, and is said in the program's own.
    pub(crate) async fn note(&self, actor: String, action: &'static str, detail: String) {
        let Some(log) = self.log.clone() else { return };
        let noted = tokio::task::spawn_blocking(move || log.note(&actor, action, &detail)).await;
        if let Err(error) = noted.map_err(std::io::Error::other).flatten() {
            tracing::warn!(%error, "{action} could not be written to the audit log");
        }
    }
}

/// A gateway that serves. Dropping it leaves it serving; [`Gateway::shutdown`] ends it.
pub struct Gateway {
    address: SocketAddr,
    token: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// Serves a service over HTTP, and returns as soon as it listens. Says nothing itself: address, token
/// and warning are the caller's to print.
///
/// # Errors
/// [`ServeError`] when a token cannot be used or the address cannot be listened on.
pub async fn serve(service: Service, options: Options) -> Result<Gateway, ServeError> {
    let Options { listen, token, read_only_token, token_file, hosts, folders } = options;
    let token = token.map_or_else(tokens::fresh, Ok)?;
    let log = token_file.as_ref().and_then(|file| file.path().parent()).map(SetupLog::of);
    let tokens = Tokens::new(&token, read_only_token.as_deref(), token_file)?;
    let bind = |source| ServeError::Bind { address: listen, source };
    let listener = TcpListener::bind(listen).await.map_err(bind)?;
    let address = listener.local_addr().map_err(bind)?;
    let (stop, stopped) = watch::channel(false);
    let shared = Arc::new(Shared {
        service,
        tokens,
        hosts: Hosts::new(address, hosts),
        tries: Tries::default(),
        sessions: Sessions::new(address.port()),
        health: monitoring::LastHealth::default(),
        answers: metrics::Answers::default(),
        folders,
        log,
        stop,
    });
    let task = tokio::spawn(connections::serve(listener, routes(Arc::clone(&shared)), stopped));
    Ok(Gateway { address, token, shared, task })
}

fn routes(shared: Arc<Shared>) -> Router {
    let guarded = middleware::from_fn_with_state(Arc::clone(&shared), guard::api);
    let api = Router::new()
        .route("/events", get(events::events))
        .route("/upload", post(files::upload))
        .route("/preview/{handle}/{level}", get(files::preview))
        .route("/preview/{handle}/coverage", get(files::coverage))
        .route("/jobs/{id}/artifacts/{name}", get(files::artifact))
        .route("/session", get(session::who).post(session::open).delete(session::close))
        .route("/artboard/create", post(artboard::create))
        .route("/{command}", post(commands::call))
        .fallback(commands::nothing_here)
        .layer(guarded.clone());
    let rest = Router::new()
        .route("/jobs", get(jobs::list).post(new_job::submit))
        .route("/jobs/{id}", get(jobs::one).delete(jobs::delete))
        .route("/jobs/{id}/cancel", post(jobs::cancel))
        .route("/jobs/{id}/retry", post(jobs::retry))
        .route("/batches", get(batches::list))
        .route("/batches/{id}", get(batches::one))
        .route("/batches/{id}/cancel", post(batches::cancel))
        .route("/batches/{id}/report", get(batches::report))
        .route("/analyze-dxf", post(wjp::analyze))
        .route("/cost", post(wjp::cost))
        .route("/monitoring/queue/stats", get(monitoring::stats))
        .route("/monitoring/queue/workers", get(monitoring::workers))
        .route("/monitoring/queue/failed", get(monitoring::failed).post(monitoring::retry_failed))
        .route("/metrics", get(metrics::metrics))
        .route("/openapi.json", get(openapi::openapi))
        .route_layer(guarded);
    Router::new()
        .nest("/api", api)
        .merge(rest)
        .route("/monitoring/health", get(monitoring::health))
        .fallback(pages::page)
        // Bodies are counted where they are read: commands and uploads have limits of their own.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::host))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), metrics::count))
        .layer(middleware::from_fn(answer::headers))
        .with_state(shared)
}

impl Gateway {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token that opens everything.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The link that opens the UI. The token stands behind `#`, which no browser sends anywhere.
    #[must_use]
    pub fn link(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(if address.is_ipv4() {
                Ipv4Addr::LOCALHOST.into()
            } else {
                std::net::Ipv6Addr::LOCALHOST.into()
            });
        }
        format!("http://{address}/#token={}", self.token)
    }

    /// What a person should know when others than this machine can reach it.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        (!self.address.ip().is_loopback()).then(|| {
            format!(
                "{} can be reached from other machines, without encryption: whoever reads along on the network \
                 learns the token. Put a proxy with TLS before it, or use an SSH tunnel to 127.0.0.1",
                self.address
            )
        })
    }

    /// Ends it: nothing new is taken, event streams end, other requests get 5 s.
    ///
    /// # Errors
    /// When it had ended before, on a fault of its own.
    pub async fn shutdown(mut self) -> std::io::Result<()> {
        self.shared.stop.send_replace(true);
        match tokio::time::timeout(DRAIN, &mut self.task).await {
            Ok(ended) => ended.map_err(std::io::Error::other),
            Err(_) => {
                self.task.abort();
                tracing::info!("Some requests did not end in time and were cut off");
                Ok(())
            }
        }
    }
}
