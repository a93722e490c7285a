//! Pages of jobs. Filter, order and paging happen in SQL, along indexes: a page costs the same whether
//! a thousand jobs or a million are behind it. A search asks an index of its own first ([`super::search`]).
//!
//! A page ends with a cursor that holds the key of its last job. Jobs that come or go between two pages
//! neither repeat others nor hide them.

use super::fault::Outcome;
use super::reasons;
use super::rows::{self, Placed};
use super::search::Search;
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
    let search = Search::of(sql, filter)?;
    // One more than asked tells whether another page follows.
    let (mut found, cursor_of): (Vec<Placed>, fn(&Placed) -> String) = if filter.in_start_order {
        (start_order::page(sql, filter, &search, limit + 1, &around)?, start_order::cursor)
    } else {
        (newest_first(sql, filter, &search, limit + 1, &around)?, |placed| format!("n.{}", placed.seq))
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
    pub(super) fn and_words(&mut self, search: &Search) {
        if let Some(candidates) = &search.candidates {
            self.and("j.seq IN (SELECT value FROM json_each(?))", candidates.clone());
        }
        for word in &search.words {
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
    search: &Search,
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
        clause.and_words(search);
        found.extend(select(sql, search.hint(""), &clause, "j.seq DESC", limit, around)?);
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

#[cfg(test)]
mod tests {
    use super::super::{SqliteStore, Tuning};
    use crate::conformance::worker;
    use penstock_jobs::{ClaimRequest, JobFilter, JobState, Store};
    use std::time::{Duration, Instant};

    /// A tenth of them failed: more than a page.
    const FEW: u32 = 2_000;
    const MANY: u32 = 150_000;
    const WORDS: [&str; 9] = [
        "newest",
        "failed",
        "of a queue",
        "in order of starting",
        "a search for nothing",
        "a search for one, among the failed",
        "the same in order of starting",
        "counts",
        "claim and give back",
    ];

    async fn filled(folder: &tempfile::TempDir, jobs: u32) -> SqliteStore {
        let store = SqliteStore::open_with(&folder.path().join("queue.db"), Tuning::default()).unwrap();
        let fill = move |turn: &super::super::turn::Turn<'_>| {
            turn.execute(
                "INSERT INTO jobs (id, state, queue, position, task, task_version, label, retry_max, \
                 retry_intervals_s, timeout_s, rerun_after_crash, after_ids, haystack, inputs, params, created_at_ms) \
                 SELECT printf('j%07d', value), iif(value % 10 = 0, 'failed', 'queued'), 'default', value, 'plot', 1, \
                 'a drawing', 0, '[]', 60, 1, '[]', printf('a drawing j%07d plot default', value), '[]', '{}', value \
                 FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?1) \
                 SELECT value FROM n)",
                [jobs],
            )
        };
        store.writer.run(fill).await.unwrap();
        store.register(&worker("w", &["default"])).await.unwrap();
        store
    }

    /// Quickest of a few tries: what else the computer does counts least there.
    async fn quickest(mut what: impl AsyncFnMut()) -> Duration {
        let mut quickest = Duration::MAX;
        for _ in 0..7 {
            let begun = Instant::now();
            what().await;
            quickest = quickest.min(begun.elapsed());
        }
        quickest
    }

    async fn measure(store: &SqliteStore) -> [Duration; 9] {
        let page = async |filter: JobFilter| {
            let page = store.list(&filter).await.unwrap();
            assert_eq!((page.jobs.len(), page.next.is_some()), (100, true), "{filter:?}");
        };
        let found = async |filter: JobFilter, jobs: usize| {
            assert_eq!(store.list(&filter).await.unwrap().jobs.len(), jobs, "{filter:?}");
        };
        let search = |words: &str| JobFilter { search: Some(words.into()), ..JobFilter::default() };
        let failed = JobFilter { states: vec![JobState::Failed], ..JobFilter::default() };
        let queue = JobFilter { queue: Some("default".into()), ..JobFilter::default() };
        let failed_one = JobFilter { states: vec![JobState::Failed], ..search("j0001230") };
        let ready =
            JobFilter { states: vec![JobState::Queued], in_start_order: true, ..JobFilter::default() };
        let request = ClaimRequest {
            worker: "w".into(),
            queues: vec!["default".into()],
            lease: Duration::from_secs(600),
        };
        [
            quickest(async || page(JobFilter::default()).await).await,
            quickest(async || page(failed.clone()).await).await,
            quickest(async || page(queue.clone()).await).await,
            quickest(async || page(ready.clone()).await).await,
            quickest(async || found(search("no such"), 0).await).await,
            quickest(async || found(failed_one.clone(), 1).await).await,
            quickest(async || found(JobFilter { in_start_order: true, ..search("j0001231") }, 1).await).await,
            quickest(async || assert_eq!(store.counts(None).await.unwrap().len(), 2)).await,
            quickest(async || {
                let claim = store.claim(&request).await.unwrap().unwrap();
                store.give_back(&claim.lease).await.unwrap();
            })
            .await,
        ]
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_page_costs_the_same_behind_many_jobs() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let few = measure(&filled(&folders[0], FEW).await).await;
        let many = measure(&filled(&folders[1], MANY).await).await;
        for ((word, few), many) in WORDS.into_iter().zip(few).zip(many) {
            println!("{word}: {few:?} with {FEW} jobs, {many:?} with {MANY}");
            // Without their index, all of these read every job, which takes ten times this and more.
            assert!(many < few * 4 + Duration::from_millis(5), "{word}: {few:?} became {many:?}");
        }
    }
}
