//! The bill of materials names what is linked, and everything that builds does so from a lock file.

use super::{metadata, root};
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn the_bill_of_materials_names_what_is_linked_and_nothing_that_only_tests_need() {
    let output =
        Command::new("node").arg("scripts/sbom.mjs").current_dir(root()).output().expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bill: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!((bill["bomFormat"].as_str(), bill["specVersion"].as_str()), (Some("CycloneDX"), Some("1.6")));
    let components = bill["components"].as_array().expect("it has components");
    let refs: BTreeSet<&str> = components.iter().filter_map(|one| one["bom-ref"].as_str()).collect();
    assert_eq!(refs.len(), components.len(), "each is there once");
    for dependency in bill["dependencies"].as_array().expect("it has edges") {
        for on in dependency["dependsOn"].as_array().expect("an edge leads somewhere") {
            assert!(refs.contains(on.as_str().expect("a reference is text")), "{on} is no component");
        }
    }
    let has = |name: &str| components.iter().any(|one| one["name"] == name);
    assert!(has("usvg") && has("tauri") && has("svelte") && has("penstock-worker"));
    assert!(!has("proptest") && !has("penstock-testkit"), "tests are not shipped");
    for one in components
        .iter()
        .filter(|one| one["purl"].as_str().is_some_and(|purl| purl.starts_with("pkg:cargo/")))
    {
        let ours = one["name"].as_str().is_some_and(|name| name.starts_with("penstock-"));
        assert!(ours || one["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() == 64), "{one}");
        assert!(one["licenses"][0].is_object(), "{one}");
    }
    assert!(components.len() > 300 && metadata()["packages"].as_array().is_some_and(|all| all.len() > 300));
}

#[test]
fn everything_that_builds_builds_from_the_lock() {
    for file in ["Makefile", "deploy/Dockerfile", ".ci/run"] {
        let Ok(text) = std::fs::read_to_string(root().join(file)) else { continue };
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let cargo = ["$(CARGO) build", "$(CARGO) test", "$(CARGO) run", "cargo build", "cargo install"];
            let builds = cargo.iter().any(|word| line.contains(word));
            assert!(!builds || line.contains("--locked") || line.contains("$(WORKSPACE)"), "{file}: {line}");
        }
    }
}
