//! Copying in and out, with the hash taken on the way.

use super::layout::Layout;
use super::trouble;
use crate::sqlite::sync_folder;
use penstock_jobs::{StoreError, Stored, crash_point};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Keeps a copy of this content; durable when it returns.
pub(super) fn put(layout: &Layout, source: impl Read) -> Result<Stored, StoreError> {
    let mut unfinished = layout.new_file("put-").map_err(|error| trouble(&error))?;
    let (sha256, bytes) = pump(source, unfinished.as_file_mut()).map_err(|error| trouble(&error))?;
    let stored = Stored { sha256, bytes };
    let path = layout.path(&stored.sha256)?;
    // No removal comes between the look at what is there and its renewal.
    let _held = layout.hold_for_put().map_err(|error| trouble(&error))?;
    if is_sound(&path, &stored.sha256) && renew(&path) {
        return Ok(stored);
    }
    unfinished.as_file().sync_all().map_err(|error| trouble(&error))?;
    let folder = path.parent().unwrap_or(&path);
    layout.make_folder(folder)?;
    crash_point("file.before-rename");
    unfinished.persist(&path).map_err(|error| trouble(&error.error))?;
    crash_point("file.after-rename");
    sync_folder(folder)
        .and_then(|()| folder.parent().map_or(Ok(()), sync_folder))
        .map_err(|error| trouble(&error))?;
    Ok(stored)
}

/// Whether this content is here already. One that the disk has damaged is replaced by the put.
fn is_sound(path: &Path, sha256: &str) -> bool {
    let found = File::open(path).and_then(|file| pump(file, io::sink()));
    found.is_ok_and(|(found, _)| found == sha256)
}

/// Makes it young again, so that it is not collected before a job names it. False when it went away.
fn renew(path: &Path) -> bool {
    OpenOptions::new().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now())).is_ok()
}

/// Removes what nobody put for so long; true when it did.
pub(super) fn remove(layout: &Layout, sha256: &str, older_than: Duration) -> Result<bool, StoreError> {
    let path = layout.path(sha256)?;
    let _held = layout.hold_for_removal().map_err(|error| trouble(&error))?;
    let last_put = match fs::metadata(&path).and_then(|metadata| metadata.modified()) {
        Ok(last_put) => last_put,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(trouble(&error)),
    };
    // A time in the future is no age at all.
    if SystemTime::now().duration_since(last_put).unwrap_or_default() < older_than {
        return Ok(false);
    }
    fs::remove_file(&path).map(|()| true).map_err(|error| trouble(&error))
}

/// Places a copy at `to`, which must not exist. Nothing stays there when the content is damaged.
pub(super) fn fetch(layout: &Layout, sha256: &str, to: &Path) -> Result<(), StoreError> {
    let source = open(layout, sha256)?;
    let shown = to.display();
    let mut target =
        OpenOptions::new().write(true).create_new(true).open(to).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Invalid(format!("{shown} is there already")),
            _ => StoreError::Unavailable(format!("{shown} cannot be written: {error}")),
        })?;
    let copied = pump(source, &mut target)
        .map_err(|error| StoreError::Unavailable(format!("{shown} cannot be written: {error}")))
        .and_then(|(found, _)| compare(sha256, &found));
    if copied.is_err()
        && let Err(error) = fs::remove_file(to)
    {
        tracing::warn!(%error, path = %shown, "an incomplete copy could not be removed");
    }
    copied
}

/// The whole content.
pub(super) fn read(layout: &Layout, sha256: &str) -> Result<Vec<u8>, StoreError> {
    let mut content = Vec::new();
    let (found, _) = pump(open(layout, sha256)?, &mut content).map_err(|error| trouble(&error))?;
    compare(sha256, &found)?;
    Ok(content)
}

fn open(layout: &Layout, sha256: &str) -> Result<File, StoreError> {
    File::open(layout.path(sha256)?).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::Invalid(format!("the artifact {sha256} is not here any more")),
        _ => trouble(&error),
    })
}

fn compare(expected: &str, found: &str) -> Result<(), StoreError> {
    if expected == found {
        return Ok(());
    }
    Err(StoreError::Damaged(format!("the artifact {expected} has changed on disk (it is now {found})")))
}

/// Copies everything; the SHA-256 of it in lower-case hexadecimal, and its length.
fn pump(mut from: impl Read, mut to: impl Write) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 128 * 1024];
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        bytes += read as u64;
    }
    to.flush()?;
    Ok((format!("{:x}", hash.finalize()), bytes))
}
