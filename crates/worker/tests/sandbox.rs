//! What a child cannot reach. Where this kernel lacks a layer, the child must say so itself.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test by it")]

use penstock_worker::child::{self, End, LayerState, Limits, Request, RequestInput};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use tokio::sync::watch;

/// What a layer refuses.
const REFUSALS: [(&str, &[&str]); 3] = [
    (
        "files",
        &[
            "read outside",
            "read passwd",
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
    let params =
        json!({ "secret": secret, "target": target, "address": listener.local_addr().unwrap().to_string() });
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
