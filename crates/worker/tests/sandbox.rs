//! What a child cannot reach. Where this kernel lacks a layer, the child must say so itself.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test by it")]

use penstock_jobs::{Failure, FailureClass};
use penstock_worker::child::{self, End, LayerState, Limits, Request, RequestInput};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use tokio::sync::watch;

/// What a layer refuses.
const REFUSALS: [(&str, &[&str]); 4] = [
    ("no new privileges", &["capability"]),
    (
        "files",
        &[
            "read outside",
            "read passwd",
            "read a home file",
            "shared memory",
            "list root",
            "write outside",
            "write input",
            "write beside",
            "link in out",
        ],
    ),
    ("network", &["connect", "listen"]),
    (
        "system calls",
        &[
            "connect",
            "listen",
            "datagram",
            "socket file",
            "start a program",
            "start 64 processes",
            "change the user",
            "signal the parent",
            "raise limits",
            "chmod outside",
        ],
    ),
];

#[tokio::test]
async fn each_layer_refuses_what_it_says_or_says_that_it_is_missing() {
    let here = std::env::current_exe().unwrap();
    child::set_executable(here.parent().and_then(Path::parent).unwrap().join("examples/child"));
    let sandbox = child::sandbox().await.unwrap();
    println!("{sandbox}");

    let root = tempfile::tempdir().unwrap();
    let [secret, target, input, run] =
        ["secret", "target", "input", "run"].map(|name| root.path().join(name));
    std::fs::write(&secret, "secret").unwrap();
    std::fs::write(&input, "input").unwrap();
    std::fs::create_dir(&run).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = std::env::var_os("HOME").expect("somebody runs this test");
    let home_file = tempfile::NamedTempFile::new_in(home).unwrap();
    let params = json!({ "home file": home_file.path(), "secret": secret, "target": target, "address": listener.local_addr().unwrap().to_string() });
    let inputs = vec![RequestInput { name: "input".into(), path: input.clone() }];
    let request = Request { task: "escape".into(), params, inputs };
    let (_asked, stop) = watch::channel(false);
    let end = child::run(&request, &run, &Limits::default(), &mut |_| (), stop).await;
    let End::Done { report, .. } = end else { panic!("{end:?}") };
    println!("{report:#}");

    for (layer, refused) in REFUSALS {
        match sandbox.state(layer) {
            LayerState::On => {
                for attempt in refused {
                    assert_ne!(
                        report[attempt],
                        Value::Null,
                        "{attempt} is possible, and {layer} claims to be on"
                    );
                }
            }
            state => {
                println!("skipped {layer}: {state:?}");
                assert!(sandbox.gaps().any(|gap| gap.name == layer && !gap.detail.is_empty()));
                assert!(sandbox.to_string().contains("not available") || state == LayerState::Partly);
            }
        }
    }
    assert_eq!(sandbox.state("limits"), LayerState::On);
    assert_eq!(sandbox.state("dies with parent"), LayerState::On);
    if sandbox.state("files") == LayerState::On {
        assert!(!target.exists() && std::fs::read(&input).unwrap() == b"input");
    }
}

/// Runs a task that fills a file system in memory, where the system has one: `/dev/shm`.
async fn fill(task: &str) -> (Failure, u64) {
    let here = std::env::current_exe().unwrap();
    child::set_executable(here.parent().and_then(Path::parent).unwrap().join("examples/child"));
    let shared = Path::new("/dev/shm");
    let root = if shared.is_dir() { tempfile::tempdir_in(shared) } else { tempfile::tempdir() }.unwrap();
    let run = root.path().join("run");
    std::fs::create_dir(&run).unwrap();
    let request = Request { task: task.into(), params: Value::Null, inputs: Vec::new() };
    let limits = Limits { file_bytes: 64 << 20, ..Limits::default() };
    let (_asked, stop) = watch::channel(false);
    let end = child::run(&request, &run, &limits, &mut |_| (), stop).await;
    let End::Died(failure) = end else { panic!("{task}: {end:?}") };
    // A neighbour has room.
    std::fs::write(root.path().join("neighbour"), vec![1; 1 << 20]).unwrap();
    let files = std::fs::read_dir(run.join("out")).unwrap();
    (failure, files.map(|file| file.unwrap().metadata().unwrap().len()).sum())
}

#[tokio::test]
async fn a_child_that_fills_a_disk_with_small_files_is_stopped() {
    let (failure, bytes) = fill("fill").await;
    assert_eq!(failure.class, FailureClass::Limit, "{failure:?}");
    assert!(failure.title.contains("more than 64 MiB together"), "{failure:?}");
    // What memory takes between two looks on a busy computer.
    assert!(bytes < 2 << 30, "{bytes}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_that_fills_a_disk_with_files_that_no_folder_shows_is_stopped() {
    let (failure, _) = fill("fill-removed").await;
    assert_eq!(failure.class, FailureClass::Limit, "{failure:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_that_starts_threads_or_makes_folders_without_end_is_stopped() {
    for (task, words) in [("threads", "threads"), ("many-folders", "files")] {
        let (failure, _) = fill(task).await;
        assert_eq!(failure.class, FailureClass::Limit, "{task}: {failure:?}");
        assert!(failure.title.contains(words), "{task}: {failure:?}");
    }
}
