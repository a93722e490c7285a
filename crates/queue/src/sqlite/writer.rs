//! The one writer of this process, with group commit.
//!
//! A durable commit costs a wait for the disk, whatever is in it. So the writer takes every request that
//! waits, runs each in a savepoint of its own inside one transaction, commits, and only then answers:
//! nothing is acknowledged before it is on disk, and the wait is shared. A request that fails takes back
//! its own changes and nobody else's.

use super::fault::{Fault, Outcome};
use super::gather::Gathering;
use super::same_file::SameFile;
use super::turn::Turn;
use super::{Tuning, dependants, events, schema};
use penstock_jobs::{StoreError, crash_point};
use rusqlite::Connection;
use std::thread::JoinHandle;
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};

/// Requests that wait before a sender waits too.
const WAITING: usize = 1024;

/// Where requests go.
pub(super) struct Writer {
    requests: Option<mpsc::Sender<Box<dyn Request>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread; `committed` is called after every commit that changed something.
    pub(super) fn start(
        sql: Connection,
        tuning: Tuning,
        committed: impl Fn() + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (requests, waiting) = mpsc::channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("penstock-writer".into())
            .spawn(move || serve(&sql, &tuning, waiting, committed))
            .map_err(|error| StoreError::Unavailable(format!("no thread for the queue's writer: {error}")))?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
    }

    /// Does `work` in a savepoint; its answer comes after the commit.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Turn<'_>) -> Outcome<T> + Send + 'static,
        T: Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or_else(stopped)?;
        requests.send(Box::new(Asked { work, answer })).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Closing the channel ends the thread; waiting for it leaves the file closed and checkpointed.
        self.requests = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the queue's writer ended in a panic");
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the queue's writer has stopped; start Penstock again".into())
}

/// Answers once it is known whether the transaction was committed.
type Reply = Box<dyn FnOnce(Option<String>)>;

trait Request: Send {
    /// Does the work. Tells whether its changes stay, and how to answer.
    fn run(self: Box<Self>, turn: &Turn<'_>) -> (bool, Reply);
    /// Answers without having done anything.
    fn refuse(self: Box<Self>, why: String);
}

struct Asked<T, F> {
    work: F,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Request for Asked<T, F>
where
    F: FnOnce(&Turn<'_>) -> Outcome<T> + Send,
    T: Send + 'static,
{
    fn run(self: Box<Self>, turn: &Turn<'_>) -> (bool, Reply) {
        let Self { work, answer } = *self;
        if answer.is_closed() {
            // Whoever asked has gone away before anything was done: a job claimed now would have no one.
            return (true, Box::new(|_| ()));
        }
        let outcome = work(turn).and_then(|value| dependants::follow(turn).map(|()| value));
        let keep = outcome.is_ok();
        let reply = move |failed: Option<String>| {
            let said = match (outcome, failed) {
                (Ok(_), Some(why)) => Err(StoreError::Unavailable(why)),
                (outcome, _) => outcome.map_err(StoreError::from),
            };
            // An asker that has gone away wants no answer.
            drop(answer.send(said));
        };
        (keep, Box::new(reply))
    }

    fn refuse(self: Box<Self>, why: String) {
        drop(self.answer.send(Err(StoreError::Unavailable(why))));
    }
}

fn serve(
    sql: &Connection,
    tuning: &Tuning,
    mut waiting: mpsc::Receiver<Box<dyn Request>>,
    committed: impl Fn(),
) {
    let file = SameFile::of(sql);
    let mut gathering = Gathering::default();
    while let Some(first) = waiting.blocking_recv() {
        let batch = gathering.with(first, &mut waiting);
        let (begun, requests) = (Instant::now(), batch.len());
        let before = sql.total_changes();
        together(sql, tuning, &file, batch);
        gathering = Gathering::after(requests, begun.elapsed());
        if sql.total_changes() != before {
            committed();
        }
    }
}

/// One transaction for all of them.
fn together(sql: &Connection, tuning: &Tuning, file: &SameFile, batch: Vec<Box<dyn Request>>) {
    if let Err(fault) = file.check(sql).and_then(|()| begin(sql)) {
        let why = unavailable(fault);
        batch.into_iter().for_each(|request| request.refuse(why.clone()));
        return;
    }
    let mut replies = Vec::with_capacity(batch.len());
    let mut rest = batch.into_iter();
    let mut failed = None;
    for request in rest.by_ref() {
        match one(sql, tuning, request, &mut replies) {
            Ok(()) => {}
            Err(fault) => {
                failed = Some(unavailable(fault));
                break;
            }
        }
    }
    if failed.is_none() {
        crash_point("sqlite.before-commit");
        failed = events::prune(sql, tuning).and_then(|()| statement(sql, "COMMIT")).err().map(unavailable);
        crash_point("sqlite.after-commit");
    }
    if failed.is_some()
        && !sql.is_autocommit()
        && let Err(fault) = statement(sql, "ROLLBACK")
    {
        tracing::error!(error = unavailable(fault), "the queue's transaction could not be rolled back");
    }
    for reply in replies {
        reply(failed.clone());
    }
    if let Some(why) = failed {
        rest.for_each(|request| request.refuse(why.clone()));
    }
}

/// Waits for the file, and makes sure that it is still the one that was opened: another process may have
/// brought it to a version that this one does not know.
fn begin(sql: &Connection) -> Outcome<()> {
    statement(sql, "BEGIN IMMEDIATE")?;
    let found: u32 = sql.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?;
    if found == schema::newest() {
        return Ok(());
    }
    statement(sql, "ROLLBACK")?;
    let why = "another Penstock has brought the queue to another version; end this one and start the new one";
    Err(StoreError::Unavailable(why.into()).into())
}

/// One request in its savepoint. An error here ends the whole transaction: SQLite gives it up by itself
/// when the disk is full or fails.
fn one(
    sql: &Connection,
    tuning: &Tuning,
    request: Box<dyn Request>,
    replies: &mut Vec<Reply>,
) -> Outcome<()> {
    if let Err(fault) = statement(sql, "SAVEPOINT request") {
        let why = unavailable(fault);
        request.refuse(why.clone());
        return Err(StoreError::Unavailable(why).into());
    }
    let (keep, reply) = request.run(&Turn::new(sql, tuning));
    replies.push(reply);
    if sql.is_autocommit() {
        let why = "the disk is full or failed; nothing was changed. Free some space and try again";
        return Err(StoreError::Unavailable(why.into()).into());
    }
    if !keep {
        statement(sql, "ROLLBACK TO request")?;
    }
    statement(sql, "RELEASE request")
}

fn statement(sql: &Connection, text: &str) -> Outcome<()> {
    sql.prepare_cached(text)?.execute([])?;
    Ok(())
}

fn unavailable(fault: Fault) -> String {
    match StoreError::from(fault) {
        StoreError::Unavailable(why) => why,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SqliteStore, Tuning};
    use penstock_jobs::StoreError;
    use rusqlite::params;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};
    use tokio::sync::oneshot;

    fn store(folder: &tempfile::TempDir) -> SqliteStore {
        SqliteStore::open_with(&folder.path().join("queue.db"), Tuning::default()).unwrap()
    }

    async fn paused(store: &SqliteStore) -> Vec<String> {
        let paused = |sql: &rusqlite::Connection| {
            let mut statement = sql.prepare("SELECT queue FROM pauses ORDER BY queue")?;
            let names = statement.query_map([], |row| row.get(0))?;
            Ok(names.collect::<rusqlite::Result<Vec<String>>>()?)
        };
        store.readers.read(paused).await.unwrap()
    }

    /// Holds the writer until the returned sender is used, so that requests gather behind it.
    async fn hold(store: &Arc<SqliteStore>) -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let (go, held) = oneshot::channel();
        let (entered, inside) = oneshot::channel();
        let store = Arc::clone(store);
        let holding = tokio::spawn(async move {
            let wait = move |_: &super::Turn<'_>| {
                entered.send(()).unwrap();
                held.blocking_recv().unwrap();
                Ok(())
            };
            store.writer.run(wait).await.unwrap();
        });
        inside.await.unwrap();
        (go, holding)
    }

    #[tokio::test]
    async fn a_failing_request_takes_back_only_its_own_changes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(store(&folder));
        let (go, holding) = hold(&store).await;
        let insert = |name: &'static str, fails: bool| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let work = move |turn: &super::Turn<'_>| {
                    turn.execute("INSERT INTO pauses VALUES (?1)", params![name])?;
                    if fails { Err(StoreError::Invalid("no".into()).into()) } else { Ok(name) }
                };
                store.writer.run(work).await
            })
        };
        let requests = [insert("a", false), insert("b", true), insert("c", false)];
        go.send(()).unwrap();
        holding.await.unwrap();
        let mut answers = Vec::new();
        for request in requests {
            answers.push(request.await.unwrap().is_ok());
        }
        assert_eq!(answers, [true, false, true]);
        assert_eq!(paused(&store).await, ["a", "c"]);
    }

    #[tokio::test]
    async fn requests_that_wait_share_one_commit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.db");
        let commits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&commits);
        drop(store(&folder));
        let sql = super::super::connection::writer(&path).unwrap();
        let count = move || {
            counted.fetch_add(1, Ordering::SeqCst);
        };
        let writer = Arc::new(super::Writer::start(sql, Tuning::default(), count).unwrap());
        let (go, held) = oneshot::channel::<()>();
        let (entered, inside) = oneshot::channel();
        let first = {
            let writer = Arc::clone(&writer);
            let wait = move |_: &super::Turn<'_>| {
                entered.send(()).unwrap();
                held.blocking_recv().unwrap();
                Ok(())
            };
            tokio::spawn(async move { writer.run(wait).await })
        };
        inside.await.unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut waiting = Vec::new();
        for number in 0..50 {
            let (writer, order) = (Arc::clone(&writer), Arc::clone(&order));
            let work = move |turn: &super::Turn<'_>| {
                turn.execute("INSERT INTO pauses VALUES (?1)", params![number.to_string()])?;
                order.lock().unwrap().push(number);
                Ok(())
            };
            // Polled once here, so that they stand in line in this order.
            let mut request = Box::pin(async move { writer.run(work).await });
            assert!(is_pending(&mut request).await);
            waiting.push(request);
        }
        go.send(()).unwrap();
        first.await.unwrap().unwrap();
        for request in waiting {
            request.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), (0..50).collect::<Vec<_>>());
        // Answers go out before the commit is told to others: only the end of the thread makes it certain.
        drop(Arc::into_inner(writer).expect("every request has ended and let go of the writer"));
        assert_eq!(
            commits.load(Ordering::SeqCst),
            1,
            "the first one changed nothing; the fifty share a commit"
        );
    }

    /// Polls once; true when it is not ready.
    async fn is_pending<F: Future + Unpin>(future: &mut F) -> bool {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending())
        })
        .await
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_begun() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(store(&folder));
        let (go, holding) = hold(&store).await;
        let insert =
            |turn: &super::Turn<'_>| turn.execute("INSERT INTO pauses VALUES ('ghost')", []).map(drop);
        let mut request = Box::pin(store.writer.run(insert));
        assert!(is_pending(&mut request).await);
        drop(request);
        go.send(()).unwrap();
        holding.await.unwrap();
        store.writer.run(|_| Ok(())).await.unwrap();
        assert_eq!(paused(&store).await, [] as [&str; 0]);
    }

    #[tokio::test]
    async fn a_file_that_was_brought_to_a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let other = rusqlite::Connection::open(folder.path().join("queue.db")).unwrap();
        other.pragma_update(None, "user_version", 99).unwrap();
        let insert =
            |turn: &super::Turn<'_>| turn.execute("INSERT INTO pauses VALUES ('late')", []).map(drop);
        let answer = store.writer.run(insert).await;
        assert!(
            matches!(&answer, Err(StoreError::Unavailable(why)) if why.contains("version")),
            "{answer:?}"
        );
        assert_eq!(paused(&store).await, [] as [&str; 0]);
    }

    #[tokio::test]
    async fn when_the_disk_gives_up_everybody_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(store(&folder));
        let (go, holding) = hold(&store).await;
        let insert = |name: &'static str, gives_up: bool| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let work = move |turn: &super::Turn<'_>| {
                    turn.execute("INSERT INTO pauses VALUES (?1)", params![name])?;
                    if gives_up {
                        // What SQLite does by itself when the disk is full.
                        turn.sql.execute_batch("ROLLBACK")?;
                    }
                    Ok(())
                };
                store.writer.run(work).await
            })
        };
        let requests = [insert("a", false), insert("b", true), insert("c", false)];
        go.send(()).unwrap();
        holding.await.unwrap();
        let mut acknowledged = Vec::new();
        for (name, request) in ["a", "b", "c"].into_iter().zip(requests) {
            match request.await.unwrap() {
                Ok(()) => acknowledged.push(name),
                Err(StoreError::Unavailable(_)) => {}
                other => panic!("{name}: {other:?}"),
            }
        }
        // Which of them shared the transaction is up to the scheduler. Whoever was told that it is done has it
        // in the file, and nobody else.
        assert_eq!(paused(&store).await, acknowledged);
        assert!(!acknowledged.contains(&"b"));
        store.writer.run(|turn| turn.execute("INSERT INTO pauses VALUES ('d')", []).map(drop)).await.unwrap();
        assert!(paused(&store).await.contains(&"d".to_owned()), "the writer went on");
    }
}
