//! One test's own folder and store, and the calls that it makes.

use crate::process::{Outcome, Running, penstock};
use crate::wait::until;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Longest time of a call that runs no task.
const CALL: Duration = Duration::from_secs(30);
/// Longest time of a call that runs tasks.
pub(crate) const WORK: Duration = Duration::from_secs(120);

/// A folder with a store in it, or one for a store elsewhere; it goes with this value.
pub(crate) struct Shop {
    folder: TempDir,
    elsewhere: Option<String>,
}

impl Shop {
    /// A new one; the store comes into being with the first call.
    pub(crate) fn open() -> Self {
        Self::made(None)
    }

    /// A new one on this store.
    pub(crate) fn on(url: &str) -> Self {
        Self::made(Some(url.to_owned()))
    }

    fn made(elsewhere: Option<String>) -> Self {
        let folder = tempfile::Builder::new().prefix("penstock-app-").tempdir().unwrap();
        let shop = Self { folder, elsewhere };
        std::fs::create_dir(shop.path("tmp")).unwrap();
        shop
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder; its path as text.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.into_os_string().into_string().unwrap()
    }

    /// The store's URL.
    pub(crate) fn store(&self) -> String {
        let here = || format!("sqlite:{}", self.path("queue.db").display());
        self.elsewhere.clone().unwrap_or_else(here)
    }

    /// The binary on this store, with nothing of this machine's settings.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(penstock());
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_a_setting(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command
            .env("PENSTOCK_STORE", self.store())
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .args(words);
        command.env("XDG_CONFIG_HOME", self.path(".config"));
        command.env("XDG_DATA_HOME", self.path("data")).env("USER", "tester").env("TMPDIR", self.path("tmp"));
        command
    }

    /// Runs a call to its end.
    pub(crate) fn call(&self, words: &[&str]) -> Outcome {
        Running::start(&mut self.command(words)).outcome(CALL)
    }

    /// The standard output of a call that must succeed.
    pub(crate) fn ok(&self, words: &[&str]) -> String {
        let outcome = Running::start(&mut self.command(words)).outcome(WORK);
        assert_eq!(outcome.code, Some(0), "penstock {words:?}: {outcome:?}");
        outcome.stdout
    }

    /// The one JSON document that a call prints.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let text = self.ok(words);
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("penstock {words:?} printed no JSON ({error}): {text}"))
    }

    /// Submits one job; its id.
    pub(crate) fn submit(&self, words: &[&str]) -> String {
        let text = self.ok(&[&["submit", "plot"], words].concat());
        let mut lines = text.lines();
        let id = lines.next().unwrap_or_default().to_owned();
        assert!(!id.is_empty() && lines.next().is_none(), "submit printed {text:?}");
        id
    }

    /// Runs everything that can run.
    pub(crate) fn burst(&self) {
        self.ok(&["worker", "--burst"]);
    }

    /// Starts a worker in the background.
    pub(crate) fn worker(&self, words: &[&str]) -> Running {
        Running::start(&mut self.command(&[&["worker"], words].concat()))
    }

    /// One job.
    pub(crate) fn job(&self, id: &str) -> Value {
        self.json(&["job", id, "--json"])
    }

    /// The word for a job's state.
    pub(crate) fn state(&self, id: &str) -> String {
        text(&self.job(id)["state"])
    }

    /// Waits for a job's state.
    pub(crate) fn until_state(&self, id: &str, state: &str) -> Value {
        until(WORK, &format!("job {id} is {state}"), || {
            Some(self.job(id)).filter(|job| job["state"] == state)
        })
    }

    /// Every job, newest first.
    pub(crate) fn jobs(&self) -> Vec<Value> {
        let (mut jobs, mut cursor) = (Vec::new(), None);
        loop {
            let mut ask = vec!["jobs".to_owned(), "--json".to_owned(), "--limit=10000".to_owned()];
            ask.extend(cursor.map(|next: String| format!("--cursor={next}")));
            let ask: Vec<&str> = ask.iter().map(String::as_str).collect();
            let list = self.json(&ask);
            jobs.extend(list["jobs"].as_array().cloned().unwrap_or_else(|| panic!("no jobs in {list}")));
            match &list["next"] {
                Value::Null => return jobs,
                next => cursor = Some(text(next)),
            }
        }
    }
}

/// A variable that would change what the binary does.
fn is_a_setting(name: &str) -> bool {
    ["REDIS_", "RQ_", "PENSTOCK_"].iter().any(|prefix| name.starts_with(prefix))
        || name == "INTERNAL_SERVICE_TOKEN"
}

/// Text of a JSON string.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// Number of a JSON number.
pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// Names of what is in a folder, sorted; none when it is not there.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
