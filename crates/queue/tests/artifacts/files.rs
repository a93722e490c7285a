//! Artifacts as files.

use crate::ABC;
use penstock_jobs::{Artifacts, StoreError, Stored};
use penstock_queue::FileArtifacts;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

struct Kept {
    artifacts: FileArtifacts,
    folder: tempfile::TempDir,
}

fn kept() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    Kept { artifacts: FileArtifacts::open(&folder.path().join("artifacts")).unwrap(), folder }
}

impl Kept {
    fn file(&self, sha256: &str) -> PathBuf {
        self.folder.path().join("artifacts").join(&sha256[..2]).join(&sha256[2..])
    }

    fn elsewhere(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[tokio::test]
async fn content_is_found_under_its_hash() {
    let kept = kept();
    let stored = kept.artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(stored, Stored { sha256: ABC.into(), bytes: 3 });
    assert_eq!(std::fs::read(kept.file(ABC)).unwrap(), b"abc");
    assert!(kept.artifacts.has(ABC).await.unwrap());
    assert_eq!(kept.artifacts.read(ABC).await.unwrap(), b"abc");
    let to = kept.elsewhere("copy");
    kept.artifacts.fetch(ABC, &to).await.unwrap();
    assert_eq!(std::fs::read(&to).unwrap(), b"abc");
    let large: Vec<u8> = (0..1_000_003_u32).flat_map(u32::to_le_bytes).collect();
    let from = kept.elsewhere("large");
    std::fs::write(&from, &large).unwrap();
    let stored = kept.artifacts.put_file(&from).await.unwrap();
    assert_eq!(stored.bytes, large.len() as u64);
    assert_eq!(kept.artifacts.read(&stored.sha256).await.unwrap(), large);
    let empty = kept.artifacts.put_bytes(b"").await.unwrap();
    assert_eq!(kept.artifacts.read(&empty.sha256).await.unwrap(), b"");
}

#[tokio::test]
async fn the_same_content_is_kept_once() {
    let kept = kept();
    let first = kept.artifacts.put_bytes(b"abc").await.unwrap();
    let old = SystemTime::now() - Duration::from_secs(3600);
    std::fs::File::options().append(true).open(kept.file(ABC)).unwrap().set_modified(old).unwrap();
    assert_eq!(kept.artifacts.list(Duration::from_secs(60)).await.unwrap(), [ABC]);
    assert_eq!(kept.artifacts.put_bytes(b"abc").await.unwrap(), first);
    assert_eq!(
        kept.artifacts.list(Duration::from_secs(60)).await.unwrap(),
        [] as [&str; 0],
        "a put makes it young"
    );
    let unfinished = std::fs::read_dir(kept.elsewhere("artifacts/unfinished")).unwrap();
    assert_eq!(unfinished.count(), 0);
}

#[tokio::test]
async fn many_may_put_the_same_at_once() {
    let kept = kept();
    let puts: Vec<_> = (0..16)
        .map(|_| {
            let artifacts = kept.artifacts.clone();
            tokio::spawn(async move { artifacts.put_bytes(b"abc").await.unwrap() })
        })
        .collect();
    for put in puts {
        assert_eq!(put.await.unwrap().sha256, ABC);
    }
    assert_eq!(kept.artifacts.read(ABC).await.unwrap(), b"abc");
}

#[tokio::test]
async fn damage_is_noticed_and_leaves_nothing_behind() {
    let kept = kept();
    kept.artifacts.put_bytes(b"abc").await.unwrap();
    std::fs::write(kept.file(ABC), b"abd").unwrap();
    let to = kept.elsewhere("copy");
    let fetched = kept.artifacts.fetch(ABC, &to).await;
    assert!(matches!(fetched, Err(StoreError::Damaged(_))), "{fetched:?}");
    assert!(!to.exists());
    assert!(matches!(kept.artifacts.read(ABC).await, Err(StoreError::Damaged(_))));
    kept.artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(kept.artifacts.read(ABC).await.unwrap(), b"abc", "putting it again mends it");
}

#[tokio::test]
async fn a_fetch_overwrites_nothing() {
    let kept = kept();
    kept.artifacts.put_bytes(b"abc").await.unwrap();
    let to = kept.elsewhere("mine");
    std::fs::write(&to, "mine").unwrap();
    let fetched = kept.artifacts.fetch(ABC, &to).await;
    assert!(matches!(fetched, Err(StoreError::Invalid(_))), "{fetched:?}");
    assert_eq!(std::fs::read(&to).unwrap(), b"mine");
    let fetched = kept.artifacts.fetch(ABC, &kept.elsewhere("no/folder")).await;
    assert!(matches!(fetched, Err(StoreError::Unavailable(_))), "{fetched:?}");
}

#[tokio::test]
async fn what_is_not_here_is_said_so() {
    let kept = kept();
    assert!(!kept.artifacts.has(ABC).await.unwrap());
    assert!(matches!(kept.artifacts.read(ABC).await, Err(StoreError::Invalid(_))));
    let to = kept.elsewhere("copy");
    assert!(matches!(kept.artifacts.fetch(ABC, &to).await, Err(StoreError::Invalid(_))));
    assert!(!to.exists());
    assert!(!kept.artifacts.remove(ABC, Duration::ZERO).await.unwrap());
    let missing = kept.artifacts.put_file(&kept.elsewhere("missing")).await;
    assert!(matches!(missing, Err(StoreError::Invalid(_))), "{missing:?}");
}

#[tokio::test]
async fn a_name_that_is_no_hash_leads_nowhere() {
    let kept = kept();
    std::fs::write(kept.elsewhere("secret"), "secret").unwrap();
    let upper = ABC.to_uppercase();
    let dots = format!("../{}", "a".repeat(61));
    for name in ["", "ab", "../secret", dots.as_str(), upper.as_str(), &ABC[1..], "é".repeat(32).as_str()] {
        assert!(matches!(kept.artifacts.read(name).await, Err(StoreError::Invalid(_))), "{name}");
        assert!(matches!(kept.artifacts.has(name).await, Err(StoreError::Invalid(_))), "{name}");
        assert!(
            matches!(kept.artifacts.remove(name, Duration::ZERO).await, Err(StoreError::Invalid(_))),
            "{name}"
        );
    }
    assert!(kept.elsewhere("secret").exists());
}

#[tokio::test]
async fn old_ones_are_listed_and_removed() {
    let kept = kept();
    let old = kept.artifacts.put_bytes(b"abc").await.unwrap().sha256;
    let young = kept.artifacts.put_bytes(b"young").await.unwrap().sha256;
    let long_ago = SystemTime::now() - Duration::from_secs(7200);
    let age = |path: PathBuf| {
        std::fs::File::options().append(true).open(path).unwrap().set_modified(long_ago).unwrap();
    };
    age(kept.file(&old));
    let left = kept.elsewhere("artifacts/unfinished/put-left");
    std::fs::write(&left, "half").unwrap();
    age(left.clone());
    assert_eq!(kept.artifacts.list(Duration::from_secs(3600)).await.unwrap(), vec![old.clone()]);
    assert!(!left.exists(), "what a dead process left half written is swept");
    let mut all = kept.artifacts.list(Duration::ZERO).await.unwrap();
    all.sort();
    assert!(all.contains(&old) && all.contains(&young) && all.len() == 2);
    assert!(kept.artifacts.remove(&old, Duration::from_secs(3600)).await.unwrap());
    assert!(!kept.artifacts.remove(&old, Duration::from_secs(3600)).await.unwrap());
    assert!(!kept.artifacts.has(&old).await.unwrap());
    assert!(kept.artifacts.has(&young).await.unwrap());
}

#[tokio::test]
async fn what_was_put_again_since_it_was_listed_stays() {
    let kept = kept();
    kept.artifacts.put_bytes(b"abc").await.unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(7200);
    std::fs::File::options().append(true).open(kept.file(ABC)).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(kept.artifacts.list(Duration::from_secs(3600)).await.unwrap(), [ABC]);
    kept.artifacts.put_bytes(b"abc").await.unwrap();
    assert!(!kept.artifacts.remove(ABC, Duration::from_secs(3600)).await.unwrap());
    assert_eq!(kept.artifacts.read(ABC).await.unwrap(), b"abc");
}

/// What a put returned for is there, whatever is collected beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn puts_and_removals_of_one_content_may_race() {
    let kept = kept();
    let an_hour = Duration::from_secs(3600);
    let age = |path: PathBuf| {
        if let Ok(file) = std::fs::File::options().append(true).open(path) {
            file.set_modified(SystemTime::now() - 2 * an_hour).unwrap();
        }
    };
    for _ in 0..100 {
        age(kept.file(ABC));
        let removals = (0..3).map(|_| {
            let artifacts = kept.artifacts.clone();
            tokio::spawn(async move { artifacts.remove(ABC, an_hour).await.unwrap() })
        });
        let removals: Vec<_> = removals.collect();
        kept.artifacts.put_bytes(b"abc").await.unwrap();
        for removal in removals {
            removal.await.unwrap();
        }
        assert!(kept.artifacts.has(ABC).await.unwrap(), "a content was lost after it was put");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_shared_folder_is_open_to_others_and_must_be_there() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let missing = FileArtifacts::open_shared(&folder.path().join("not mounted"));
    assert!(matches!(missing, Err(StoreError::Unavailable(_))), "{missing:?}");
    let artifacts = FileArtifacts::open_shared(folder.path()).unwrap();
    let stored = artifacts.put_bytes(b"abc").await.unwrap();
    let (first, rest) = stored.sha256.split_at(2);
    // What the mask of this process leaves of "everyone", as a plain file of its shows it.
    let plain = folder.path().join("plain");
    std::fs::write(&plain, "").unwrap();
    let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path().join(first).join(rest)), mode(plain));
}
