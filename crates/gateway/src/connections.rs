//! Connections: how many, how long one may be silent, and how they end.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

/// Connections at once; the next one waits in the system's queue.
const MOST: usize = 256;
/// From a connection's start, or its last answer, to the end of the next request's head.
const HEAD: Duration = Duration::from_secs(30);
/// After an accept that failed: mostly, too many files are open.
const AGAIN: Duration = Duration::from_millis(100);

/// Serves until `stop` is true, then waits for the requests that are under way. Dropping the future cuts
/// them off.
pub(crate) async fn serve(listener: TcpListener, app: Router, mut stop: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(MOST));
    let mut connections = JoinSet::new();
    loop {
        // An error of `stop` means that nobody can say stop any more.
        let (stream, peer, slot) = tokio::select! {
            _ = stop.wait_for(|&stop| stop) => break,
            next = next(&listener, &slots) => next,
        };
        connections.spawn(connection(stream, peer, app.clone(), stop.clone(), slot));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn next(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there is always a permit to come.
    let slot = Arc::clone(slots).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, slot),
            Err(error) => {
                tracing::warn!(%error, "A connection could not be taken");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    mut stop: watch::Receiver<bool>,
    _slot: Option<OwnedSemaphorePermit>,
) {
    // Events are small and late ones are seen; without this they may wait for 40 ms.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "A connection cannot send at once");
    }
    let app = app.layer(axum::middleware::map_request(move |mut request: Request| {
        request.extensions_mut().insert(ConnectInfo(peer));
        std::future::ready(Ok::<_, Infallible>(request))
    }));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut served =
        std::pin::pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app)));
    let asked = async move {
        let _ = stop.wait_for(|&stop| stop).await;
    };
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = asked => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(peer.address = %peer, %error, "A connection ended early");
    }
}
