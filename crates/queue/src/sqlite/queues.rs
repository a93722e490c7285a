//! Queues: a queue is a name; it exists while a job, a worker or a pause names it.

use super::fault::Outcome;
use super::{EVERY_QUEUE, Tuning, rows, workers};
use crate::order::queue_rank;
use penstock_jobs::{JobState, QueueInfo, WorkerState};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Every queue, and whether all are paused.
pub(super) fn list(sql: &Connection, tuning: &Tuning) -> Outcome<(Vec<QueueInfo>, bool)> {
    let mut queues = BTreeMap::new();
    count_jobs(sql, &mut queues)?;
    for worker in workers::list(sql, tuning)? {
        if worker.state != WorkerState::Lost {
            for queue in worker.spec.queues {
                entry(&mut queues, &queue).workers.push(worker.spec.name.clone());
            }
        }
    }
    let mut all_paused = false;
    let mut statement = sql.prepare_cached("SELECT queue FROM pauses")?;
    let mut paused = statement.query([])?;
    while let Some(row) = paused.next()? {
        let queue: String = row.get(0)?;
        if queue == EVERY_QUEUE {
            all_paused = true;
        } else {
            entry(&mut queues, &queue).paused = true;
        }
    }
    let mut queues: Vec<QueueInfo> = queues.into_values().collect();
    queues.sort_by(|a, b| queue_rank(&a.name).cmp(&queue_rank(&b.name)));
    Ok((queues, all_paused))
}

fn count_jobs(sql: &Connection, queues: &mut BTreeMap<String, QueueInfo>) -> Outcome<()> {
    let mut statement = sql.prepare_cached("SELECT queue, state, jobs FROM tallies WHERE jobs > 0")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let queue = entry(queues, &row.get::<_, String>(0)?);
        let jobs = rows::count(row, 2)?;
        match rows::state(&row.get::<_, String>(1)?)? {
            JobState::Queued => queue.queued += jobs,
            JobState::Running => queue.running += jobs,
            JobState::Scheduled | JobState::Deferred | JobState::Retrying => queue.waiting += jobs,
            JobState::Failed | JobState::Quarantined => queue.failed += jobs,
            JobState::Held | JobState::Finished | JobState::Cancelled => {}
        }
    }
    Ok(())
}

fn entry<'a>(queues: &'a mut BTreeMap<String, QueueInfo>, name: &str) -> &'a mut QueueInfo {
    queues.entry(name.to_owned()).or_insert_with(|| QueueInfo {
        name: name.to_owned(),
        paused: false,
        queued: 0,
        running: 0,
        waiting: 0,
        failed: 0,
        workers: Vec::new(),
    })
}
