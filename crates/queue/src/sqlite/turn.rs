//! One request's turn at the writer: its connection, its moment, and what its changes will lead to.

use super::fault::Outcome;
use crate::clock::Now;
use penstock_jobs::{Actor, EventKind, JobId, JobState};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use std::cell::RefCell;

/// What a request works with. Everything it does is one savepoint: all of it happens, or nothing.
pub(super) struct Turn<'a> {
    pub(super) sql: &'a Connection,
    pub(super) now: Now,
    pub(super) tuning: &'a super::Tuning,
    /// Jobs that ended or went away in this turn; those that wait for them are looked at when it ends.
    ended: RefCell<Vec<(JobId, Ending)>>,
}

/// How a job stopped being something to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    State(JobState),
    Deleted,
}

impl<'a> Turn<'a> {
    pub(super) fn new(sql: &'a Connection, tuning: &'a super::Tuning) -> Self {
        Self { sql, now: crate::clock::now(), tuning, ended: RefCell::new(Vec::new()) }
    }

    /// Runs a statement; how many rows it changed.
    pub(super) fn execute(&self, statement: &str, params: impl Params) -> Outcome<usize> {
        Ok(self.sql.prepare_cached(statement)?.execute(params)?)
    }

    /// The first row, if there is one.
    pub(super) fn first<T>(
        &self,
        statement: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Outcome<Option<T>> {
        Ok(self.sql.prepare_cached(statement)?.query_row(params, read).optional()?)
    }

    /// Every row.
    pub(super) fn all<T>(
        &self,
        statement: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Outcome<Vec<T>> {
        let mut statement = self.sql.prepare_cached(statement)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Tells every reader.
    pub(super) fn tell(&self, what: &EventKind) -> Outcome<()> {
        let (kind, name, state) = match what {
            EventKind::Job { job, state } => ("job", job.as_str(), Some(state.as_str())),
            EventKind::Progress { job } => ("progress", job.as_str(), None),
            EventKind::Deleted { job } => ("deleted", job.as_str(), None),
            EventKind::Queue { queue } => ("queue", queue.as_str(), None),
            EventKind::Worker { worker } => ("worker", worker.as_str(), None),
        };
        self.execute(
            "INSERT INTO events (at_ms, kind, name, state) VALUES (?1, ?2, ?3, ?4)",
            params![self.now.wall_ms, kind, name, state],
        )?;
        Ok(())
    }

    /// Tells every reader that a job is in this state.
    pub(super) fn tell_job(&self, job: &JobId, state: JobState) -> Outcome<()> {
        self.tell(&EventKind::Job { job: job.clone(), state })
    }

    /// Writes down what a person did.
    pub(super) fn audit(
        &self,
        actor: &Actor,
        action: &str,
        job: Option<&JobId>,
        detail: Option<&str>,
    ) -> Outcome<()> {
        self.execute(
            "INSERT INTO audit (at_ms, actor, action, job, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.now.wall_ms, actor.0, action, job.map(JobId::as_str), detail],
        )?;
        Ok(())
    }

    /// Remembers that whoever waits for this job must be looked at.
    pub(super) fn ended(&self, job: &JobId, ending: Ending) {
        self.ended.borrow_mut().push((job.clone(), ending));
    }

    pub(super) fn next_ended(&self) -> Option<(JobId, Ending)> {
        self.ended.borrow_mut().pop()
    }
}
