//! Who takes jobs.

use super::fault::Outcome;
use super::rows;
use super::turn::Turn;
use super::{Tuning, rescue};
use crate::{clock, incarnation};
use penstock_jobs::{Actor, EventKind, JobId, StoreError, WorkerInfo, WorkerKind, WorkerSpec, WorkerState};
use rusqlite::{Connection, Row, params};
use std::collections::HashSet;

/// Registers a worker. Its name must be free, its own, or a lost one's.
pub(super) fn register(turn: &Turn<'_>, worker: &WorkerSpec) -> Outcome<()> {
    if worker.name.trim().is_empty() {
        return Err(StoreError::Invalid("a worker needs a name".into()).into());
    }
    let holder = find(turn, &worker.name)?;
    let again = holder.as_ref().is_some_and(|holder| holder.is(worker));
    if let Some(holder) = holder.filter(|_| !again) {
        if !holder.is_lost(turn.tuning) {
            let text = format!("the name {} is taken by a running worker; choose another", worker.name);
            return Err(StoreError::Invalid(text).into());
        }
        if holder.process_is_gone() {
            rescue::of_worker(turn, &worker.name)?;
        }
    }
    if !again {
        turn.execute("DELETE FROM workers WHERE name = ?1", params![worker.name])?;
    }
    turn.execute(
        "INSERT INTO workers (name, host, pid, incarnation, queues, slots, version, started_at_ms, heard_at_ms, \
         heard_boot, heard_boot_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10) \
         ON CONFLICT (name) DO UPDATE SET queues = excluded.queues, slots = excluded.slots, \
         version = excluded.version, heard_at_ms = excluded.heard_at_ms, heard_boot = excluded.heard_boot, \
         heard_boot_ms = excluded.heard_boot_ms",
        params![
            worker.name,
            worker.host,
            worker.pid,
            worker.incarnation,
            serde_json::to_string(&worker.queues)?,
            worker.slots,
            worker.version,
            turn.now.wall_ms,
            turn.now.boot,
            turn.now.boot_ms,
        ],
    )?;
    tell(turn, &worker.name)
}

/// Says that a worker lives; true when a person asked it to stop.
pub(super) fn heartbeat(turn: &Turn<'_>, worker: &str) -> Outcome<bool> {
    let asked = turn.first(
        "UPDATE workers SET heard_at_ms = ?2, heard_boot = ?3, heard_boot_ms = ?4 WHERE name = ?1 RETURNING stop_asked",
        params![worker, turn.now.wall_ms, turn.now.boot, turn.now.boot_ms],
        |row| row.get::<_, i64>(0),
    )?;
    Ok(asked.ok_or_else(|| not_registered(worker))? > 0)
}

/// Removes a worker that ended in order.
pub(super) fn unregister(turn: &Turn<'_>, worker: &str) -> Outcome<()> {
    turn.execute("DELETE FROM workers WHERE name = ?1", params![worker])?;
    tell(turn, worker)
}

/// Asks a worker to stop. A wish to stop at once is not taken back by a later one to drain.
pub(super) fn ask_to_stop(turn: &Turn<'_>, worker: &str, now: bool, actor: &Actor) -> Outcome<()> {
    let asked = if now { 2 } else { 1 };
    let changed = turn.execute(
        "UPDATE workers SET stop_asked = max(stop_asked, ?2) WHERE name = ?1",
        params![worker, asked],
    )?;
    if changed == 0 {
        return Err(not_registered(worker).into());
    }
    tell(turn, worker)?;
    let how = if now { "at once" } else { "after its jobs" };
    turn.audit(actor, "worker-stop", None, Some(&format!("{worker}, {how}")))
}

/// Whether the stop that was asked for is the immediate one.
pub(super) fn stop_is_immediate(sql: &Connection, worker: &str) -> Outcome<bool> {
    let asked: Option<i64> = rusqlite::OptionalExtension::optional(
        sql.prepare_cached("SELECT stop_asked FROM workers WHERE name = ?1")?
            .query_row(params![worker], |row| row.get(0)),
    )?;
    Ok(asked.ok_or_else(|| not_registered(worker))? == 2)
}

/// The answer about a worker that is not there.
pub(super) fn not_registered(worker: &str) -> StoreError {
    StoreError::Invalid(format!("no worker named {worker} is registered"))
}

fn tell(turn: &Turn<'_>, worker: &str) -> Outcome<()> {
    turn.tell(&EventKind::Worker { worker: worker.to_owned() })
}

/// A row of the table, before its jobs are known.
struct Registered {
    spec: WorkerSpec,
    started_at_ms: i64,
    heard_at_ms: i64,
    heard_boot: String,
    heard_boot_ms: i64,
    stop_asked: bool,
    finished: u64,
    failed: u64,
}

const REGISTERED: &str = "SELECT name, host, pid, incarnation, queues, slots, version, started_at_ms, heard_at_ms, \
     heard_boot, heard_boot_ms, stop_asked, finished, failed FROM workers";

impl Registered {
    fn read(row: &Row<'_>) -> Outcome<Self> {
        let queues: String = row.get(4)?;
        Ok(Self {
            spec: WorkerSpec {
                name: row.get(0)?,
                host: row.get(1)?,
                pid: row.get(2)?,
                incarnation: row.get(3)?,
                queues: serde_json::from_str(&queues)?,
                slots: row.get(5)?,
                version: row.get(6)?,
            },
            started_at_ms: row.get(7)?,
            heard_at_ms: row.get(8)?,
            heard_boot: row.get(9)?,
            heard_boot_ms: row.get(10)?,
            stop_asked: row.get::<_, i64>(11)? > 0,
            finished: rows::count(row, 12)?,
            failed: rows::count(row, 13)?,
        })
    }

    fn is(&self, other: &WorkerSpec) -> bool {
        let WorkerSpec { host, pid, incarnation, .. } = &self.spec;
        (host, pid, incarnation) == (&other.host, &other.pid, &other.incarnation)
    }

    fn process_is_gone(&self) -> bool {
        let WorkerSpec { pid, incarnation, .. } = &self.spec;
        incarnation.as_deref().is_some_and(|incarnation| incarnation::is_gone(*pid, incarnation))
    }

    fn is_lost(&self, tuning: &Tuning) -> bool {
        let now = clock::now();
        let silent_ms = now.boot_ms.saturating_sub(self.heard_boot_ms);
        let limit_ms = i64::try_from(tuning.worker_lost_after.as_millis()).unwrap_or(i64::MAX);
        self.heard_boot != now.boot || silent_ms > limit_ms || self.process_is_gone()
    }
}

fn find(turn: &Turn<'_>, name: &str) -> Outcome<Option<Registered>> {
    let mut statement = turn.sql.prepare_cached(&format!("{REGISTERED} WHERE name = ?1"))?;
    let mut rows = statement.query(params![name])?;
    rows.next()?.map(Registered::read).transpose()
}

fn every(sql: &Connection) -> Outcome<Vec<Registered>> {
    let mut statement = sql.prepare_cached(&format!("{REGISTERED} ORDER BY name"))?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(Registered::read(row)?);
    }
    Ok(all)
}

/// Every registered worker, the lost ones too, by name.
pub(super) fn list(sql: &Connection, tuning: &Tuning) -> Outcome<Vec<WorkerInfo>> {
    every(sql)?.into_iter().map(|worker| info(sql, tuning, worker)).collect()
}

fn info(sql: &Connection, tuning: &Tuning, worker: Registered) -> Outcome<WorkerInfo> {
    let jobs: Vec<JobId> = sql
        .prepare_cached(
            "SELECT id FROM jobs INDEXED BY jobs_running WHERE state = 'running' AND worker = ?1 ORDER BY started_at_ms, seq",
        )?
        .query_map(params![worker.spec.name], |row| Ok(row.get::<_, String>(0)?.into()))?
        .collect::<rusqlite::Result<_>>()?;
    let state = if worker.is_lost(tuning) {
        WorkerState::Lost
    } else if worker.stop_asked {
        WorkerState::Draining
    } else if jobs.len() as u64 >= u64::from(worker.spec.slots) {
        WorkerState::Busy
    } else {
        WorkerState::Idle
    };
    Ok(WorkerInfo {
        spec: worker.spec,
        kind: WorkerKind::Penstock,
        state,
        started_at_ms: worker.started_at_ms,
        heard_at_ms: worker.heard_at_ms,
        jobs,
        finished: worker.finished,
        failed: worker.failed,
    })
}

/// The queues that somebody takes from: those of workers that live and were not asked to stop.
pub(super) fn served_queues(sql: &Connection, tuning: &Tuning) -> Outcome<HashSet<String>> {
    let living = every(sql)?.into_iter().filter(|worker| !worker.stop_asked && !worker.is_lost(tuning));
    Ok(living.flat_map(|worker| worker.spec.queues).collect())
}

/// Forgets workers that have been lost for this long and hold nothing.
pub(super) fn forget_lost(turn: &Turn<'_>, after_ms: i64) -> Outcome<u64> {
    let mut forgotten = 0;
    for worker in every(turn.sql)? {
        let name = &worker.spec.name;
        let long_ago = worker.heard_at_ms < turn.now.wall_ms.saturating_sub(after_ms);
        if long_ago && worker.is_lost(turn.tuning) {
            forgotten += turn.execute(
                "DELETE FROM workers WHERE name = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND worker = ?1)",
                params![name],
            )?;
            tell(turn, name)?;
        }
    }
    Ok(forgotten as u64)
}
