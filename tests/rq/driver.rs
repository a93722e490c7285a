use crate::wait::until;
use penstock_testkit::Python;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The folder with the Python programs of these tests.
pub(crate) fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rq/python")
}

/// A command that finds the modules of these tests, and leaves nothing beside them.
pub(crate) fn with_scripts(mut command: Command) -> Command {
    command.env("PYTHONPATH", scripts()).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// A Python program that does with RQ what it is asked to.
pub(crate) struct Driver {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts one.
    pub(crate) fn start(python: &Python, redis: &str) -> Self {
        let mut child = with_scripts(python.command())
            .arg(scripts().join("drive.py"))
            .env("REDIS_URL", redis)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let requests = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, requests, answers }
    }

    /// What a request came to.
    pub(crate) fn try_ask(&mut self, request: &Value) -> Result<Value, String> {
        writeln!(self.requests, "{request}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let mut answer: Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{request}: {error}: {line:?}"));
        match answer["error"].as_str() {
            Some(error) => Err(format!("{error}\n{}", answer["trace"].as_str().unwrap_or_default())),
            None => Ok(answer["ok"].take()),
        }
    }

    /// What a request that must succeed came to.
    pub(crate) fn ask(&mut self, request: &Value) -> Value {
        self.try_ask(request).unwrap_or_else(|error| panic!("{request}: {error}"))
    }

    /// Enqueues; the id of the job.
    pub(crate) fn enqueue(&mut self, request: Value) -> String {
        let mut request = request;
        request["do"] = json!("enqueue");
        self.ask(&request).as_str().unwrap().to_owned()
    }

    /// A job as RQ fetches it.
    pub(crate) fn job(&mut self, id: &str) -> Value {
        self.ask(&json!({"do": "job", "id": id}))
    }

    /// Does one thing to a job.
    pub(crate) fn act(&mut self, act: &str, id: &str) {
        self.ask(&json!({"do": act, "id": id}));
    }

    /// Waits until RQ sees the job in this state.
    pub(crate) fn until_status(&mut self, id: &str, status: &str, within: Duration) -> Value {
        let mut last = Value::Null;
        let what = format!("RQ sees {id} {status}");
        until(within, &what, || {
            last = self.job(id);
            let ended =
                ["failed", "finished", "canceled", "stopped"].iter().any(|end| last["status"] == *end);
            assert!(last["status"] == status || !ended, "{id} should be {status}: {last:#}");
            (last["status"] == status).then(|| last.clone())
        })
    }

    /// Ids in the queue and its registries.
    pub(crate) fn registries(&mut self, queue: &str) -> Value {
        self.ask(&json!({"do": "registries", "queue": queue}))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
