use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A pump looks up from its connection this often, to see what the script says.
const STEP: Duration = Duration::from_millis(5);
/// Time in which a server must end a connection that we half closed.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// Bytes of a request that are remembered, so that a needle is found across two pieces.
const LONGEST_NEEDLE: usize = 4096;

/// A line between a program and a server that fails when a test says so: cut, silent, slow, or cut after
/// a request has arrived and before its reply has.
///
/// The server sees every request whole, so a cut reply means that the work was done.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    server: SocketAddr,
    script: Mutex<Script>,
    ended: AtomicBool,
    accepted: AtomicUsize,
    replies_cut: AtomicUsize,
}

#[derive(Debug, Default)]
struct Script {
    /// Nothing passes until then; connections stay open, and what was said passes later.
    silent_until: Option<Instant>,
    /// What comes from the server waits this long.
    delay: Duration,
    /// New connections end at once.
    refuses: bool,
    /// Requests that hold these bytes lose their replies, one each.
    cuts: VecDeque<Vec<u8>>,
    /// Connections up to this number are to end.
    cut_up_to: usize,
}

/// One connection, as its two pumps see it.
#[derive(Debug)]
struct Pair {
    number: usize,
    /// The next reply is dropped, and the connection with it.
    is_doomed: AtomicBool,
    is_over: AtomicBool,
}

impl Proxy {
    /// A proxy on a free port of this computer before the server on `port`.
    ///
    /// # Panics
    /// When this computer has no free port: no test can go on.
    #[must_use]
    pub fn before(port: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .unwrap_or_else(|error| panic!("no free port for a proxy: {error}"));
        let own = listener.local_addr().map_or(0, |address| address.port());
        let line = Arc::new(Line {
            server: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            script: Mutex::new(Script::default()),
            ended: AtomicBool::new(false),
            accepted: AtomicUsize::new(0),
            replies_cut: AtomicUsize::new(0),
        });
        let accepting = Arc::clone(&line);
        std::thread::spawn(move || accept(&listener, &accepting));
        Self { port: own, line }
    }

    /// Where programs connect to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What a Redis client takes to mean database 0 behind this proxy.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Ends every connection that there is now.
    pub fn cut(&self) {
        let accepted = self.line.accepted.load(Ordering::SeqCst);
        self.line.script().cut_up_to = accepted;
    }

    /// Nothing passes in either direction for this long, and nobody is told: a half-open connection.
    pub fn silence(&self, time: Duration) {
        self.line.script().silent_until = Some(Instant::now() + time);
    }

    /// Ends a silence early.
    pub fn speak(&self) {
        self.line.script().silent_until = None;
    }

    /// Every piece from the server comes so much later.
    pub fn delay(&self, by: Duration) {
        self.line.script().delay = by;
    }

    /// Whether new connections are ended at once.
    pub fn refuse(&self, refuses: bool) {
        self.line.script().refuses = refuses;
    }

    /// The next request that holds these bytes (none: any) reaches the server; its reply is dropped, and
    /// the connection ends. Called several times, so many replies are lost one after the other.
    pub fn cut_reply_to(&self, needle: &[u8]) {
        self.line.script().cuts.push_back(needle.to_vec());
    }

    /// Replies that were lost in this way until now.
    #[must_use]
    pub fn replies_cut(&self) -> usize {
        self.line.replies_cut.load(Ordering::SeqCst)
    }

    /// Connections that were made until now.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.line.accepted.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.line.ended.store(true, Ordering::SeqCst);
        // The thread waits for a connection: this is it.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

impl Line {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self, pair: &Pair) -> bool {
        self.ended.load(Ordering::SeqCst)
            || pair.is_over.load(Ordering::SeqCst)
            || pair.number <= self.script().cut_up_to
    }

    /// Returns when things may pass; false when the connection is to end instead.
    fn wait_for_passage(&self, pair: &Pair, since: Instant, delayed: bool) -> bool {
        loop {
            if self.is_over(pair) {
                return false;
            }
            let script = self.script();
            let now = Instant::now();
            let silent = script.silent_until.is_some_and(|until| now < until);
            let waits = delayed && now < since + script.delay;
            drop(script);
            if !silent && !waits {
                return true;
            }
            pause();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a time to be silent is what the test asked for")]
fn pause() {
    std::thread::sleep(STEP);
}

fn accept(listener: &TcpListener, line: &Arc<Line>) {
    for client in listener.incoming() {
        if line.ended.load(Ordering::SeqCst) {
            return;
        }
        let Ok(client) = client else { continue };
        if line.script().refuses {
            continue;
        }
        let number = line.accepted.fetch_add(1, Ordering::SeqCst) + 1;
        let Ok(server) = TcpStream::connect(line.server) else { continue };
        let pair =
            Arc::new(Pair { number, is_doomed: AtomicBool::new(false), is_over: AtomicBool::new(false) });
        for stream in [&client, &server] {
            // A setting that does not hold makes a test slower, not wrong.
            let _ = stream.set_nodelay(true);
            let _ = stream.set_read_timeout(Some(STEP));
        }
        let (Ok(client_too), Ok(server_too)) = (client.try_clone(), server.try_clone()) else { continue };
        let (line_too, pair_too) = (Arc::clone(line), Arc::clone(&pair));
        std::thread::spawn(move || requests(client_too, &server_too, &line_too, &pair_too));
        let line = Arc::clone(line);
        std::thread::spawn(move || replies(server, &client, &line, &pair));
    }
}

/// From the program to the server.
fn requests(mut client: TcpStream, mut server: &TcpStream, line: &Line, pair: &Pair) {
    let mut said: Vec<u8> = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    while let Some(read) = next(&mut client, &mut buffer, line, pair) {
        if !line.wait_for_passage(pair, Instant::now(), false) {
            break;
        }
        let heard = said.len();
        said.extend_from_slice(&buffer[..read]);
        let found = {
            let mut script = line.script();
            let at = script.cuts.iter().position(|needle| holds(&said, heard, needle));
            at.and_then(|at| script.cuts.remove(at)).is_some()
        };
        if found {
            // Before the request is passed on: its reply may come at once.
            pair.is_doomed.store(true, Ordering::SeqCst);
        }
        let keep = said.len().saturating_sub(LONGEST_NEEDLE);
        said.drain(..keep);
        if server.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    pair.is_over.store(true, Ordering::SeqCst);
    // The server reads what it was sent before it sees the end.
    let _ = server.shutdown(Shutdown::Write);
}

/// From the server to the program.
fn replies(mut server: TcpStream, mut client: &TcpStream, line: &Line, pair: &Pair) {
    let mut buffer = vec![0; 64 * 1024];
    while let Some(read) = next(&mut server, &mut buffer, line, pair) {
        if !line.wait_for_passage(pair, Instant::now(), true) {
            break;
        }
        if pair.is_doomed.load(Ordering::SeqCst) {
            line.replies_cut.fetch_add(1, Ordering::SeqCst);
            break;
        }
        if client.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    pair.is_over.store(true, Ordering::SeqCst);
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Write);
    // Closed with unread replies, the server would get a reset that may overtake our requests.
    let end = Instant::now() + LAST_WORDS;
    while Instant::now() < end {
        match server.read(&mut buffer) {
            Ok(0) => return,
            Err(error) if !waits(&error) => return,
            _ => {}
        }
    }
}

/// The next piece; none at the end of the connection.
fn next(from: &mut TcpStream, buffer: &mut [u8], line: &Line, pair: &Pair) -> Option<usize> {
    loop {
        match from.read(buffer) {
            Ok(0) => return None,
            Ok(read) => return Some(read),
            Err(error) if waits(&error) => {
                if line.is_over(pair) {
                    return None;
                }
            }
            Err(_) => return None,
        }
    }
}

fn waits(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Whether the needle ends in what was said after the first `heard` bytes.
fn holds(said: &[u8], heard: usize, needle: &[u8]) -> bool {
    let Some(overlap) = needle.len().checked_sub(1) else { return true };
    said[heard.saturating_sub(overlap)..].windows(needle.len()).any(|window| window == needle)
}
