//! Pages of jobs. Filter, order and paging happen in SQL, along indexes: a page costs the same whether
//! a thousand jobs or a million are behind it.
//!
//! A page ends with a cursor that holds the key of its last job. Jobs that come or go between two pages
//! neither repeat others nor hide them.

use super::fault::Outcome;
use super::reasons;
use super::rows::{self, Placed};
use super::{Tuning, start_order};
use crate::reasons::Surroundings;
use penstock_jobs::{Job, JobFilter, JobPage, JobState, StateCounts, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

/// Jobs on a page when the filter does not say.
const USUAL: u32 = 100;
/// Most jobs on a page.
const MOST: u32 = 10_000;

/// One page.
pub(super) fn list(sql: &Connection, tuning: &Tuning, filter: &JobFilter) -> Outcome<JobPage> {
    let around = reasons::surroundings(sql, tuning)?;
    let limit = filter.limit.unwrap_or(USUAL).min(MOST) as usize;
    if limit == 0 {
        return Ok(JobPage { jobs: Vec::new(), next: filter.cursor.clone() });
    }
    let words = words(filter);
    // One more than asked tells whether another page follows.
    let (mut found, cursor_of): (Vec<Placed>, fn(&Placed) -> String) = if filter.in_start_order {
        (start_order::page(sql, filter, &words, limit + 1, &around)?, start_order::cursor)
    } else {
        (newest_first(sql, filter, &words, limit + 1, &around)?, |placed| format!("n.{}", placed.seq))
    };
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(cursor_of);
    let mut jobs: Vec<Job> = found.into_iter().map(|placed| placed.job).collect();
    for job in &mut jobs {
        reasons::name_what_it_waits_for(sql, job)?;
    }
    Ok(JobPage { jobs, next })
}

/// The words of the search, in lower case.
fn words(filter: &JobFilter) -> Vec<String> {
    let search = filter.search.as_deref().unwrap_or_default();
    search.split_whitespace().map(str::to_lowercase).collect()
}

/// A part of a WHERE clause and its values. Values are never written into the text.
#[derive(Default)]
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Clause {
    /// Adds `AND condition`; `?` in it stands for `value`.
    pub(super) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let numbered = condition.replace('?', &format!("?{}", self.values.len()));
        self.text.push_str(if self.text.is_empty() { "" } else { " AND " });
        self.text.push_str(&numbered);
    }

    /// Adds `AND condition`; `?` in it stands for `first`, `??` for `second`.
    pub(super) fn and_pair(&mut self, condition: &str, first: i64, second: i64) {
        self.values.push(second.into());
        let condition = condition.replace("??", &format!("\u{1}{}", self.values.len()));
        self.and(&condition, first);
        self.text = self.text.replace('\u{1}', "?");
    }

    /// It belongs to the batch that the filter names.
    pub(super) fn and_batch(&mut self, filter: &JobFilter) {
        if let Some(batch) = &filter.batch {
            self.and("j.batch = (SELECT seq FROM batches WHERE id = ?)", batch.to_string());
        }
    }

    /// The task and the worker that are asked for, if any. A scan, as a search is: no index has them.
    pub(super) fn and_who(&mut self, filter: &JobFilter) {
        for (condition, wanted) in [("j.task = ?", &filter.task), ("j.worker = ?", &filter.worker)] {
            if let Some(wanted) = wanted {
                self.and(condition, wanted.clone());
            }
        }
    }

    /// Every word stands somewhere in what a search looks at. No pattern, so nothing needs escaping.
    pub(super) fn and_words(&mut self, words: &[String]) {
        for word in words {
            self.and("instr(j.haystack, ?) > 0", word.clone());
        }
    }
}

/// Reads the jobs that a clause picks, in this order; `hint` may name an index.
pub(super) fn select(
    sql: &Connection,
    hint: &str,
    clause: &Clause,
    order: &str,
    limit: usize,
    around: &Surroundings,
) -> Outcome<Vec<Placed>> {
    let text = format!("{} WHERE {} ORDER BY {order} LIMIT {limit}", rows::jobs(hint), clause.text);
    let mut statement = sql.prepare_cached(&text)?;
    let mut found = statement.query(params_from_iter(&clause.values))?;
    let mut jobs = Vec::new();
    while let Some(row) = found.next()? {
        jobs.push(rows::job(row, around)?);
    }
    Ok(jobs)
}

/// One query for each state, each along an index, merged here: SQLite would sort all of a state first.
fn newest_first(
    sql: &Connection,
    filter: &JobFilter,
    words: &[String],
    limit: usize,
    around: &Surroundings,
) -> Outcome<Vec<Placed>> {
    let before = filter.cursor.as_deref().map(newest_cursor).transpose()?;
    let mut states: Vec<Option<JobState>> = filter.states.iter().copied().map(Some).collect();
    states.sort();
    states.dedup();
    if states.is_empty() {
        states = if filter.queue.is_some() { JobState::ALL.map(Some).into() } else { vec![None] };
    }
    let mut found = Vec::new();
    for state in states {
        let mut clause = Clause::default();
        if let Some(queue) = &filter.queue {
            clause.and("j.queue = ?", queue.clone());
        }
        if let Some(state) = state {
            clause.and("j.state = ?", state.as_str().to_owned());
        }
        clause.and_batch(filter);
        clause.and("j.seq < ?", before.unwrap_or(i64::MAX));
        clause.and_who(filter);
        clause.and_words(words);
        found.extend(select(sql, "", &clause, "j.seq DESC", limit, around)?);
    }
    found.sort_by_key(|placed| std::cmp::Reverse(placed.seq));
    found.truncate(limit);
    Ok(found)
}

fn newest_cursor(text: &str) -> Outcome<i64> {
    let seq = text.strip_prefix("n.").and_then(|seq| seq.parse().ok());
    seq.ok_or_else(|| bad_cursor().into())
}

/// The answer to a cursor that this order did not make.
pub(super) fn bad_cursor() -> StoreError {
    StoreError::Invalid("the cursor does not belong to this list; start again from its first page".into())
}

/// How many jobs are in each state.
pub(super) fn counts(sql: &Connection, queue: Option<&str>) -> Outcome<StateCounts> {
    let mut statement = sql.prepare_cached(
        "SELECT state, sum(jobs) FROM tallies WHERE ?1 IS NULL OR queue = ?1 GROUP BY state HAVING sum(jobs) > 0",
    )?;
    let mut found = statement.query(params![queue])?;
    let mut counts = StateCounts::new();
    while let Some(row) = found.next()? {
        counts.insert(rows::state(&row.get::<_, String>(0)?)?, rows::count(row, 1)?);
    }
    Ok(counts)
}
