//! Artifacts in a store that speaks S3: Amazon's, or one of the shop's own (MinIO, Garage, Ceph).
//!
//! A content is the object `[PREFIX/]<sha256>`. Objects appear whole or not at all, so no header is needed.
//! What was put long ago is put again when somebody puts it, so that its age, which S3 counts from the last
//! put, says when it was last needed. S3 has no lifetime of its own: maintenance removes what no job names,
//! and a rule of the bucket that removes objects must leave them longer than jobs keep their results.

use super::hashing::{self, Hashing};
use super::s3_place::{S3Place, S3Server};
use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path as Name;
use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectMeta, ObjectStore as _, ObjectStoreExt as _, RetryConfig,
    WriteMultipart,
};
use penstock_jobs::{Artifacts, StoreError, Stored};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::OnceCell;

/// Longer contents go in several parts; S3 takes no part of less than 5 MiB but the last.
const PART: usize = 8 << 20;
/// Parts on their way at once.
const PARTS_AT_ONCE: usize = 3;
/// One that was put so recently is not put again. Much less than maintenance's patience.
const FRESH: Duration = Duration::from_secs(600);
/// S3 says times in whole seconds.
const GRAIN: Duration = Duration::from_secs(1);
const CONNECT: Duration = Duration::from_secs(5);
/// A part over a line of 2 Mbit/s.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);
const RETRIES: usize = 3;
const RETRY_FOR: Duration = Duration::from_secs(20);
/// The object that tells what time it is there.
const CLOCK: &str = ".penstock-clock";

/// The artifact store in a bucket.
#[derive(Debug)]
pub struct S3Artifacts {
    bucket: AmazonS3,
    prefix: String,
    shown: String,
    /// How far the server's clock is ahead of ours in seconds; asked for once.
    ahead_s: OnceCell<i64>,
}

impl S3Artifacts {
    /// Prepares the way to the bucket; nothing is asked of it yet.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the environment's settings cannot be used.
    pub fn new(place: &S3Place) -> Result<Self, StoreError> {
        let builder = match &place.server {
            Some(S3Server { endpoint, region, key, secret }) => AmazonS3Builder::new()
                .with_endpoint(endpoint)
                .with_region(region)
                .with_access_key_id(key)
                .with_secret_access_key(secret)
                .with_allow_http(place.is_plain()),
            None => AmazonS3Builder::from_env(),
        };
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(5), ..BackoffConfig::default() };
        let bucket = builder
            .with_bucket_name(&place.bucket)
            .with_http_connector(OurClient)
            .with_retry(RetryConfig { backoff, max_retries: RETRIES, retry_timeout: RETRY_FOR })
            .build()
            .map_err(|error| StoreError::Invalid(format!("the S3 store cannot be used: {error}")))?;
        let shown = format!("the S3 bucket {}", place.bucket);
        Ok(Self { bucket, prefix: place.prefix.clone(), shown, ahead_s: OnceCell::new() })
    }

    fn name(&self, sha256: &str) -> Result<Name, StoreError> {
        hashing::check_name(sha256)?;
        Ok(self.beneath(sha256))
    }

    fn beneath(&self, last: &str) -> Name {
        if self.prefix.is_empty() { Name::from(last) } else { Name::from(format!("{}/{last}", self.prefix)) }
    }

    fn failed(&self, error: &Error) -> StoreError {
        let why = match error {
            Error::Unauthenticated { .. } => "it does not accept the key",
            Error::PermissionDenied { .. } => "the key may not do this there",
            Error::NotFound { .. } => "there is no such bucket",
            _ => return StoreError::Unavailable(format!("{}: {error}", self.shown)),
        };
        StoreError::Unavailable(format!("{}: {why}", self.shown))
    }

    fn gone(sha256: &str) -> StoreError {
        StoreError::Invalid(format!("the artifact {sha256} is not here any more"))
    }

    async fn found(&self, name: &Name) -> Result<Option<ObjectMeta>, StoreError> {
        match self.bucket.head(name).await {
            Ok(found) => Ok(Some(found)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Seconds since 1970 on the server's clock, at least: ages are its, not ours.
    async fn now_s(&self) -> Result<i64, StoreError> {
        let ahead = self.ahead_s.get_or_try_init(async || {
            let clock = self.beneath(CLOCK);
            self.bucket.put(&clock, Vec::new().into()).await.map_err(|error| self.failed(&error))?;
            let there = self.found(&clock).await?.map_or(0, |found| found.last_modified.timestamp());
            Ok::<_, StoreError>(there - our_seconds())
        });
        Ok(our_seconds() + ahead.await? + whole_seconds(GRAIN))
    }

    async fn age_s(&self, found: &ObjectMeta) -> Result<i64, StoreError> {
        Ok(self.now_s().await? - found.last_modified.timestamp())
    }

    /// Sends it unless it came lately. `content` is read once, and must be what `stored` says.
    async fn put(&self, stored: &Stored, content: impl AsyncRead + Unpin) -> Result<(), StoreError> {
        let name = self.name(&stored.sha256)?;
        if let Some(found) = self.found(&name).await?
            && found.size == stored.bytes
            && self.age_s(&found).await? < whole_seconds(FRESH)
        {
            return Ok(());
        }
        let mut content = Hashing::new(content);
        if stored.bytes <= PART as u64 {
            let mut whole = Vec::new();
            content.read_to_end(&mut whole).await.map_err(|error| hashing::unreadable(&error))?;
            unchanged(&content.finish().await?, stored)?;
            let put = self.bucket.put(&name, whole.into()).await;
            return put.map(drop).map_err(|error| self.failed(&error));
        }
        self.put_in_parts(&name, stored, content).await
    }

    async fn put_in_parts(
        &self,
        name: &Name,
        stored: &Stored,
        mut content: Hashing<impl AsyncRead + Unpin>,
    ) -> Result<(), StoreError> {
        let failed = |error| self.failed(&error);
        let upload = self.bucket.put_multipart(name).await.map_err(failed)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut step = vec![0; 1 << 20];
        let read = loop {
            match content.read(&mut step).await {
                Ok(0) => break content.finish().await.and_then(|sent| unchanged(&sent, stored)),
                Ok(read) => upload.write(&step[..read]),
                Err(error) => break Err(hashing::unreadable(&error)),
            }
            if let Err(error) = upload.wait_for_capacity(PARTS_AT_ONCE).await {
                break Err(failed(error));
            }
        };
        match read {
            Ok(()) => upload.finish().await.map(drop).map_err(failed),
            Err(error) => {
                // Best effort: the bucket's own rule for parts that were never put together does the rest.
                if let Err(left) = upload.abort().await {
                    tracing::warn!(error = %left, "parts of a file may be left in the S3 store");
                }
                Err(error)
            }
        }
    }

    /// Hands all of it to `to`, and compares at the end.
    async fn pour<W: tokio::io::AsyncWrite + Unpin>(
        &self,
        sha256: &str,
        to: &mut W,
        failed: impl Fn(std::io::Error) -> StoreError,
    ) -> Result<(), StoreError> {
        let name = self.name(sha256)?;
        let got = match self.bucket.get(&name).await {
            Err(Error::NotFound { .. }) => return Err(Self::gone(sha256)),
            got => got.map_err(|error| self.failed(&error))?,
        };
        let mut parts = got.into_stream();
        let mut sum = hashing::Sum::default();
        while let Some(part) = parts.try_next().await.map_err(|error| self.failed(&error))? {
            sum.add(&part);
            to.write_all(&part).await.map_err(&failed)?;
        }
        to.flush().await.map_err(&failed)?;
        let found = sum.stored();
        if found.sha256 == sha256 {
            return Ok(());
        }
        // While it is there a put might be spared, and everybody would get it.
        self.bucket.delete(&name).await.map_err(|error| self.failed(&error))?;
        Err(hashing::damaged(sha256, &found.sha256))
    }
}

fn unchanged(sent: &Stored, stored: &Stored) -> Result<(), StoreError> {
    if sent == stored {
        return Ok(());
    }
    Err(StoreError::Invalid("the file changed while it was read; try again".into()))
}

fn our_seconds() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, whole_seconds)
}

fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX / 4)
}

/// The client of the whole program: the same TLS, no proxy that a variable names, no answer that redirects.
#[derive(Debug)]
struct OurClient;

impl HttpConnector for OurClient {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        // One provider for the whole program; whoever comes first sets it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(ANSWER_WITHIN)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("penstock/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::Generic { store: "S3", source: Box::new(error) })?;
        Ok(HttpClient::new(client))
    }
}

#[async_trait]
impl Artifacts for S3Artifacts {
    async fn put_files(&self, from: &[PathBuf]) -> Result<Vec<Stored>, StoreError> {
        let mut kept = Vec::with_capacity(from.len());
        for path in from {
            let mut file = hashing::open(path).await?;
            let stored = hashing::of_file(&mut file).await?;
            self.put(&stored, file).await?;
            kept.push(stored);
        }
        Ok(kept)
    }

    async fn put_bytes(&self, content: &[u8]) -> Result<Stored, StoreError> {
        let stored = hashing::of(content);
        self.put(&stored, content).await?;
        Ok(stored)
    }

    async fn fetch(&self, sha256: &str, to: &Path) -> Result<(), StoreError> {
        if !self.has(sha256).await? {
            return Err(Self::gone(sha256));
        }
        let mut target = hashing::Target::create(to).await?;
        let failed = target.failure();
        self.pour(sha256, target.file(), failed).await?;
        target.keep();
        Ok(())
    }

    async fn read(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let mut content = Vec::new();
        self.pour(sha256, &mut content, |error| StoreError::Unavailable(error.to_string())).await?;
        Ok(content)
    }

    async fn has(&self, sha256: &str) -> Result<bool, StoreError> {
        Ok(self.found(&self.name(sha256)?).await?.is_some())
    }

    async fn list(&self, older_than: Duration) -> Result<Vec<String>, StoreError> {
        let before_s = self.now_s().await?.saturating_sub(whole_seconds(older_than));
        let prefix = (!self.prefix.is_empty()).then(|| Name::from(self.prefix.as_str()));
        let mut objects = self.bucket.list(prefix.as_ref());
        let mut hashes = Vec::new();
        while let Some(found) = objects.try_next().await.map_err(|error| self.failed(&error))? {
            let hash = found.location.filename().unwrap_or_default();
            // What else lies in the bucket is somebody else's.
            let ours = hashing::check_name(hash).is_ok() && found.location == self.beneath(hash);
            if ours && found.last_modified.timestamp() <= before_s {
                hashes.push(hash.to_owned());
            }
        }
        Ok(hashes)
    }

    async fn renew(&self, _: &[String]) -> Result<(), StoreError> {
        // Nothing goes there by itself.
        Ok(())
    }

    async fn remove(&self, sha256: &str, older_than: Duration) -> Result<bool, StoreError> {
        let name = self.name(sha256)?;
        let Some(found) = self.found(&name).await? else { return Ok(false) };
        if self.age_s(&found).await? < whole_seconds(older_than) {
            return Ok(false);
        }
        match self.bucket.delete(&name).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(true),
            Err(error) => Err(self.failed(&error)),
        }
    }
}
