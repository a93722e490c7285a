//! One client that asks the list before every connection.

use super::AllowList;
use super::address::is_public;
use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response, StatusCode};
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use url::{Host, Url};

const CONNECT: Duration = Duration::from_secs(10);
/// Longest silence while an answer comes.
const SILENCE: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 5;

/// Why a request had no success.
#[derive(Debug, thiserror::Error)]
pub enum OutwardError {
    /// The text is no address.
    #[error("{0:?} is no http(s) address")]
    NoAddress(String),
    /// The address is not on the list.
    #[error("{0} is not on the list of allowed addresses")]
    NotAllowed(String),
    /// It leads into a private network, and those were not allowed.
    #[error("{0} is an address of a private network")]
    Private(String),
    /// A redirect left the host.
    #[error("the answer leads to another host")]
    Redirect,
    /// The other side refused.
    #[error("the answer was {0}")]
    Status(StatusCode),
    /// More came than is allowed, in bytes.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(u64),
    /// Nobody answered, or not in time.
    #[error("{0}")]
    Away(String),
    /// What came cannot be kept.
    #[error("what came cannot be written: {0}")]
    Disk(#[from] io::Error),
}

impl OutwardError {
    /// Whether the same request may have success later.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Away(_) | Self::Disk(_) => true,
            Self::Status(status) => {
                status.is_server_error()
                    || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(status)
            }
            Self::NoAddress(_)
            | Self::NotAllowed(_)
            | Self::Private(_)
            | Self::Redirect
            | Self::TooLarge(_) => false,
        }
    }
}

/// Sends requests to allowed addresses.
#[derive(Clone, Debug)]
pub struct Outward {
    client: Client,
    allowed: Arc<AllowList>,
}

impl Outward {
    /// A client for this list.
    ///
    /// # Errors
    /// [`OutwardError::Away`] when this computer's certificates cannot be read.
    pub fn new(allowed: AllowList) -> Result<Self, OutwardError> {
        // One provider for the whole program; whoever comes first sets it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let allowed = Arc::new(allowed);
        let list = Arc::clone(&allowed);
        let client = Client::builder()
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .user_agent(concat!("penstock/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::custom(move |attempt| follow(attempt, &list)))
            .dns_resolver(Arc::new(Resolver { private: allowed.allows_private_addresses() }))
            .build()
            .map_err(|error| away(&error))?;
        Ok(Self { client, allowed })
    }

    /// Fetches what is at this address into a new file at `to`, at most `most_bytes`, within `longest`;
    /// its length in bytes. On an error a part of it may be there.
    ///
    /// # Errors
    /// [`OutwardError`].
    pub async fn fetch(
        &self,
        address: &str,
        to: &Path,
        most_bytes: u64,
        longest: Duration,
    ) -> Result<u64, OutwardError> {
        let url = self.checked(address)?;
        let fetching = async {
            let answer = self.client.get(url).send().await.map_err(|error| refused(&error))?;
            keep(success(answer)?, to, most_bytes).await
        };
        match tokio::time::timeout(longest, fetching).await {
            Ok(fetched) => fetched,
            Err(_) => Err(OutwardError::Away(format!("it took longer than {} s", longest.as_secs()))),
        }
    }

    /// Posts JSON to this address.
    ///
    /// # Errors
    /// [`OutwardError`].
    pub async fn post(
        &self,
        address: &str,
        body: &serde_json::Value,
        longest: Duration,
    ) -> Result<(), OutwardError> {
        let url = self.checked(address)?;
        let request = self.client.post(url).timeout(longest).json(body);
        success(request.send().await.map_err(|error| refused(&error))?).map(drop)
    }

    /// Whether requests may go to this address, as far as that can be said without asking anybody.
    ///
    /// # Errors
    /// [`OutwardError::NoAddress`], [`OutwardError::NotAllowed`], [`OutwardError::Private`].
    pub fn may_ask(&self, address: &str) -> Result<(), OutwardError> {
        self.checked(address).map(drop)
    }

    /// The address, if requests may go there. Its name is looked at again when it is resolved.
    fn checked(&self, address: &str) -> Result<Url, OutwardError> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| OutwardError::NoAddress(address.chars().take(200).collect()))?;
        check(&url, &self.allowed)?;
        Ok(url)
    }
}

fn check(url: &Url, allowed: &AllowList) -> Result<(), OutwardError> {
    // Path and query may hold what is not for a log.
    let place = || url.origin().ascii_serialization();
    if !allowed.allows(url) {
        return Err(OutwardError::NotAllowed(place()));
    }
    // An address in numbers is never resolved.
    let literal = match url.host() {
        Some(Host::Ipv4(address)) => Some(address.into()),
        Some(Host::Ipv6(address)) => Some(address.into()),
        _ => None,
    };
    if literal.is_some_and(|address| !is_public(address)) && !allowed.allows_private_addresses() {
        return Err(OutwardError::Private(place()));
    }
    Ok(())
}

/// Only on the same host, never back to plain text, and only where the list allows it.
fn follow(attempt: Attempt<'_>, allowed: &AllowList) -> reqwest::redirect::Action {
    let stays = attempt.previous().last().is_some_and(|from| {
        let to = attempt.url();
        let same_place = from.host() == to.host()
            && (from.port_or_known_default() == to.port_or_known_default()
                || (from.port().is_none() && to.port().is_none()));
        same_place && (from.scheme() == to.scheme() || to.scheme() == "https")
    });
    if stays && attempt.previous().len() <= MOST_REDIRECTS && check(attempt.url(), allowed).is_ok() {
        attempt.follow()
    } else {
        attempt.error(Left)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a redirect left the host")]
struct Left;

#[derive(Debug, thiserror::Error)]
#[error("{0} leads into a private network")]
struct LeadsInside(String);

/// Resolves a name, and leaves out what it must not lead to.
struct Resolver {
    private: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let some = !found.is_empty();
            let fit: Vec<SocketAddr> =
                found.into_iter().filter(|address| private || is_public(address.ip())).collect();
            if some && fit.is_empty() {
                return Err(LeadsInside(name).into());
            }
            Ok(Box::new(fit.into_iter()) as Addrs)
        })
    }
}

fn success(answer: Response) -> Result<Response, OutwardError> {
    let status = answer.status();
    if status.is_success() { Ok(answer) } else { Err(OutwardError::Status(status)) }
}

async fn keep(answer: Response, to: &Path, most_bytes: u64) -> Result<u64, OutwardError> {
    if answer.content_length().is_some_and(|length| length > most_bytes) {
        return Err(OutwardError::TooLarge(most_bytes));
    }
    let mut file = tokio::fs::File::create_new(to).await?;
    let mut kept = 0_u64;
    let mut pieces = answer.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| refused(&error))?;
        kept += piece.len() as u64;
        if kept > most_bytes {
            return Err(OutwardError::TooLarge(most_bytes));
        }
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    Ok(kept)
}

/// What stands behind an error of the client. Its own text holds the whole address.
fn refused(error: &reqwest::Error) -> OutwardError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<Left>() {
            return OutwardError::Redirect;
        }
        if let Some(LeadsInside(name)) = one.downcast_ref() {
            return OutwardError::Private(name.clone());
        }
        cause = one.source();
    }
    away(error)
}

fn away(error: &reqwest::Error) -> OutwardError {
    let mut deepest: &dyn Error = error;
    while let Some(cause) = deepest.source() {
        deepest = cause;
    }
    let what = if error.is_timeout() { "no answer in time" } else { "no answer" };
    OutwardError::Away(format!("{what}: {deepest}"))
}
