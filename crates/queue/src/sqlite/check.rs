//! Looking for faults, and putting right what can be.

use super::fault::Outcome;
use super::moves::{self, End};
use super::standing::Standing;
use super::turn::Turn;
use super::{SqliteStore, dependants};
use penstock_jobs::{CheckReport, Finding, JobState, Step, StoreError};
use rusqlite::{Connection, params};
use std::path::Path;

/// Looks at the file, its settings and its rows.
pub(super) async fn check(store: &SqliteStore, repair: bool) -> Result<CheckReport, StoreError> {
    let mut findings = vec![
        store.readers.read(integrity).await?,
        store.writer.run(durability).await?,
        store.readers.read(version).await?,
        permissions(&store.path, repair),
    ];
    for fault in FAULTS {
        findings.push(rows(store, fault, repair).await?);
    }
    Ok(CheckReport { findings })
}

fn well(what: &str, found: impl Into<String>) -> Finding {
    Finding { ok: true, what: what.into(), found: found.into(), repairable: false }
}

fn ill(what: &str, found: impl Into<String>) -> Finding {
    Finding { ok: false, what: what.into(), found: found.into(), repairable: false }
}

fn integrity(sql: &Connection) -> Outcome<Finding> {
    const WHAT: &str = "The file is sound";
    let mut faults: Vec<String> = sql
        .prepare("PRAGMA integrity_check(5)")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    faults.retain(|fault| fault != "ok");
    let orphans = sql.prepare("PRAGMA foreign_key_check")?.query_map([], |_| Ok(()))?.count();
    if orphans > 0 {
        faults.push(format!("{orphans} rows belong to jobs that are not there"));
    }
    Ok(match faults.is_empty() {
        true => well(WHAT, "No damage found"),
        false => ill(WHAT, format!("{}. Restore a backup", faults.join("; "))),
    })
}

fn durability(turn: &Turn<'_>) -> Outcome<Finding> {
    const WHAT: &str = "Every job is on disk before it is accepted";
    let mode: String = turn.sql.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let synchronous: i64 = turn.sql.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    let full = 2;
    Ok(match mode == "wal" && synchronous >= full {
        true => well(WHAT, "Write-ahead log, a wait for the disk at each commit"),
        false => ill(
            WHAT,
            format!("journal mode {mode}, synchronous {synchronous}. Report this as a fault of Penstock"),
        ),
    })
}

fn version(sql: &Connection) -> Outcome<Finding> {
    let schema: u32 = sql.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(well("Versions", format!("Schema {schema}, SQLite {}", rusqlite::version())))
}

#[cfg(unix)]
fn permissions(path: &Path, repair: bool) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    const WHAT: &str = "Only you can read the queue";
    let shown = path.display();
    let mode = match std::fs::metadata(path) {
        Ok(metadata) => metadata.permissions().mode() & 0o777,
        Err(error) => return ill(WHAT, format!("{shown} is gone ({error}). Start Penstock again")),
    };
    if mode & 0o077 == 0 {
        return well(WHAT, format!("{shown} has mode {mode:o}"));
    }
    if !repair {
        return Finding {
            repairable: true,
            ..ill(WHAT, format!("{shown} has mode {mode:o}; it should be 600"))
        };
    }
    match std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)) {
        Ok(()) => Finding { repairable: true, ..well(WHAT, format!("{shown} had mode {mode:o}, now 600")) },
        Err(error) => ill(WHAT, format!("{shown} has mode {mode:o}, which cannot be changed: {error}")),
    }
}

#[cfg(not(unix))]
fn permissions(path: &Path, _repair: bool) -> Finding {
    well("Only you can read the queue", format!("Left to the folder of {}", path.display()))
}

/// A kind of stray rows.
#[derive(Clone, Copy)]
struct Fault {
    what: &'static str,
    none: &'static str,
    some: &'static str,
    /// Numbers of the rows that are wrong.
    find: &'static str,
    repair: fn(&Turn<'_>, i64) -> Outcome<()>,
}

const FAULTS: [Fault; 5] = [
    Fault {
        what: "Running jobs",
        none: "Each has an attempt",
        some: "run without an attempt",
        find: "SELECT seq FROM jobs WHERE state = 'running' \
               AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.id = jobs.attempt_id AND a.ended_at_ms IS NULL)",
        repair: put_back,
    },
    Fault {
        what: "Open attempts",
        none: "Each belongs to a running job",
        some: "attempts were never ended",
        find: "SELECT a.seq FROM attempts a WHERE a.ended_at_ms IS NULL \
               AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.state = 'running' AND j.attempt_id = a.id)",
        repair: end_attempt,
    },
    Fault {
        what: "Jobs that wait for others",
        none: "Each waits for a job that may still finish",
        some: "wait for nothing",
        find: "SELECT j.seq FROM jobs j WHERE j.state = 'deferred' AND NOT EXISTS \
               (SELECT 1 FROM dependencies w JOIN jobs d ON d.id = w.on_id WHERE w.job = j.seq AND w.met = 0 \
                AND d.state NOT IN ('finished', 'failed', 'cancelled', 'quarantined'))",
        repair: let_go,
    },
    Fault {
        what: "Jobs that wait for a time",
        none: "Each has its time",
        some: "have no time",
        find: "SELECT seq FROM jobs WHERE state IN ('scheduled', 'retrying') AND not_before_ms IS NULL",
        repair: ready,
    },
    Fault {
        what: "Counters",
        none: "They agree with the jobs",
        some: "counters are wrong",
        find: "SELECT 0 FROM (SELECT queue, state, count(*) AS jobs FROM jobs GROUP BY queue, state) real \
               FULL JOIN (SELECT * FROM tallies WHERE jobs <> 0) kept USING (queue, state) \
               WHERE real.jobs IS NOT kept.jobs",
        repair: recount,
    },
];

async fn rows(store: &SqliteStore, fault: Fault, repair: bool) -> Result<Finding, StoreError> {
    let find = move |sql: &Connection| -> Outcome<Vec<i64>> {
        Ok(sql.prepare(fault.find)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    let strays = store.readers.read(find).await?;
    if strays.is_empty() {
        return Ok(well(fault.what, fault.none));
    }
    let found = format!("{} {}", strays.len(), fault.some);
    if !repair {
        return Ok(Finding { repairable: true, ..ill(fault.what, found) });
    }
    // Looked for again: others may have written in between.
    let put_right =
        move |turn: &Turn<'_>| find(turn.sql)?.into_iter().try_for_each(|row| (fault.repair)(turn, row));
    store.writer.run(put_right).await?;
    Ok(Finding { repairable: true, ..well(fault.what, format!("{found}; put right")) })
}

fn put_back(turn: &Turn<'_>, seq: i64) -> Outcome<()> {
    let job = Standing::at(turn, seq)?;
    moves::to_queue(turn, &job, Step::PutBack, End::Front).map(drop)
}

fn end_attempt(turn: &Turn<'_>, seq: i64) -> Outcome<()> {
    turn.execute(
        "UPDATE attempts SET ended_at_ms = ?2, outcome = 'worker_lost' WHERE seq = ?1",
        params![seq, turn.now.wall_ms],
    )?;
    Ok(())
}

fn let_go(turn: &Turn<'_>, seq: i64) -> Outcome<()> {
    turn.execute(
        "UPDATE dependencies SET met = 1 WHERE job = ?1 AND EXISTS \
         (SELECT 1 FROM jobs d WHERE d.id = dependencies.on_id AND d.state = ?2)",
        params![seq, JobState::Finished.as_str()],
    )?;
    dependants::let_go(turn, &Standing::at(turn, seq)?).map(drop)
}

fn ready(turn: &Turn<'_>, seq: i64) -> Outcome<()> {
    let job = Standing::at(turn, seq)?;
    moves::to_queue(turn, &job, Step::Ready, End::Back).map(drop)
}

fn recount(turn: &Turn<'_>, _row: i64) -> Outcome<()> {
    turn.execute("DELETE FROM tallies", [])?;
    turn.execute("INSERT INTO tallies SELECT queue, state, count(*) FROM jobs GROUP BY queue, state", [])?;
    Ok(())
}
