//! Folders for what runs, and the removal of what dead workers left.
//!
//! Each worker has a folder `worker-…` of its own, with a locked file in it and one folder for each
//! attempt. The kernel gives the lock back when the process dies, however it dies; so a folder whose
//! lock can be had belongs to nobody.

use penstock_jobs::AttemptId;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PREFIX: &str = "worker-";
const LOCK: &str = "lock";
/// A folder without a lock file that is older than this was not just made.
const SETTLED: Duration = Duration::from_secs(60);

/// One worker's folder, removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    /// Holds the lock as long as it is open.
    _lock: File,
}

impl Scratch {
    /// Removes what dead workers left under `root`, and makes a folder for this one. Blocks.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        sweep(root)?;
        // Only the owner may look into it: it holds other people's drawings.
        let folder = tempfile::Builder::new().prefix(PREFIX).rand_bytes(10).tempdir_in(root)?;
        // Whoever sweeps must never see a lock file that is not locked yet.
        let passing = folder.path().join("lock.new");
        let lock = File::create_new(&passing)?;
        lock.lock()?;
        fs::rename(passing, folder.path().join(LOCK))?;
        Ok(Self { folder: folder.keep(), _lock: lock })
    }

    /// The worker's own folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// An empty folder for one attempt. Blocks.
    pub(crate) fn attempt(&self, attempt: &AttemptId) -> io::Result<AttemptFolder> {
        // Ids come from the store; one with a slash in it must not lead elsewhere.
        let name: String =
            attempt.as_str().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let folder = tempfile::Builder::new().prefix(&format!("{name}-")).tempdir_in(&self.folder)?;
        for part in ["inputs", "run"] {
            fs::create_dir(folder.path().join(part))?;
        }
        Ok(AttemptFolder(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(folder = %self.folder.display(), %error, "scratch folder could not be removed");
        }
    }
}

/// The folder of one attempt, removed when this is dropped.
#[derive(Debug)]
pub(crate) struct AttemptFolder(tempfile::TempDir);

impl AttemptFolder {
    /// Where input number `at` (from 0) goes.
    pub(crate) fn input(&self, at: usize) -> PathBuf {
        self.0.path().join("inputs").join(at.to_string())
    }

    /// The child's folder.
    pub(crate) fn run(&self) -> PathBuf {
        self.0.path().join("run")
    }

    /// A folder for the child of step number `at` (from 0) of several.
    ///
    /// # Errors
    /// The system's.
    pub(crate) async fn step(&self, at: usize) -> io::Result<PathBuf> {
        let folder = self.0.path().join(format!("step-{at}"));
        tokio::fs::create_dir(&folder).await?;
        Ok(folder)
    }
}

/// Removes the folders of workers that are gone. Another sweeper may be faster; that is no error.
fn sweep(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) || !is_abandoned(&entry.path()) {
            continue;
        }
        match fs::remove_dir_all(entry.path()) {
            Ok(()) => tracing::info!(folder = %entry.path().display(), "removed what a dead worker left"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (),
            Err(error) => {
                tracing::warn!(folder = %entry.path().display(), %error, "a dead worker's folder stays");
            }
        }
    }
    Ok(())
}

fn is_abandoned(folder: &Path) -> bool {
    match File::open(folder.join(LOCK)) {
        Ok(lock) => match lock.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        },
        // A worker that is just starting has its folder before its lock.
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::metadata(folder)
            .and_then(|found| found.modified())
            .is_ok_and(|made| made.elapsed().is_ok_and(|age| age > SETTLED)),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(root: &Path) -> usize {
        fs::read_dir(root).unwrap().count()
    }

    #[test]
    fn nothing_stays_when_a_worker_ends_in_order() {
        let root = tempfile::tempdir().unwrap();
        let scratch = Scratch::open(root.path()).unwrap();
        let attempt = scratch.attempt(&AttemptId::from("../../x")).unwrap();
        assert!(attempt.run().starts_with(root.path()) && attempt.run().is_dir());
        drop((attempt, scratch));
        assert_eq!(entries(root.path()), 0);
    }

    #[test]
    fn workers_that_start_at_once_leave_each_other_their_folders() {
        let root = tempfile::tempdir().unwrap();
        let start = || {
            let scratch = Scratch::open(root.path()).unwrap();
            for _ in 0..20 {
                sweep(root.path()).unwrap();
            }
            scratch
        };
        let all: Vec<Scratch> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(all.iter().all(|scratch| scratch.folder.join(LOCK).is_file()));
    }

    #[test]
    fn a_dead_workers_folder_goes_and_a_living_ones_stays() {
        let root = tempfile::tempdir().unwrap();
        let living = Scratch::open(root.path()).unwrap();
        let kept = living.attempt(&AttemptId::fresh()).unwrap();
        let dead = root.path().join("worker-dead");
        fs::create_dir_all(dead.join("attempt/run/out")).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        fs::write(root.path().join("somebody-elses"), "").unwrap();
        let third = Scratch::open(root.path()).unwrap();
        assert!(!dead.exists() && kept.run().is_dir() && root.path().join("somebody-elses").exists());
        drop(third);
    }
}
