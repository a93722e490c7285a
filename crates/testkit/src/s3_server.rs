use crate::Python;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

const DRIVER: &str = include_str!("s3_server.py");

/// A throw-away store that speaks S3: `moto` from PyPI on a free port of this computer, everything in its
/// memory. It ends with this value.
#[derive(Debug)]
pub struct S3Server {
    child: Child,
    port: u16,
    talk: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl S3Server {
    /// Starts it with one empty bucket, `shop`.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn start() -> Self {
        let python = Python::with(&[
            "moto==5.2.5",
            "flask==3.1.3",
            "flask-cors==6.0.5",
            "PyYAML==6.0.3",
            "py-partiql-parser==0.6.3",
        ]);
        let mut child = python
            .command()
            .args(["-c", DRIVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("the S3 server: {error}"));
        let stdin = child.stdin.take().unwrap_or_else(|| panic!("it has no input"));
        let stdout = child.stdout.take().unwrap_or_else(|| panic!("it has no output"));
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap_or_else(|error| panic!("the S3 server: {error}"));
        let port = line.split_whitespace().last().and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("the S3 server did not start: {line:?}"));
        let server = Self { child, port, talk: Mutex::new((stdin, stdout)) };
        server.tell("make shop");
        server
    }

    /// What `?artifacts=` takes for the bucket, not yet encoded for a URL around it.
    #[must_use]
    pub fn place(&self) -> String {
        format!("s3:http://key:secret@127.0.0.1:{}/shop", self.port)
    }

    /// Makes an object of the bucket look as if it had been put earlier.
    ///
    /// # Panics
    /// When there is no such object.
    pub fn age(&self, name: &str, seconds: u64) {
        self.tell(&format!("age shop {name} {seconds}"));
    }

    /// Puts another content in the place of an object's own.
    ///
    /// # Panics
    /// When there is no such object.
    pub fn spoil(&self, name: &str, content: &str) {
        self.tell(&format!("spoil shop {name} {content}"));
    }

    fn tell(&self, command: &str) {
        let mut talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        let (stdin, stdout) = &mut *talk;
        let mut line = String::new();
        writeln!(stdin, "{command}")
            .and_then(|()| stdout.read_line(&mut line))
            .unwrap_or_else(|error| panic!("the S3 server: {error}"));
        assert_eq!(line.trim(), "done", "the S3 server did not take {command:?}");
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
