//! Artifacts in Redis itself, in pieces, for fleets that have nothing else in common.
//!
//! `<prefix>:penstock:blob:<sha256>` is a hash with `bytes` and `pieces`; the content lies in
//! `…:<sha256>:0`, `…:1` and so on; `<prefix>:penstock:blobs` orders all hashes by when they were last put.
//! A content is there when its header is: the header is written last, by a script that has seen every
//! piece. Nothing is kept for ever: unused for [`LIFETIME`], a content goes even where no Penstock cleans
//! up. It has a connection of its own, so that large files hold up no heartbeat.

use super::hashing::{self, Hashing};
use crate::RedisSettings;
use crate::redis::link::{Link, Script};
use crate::rq::Keys;
use async_trait::async_trait;
use penstock_jobs::{Artifacts, StoreError, Stored};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};

/// Bytes in one piece: a value that Redis moves in a few milliseconds.
const PIECE: usize = 1 << 20;
/// A content that nobody put, read or renewed for this long goes. Maintenance renews what jobs name.
const LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);
/// One piece over a line of 0.5 Mbit/s.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// Contents up to this go in one command with all that belongs to them: asking first whether they are there
/// would cost more.
const SMALL: u64 = 32 << 10;
/// Hashes in one answer of the server.
const PAGE: usize = 1000;

static KEEP: Script = Script::new("blob keep", include_str!("lua/keep.lua"));
static PUT: Script = Script::new("blob put", include_str!("lua/put.lua"));
static RENEW: Script = Script::new("blob renew", include_str!("lua/renew.lua"));
static REMOVE: Script = Script::new("blob remove", include_str!("lua/remove.lua"));

/// The artifact store within a Redis store.
#[derive(Clone, Debug)]
pub struct RedisArtifacts {
    link: Link,
    most_bytes: u64,
}

/// What a header says.
struct Header {
    bytes: u64,
    pieces: u64,
}

impl RedisArtifacts {
    /// Connects. Contents of more than `most_bytes` are refused.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server cannot be reached.
    pub async fn open(settings: RedisSettings, most_bytes: u64) -> Result<Self, StoreError> {
        Ok(Self { link: Link::open_with(settings, ANSWER_WITHIN).await?, most_bytes })
    }

    fn keys(&self) -> &Keys {
        self.link.keys()
    }

    fn piece(&self, sha256: &str, number: u64) -> String {
        format!("{}:{number}", self.keys().blob(sha256))
    }

    fn pieces(&self, sha256: &str, count: u64) -> impl Iterator<Item = String> {
        (0..count).map(move |number| self.piece(sha256, number))
    }

    fn check_size(&self, bytes: u64) -> Result<(), StoreError> {
        if bytes <= self.most_bytes {
            return Ok(());
        }
        const MIB: f64 = 1_048_576.0;
        Err(StoreError::Invalid(format!(
            "a file of {:.1} MiB is too large for the Redis store, which takes {:.0} MiB; keep artifacts in a \
             shared folder or an S3 store with ?artifacts=",
            bytes as f64 / MIB,
            self.most_bytes as f64 / MIB,
        )))
    }

    /// Sends what is not there yet. `content` is read once, and must be what `stored` says.
    async fn put(&self, stored: &Stored, content: impl AsyncRead + Unpin) -> Result<(), StoreError> {
        self.check_size(stored.bytes)?;
        if self.keep(stored).await? && !self.is_damaged(&stored.sha256).await? {
            return Ok(());
        }
        let mut content = Hashing::new(content);
        let mut piece = vec![0; PIECE];
        for number in 0..pieces_of(stored.bytes) {
            let length = fill(&mut content, &mut piece).await?;
            let mut set = redis::cmd("SET");
            set.arg(self.piece(&stored.sha256, number)).arg(&piece[..length]);
            set.arg("EX").arg(LIFETIME.as_secs());
            self.send_piece(&set).await?;
        }
        if content.finish().await? != *stored {
            return Err(StoreError::Invalid("the file changed while it was read; try again".into()));
        }
        if !self.keep(stored).await? {
            return Err(StoreError::Unavailable("the Redis store lost a piece that it had taken".into()));
        }
        let mut sound = redis::cmd("HDEL");
        sound.arg(self.keys().blob(&stored.sha256)).arg("damaged");
        self.link.run(&sound).await
    }

    /// Sends small contents whole, in one command. Whoever sends them again sends the same.
    async fn put_small(&self, contents: Vec<(&Stored, Vec<u8>)>) -> Result<(), StoreError> {
        let mut keys = vec![self.index()];
        let mut args = vec![LIFETIME.as_secs().to_string().into_bytes()];
        for (stored, content) in contents {
            self.check_size(stored.bytes)?;
            keys.extend([self.keys().blob(&stored.sha256), self.piece(&stored.sha256, 0)]);
            args.extend([stored.sha256.clone().into_bytes(), stored.bytes.to_string().into_bytes(), content]);
        }
        self.link.script(&PUT, &keys, &args).await
    }

    /// Sends a file of any size in pieces.
    async fn put_large(&self, from: &Path) -> Result<Stored, StoreError> {
        let mut file = hashing::open(from).await?;
        let size = file.metadata().await.map_err(|error| hashing::unreadable(&error))?.len();
        self.check_size(size)?;
        let stored = hashing::of_file(&mut file).await?;
        self.put(&stored, file).await?;
        Ok(stored)
    }

    /// The same piece twice is the same piece.
    async fn send_piece(&self, set: &redis::Cmd) -> Result<(), StoreError> {
        match self.link.run(set).await {
            Err(StoreError::Unavailable(_)) => self.link.run(set).await,
            done => done,
        }
    }

    /// Whether all of it is there; then it is young again.
    async fn keep(&self, stored: &Stored) -> Result<bool, StoreError> {
        let sha256 = &stored.sha256;
        let mut keys = vec![self.keys().blob(sha256), self.index()];
        keys.extend(self.pieces(sha256, pieces_of(stored.bytes)));
        let args = [sha256.clone(), stored.bytes.to_string(), LIFETIME.as_secs().to_string()];
        self.link.script(&KEEP, &keys, &args.map(String::into_bytes)).await
    }

    async fn is_damaged(&self, sha256: &str) -> Result<bool, StoreError> {
        let mut ask = redis::cmd("HEXISTS");
        ask.arg(self.keys().blob(sha256)).arg("damaged");
        self.link.run(&ask).await
    }

    fn index(&self) -> String {
        self.keys().ours("blobs")
    }

    async fn header(&self, sha256: &str) -> Result<Option<Header>, StoreError> {
        hashing::check_name(sha256)?;
        let mut ask = redis::cmd("HMGET");
        ask.arg(self.keys().blob(sha256)).arg("bytes").arg("pieces");
        let (bytes, pieces): (Option<u64>, Option<u64>) = self.link.run(&ask).await?;
        let (Some(bytes), Some(pieces)) = (bytes, pieces) else { return Ok(None) };
        // Written by somebody else, it would let us ask for pieces until the end of time.
        if pieces != pieces_of(bytes) || bytes > self.most_bytes.max(1 << 30) {
            return Err(StoreError::Damaged(format!("the header of the artifact {sha256} makes no sense")));
        }
        Ok(Some(Header { bytes, pieces }))
    }

    /// Hands every piece to `take`, and compares at the end.
    async fn pour<W: tokio::io::AsyncWrite + Unpin>(
        &self,
        sha256: &str,
        to: &mut W,
        failed: impl Fn(std::io::Error) -> StoreError,
    ) -> Result<(), StoreError> {
        let gone = || StoreError::Invalid(format!("the artifact {sha256} is not here any more"));
        let header = self.header(sha256).await?.ok_or_else(gone)?;
        self.renew_one(sha256, header.pieces).await?;
        let mut hash = hashing::Sum::default();
        for key in self.pieces(sha256, header.pieces) {
            let piece: Option<Vec<u8>> = self.link.run(redis::cmd("GET").arg(key)).await?;
            let piece = piece.ok_or_else(gone)?;
            hash.add(&piece);
            to.write_all(&piece).await.map_err(&failed)?;
        }
        to.flush().await.map_err(&failed)?;
        let found = hash.stored();
        if found.sha256 == sha256 && found.bytes == header.bytes {
            return Ok(());
        }
        // A put of the same content writes it anew.
        let mut mark = redis::cmd("HSET");
        mark.arg(self.keys().blob(sha256)).arg("damaged").arg(1);
        self.link.run::<()>(&mark).await?;
        Err(hashing::damaged(sha256, &found.sha256))
    }

    async fn renew_one(&self, sha256: &str, pieces: u64) -> Result<(), StoreError> {
        let mut keys = vec![self.keys().blob(sha256)];
        keys.extend(self.pieces(sha256, pieces));
        self.link.script(&RENEW, &keys, &[LIFETIME.as_secs().to_string().into_bytes()]).await
    }
}

/// An empty content has one empty piece, so that it can be told from a missing one.
fn pieces_of(bytes: u64) -> u64 {
    bytes.div_ceil(PIECE as u64).max(1)
}

/// Reads until the piece is full or the content ends.
async fn fill(from: &mut (impl AsyncRead + Unpin), piece: &mut [u8]) -> Result<usize, StoreError> {
    let mut length = 0;
    while length < piece.len() {
        match from.read(&mut piece[length..]).await.map_err(|error| hashing::unreadable(&error))? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

#[async_trait]
impl Artifacts for RedisArtifacts {
    async fn put_files(&self, from: &[PathBuf]) -> Result<Vec<Stored>, StoreError> {
        let paths = from.to_vec();
        let reading = tokio::task::spawn_blocking(move || {
            paths.iter().map(|path| hashing::read_small(path, SMALL)).collect::<Result<Vec<_>, _>>()
        });
        let read =
            reading.await.map_err(|_| StoreError::Unavailable("reading a file was interrupted".into()))??;
        let mut small = Vec::new();
        let mut stored = Vec::with_capacity(from.len());
        for (path, read) in from.iter().zip(read) {
            stored.push(match read {
                Some((found, content)) => {
                    small.push((stored.len(), content));
                    found
                }
                None => self.put_large(path).await?,
            });
        }
        if !small.is_empty() {
            let contents = small.into_iter().map(|(at, content)| (&stored[at], content));
            self.put_small(contents.collect()).await?;
        }
        Ok(stored)
    }

    async fn put_bytes(&self, content: &[u8]) -> Result<Stored, StoreError> {
        let stored = hashing::of(content);
        if stored.bytes <= SMALL {
            self.put_small(vec![(&stored, content.to_vec())]).await?;
        } else {
            self.put(&stored, content).await?;
        }
        Ok(stored)
    }

    async fn fetch(&self, sha256: &str, to: &Path) -> Result<(), StoreError> {
        hashing::check_name(sha256)?;
        if !self.has(sha256).await? {
            return Err(StoreError::Invalid(format!("the artifact {sha256} is not here any more")));
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
        Ok(self.header(sha256).await?.is_some())
    }

    async fn list(&self, older_than: Duration) -> Result<Vec<String>, StoreError> {
        let (seconds, micros): (i64, i64) = self.link.run(&redis::cmd("TIME")).await?;
        let age_ms = i64::try_from(older_than.as_millis()).unwrap_or(i64::MAX);
        let before_ms = (seconds * 1000 + micros / 1000).saturating_sub(age_ms);
        let mut hashes: Vec<String> = Vec::new();
        loop {
            let mut ask = redis::cmd("ZRANGE");
            ask.arg(self.index()).arg("-inf").arg(before_ms).arg("BYSCORE");
            ask.arg("LIMIT").arg(hashes.len()).arg(PAGE);
            let page: Vec<String> = self.link.run(&ask).await?;
            let full = page.len() == PAGE;
            hashes.extend(page.into_iter().filter(|hash| hashing::check_name(hash).is_ok()));
            if !full {
                return Ok(hashes);
            }
        }
    }

    async fn renew(&self, hashes: &[String]) -> Result<(), StoreError> {
        for sha256 in hashes {
            if let Some(header) = self.header(sha256).await? {
                self.renew_one(sha256, header.pieces).await?;
            }
        }
        Ok(())
    }

    async fn remove(&self, sha256: &str, older_than: Duration) -> Result<bool, StoreError> {
        hashing::check_name(sha256)?;
        // A header that makes no sense goes with the piece that is surely there.
        let pieces = self.header(sha256).await.ok().flatten().map_or(1, |header| header.pieces);
        let mut keys = vec![self.keys().blob(sha256), self.index()];
        keys.extend(self.pieces(sha256, pieces));
        let args = [sha256.to_owned(), older_than.as_millis().to_string()].map(String::into_bytes);
        self.link.script(&REMOVE, &keys, &args).await
    }
}
