//! Power loss: F15 of the list of faults.
//!
//! The store's own writer, migration, settings and transitions run on a disk that remembers every write
//! ([`disk`]). Power is then cut after each single write: what was synced is there, and of what was not,
//! nothing, everything, or any part of it in any order with one write torn. From each such disk SQLite must
//! find a sound file with every acknowledged change and, beyond those, at most the one that was under way,
//! whole.
//!
//! Limits. The file is opened by one connection in exclusive mode, so the index of the log is in memory and
//! readers are left out; both are made anew after a cut anyway. A sync is believed to reach the disk, a write
//! leaves bytes beside it alone (as SQLite assumes of every disk since 3.7), a file that was synced has its
//! name, and a folder is synced with the first sync of a new file, as SQLite does it on Unix. Artifact files are not part of this.

mod disk;

use super::claim::claim;
use super::finish::{fail, finish};
use super::schema::MIGRATIONS;
use super::submit::submit;
use super::turn::Turn;
use super::workers::register;
use super::writer::Writer;
use super::{SqliteStore, Tuning, connection, migrate};
use crate::conformance::{actor, new_job, worker};
use disk::{Disk, Files, Op};
use penstock_jobs::{ClaimRequest, Completion, Failure, FailureClass, Finding, NewJob, Retry, Store};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Jobs that are submitted, claimed and ended; each takes three commits.
const JOBS: usize = 8;
/// Pages of the log before they are written back: few, so that this happens often.
const CHECKPOINT: u32 = 24;
/// Every so manieth disk is opened as the product opens it, too.
const OPENED: usize = 50;

/// What the store answered: how far the disk's log was, and how the jobs stood.
struct Answered {
    at: usize,
    jobs: Vec<String>,
}

/// How every job stands, and how much has been told: what a change leaves behind.
fn jobs(sql: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = sql.prepare(
        "SELECT id || ' ' || state || ' ' || attempt || ' ' || attempts_finished FROM jobs \
         UNION ALL SELECT 'attempts ' || count(*) || ' ' || count(outcome) FROM attempts \
         UNION ALL SELECT 'events ' || max(seq) FROM events ORDER BY 1",
    )?;
    statement.query_map([], |row| row.get::<_, Option<String>>(0).map(Option::unwrap_or_default))?.collect()
}

/// Does the work of a small day on a disk, with the settings of the store or, for comparison, others.
async fn a_day(disk: &Disk, vfs: &str, synchronous: Option<&str>) -> Vec<Answered> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let sql = Connection::open_with_flags_and_vfs("queue.db", flags, vfs).unwrap();
    sql.pragma_update(None, "locking_mode", "EXCLUSIVE").unwrap();
    migrate::migrate(&sql, Path::new("queue.db"), MIGRATIONS).unwrap();
    connection::settle(&sql).unwrap();
    if let Some(weaker) = synchronous {
        sql.pragma_update(None, "synchronous", weaker).unwrap();
    }
    sql.pragma_update(None, "wal_autocheckpoint", CHECKPOINT).unwrap();
    let writer = Writer::start(sql, Tuning::default(), || ()).unwrap();
    let mut answers = Vec::new();
    writer.run(|turn| register(turn, &worker("w", &["default"]))).await.unwrap();
    answers.push(answered(&writer, disk).await);
    for number in 0..JOBS {
        let retry = Retry { max: 1, intervals_s: vec![] };
        let params = serde_json::json!({ "text": "x".repeat(number * 700) });
        let job =
            NewJob { params, retry, id: Some(format!("job-{number}").as_str().into()), ..new_job("plot") };
        writer.run(move |turn: &Turn<'_>| submit(turn, &[job], &actor()).map(drop)).await.unwrap();
        answers.push(answered(&writer, disk).await);
        let queues = vec!["default".to_owned()];
        let request = ClaimRequest { worker: "w".into(), queues, lease: Duration::from_secs(600) };
        let claim = writer.run(move |turn: &Turn<'_>| claim(turn, &request)).await.unwrap().unwrap();
        answers.push(answered(&writer, disk).await);
        writer
            .run(move |turn: &Turn<'_>| {
                if number % 3 == 2 {
                    return fail(turn, &claim.lease, &Failure::new(FailureClass::Task, "No"), false)
                        .map(drop);
                }
                let report = serde_json::json!({ "paths": number });
                finish(turn, &claim.lease, &Completion { report, artifacts: vec![] })
            })
            .await
            .unwrap();
        answers.push(answered(&writer, disk).await);
    }
    // The process dies here: closing in order would write the log back and remove it.
    std::mem::forget(writer);
    answers
}

async fn answered(writer: &Writer, disk: &Disk) -> Answered {
    let at = disk.position();
    let jobs = writer.run(|turn: &Turn<'_>| Ok(jobs(turn.sql)?)).await.unwrap();
    assert_eq!(disk.position(), at, "a look changes nothing");
    Answered { at, jobs }
}

/// SplitMix64, as in the conformance suite.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }
}

/// Disks that a cut now could leave, from what is safe and what is still on its way.
fn leftovers(safe: &Files, on_its_way: &[Op], dice: &mut Dice) -> Vec<Files> {
    let mut all = safe.clone();
    on_its_way.iter().for_each(|op| op.apply(&mut all));
    let mut some = safe.clone();
    let mut kept: Vec<&Op> = on_its_way.iter().filter(|_| dice.roll(2) == 0).collect();
    for at in (1..kept.len()).rev() {
        kept.swap(at, dice.roll(at + 1));
    }
    let torn = dice.roll(kept.len() + 1);
    for (number, op) in kept.into_iter().enumerate() {
        let piece = if number == torn { op.torn(dice.roll(8)) } else { None };
        piece.as_ref().unwrap_or(op).apply(&mut some);
    }
    vec![safe.clone(), all, some]
}

fn write(files: &Files, folder: &Path) {
    for name in ["queue.db", "queue.db-wal", "queue.db-shm", "queue.db-journal"] {
        let path = folder.join(name);
        match files.get(name) {
            Some(content) => std::fs::write(path, content).unwrap(),
            None => drop(std::fs::remove_file(path)),
        }
    }
}

/// What SQLite makes of such a disk: how the jobs stand, or what is wrong with the file.
fn found(folder: &Path) -> Result<Vec<String>, String> {
    let sql = Connection::open(folder.join("queue.db")).map_err(|error| error.to_string())?;
    let sound: String = sql
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .map_err(|error| format!("no check: {error}"))?;
    if sound != "ok" {
        return Err(sound);
    }
    jobs(&sql).map_err(|error| error.to_string())
}

/// Nothing is wrong but the mode of a file that this test itself wrote.
fn fine(finding: &Finding) -> bool {
    finding.ok || finding.what.starts_with("Only you")
}

/// Cuts the power after every write; the number of disks that were looked at, or the first that is wrong.
async fn cut_everywhere(log: &[Op], answers: &[Answered], seed: u64) -> Result<usize, String> {
    let folder = tempfile::tempdir().unwrap();
    let (mut safe, mut on_its_way) = (Files::new(), Vec::<Op>::new());
    let (mut dice, mut looked) = (Dice(seed), 0);
    for at in 0..=log.len() {
        for files in leftovers(&safe, &on_its_way, &mut dice) {
            write(&files, folder.path());
            let known = answers.iter().take_while(|answer| answer.at <= at).count();
            let wrong = |what: String| Err(format!("power cut after {at} of {} writes: {what}", log.len()));
            if known > 0 {
                match found(folder.path()) {
                    Ok(jobs) if answers[known - 1..].iter().take(2).any(|answer| answer.jobs == jobs) => (),
                    Ok(jobs) => return wrong(format!("{jobs:?} instead of {:?}", answers[known - 1].jobs)),
                    Err(error) => return wrong(error),
                }
            }
            looked += 1;
            if looked % OPENED == 0 {
                let store = SqliteStore::open(&folder.path().join("queue.db"));
                let report =
                    store.map_err(|error| format!("cut at {at}: {error}"))?.check(false).await.unwrap();
                assert!(report.findings.iter().all(fine), "cut at {at}: {report:?}");
            }
        }
        match log.get(at) {
            Some(Op::Sync { file }) => {
                // With the first sync of a new file SQLite syncs the folder, and what left it stays away.
                let folder = !safe.contains_key(file);
                let stays = |op: &Op| op.file() == file || (folder && matches!(op, Op::Delete { .. }));
                let (now, rest): (Vec<Op>, Vec<Op>) = on_its_way.into_iter().partition(stays);
                now.iter().for_each(|op| op.apply(&mut safe));
                safe.entry(file.clone()).or_default();
                on_its_way = rest;
            }
            Some(op) => on_its_way.push(op.clone()),
            None => (),
        }
    }
    Ok(looked)
}

#[tokio::test]
async fn power_that_fails_at_any_write_loses_nothing_acknowledged() {
    let disk = Disk::under("penstock-power-loss");
    let answers = a_day(&disk, "penstock-power-loss", None).await;
    let log = disk.log();
    let written_back = log.iter().filter(|op| matches!(op, Op::Sync { file } if file == "queue.db")).count();
    assert!(written_back > 2, "the log was written back {written_back} times: this proves too little");
    let looked = cut_everywhere(&log, &answers, 15).await.unwrap();
    println!("{} writes, {looked} disks, {written_back} times written back", log.len());
}

/// The same day without the setting that the promise hangs on: the test above would see it.
#[tokio::test]
async fn without_full_synchronous_the_same_day_loses_what_was_acknowledged() {
    let disk = Disk::under("penstock-power-loss-normal");
    let answers = a_day(&disk, "penstock-power-loss-normal", Some("NORMAL")).await;
    let lost = cut_everywhere(&disk.log(), &answers, 15).await.unwrap_err();
    assert!(lost.contains("instead of") || lost.contains("no such table"), "{lost}");
}
