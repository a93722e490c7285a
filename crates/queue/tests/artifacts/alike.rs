//! What every artifact store does, whatever it is made of.

use crate::ABC;
use penstock_jobs::{Artifacts, StoreError, Stored};
use std::path::Path;
use std::time::Duration;

/// Runs every check. `age` makes a content two hours old.
pub(crate) async fn check(artifacts: &dyn Artifacts, age: impl AsyncFn(&str)) {
    content_is_found_under_its_hash(artifacts).await;
    what_is_not_here_is_said_so(artifacts).await;
    a_name_that_is_no_hash_leads_nowhere(artifacts).await;
    a_fetch_overwrites_nothing(artifacts).await;
    old_ones_are_listed_and_removed(artifacts, age).await;
}

async fn content_is_found_under_its_hash(artifacts: &dyn Artifacts) {
    let folder = tempfile::tempdir().unwrap();
    let stored = artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(stored, Stored { sha256: ABC.into(), bytes: 3 });
    assert_eq!(artifacts.put_bytes(b"abc").await.unwrap(), stored, "a repeat is harmless");
    assert!(artifacts.has(ABC).await.unwrap());
    assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc");
    // More than one piece, and not a whole number of them.
    let large: Vec<u8> = (0..800_003_u32).flat_map(u32::to_le_bytes).collect();
    let from = folder.path().join("large");
    std::fs::write(&from, &large).unwrap();
    let stored = artifacts.put_file(&from).await.unwrap();
    assert_eq!(stored.bytes, large.len() as u64);
    let to = folder.path().join("copy");
    artifacts.fetch(&stored.sha256, &to).await.unwrap();
    assert!(std::fs::read(&to).unwrap() == large);
    several_files_are_told_in_their_order(artifacts, &from, &stored, folder.path()).await;
    let empty = artifacts.put_bytes(b"").await.unwrap();
    assert!(artifacts.has(&empty.sha256).await.unwrap());
    assert_eq!(artifacts.read(&empty.sha256).await.unwrap(), b"");
    artifacts.renew(&[ABC.to_owned(), "0".repeat(64)]).await.unwrap();
}

/// Small, large, small, and one of them twice.
async fn several_files_are_told_in_their_order(
    artifacts: &dyn Artifacts,
    large: &Path,
    kept: &Stored,
    folder: &Path,
) {
    let small = |name: &str, content: &str| {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let files = [small("1", "abc"), large.to_owned(), small("2", "another"), small("3", "abc")];
    let stored = artifacts.put_files(&files).await.unwrap();
    assert_eq!(stored.len(), files.len());
    assert_eq!((stored[0].sha256.as_str(), &stored[1]), (ABC, kept));
    assert_eq!(artifacts.read(&stored[2].sha256).await.unwrap(), b"another");
    assert_eq!(stored[3], stored[0]);
    assert_eq!(artifacts.put_files(&[]).await.unwrap(), []);
    let with_a_gap = artifacts.put_files(&[small("4", "abc"), folder.join("missing")]).await;
    assert!(matches!(with_a_gap, Err(StoreError::Invalid(_))), "{with_a_gap:?}");
    artifacts.remove(&stored[2].sha256, Duration::ZERO).await.unwrap();
}

async fn what_is_not_here_is_said_so(artifacts: &dyn Artifacts) {
    let folder = tempfile::tempdir().unwrap();
    let unknown = "0".repeat(64);
    assert!(!artifacts.has(&unknown).await.unwrap());
    assert!(matches!(artifacts.read(&unknown).await, Err(StoreError::Invalid(_))));
    let to = folder.path().join("copy");
    assert!(matches!(artifacts.fetch(&unknown, &to).await, Err(StoreError::Invalid(_))));
    assert!(!to.exists());
    assert!(!artifacts.remove(&unknown, Duration::ZERO).await.unwrap());
    let missing = artifacts.put_file(&folder.path().join("missing")).await;
    assert!(matches!(missing, Err(StoreError::Invalid(_))), "{missing:?}");
}

async fn a_name_that_is_no_hash_leads_nowhere(artifacts: &dyn Artifacts) {
    let upper = ABC.to_uppercase();
    for name in ["", "ab", "../secret", upper.as_str(), &ABC[1..], "*", "é".repeat(32).as_str()] {
        assert!(matches!(artifacts.read(name).await, Err(StoreError::Invalid(_))), "{name}");
        assert!(matches!(artifacts.has(name).await, Err(StoreError::Invalid(_))), "{name}");
        let removed = artifacts.remove(name, Duration::ZERO).await;
        assert!(matches!(removed, Err(StoreError::Invalid(_))), "{name}");
    }
}

async fn a_fetch_overwrites_nothing(artifacts: &dyn Artifacts) {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    std::fs::write(&mine, "mine").unwrap();
    let fetched = artifacts.fetch(ABC, &mine).await;
    assert!(matches!(fetched, Err(StoreError::Invalid(_))), "{fetched:?}");
    assert_eq!(std::fs::read(&mine).unwrap(), b"mine");
    let fetched = artifacts.fetch(ABC, &folder.path().join("no/folder")).await;
    assert!(matches!(fetched, Err(StoreError::Unavailable(_))), "{fetched:?}");
}

async fn old_ones_are_listed_and_removed(artifacts: &dyn Artifacts, age: impl AsyncFn(&str)) {
    let an_hour = Duration::from_secs(3600);
    let young = artifacts.put_bytes(b"young").await.unwrap().sha256;
    age(ABC).await;
    assert_eq!(artifacts.list(an_hour).await.unwrap(), [ABC]);
    assert!(artifacts.list(Duration::ZERO).await.unwrap().contains(&young));
    artifacts.put_bytes(b"abc").await.unwrap();
    assert!(!artifacts.remove(ABC, an_hour).await.unwrap(), "it was put again since");
    assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc");
    age(ABC).await;
    assert!(artifacts.remove(ABC, an_hour).await.unwrap());
    assert!(!artifacts.remove(ABC, an_hour).await.unwrap());
    assert!(!artifacts.has(ABC).await.unwrap());
    assert!(artifacts.has(&young).await.unwrap());
}
