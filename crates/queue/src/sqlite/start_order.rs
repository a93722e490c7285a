//! Jobs in the order in which they would start.
//!
//! Sections follow one another: what runs (first started first), what is ready (queue by queue: `high`
//! before the others, `low` after them, and by place within each), what waits for a time (soonest
//! first), what waits for another job, what is held, and what has ended (newest first). Each section is
//! read along an index of its own.

use super::fault::Outcome;
use super::list::{Clause, bad_cursor, select};
use super::rows::Placed;
use super::search::Search;
use crate::order::queue_rank;
use crate::reasons::Surroundings;
use penstock_jobs::{JobFilter, JobState};
use rusqlite::{Connection, params};

/// The key of a job: section, the queue where it matters, and two numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    section: usize,
    queue: String,
    first: i64,
    seq: i64,
}

struct Section {
    states: &'static [JobState],
    /// What the section is ordered by before `seq`.
    by: &'static str,
    descending: bool,
    /// The index that holds it in this order. Named, because SQLite may choose one that it must sort.
    index: &'static str,
    /// The index's own condition: SQLite uses it only where this stands in the query.
    within: &'static str,
}

const READY: usize = 1;

const SECTIONS: [Section; 6] = [
    Section {
        states: &[JobState::Running],
        by: "j.started_at_ms",
        descending: false,
        index: "jobs_running",
        within: "j.state = 'running'",
    },
    Section {
        states: &[JobState::Queued],
        by: "j.position",
        descending: false,
        index: "jobs_ready",
        within: "j.state = 'queued'",
    },
    Section {
        states: &[JobState::Scheduled, JobState::Retrying],
        by: "j.not_before_ms",
        descending: false,
        index: "jobs_due",
        within: "j.state IN ('scheduled', 'retrying')",
    },
    Section {
        states: &[JobState::Deferred],
        by: "j.seq",
        descending: false,
        index: "jobs_by_state",
        within: "j.state = 'deferred'",
    },
    Section {
        states: &[JobState::Held],
        by: "j.seq",
        descending: false,
        index: "jobs_by_state",
        within: "j.state = 'held'",
    },
    Section {
        states: &[JobState::Finished, JobState::Failed, JobState::Cancelled, JobState::Quarantined],
        by: "j.seq",
        descending: true,
        index: "jobs_by_state",
        within: "j.state IN ('finished', 'failed', 'cancelled', 'quarantined')",
    },
];

fn section_of(state: JobState) -> usize {
    SECTIONS.iter().position(|section| section.states.contains(&state)).unwrap_or(SECTIONS.len() - 1)
}

fn key(placed: &Placed) -> Key {
    let section = section_of(placed.job.state);
    let first = match placed.job.state {
        JobState::Running => placed.job.started_at_ms.unwrap_or_default(),
        JobState::Queued => placed.position,
        JobState::Scheduled | JobState::Retrying => placed.job.not_before_ms.unwrap_or_default(),
        _ => placed.seq,
    };
    let queue = if section == READY { placed.job.queue.clone() } else { String::new() };
    Key { section, queue, first, seq: placed.seq }
}

/// Where the next page begins after this job.
pub(super) fn cursor(placed: &Placed) -> String {
    let Key { section, queue, first, seq } = key(placed);
    format!("s.{section}.{first}.{seq}.{queue}")
}

fn parse(text: &str) -> Option<Key> {
    // The queue comes last: its name may hold any character.
    let mut parts = text.strip_prefix("s.")?.splitn(4, '.');
    let section = parts.next()?.parse().ok().filter(|section| *section < SECTIONS.len())?;
    let first = parts.next()?.parse().ok()?;
    let seq = parts.next()?.parse().ok()?;
    Some(Key { section, queue: parts.next()?.to_owned(), first, seq })
}

/// At most `limit` jobs after the filter's cursor.
pub(super) fn page(
    sql: &Connection,
    filter: &JobFilter,
    search: &Search,
    limit: usize,
    around: &Surroundings,
) -> Outcome<Vec<Placed>> {
    let after = match filter.cursor.as_deref() {
        Some(text) => Some(parse(text).ok_or_else(bad_cursor)?),
        None => None,
    };
    let reader = Reader { sql, filter, search, limit, around };
    let mut found = Vec::new();
    for section in after.as_ref().map_or(0, |key| key.section)..SECTIONS.len() {
        let after = after.as_ref().filter(|key| key.section == section);
        if section == READY {
            reader.ready(after, &mut found)?;
        } else {
            reader.section(section, None, after, &mut found)?;
        }
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}

struct Reader<'a> {
    sql: &'a Connection,
    filter: &'a JobFilter,
    search: &'a Search,
    limit: usize,
    around: &'a Surroundings,
}

impl Reader<'_> {
    /// What is ready, queue by queue.
    fn ready(&self, after: Option<&Key>, found: &mut Vec<Placed>) -> Outcome<()> {
        let queues = match &self.filter.queue {
            Some(queue) => vec![queue.clone()],
            None => ready_queues(self.sql)?,
        };
        for queue in queues {
            let after = match after {
                Some(key) if queue_rank(&queue) < queue_rank(&key.queue) => continue,
                Some(key) if queue == key.queue => Some(key),
                _ => None,
            };
            self.section(READY, Some(&queue), after, found)?;
            if found.len() >= self.limit {
                break;
            }
        }
        Ok(())
    }

    /// The rest of one section, as far as the page still has room.
    fn section(
        &self,
        number: usize,
        queue: Option<&str>,
        after: Option<&Key>,
        found: &mut Vec<Placed>,
    ) -> Outcome<()> {
        let section = &SECTIONS[number];
        let room = self.limit - found.len();
        let mut batch = Vec::new();
        for state in section.states {
            if !self.filter.states.is_empty() && !self.filter.states.contains(state) {
                continue;
            }
            batch.extend(self.state(section, *state, queue, after, room)?);
        }
        batch.sort_by_key(|placed| {
            let key = key(placed);
            if section.descending { (-key.first, -key.seq) } else { (key.first, key.seq) }
        });
        batch.truncate(room);
        found.extend(batch);
        Ok(())
    }

    fn state(
        &self,
        section: &Section,
        state: JobState,
        queue: Option<&str>,
        after: Option<&Key>,
        room: usize,
    ) -> Outcome<Vec<Placed>> {
        let mut clause = Clause { text: section.within.to_owned(), ..Clause::default() };
        clause.and("j.state = ?", state.as_str().to_owned());
        if let Some(queue) = queue.or(self.filter.queue.as_deref()) {
            clause.and("j.queue = ?", queue.to_owned());
        }
        let (beyond, direction) = if section.descending { ("<", "DESC") } else { (">", "ASC") };
        if let Some(key) = after {
            match section.by {
                "j.seq" => clause.and(&format!("j.seq {beyond} ?"), key.seq),
                by => clause.and_pair(&format!("({by}, j.seq) {beyond} (?, ??)"), key.first, key.seq),
            }
        }
        clause.and_batch(self.filter);
        clause.and_who(self.filter);
        clause.and_words(self.search);
        let order = match section.by {
            "j.seq" => format!("j.seq {direction}"),
            by => format!("{by} {direction}, j.seq {direction}"),
        };
        let index = match section.by {
            "j.seq" if self.filter.queue.is_some() => "jobs_by_queue",
            _ => section.index,
        };
        let hint = format!("INDEXED BY {index}");
        select(self.sql, self.search.hint(&hint), &clause, &order, room, self.around)
    }
}

/// Queues that hold a ready job, in their order.
fn ready_queues(sql: &Connection) -> Outcome<Vec<String>> {
    let mut queues: Vec<String> = sql
        .prepare_cached("SELECT queue FROM tallies WHERE state = ?1 AND jobs > 0")?
        .query_map(params![JobState::Queued.as_str()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    queues.sort_by(|a, b| queue_rank(a).cmp(&queue_rank(b)));
    Ok(queues)
}
