//! What no limit of the kernel bounds: all files of a child together, and its threads. The parent looks.
//!
//! `RLIMIT_FSIZE` bounds one file, and `RLIMIT_NPROC` counts all processes of a user and nothing at all for
//! root. So the parent adds up what lies in the child's folder, with what the child holds open and has
//! removed, and counts its threads. Between two looks a child can write what the disk takes in that time:
//! this bounds a fault, it is no quota. Threads and removed files are seen on Linux only.

use super::Limits;
use super::folder::MOST_FILES;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Least time between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A look takes at most this share of the time.
const SHARE: u32 = 20;
/// Most threads of a child; tasks start one for each core, and a few.
pub(super) const MOST_THREADS: u64 = 512;

/// What there is too much of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Excess {
    /// Bytes of all files together.
    Bytes,
    /// Files and folders.
    Files,
    /// Threads.
    Threads,
}

/// Returns once a child whose folder this is has more than it may; never while it keeps within.
pub(super) async fn over(folder: &Path, pid: Option<u32>, limits: &Limits) -> Excess {
    let (out, most_bytes) = (folder.join("out"), limits.file_bytes);
    let mut pause = LOOK_EVERY;
    loop {
        tokio::time::sleep(pause).await;
        let out = out.clone();
        let look = tokio::task::spawn_blocking(move || {
            let began = Instant::now();
            (look(out, pid, most_bytes), began.elapsed())
        });
        match look.await {
            Ok((Some(excess), _)) => return excess,
            Ok((None, took)) => pause = LOOK_EVERY.max(took * SHARE),
            // The runtime ends, and the child with it.
            Err(_) => std::future::pending().await,
        }
    }
}

fn look(out: PathBuf, pid: Option<u32>, most_bytes: u64) -> Option<Excess> {
    let (mut bytes, mut files) = (pid.map_or(0, removed_bytes), 0);
    let mut folders = vec![out];
    while let Some(folder) = folders.pop() {
        // What is gone by now takes no room.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(found) = entry.metadata() else { continue };
            files += 1;
            bytes += room_of(&found);
            if found.is_dir() {
                folders.push(entry.path());
            }
            if files > MOST_FILES {
                return Some(Excess::Files);
            }
        }
    }
    if bytes > most_bytes {
        return Some(Excess::Bytes);
    }
    pid.and_then(threads).filter(|threads| *threads > MOST_THREADS).map(|_| Excess::Threads)
}

/// Bytes on the disk; a file with holes takes less than its length.
#[cfg(unix)]
fn room_of(found: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    found.blocks() * 512
}

#[cfg(not(unix))]
fn room_of(found: &fs::Metadata) -> u64 {
    found.len()
}

/// What files take that a process holds open and that have no name any more.
#[cfg(target_os = "linux")]
fn removed_bytes(pid: u32) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let open = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    let files = open.filter_map(|entry| fs::metadata(entry.path()).ok());
    files.filter(|found| found.is_file() && found.nlink() == 0).map(|found| room_of(&found)).sum()
}

#[cfg(target_os = "linux")]
fn threads(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("Threads:"))?.trim().parse().ok()
}

#[cfg(not(target_os = "linux"))]
fn removed_bytes(_: u32) -> u64 {
    0
}

#[cfg(not(target_os = "linux"))]
fn threads(_: u32) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_count_together_wherever_they_lie() {
        let out = tempfile::tempdir().unwrap();
        let inner = out.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        for (folder, name) in [(out.path(), "1"), (inner.as_path(), "2")] {
            fs::write(folder.join(name), vec![1; 100_000]).unwrap();
        }
        assert_eq!(look(out.path().to_owned(), None, 150_000), Some(Excess::Bytes));
        assert_eq!(look(out.path().to_owned(), None, 400_000), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_removed_file_that_is_open_counts_and_so_do_threads() {
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join("gone");
        let file = fs::File::create(&path).unwrap();
        std::io::Write::write_all(&mut &file, &[1; 200_000]).unwrap();
        fs::remove_file(&path).unwrap();
        let own = std::process::id();
        assert!(removed_bytes(own) >= 200_000);
        assert_eq!(look(out.path().to_owned(), Some(own), 100_000), Some(Excess::Bytes));
        assert!(threads(own).is_some_and(|threads| threads >= 1));
    }
}
