//! One test's Redis, with Penstock on one side and Python's RQ on the other.

use crate::driver::{Driver, with_scripts};
use crate::process::{Outcome, Running, penstock};
use crate::raw::Raw;
use crate::wait::until;
use penstock_testkit::{Python, RedisServer};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Longest time of anything that ends by itself.
pub(crate) const WITHIN: Duration = Duration::from_secs(60);

/// A server, and everybody on it.
pub(crate) struct Fleet {
    /// The Python program.
    pub(crate) python: Driver,
    environment: Python,
    // After those who use it, so that it goes last.
    server: RedisServer,
    folder: TempDir,
}

impl Fleet {
    /// A new server, and Python with this version of RQ.
    pub(crate) fn open(version: &str) -> Self {
        let environment = Python::rq(version);
        let server = RedisServer::start();
        let folder = tempfile::Builder::new().prefix("penstock-rq-").tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        let python = Driver::start(&environment, &server.url());
        Self { python, environment, server, folder }
    }

    /// Redis below RQ.
    pub(crate) fn raw(&self) -> Raw {
        Raw::connect(&self.server)
    }

    /// The server's URL.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// A path in the folder of this test.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file; its path as text.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).into_os_string().into_string().unwrap()
    }

    /// The environment with this test's version of RQ.
    pub(crate) fn environment(&self) -> &Python {
        &self.environment
    }

    /// The `penstock` command on this server, with nothing of this machine's settings.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(penstock());
        for name in ["REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_DB", "PENSTOCK_LOG"] {
            command.env_remove(name);
        }
        command
            .env("PENSTOCK_STORE", self.url())
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("TMPDIR", self.path("tmp"))
            .env("USER", "tester")
            .env("TZ", "UTC")
            .args(words);
        command
    }

    /// Runs a call to its end.
    pub(crate) fn call(&self, words: &[&str]) -> Outcome {
        Running::start(&mut self.command(words)).outcome(WITHIN)
    }

    /// The standard output of a call that must succeed.
    pub(crate) fn ok(&self, words: &[&str]) -> String {
        let outcome = self.call(words);
        assert_eq!(outcome.code, Some(0), "penstock {words:?}: {outcome:?}");
        outcome.stdout
    }

    /// The one JSON document that a call prints.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.ok(words)).unwrap()
    }

    /// Submits; the id.
    pub(crate) fn submit(&self, words: &[&str]) -> String {
        self.ok(&[&["submit"], words].concat()).trim_end().to_owned()
    }

    /// A job as Penstock shows it.
    pub(crate) fn job(&self, id: &str) -> Value {
        self.json(&["job", id, "--json"])
    }

    /// Waits until Penstock shows the job in this state.
    pub(crate) fn until_state(&self, id: &str, state: &str) -> Value {
        until(WITHIN, &format!("Penstock shows {id} {state}"), || {
            let job = self.job(id);
            let ended = ["failed", "finished", "cancelled"].iter().any(|end| job["state"] == *end);
            assert!(job["state"] == state || !ended, "{id} should be {state}: {job:#}");
            (job["state"] == state).then_some(job)
        })
    }

    /// A worker of ours in the background, on these queues.
    pub(crate) fn our_worker(&self, queues: &str, words: &[&str]) -> Running {
        Running::start(&mut self.command(&[&["worker", "--queues", queues], words].concat()))
    }

    /// Runs all that our worker can run now.
    pub(crate) fn our_burst(&self, queues: &str) {
        self.ok(&["worker", "--queues", queues, "--burst"]);
    }

    /// `rq` itself.
    pub(crate) fn rq(&self, words: &[&str]) -> Command {
        let mut command = with_scripts(self.environment.program("rq"));
        command.args(words).args(["--url", &self.url()]);
        command
    }

    /// A Python worker in the background, that forks for each job and has RQ's scheduler.
    pub(crate) fn python_worker(&self, name: &str, queue: &str) -> Running {
        Running::start(&mut self.rq(&["worker", "--name", name, "--with-scheduler", "--quiet", queue]))
    }
}
