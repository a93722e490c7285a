use super::metadata;
use std::collections::{BTreeMap, BTreeSet};

/// Which of our packages each may depend on (docs/architecture.md); development dependencies are free,
/// but for `tauri`.
const MAY: [(&str, &[&str]); 13] = [
    ("penstock-drawing", &[]),
    ("penstock-jobs", &[]),
    ("penstock-toolpath", &["penstock-drawing"]),
    ("penstock-tasks", &["penstock-toolpath", "penstock-drawing"]),
    ("penstock-queue", &["penstock-jobs"]),
    ("penstock-worker", &["penstock-queue", "penstock-jobs", "penstock-tasks"]),
    (
        "penstock-service",
        &["penstock-worker", "penstock-queue", "penstock-jobs", "penstock-tasks", "penstock-drawing"],
    ),
    ("penstock-gateway", &["penstock-service"]),
    ("penstock-cli", &["penstock-service", "penstock-gateway"]),
    ("penstock-desktop", &["penstock-service"]),
    ("penstock-testkit", &["penstock-drawing", "penstock-jobs", "penstock-queue"]),
    ("penstock-tests", &[]),
    (
        "penstock-benches",
        &[
            "penstock-drawing",
            "penstock-toolpath",
            "penstock-tasks",
            "penstock-worker",
            "penstock-queue",
            "penstock-jobs",
            "penstock-testkit",
        ],
    ),
];

#[test]
fn no_layer_reaches_upwards() {
    let allowed: BTreeMap<&str, &[&str]> = MAY.into_iter().collect();
    let metadata = metadata();
    let mut seen = BTreeSet::new();
    for package in ours(&metadata) {
        let name = package["name"].as_str().expect("a package has a name");
        let may = allowed
            .get(name)
            .unwrap_or_else(|| panic!("{name} has no place in the layers: give it one here"));
        seen.insert(name);
        for dependency in dependencies(package).filter(|d| d["kind"].is_null()) {
            let on = dependency["name"].as_str().expect("a dependency has a name");
            assert!(!allowed.contains_key(on) || may.contains(&on), "{name} must not depend on {on}");
        }
    }
    assert_eq!(seen.len(), MAY.len(), "a package of the table is gone");
}

#[test]
fn only_the_desktop_knows_tauri() {
    let metadata = metadata();
    for package in ours(&metadata).filter(|package| package["name"] != "penstock-desktop") {
        for dependency in dependencies(package) {
            let on = dependency["name"].as_str().expect("a dependency has a name");
            let webview =
                ["tauri", "wry", "tao", "webkit2gtk", "gtk"].contains(&on) || on.starts_with("tauri-");
            assert!(!webview, "{} must not depend on {on}", package["name"]);
        }
    }
}

#[test]
fn every_outside_crate_is_named_once_in_the_root_manifest() {
    // `fuzz/` is a workspace of its own, and cannot take from this one's table.
    let other = |file: &&String| {
        file.ends_with("Cargo.toml") && !["Cargo.toml", "fuzz/Cargo.toml"].contains(&file.as_str())
    };
    for file in super::files().iter().filter(other) {
        let manifest = std::fs::read_to_string(super::root().join(file)).expect("a manifest is text");
        let dependencies = manifest.split("dependencies]").skip(1).flat_map(|section| {
            section
                .lines()
                .skip(1)
                .take_while(|line| !line.starts_with('['))
                .filter(|line| line.contains('='))
        });
        for line in dependencies {
            assert!(
                line.contains("workspace = true"),
                "{file}: `{line}` should come from the workspace's table"
            );
        }
    }
}

fn ours(metadata: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    let members = metadata["workspace_members"].as_array().expect("metadata has members");
    metadata["packages"]
        .as_array()
        .expect("metadata has packages")
        .iter()
        .filter(|p| members.contains(&p["id"]))
}

fn dependencies(package: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    package["dependencies"].as_array().into_iter().flatten()
}
