//! A disk without room: F12 of the list of faults. A small file system in memory where this user may mount
//! one; elsewhere a limit on the length of files stands in, which SQLite meets as a failed write.

use crate::children::{are_dead_within, signal, stop_the_work_of};
use crate::drawings::{one_stroke, strokes};
use crate::process::{Outcome, Running, penstock};
use crate::rest::{settle, the_store_is_sound};
use crate::shop::{Shop, WORK, text};
use rustix::process::Signal;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A file system of 12 MiB in memory; it goes with this value.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// None where this user may not mount.
    fn mount() -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("penstock-small-").tempdir().unwrap();
        let words = ["-t", "tmpfs", "-o", "size=12m,mode=700", "penstock-small"];
        let mounted =
            Command::new("mount").args(words).arg(folder.path()).output().is_ok_and(|it| it.status.success());
        mounted.then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room that is left; removing the file gives it back.
    fn fill(&self) -> PathBuf {
        let path = self.path().join("ballast");
        let mut ballast = std::fs::File::create(&path).unwrap();
        for piece in [1 << 20, 4096, 1] {
            while ballast.write_all(&vec![0; piece]).is_ok() {}
        }
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a process that is just being killed may still stand in it.
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

#[test]
fn a_full_disk_refuses_in_words_loses_nothing_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount() else {
        println!("no small disk may be mounted here: a limit on the length of files stands in");
        return a_file_that_must_not_grow();
    };
    let shop = Shop::on(&format!("sqlite:{}", disk.path().join("queue.db").display()));
    // A worker's own files lie beside the store: an attempt that meets the full disk fails, and says so.
    let long = shop.submit(&[&shop.write("long.svg", strokes(5_000, 5)), "--retry", "100:1"]);
    let mut worker = shop.worker(&["--name", "w"]);
    shop.until_state(&long, "running");
    let work = stop_the_work_of(&worker);
    let mut acknowledged: BTreeSet<String> = [long.clone()].into();

    let ballast = disk.fill();
    let refused = submit_until_refused(&mut acknowledged, |file| shop.call(&["submit", "plot", file]), &shop);
    assert!(refused.stderr.to_lowercase().contains("disk"), "it says what is wrong: {refused:?}");
    // What runs goes on, and has no room for its result.
    signal(&work, Signal::CONT);
    are_dead_within(WORK, &work);
    std::fs::remove_file(ballast).unwrap();

    let job = shop.until_state(&long, "finished");
    assert_eq!(job["attempts_finished"], json!(1), "{job}");
    let attempts = job["attempts"].as_array().unwrap().iter();
    for advice in attempts.filter_map(|attempt| attempt["failure"]["advice"].as_str()) {
        assert!(advice.contains("room"), "it says what to do: {job}");
    }
    assert!(!worker.has_ended(), "{}", worker.said());
    worker.kill();
    settle(&shop, "default");
    all_there(&shop, &acknowledged);
}

fn submit_until_refused(
    acknowledged: &mut BTreeSet<String>,
    submit: impl Fn(&str) -> Outcome,
    shop: &Shop,
) -> Outcome {
    for number in 0..200 {
        let file = shop.write("a.svg", one_stroke(number));
        let outcome = submit(&file);
        if outcome.code != Some(0) {
            assert!(outcome.code.is_some(), "it died: {outcome:?}");
            return outcome;
        }
        acknowledged.insert(outcome.stdout.trim().to_owned());
    }
    panic!("200 jobs fitted on a full disk");
}

fn all_there(shop: &Shop, acknowledged: &BTreeSet<String>) {
    let jobs = shop.jobs();
    let finished: BTreeSet<String> =
        jobs.iter().filter(|job| job["state"] == "finished").map(|job| text(&job["id"])).collect();
    assert!(acknowledged.is_subset(&finished), "{:?} are lost", acknowledged - &finished);
    the_store_is_sound(shop, "after the disk was full");
}

#[test]
fn a_file_that_may_not_grow_any_more_refuses_in_words_and_loses_nothing() {
    a_file_that_must_not_grow();
}

fn a_file_that_must_not_grow() {
    let shop = Shop::open();
    let mut acknowledged: BTreeSet<String> = [shop.submit(&[&shop.write("a.svg", one_stroke(999))])].into();
    let limited = |file: &str| {
        // The signal would end the process; without it the write fails, as on a full disk.
        let script = "trap '' XFSZ; ulimit -f 40; exec \"$0\" submit plot \"$1\"";
        let honest = shop.command(&[]);
        let mut command = Command::new("sh");
        command.args(["-c", script]).arg(penstock()).arg(file);
        for (name, value) in honest.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Running::start(&mut command).outcome(WORK)
    };
    let refused = submit_until_refused(&mut acknowledged, limited, &shop);
    assert!(!refused.stderr.is_empty(), "{refused:?}");
    settle(&shop, "default");
    all_there(&shop, &acknowledged);
}
