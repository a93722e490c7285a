//! What `deploy/` holds: the files are what they claim to be, and every call of `penstock` in them is one
//! that the binary takes.

use crate::process::{Running, penstock};
use penstock_testkit::Python;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(120);

fn deploy(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("deploy").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(deploy(name)).unwrap()
}

fn ok(command: &mut Command) -> String {
    let outcome = Running::start(command).outcome(SOON);
    assert_eq!(outcome.code, Some(0), "{}\n{}", outcome.stdout, outcome.stderr);
    outcome.stdout
}

/// The binary understands this call: it would print its help, had it come so far.
fn understood(words: &[&str]) {
    let mut command = Command::new(penstock());
    let outcome = Running::start(command.args(words).arg("--help")).outcome(SOON);
    assert_eq!(outcome.code, Some(0), "penstock {words:?}: {}", outcome.stderr);
}

#[test]
fn the_compose_file_and_the_kubernetes_manifests_fit_their_schemas() {
    let python = Python::with(&["check-jsonschema==0.37.4", "kubernetes-validate==1.36.0"]);
    ok(python
        .program("check-jsonschema")
        .args(["--builtin-schema", "vendor.compose-spec"])
        .arg(deploy("compose.yaml")));
    ok(python.program("kubernetes-validate").args(["--strict"]).arg(deploy("kubernetes/penstock.yaml")));
}

#[test]
fn every_call_in_the_yaml_files_is_understood() {
    let python = Python::with(&["check-jsonschema==0.37.4", "kubernetes-validate==1.36.0"]);
    // One call a line, its words with tabs between them.
    let script = "
import sys, yaml
compose = yaml.safe_load(open(sys.argv[1]))
for name, service in compose['services'].items():
    if name != 'redis':
        print('\\t'.join(service['command']))
for manifest in yaml.safe_load_all(open(sys.argv[2])):
    if manifest['kind'] == 'Deployment':
        for container in manifest['spec']['template']['spec']['containers']:
            print('\\t'.join(container['args']))
";
    let calls = ok(python
        .command()
        .args(["-c", script])
        .args([deploy("compose.yaml"), deploy("kubernetes/penstock.yaml")]));
    assert_eq!(calls.lines().count(), 5, "{calls}");
    for call in calls.lines() {
        understood(&call.split('\t').collect::<Vec<_>>());
    }
}

#[test]
fn redis_in_the_compose_file_keeps_what_it_accepted() {
    let compose = read("compose.yaml");
    assert!(compose.contains("--appendonly, \"yes\", --appendfsync, always"), "{compose}");
    assert!(compose.contains("--maxmemory-policy, noeviction"), "{compose}");
}

#[test]
fn the_units_are_sound_and_their_calls_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["penstock-worker@.service", "penstock-serve.service"] {
        let text = read(&format!("systemd/{name}"));
        let call = text.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/bin/penstock ")).unwrap();
        understood(&call.split(' ').collect::<Vec<_>>());
        assert!(text.contains("User=penstock") && text.contains("NoNewPrivileges=yes"), "{name}");
        // A program that is there, so that everything else is looked at.
        let unit = folder.path().join(name);
        std::fs::write(&unit, text.replace("/usr/bin/penstock", &penstock().display().to_string())).unwrap();
        let verify = Running::start(Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit));
        let outcome = verify.outcome(SOON);
        assert!(outcome.code == Some(0) && outcome.stderr.trim().is_empty(), "{name}: {}", outcome.stderr);
    }
}

#[test]
fn the_procfiles_calls_are_understood() {
    for line in read("Procfile").lines() {
        let (_, call) = line.split_once(": ").unwrap();
        let call = call.strip_prefix("penstock ").unwrap();
        // As a shell would see it with nothing set.
        let call = call.replace("${PORT:-5000}", "5000");
        let call = call.replace("${RQ_QUEUE_NAMES:-high,default,low,svg-generation}", "high,default");
        assert!(!call.contains('$'), "{call}");
        understood(&call.split(' ').collect::<Vec<_>>());
    }
}

#[test]
fn the_image_is_built_in_stages_and_runs_without_root() {
    let text = read("Dockerfile");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.iter().filter(|line| line.starts_with("FROM ")).count() >= 3, "it is built in stages");
    let last = lines.iter().rposition(|line| line.starts_with("FROM ")).unwrap();
    let user = lines[last..].iter().find_map(|line| line.strip_prefix("USER ")).unwrap();
    assert!(user.split(':').all(|id| id.parse::<u32>().unwrap() > 0), "{user}");
    let call = lines[last..].iter().find_map(|line| line.strip_prefix("CMD ")).unwrap();
    let call: Vec<String> = serde_json::from_str(call).unwrap();
    understood(&call.iter().map(String::as_str).collect::<Vec<_>>());
}
