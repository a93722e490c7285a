//! The queue beside its peers, on one Redis and one disk in one run: store cycles (claim, start, finish,
//! result) beside RQ's and BullMQ's, the whole worker with real children beside RQ's workers, the embedded
//! store beside plain SQL, and how long a job waits for its start.
//!
//! The server is Debian's on the loopback address and keeps nothing on disk, for all alike. Rounds are
//! interleaved, so that whatever else the computer does falls on all of them, and medians are shown.
//! RQ's rates are counted from the start of the first job to the end of the last: its own start-up is
//! left out. `PENSTOCK_BENCH_ROUNDS` says how many rounds (5), `PENSTOCK_BENCH_PARTS` which of `cycles`,
//! `worker`, `sqlite`, `latency`, and `million`, which runs only where it is named.

mod bullmq;
mod cycles;
mod disk;
mod latency;
mod machine;
mod million;
mod plain_sql;
mod rounds;
mod rq;
mod server;
mod worker;

use anyhow::Context as _;
use bullmq::BullMq;
use rounds::Rounds;
use rq::{Kind, Rq};
use server::Server;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const IN_FLIGHT: usize = 32;
const ROUNDS: usize = 5;
/// Our own start and end are in the figure: so many that they hardly count, as RQ's are left out.
const WORKER_JOBS: usize = 3000;

/// Over RQ's forking worker and BullMQ, in cycles of the store.
const CYCLES_OVER_FORKING: f64 = 100.0;
const CYCLES_OVER_BULLMQ: f64 = 1.0;
/// Over RQ's workers, with real children.
const WORKER_OVER_FORKING: f64 = 20.0;
const WORKER_OVER_SIMPLE: f64 = 5.0;
/// Of what plain SQL gives.
const SQLITE_OF_PLAIN: f64 = 0.5;

/// Measures and prints.
pub(crate) fn compare() -> anyhow::Result<()> {
    let here = std::env::current_exe()?;
    let release = here.parent().context("a program is in a folder")?;
    let cache = release.parent().unwrap_or(release).join("bench");
    std::fs::create_dir_all(&cache)?;
    let rounds = std::env::var("PENSTOCK_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    // The same code as the product's, in this program: what lies beside may be older.
    anyhow::ensure!(penstock_worker::child::set_executable(&here), "a child was started before");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let bench = Bench { cache, rounds: rounds.unwrap_or(ROUNDS).max(1) };
    runtime.block_on(bench.run())
}

struct Bench {
    /// Below the target folder, on a disk.
    cache: PathBuf,
    rounds: usize,
}

impl Bench {
    async fn run(&self) -> anyhow::Result<()> {
        let parts = std::env::var("PENSTOCK_BENCH_PARTS").ok();
        let wanted = |part: &str| parts.as_ref().is_none_or(|parts| parts.split(',').any(|one| one == part));
        say(&format!("queue: {} rounds; {}", self.rounds, machine::describe()))?;
        if wanted("cycles") || wanted("worker") {
            let peers = Peers::prepare(&self.cache)?;
            if wanted("cycles") {
                self.cycles(&peers).await?;
            }
            if wanted("worker") {
                self.worker(&peers).await?;
            }
        }
        if wanted("sqlite") {
            self.sqlite().await?;
        }
        if wanted("latency") {
            latency::compare(&self.cache).await?;
        }
        // Minutes, so only where it is named.
        if parts.is_some() && wanted("million") {
            million::compare(&self.cache).await?;
        }
        say(&format!("  at the end: {}", machine::describe()))
    }

    async fn cycles(&self, peers: &Peers) -> anyhow::Result<()> {
        say("store cycles on Redis (no persistence), jobs that do nothing")?;
        let server = Server::start()?;
        let mut rounds = Rounds::default();
        for _ in 0..self.rounds {
            server.empty()?;
            rounds.add("ours, 32 in flight", cycles::on_redis(&server, IN_FLIGHT, 4000).await?);
            for rq in &peers.rqs {
                for (kind, count) in [(Kind::Forking, 100), (Kind::Simple, 600)] {
                    server.empty()?;
                    rounds.add(&rq.title(kind), rq.rate(&server, kind, "nothing", count)?);
                }
            }
            if let Some(bullmq) = &peers.bullmq {
                server.empty()?;
                rounds.add(bullmq::TITLE, bullmq.rate(&server, 4000)?);
            }
        }
        let ours = rounds.median("ours, 32 in flight")?;
        rounds.print(ours, |peer| match peer {
            bullmq::TITLE => Some(CYCLES_OVER_BULLMQ),
            peer if peer.ends_with(Kind::Forking.title()) => Some(CYCLES_OVER_FORKING),
            _ => None,
        })
    }

    async fn worker(&self, peers: &Peers) -> anyhow::Result<()> {
        say("whole worker on Redis: a grid of two lines on 10 x 10 mm, in real children")?;
        let server = Server::start()?;
        let mut rounds = Rounds::default();
        for _ in 0..self.rounds {
            server.empty()?;
            rounds.add("ours, 4 slots", worker::rate(&server, &self.cache, 4, WORKER_JOBS).await?);
            server.empty()?;
            rounds.add("ours, 8 slots", worker::rate(&server, &self.cache, 8, WORKER_JOBS).await?);
            for rq in &peers.rqs {
                for (kind, count) in [(Kind::Forking, 100), (Kind::Simple, 600)] {
                    server.empty()?;
                    rounds.add(&rq.title(kind), rq.rate(&server, kind, "grid", count)?);
                }
            }
        }
        let (four, eight) = (rounds.median("ours, 4 slots")?, rounds.median("ours, 8 slots")?);
        rounds.print(if eight.per_s > four.per_s { eight } else { four }, |peer| {
            if peer.ends_with(Kind::Forking.title()) {
                Some(WORKER_OVER_FORKING)
            } else {
                peer.ends_with(Kind::Simple.title()).then_some(WORKER_OVER_SIMPLE)
            }
        })
    }

    async fn sqlite(&self) -> anyhow::Result<()> {
        say("SQLite, durable (WAL, synchronous=FULL): claim and finish of each job")?;
        let mut rounds = Rounds::default();
        for _ in 0..self.rounds {
            let folder = tempfile::tempdir_in(&self.cache)?;
            rounds.add("ours, 32 in flight", cycles::on_sqlite(folder.path(), IN_FLIGHT, 4000).await?);
            let folder = tempfile::tempdir_in(&self.cache)?;
            rounds.add(plain_sql::TITLE, plain_sql::rate(folder.path(), 4000)?);
        }
        let ours = rounds.median("ours, 32 in flight")?;
        rounds.print(ours, |peer| (peer == plain_sql::TITLE).then_some(SQLITE_OF_PLAIN))
    }
}

/// Who else is measured.
struct Peers {
    rqs: Vec<Rq>,
    bullmq: Option<BullMq>,
}

impl Peers {
    fn prepare(cache: &Path) -> anyhow::Result<Self> {
        let rqs = ["3.0.0", "2.12.0"].into_iter().map(|version| Rq::prepare(version, cache));
        let bullmq = match BullMq::prepare(cache) {
            Ok(bullmq) => Some(bullmq),
            Err(error) => {
                say(&format!("BullMQ is left out: {error:#}"))?;
                None
            }
        };
        Ok(Self { rqs: rqs.collect::<anyhow::Result<_>>()?, bullmq })
    }
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

/// Runs so many at once and waits for all.
async fn side_by_side<F>(sides: usize, mut side: impl FnMut(usize) -> F) -> anyhow::Result<()>
where
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..sides {
        tasks.spawn(side(number));
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok(())
}

/// A store that several tasks share.
type SharedStore = Arc<dyn penstock_jobs::Store>;
