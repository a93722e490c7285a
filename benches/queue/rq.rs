//! The peer: RQ from PyPI, in an environment that the tests use too.

use super::rounds::Rate;
use super::server::Server;
use anyhow::Context as _;
use penstock_testkit::Python;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Enqueues, works in a burst, and says how long it took and what it cost.
const SCRIPT: &str = include_str!("peers/rq_peer.py");
/// What the jobs do; a module, as RQ needs it.
const JOBS: &str = include_str!("peers/small_jobs.py");

/// Which of RQ's workers.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A process for each job, forked: what `rq worker` is.
    Forking,
    /// All in one process.
    Simple,
}

impl Kind {
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Forking => "forking worker",
            Self::Simple => "SimpleWorker",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Forking => "forking",
            Self::Simple => "simple",
        }
    }
}

/// One version of it.
pub(super) struct Rq {
    version: &'static str,
    python: Python,
    script: PathBuf,
}

impl Rq {
    pub(super) fn prepare(version: &'static str, cache: &Path) -> anyhow::Result<Self> {
        let folder = cache.join("rq");
        std::fs::create_dir_all(&folder)?;
        let script = folder.join("rq_peer.py");
        std::fs::write(&script, SCRIPT)?;
        std::fs::write(folder.join("small_jobs.py"), JOBS)?;
        Ok(Self { version, python: Python::rq(version), script })
    }

    pub(super) fn title(&self, kind: Kind) -> String {
        format!("rq {} {}", self.version, kind.title())
    }

    pub(super) fn rate(
        &self,
        server: &Server,
        kind: Kind,
        function: &str,
        jobs: usize,
    ) -> anyhow::Result<Rate> {
        let output = self
            .python
            .command()
            .arg(&self.script)
            .args([&server.url(), kind.word(), &jobs.to_string(), function])
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let said = || format!("{}: {}", self.title(kind), String::from_utf8_lossy(&output.stderr));
        let line = text.lines().last().with_context(said)?;
        let mut figures = line.split(' ').map(str::parse::<f64>);
        let (Some(Ok(took)), Some(Ok(cpu))) = (figures.next(), figures.next()) else {
            anyhow::bail!(said());
        };
        Ok(Rate::of(jobs, Duration::from_secs_f64(took), Some(Duration::from_secs_f64(cpu))))
    }
}
