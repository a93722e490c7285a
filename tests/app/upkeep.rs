//! Backups, the doctor, wrong stores, and standard output that nobody reads.

use crate::drawings::one_stroke;
use crate::process::Running;
use crate::shop::{Shop, WORK, names_in, text};
use std::io::Read;

#[test]
fn a_backup_is_a_whole_store_with_every_job() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let done = shop.submit(&[&file]);
    shop.burst();
    let waits = shop.submit(&[&file, "--in", "1d"]);
    let copy = shop.path("copy.db");
    shop.ok(&["backup", copy.to_str().unwrap()]);
    shop.ok(&["delete", &done, &waits]);
    let from = format!("sqlite:{}", copy.display());
    let list = shop.json(&["--store", &from, "jobs", "--json"]);
    let jobs: Vec<(String, String)> =
        list["jobs"].as_array().unwrap().iter().map(|job| (text(&job["id"]), text(&job["state"]))).collect();
    assert_eq!(jobs, [(waits, "scheduled".to_owned()), (done, "finished".to_owned())]);
    shop.ok(&["backup", copy.to_str().unwrap()]);
    let list = shop.json(&["--store", &from, "jobs", "--json"]);
    assert_eq!(list["jobs"].as_array().unwrap().len(), 0, "a second backup replaces the first");
    assert!(
        names_in(&shop.path("")).iter().all(|name| !name.starts_with(".penstock")),
        "nothing is left beside it"
    );
}

#[test]
fn the_doctor_finds_a_healthy_store_healthy() {
    let shop = Shop::open();
    shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    shop.burst();
    let said = shop.ok(&["doctor"]);
    for part in [
        "Version",
        "Store",
        "Sandbox",
        "Only you can read the queue",
        "Files that jobs name",
        "Files that no job names",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn the_doctor_finds_a_damaged_artifact_and_says_what_to_do() {
    let shop = Shop::open();
    shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    shop.burst();
    let artifacts = walk(&shop.path("queue.db.artifacts"));
    let victim = artifacts.iter().max_by_key(|path| std::fs::metadata(path).unwrap().len()).unwrap();
    let mut permissions = std::fs::metadata(victim).unwrap().permissions();
    #[expect(
        clippy::permissions_set_readonly_false,
        reason = "the file is this test's own and goes with it"
    )]
    permissions.set_readonly(false);
    std::fs::set_permissions(victim, permissions).unwrap();
    std::fs::write(victim, "not what it was").unwrap();
    let outcome = shop.call(&["doctor"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    let line = outcome.stdout.lines().find(|line| line.contains("Files that jobs name")).unwrap_or_default();
    assert!(line.starts_with("WRONG") && line.contains("etry"), "{outcome:?}");
}

#[test]
fn the_doctor_counts_tokens_and_refuses_those_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::open();
    assert!(shop.ok(&["doctor"]).contains("Only the server's own opens it"));
    let token = shop.ok(&["token", "add", "tablet", "--kind", "operate"]);
    let said = shop.ok(&["doctor"]);
    assert!(said.contains("1 beside the server's own: 0 admin, 1 operate, 0 read"), "{said}");
    assert!(!said.contains(token.trim()));
    std::fs::set_permissions(shop.path(".config/penstock/tokens.json"), PermissionsExt::from_mode(0o644))
        .unwrap();
    let outcome = shop.call(&["doctor"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stdout.contains("None of the named ones is accepted"), "{outcome:?}");
}

#[test]
fn the_doctor_sees_files_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::open();
    shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    std::fs::set_permissions(shop.path("queue.db"), std::fs::Permissions::from_mode(0o666)).unwrap();
    let outcome = shop.call(&["doctor"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stdout.contains("queue.db"), "{outcome:?}");
    shop.ok(&["doctor", "--repair"]);
    shop.ok(&["doctor"]);
    let mode = std::fs::metadata(shop.path("queue.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}

#[test]
fn a_store_that_cannot_be_opened_is_exit_code_3() {
    let shop = Shop::open();
    shop.write("file", "a file, no folder");
    let url = format!("sqlite:{}", shop.path("file/queue.db").display());
    let outcome = shop.call(&["--store", &url, "jobs", "--json"]);
    assert_eq!(outcome.code, Some(3), "{outcome:?}");
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.len() > 20, "{outcome:?}");
}

#[test]
fn a_redis_store_that_is_away_is_said_and_never_replaced_by_another() {
    let shop = Shop::open();
    for words in [
        ["--store", "redis://:secret@127.0.0.1:1", "jobs"],
        ["--store", "rediss://:secret@127.0.0.1:1", "queues"],
    ] {
        let outcome = shop.call(&words);
        assert_eq!(outcome.code, Some(3), "{outcome:?}");
        assert!(outcome.stderr.contains("127.0.0.1:1") && !outcome.stderr.contains("secret"), "{outcome:?}");
    }
    let by_environment = |variables: &[(&str, &str)]| {
        let mut command = shop.command(&["jobs"]);
        let command = command.env_remove("PENSTOCK_STORE").envs(variables.iter().copied());
        Running::start(command).outcome(WORK)
    };
    for variables in [
        [("REDIS_URL", "redis://:secret@127.0.0.1:1"), ("REDIS_DB", "3")],
        [("REDIS_HOST", "127.0.0.1"), ("REDIS_PORT", "1")],
    ] {
        let outcome = by_environment(&variables);
        assert_eq!(outcome.code, Some(3), "{outcome:?}");
        assert!(outcome.stderr.contains("127.0.0.1:1") && !outcome.stderr.contains("secret"), "{outcome:?}");
    }
    let python = shop.call(&["submit", "--rq-function", "reports.make", "--kwargs", "{}"]);
    assert_eq!(python.code, Some(2));
    assert!(python.stderr.contains("Redis"), "{python:?}");
}

#[test]
fn without_any_setting_the_store_stands_in_the_users_data_folder() {
    let shop = Shop::open();
    let mut command = shop.command(&["jobs", "--json"]);
    let outcome = Running::start(command.env_remove("PENSTOCK_STORE")).outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(shop.path("data/penstock/queue.db").is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    shop.ok(&["submit", "plot", &file, "--count", "300"]);
    let mut command = shop.command(&["jobs", "--json", "--limit", "10000"]);
    let (running, mut stdout) = Running::start_and_read(&mut command);
    let mut first = [0; 16];
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let outcome = running.outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(outcome.stderr, "");
}

#[test]
fn lists_for_people_have_every_job_and_line_up() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    let said = shop.ok(&["jobs"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert_eq!(lines[0].find("State"), lines[1].find("queued"), "{said}");
    assert!(lines[1].starts_with(&id) && lines[1].contains("a.svg"));
    for words in [&["queues"][..], &["workers"], &["tasks"], &["job", &id]] {
        assert!(!shop.ok(words).is_empty(), "{words:?}");
    }
}

/// Every file below a folder.
pub(crate) fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
