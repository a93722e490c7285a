use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Time in which a server must answer after its start; it may have an append-only file to read.
const START: Duration = Duration::from_secs(20);
/// Time between two looks.
const STEP: Duration = Duration::from_millis(10);
/// Starts that are tried: another process may take the free port first.
const TRIES: usize = 5;

/// Debian's `redis-server` on a free port of this computer, with a folder of its own. Both go with it.
#[derive(Debug)]
pub struct RedisServer {
    folder: tempfile::TempDir,
    options: Vec<String>,
    port: u16,
    child: Option<Child>,
}

impl RedisServer {
    /// A new one, empty, that keeps nothing on disk.
    ///
    /// # Panics
    /// When the program is not installed or does not start: no test can go on.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// A new one with options as its command line has them: `["--appendonly", "yes"]`.
    ///
    /// # Panics
    /// As [`RedisServer::start`].
    #[must_use]
    pub fn start_with(options: &[&str]) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("penstock-redis-")
            .tempdir()
            .unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        let mut server = Self { folder, options, port: 0, child: None };
        for _ in 0..TRIES {
            server.port = free_port();
            if server.launch() {
                return server;
            }
        }
        panic!("redis-server did not start: {}", server.log());
    }

    /// What a client takes to mean database 0 of it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Its port on the loopback address; the same after a restart.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its Unix socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    /// The folder with its files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its process id, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// What it has written to its log.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("redis.log")).unwrap_or_default()
    }

    /// Ends it as a power cut would end the process. What it wrote to its folder stays.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Starts it again, after a kill where it still runs, on the same port, folder and options.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn restart(&mut self) {
        self.kill();
        // A connection of before may still close: its port is free a moment later.
        let end = Instant::now() + START;
        while !self.launch() {
            assert!(Instant::now() < end, "redis-server did not start again: {}", self.log());
            pause();
        }
    }

    /// Starts the process and waits for its first answer; false when it ended instead.
    fn launch(&mut self) -> bool {
        let log = self.folder.path().join("redis.log");
        let child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string()])
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no", "--protected-mode", "no"])
            .args(["--enable-debug-command", "local", "--unixsocket"])
            .arg(self.socket())
            .arg("--dir")
            .arg(self.folder.path())
            .arg("--logfile")
            .arg(log)
            .args(&self.options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("redis-server: {error}; is it installed?"));
        let child = self.child.insert(child);
        let end = Instant::now() + START;
        loop {
            if child.try_wait().is_ok_and(|status| status.is_some()) {
                self.child = None;
                return false;
            }
            if answers(self.port) {
                return true;
            }
            assert!(Instant::now() < end, "redis-server does not answer");
            pause();
        }
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// It is there and has read its files. A refusal for want of a password is an answer too.
fn answers(port: u16) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"PING\r\n")?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer)?;
        Ok::<_, std::io::Error>(answer)
    };
    ask().is_ok_and(|answer| &answer == b"+PONG" || &answer == b"-NOAU")
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .unwrap_or_else(|error| panic!("no free port: {error}"))
        .port()
}

#[expect(clippy::disallowed_methods, reason = "only between two looks, and whoever looks has a deadline")]
fn pause() {
    std::thread::sleep(STEP);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(server: &RedisServer, command: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
        write!(stream, "{command}\r\nQUIT\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn what_is_appended_to_disk_outlives_a_kill() {
        let mut server = RedisServer::start_with(&["--appendonly", "yes", "--appendfsync", "always"]);
        assert!(say(&server, "SET a 1").starts_with("+OK"));
        let port = server.port();
        server.kill();
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
        server.restart();
        assert_eq!(server.port(), port);
        assert!(say(&server, "GET a").starts_with("$1\r\n1"));
        assert!(server.socket().exists());
    }
}
