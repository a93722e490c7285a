//! A WebDriver client of the size that these tests need, and the servers it starts: Xvfb on a display of
//! its own and WebKitWebDriver on a free port, both stopped when it is dropped.

use super::picture::Picture;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// The key that WebDriver calls Enter.
pub(crate) const ENTER: &str = "\u{e007}";

/// The key that WebDriver calls Escape.
pub(crate) const ESCAPE: &str = "\u{e00c}";

/// What its title bar says.
const TITLE: &str = "^Penstock$";

/// One window at a time: two with software rendering starve each other.
static ALONE: Mutex<()> = Mutex::new(());

/// A person's home for a few windows, one after the other: where settings are kept, and the message bus
/// through which a second start finds the first.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    bus: Child,
    bus_address: String,
}

impl Home {
    /// An empty one, with a bus of its own.
    pub(crate) fn new() -> Self {
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts (Debian: dbus)");
        let mut address = String::new();
        let said = bus.stdout.take().map(|out| BufReader::new(out).read_line(&mut address));
        assert!(matches!(said, Some(Ok(1..))), "the bus says its address");
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, bus, bus_address: address.trim().to_owned() }
    }

    /// Its folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A program that runs in this home on this display.
    pub(crate) fn command(&self, program: &Path, display: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CACHE_HOME", self.path().join("cache"))
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("PENSTOCK_LOG", "error")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null());
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(self.bus.kill());
        drop(self.bus.wait());
    }
}

/// An open window of Penstock.
pub(crate) struct Window {
    session: String,
    address: String,
    driver: Child,
    display: Child,
    display_name: String,
    manager: Option<Child>,
    frame: tempfile::TempDir,
    _home: Option<Home>,
    _alone: MutexGuard<'static, ()>,
}

impl Window {
    /// Starts the app on this store with these files, in a home of its own.
    pub(crate) fn open(store: &str, files: &[&Path]) -> Self {
        let home = Home::new();
        let mut window = Self::open_at(&home, store, files);
        window._home = Some(home);
        window
    }

    /// Starts the app in this home.
    pub(crate) fn open_at(home: &Home, store: &str, files: &[&Path]) -> Self {
        Self::start(home, store, files, false)
    }

    /// Starts the app in this home under a window manager, which gives windows frames, places and the focus.
    pub(crate) fn open_on_a_desktop(home: &Home, store: &str) -> Self {
        let window = Self::start(home, store, &[], true);
        until("window that is managed", || window.xdotool(&["search", "--onlyvisible", "--name", TITLE]));
        window
    }

    fn start(home: &Home, store: &str, files: &[&Path], managed: bool) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let frame = tempfile::tempdir().expect("a folder");
        let (display, name) = start_display(frame.path());
        let manager = managed.then(|| {
            home.command(Path::new("openbox"), &name).spawn().expect("openbox starts (Debian: openbox)")
        });
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let driver = home
            .command(Path::new("WebKitWebDriver"), &name)
            .arg(format!("--port={port}"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .spawn()
            .expect("WebKitWebDriver starts (Debian: webkit2gtk-driver)");
        let address = format!("http://127.0.0.1:{port}");
        let mut window = Self {
            session: String::new(),
            address,
            driver,
            display,
            display_name: name,
            manager,
            frame,
            _home: None,
            _alone: alone,
        };
        if managed {
            window.let_the_manager_hear_keys();
        }
        let mut arguments = vec!["--store".to_owned(), store.to_owned()];
        arguments.extend(files.iter().map(|file| file.display().to_string()));
        let wanted = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": {
            "binary": super::program("penstock-desktop"), "args": arguments,
        }}}});
        let opened = until("a session", || window.post("/session", &wanted).ok());
        window.session = opened["sessionId"].as_str().expect("a session has an id").to_owned();
        window
    }

    /// The first key that is pressed by hand gives the display another keyboard, for which openbox takes its own
    /// keys anew: the window would get those that are pressed meanwhile. So two of them have to be heard first.
    fn let_the_manager_hear_keys(&self) {
        for (keys, desktop) in [("super+F2", "1"), ("super+F1", "0")] {
            until(&format!("window manager that hears {keys}"), || {
                self.xdotool(&["key", keys])?;
                self.xdotool(&["get_desktop"]).filter(|now| now.trim() == desktop)
            });
        }
    }

    /// Runs a script and returns what it returns; a promise is awaited.
    pub(crate) fn script(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({
            "script": format!(
                "const done = arguments[arguments.length - 1]; \
                 (async (...args) => {{ {script} }})(...arguments).then(done, e => done({{ failed: String(e && e.title || e) }}));"
            ),
            "args": arguments,
        });
        self.post(&self.path("execute/async"), &body).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until the script returns something true, and returns it.
    pub(crate) fn wait(&self, what: &str, script: &str) -> Value {
        until(what, || {
            let value = self.script(script, &[]);
            let no = value.is_null() || value == json!(false) || value.get("failed").is_some();
            (!no).then_some(value)
        })
    }

    /// Types into whatever has the focus.
    pub(crate) fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
            })
            .collect();
        let body = json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]});
        self.post(&self.path("actions"), &body).expect("keys can be pressed");
    }

    /// Presses keys as a person does: the window manager and the app's own menu hear them too.
    pub(crate) fn desktop_keys(&self, keys: &str) {
        self.by_hand(&["windowactivate", "--sync"]);
        self.xdotool(&["key", keys]).unwrap_or_else(|| panic!("{keys} cannot be pressed"));
    }

    /// Does with the window what the words of `xdotool` say, as a person would through the desktop.
    pub(crate) fn by_hand(&self, words: &[&str]) -> String {
        let all: Vec<&str> =
            ["search", "--onlyvisible", "--name", TITLE].iter().chain(words).copied().collect();
        self.xdotool(&all).unwrap_or_else(|| panic!("xdotool {all:?} failed"))
    }

    fn xdotool(&self, words: &[&str]) -> Option<String> {
        let told = Command::new("xdotool")
            .args(words)
            .env("DISPLAY", &self.display_name)
            .output()
            .expect("xdotool starts (Debian: xdotool)");
        told.status.success().then(|| String::from_utf8_lossy(&told.stdout).into_owned())
    }

    /// Waits until the app has ended, as it does when somebody has closed its window.
    pub(crate) fn ended(mut self) {
        until("end of the app", || running_below(self.driver.id()).is_empty().then_some(()));
        // There is no session any more to be given back.
        self.session.clear();
    }

    /// What the page's own process keeps in memory, in MB.
    pub(crate) fn webview_mb(&self) -> u64 {
        let mut below = vec![self.driver.id().to_string()];
        let mut found = 0;
        while let Some(process) = below.pop() {
            below.extend(running_below(process.parse().unwrap_or_default()));
            let told =
                |file: &str| std::fs::read_to_string(format!("/proc/{process}/{file}")).unwrap_or_default();
            if told("comm").starts_with("WebKitWebProces") {
                let kb = told("status")
                    .lines()
                    .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
                found = found.max(kb.unwrap_or(0) / 1000);
            }
        }
        found
    }

    /// The display that it is on.
    pub(crate) fn display(&self) -> &str {
        &self.display_name
    }

    /// What the display shows now. (WebKitWebDriver's own screenshot waits for ever on a page with WebGL.)
    pub(crate) fn picture(&self) -> Picture {
        Picture::read(&self.frame.path().join("Xvfb_screen0"))
    }

    fn path(&self, rest: &str) -> String {
        format!("/session/{}/{rest}", self.session)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let mut response =
            agent().post(format!("{}{path}", self.address)).send_json(body).map_err(|e| e.to_string())?;
        let reply: Value = response.body_mut().read_json().map_err(|e| e.to_string())?;
        match reply["value"].get("error") {
            Some(error) => Err(format!("{error}: {}", reply["value"]["message"])),
            None => Ok(reply["value"].clone()),
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            drop(agent().delete(format!("{}/session/{}", self.address, self.session)).call());
        }
        for server in [&mut self.driver].into_iter().chain(&mut self.manager).chain([&mut self.display]) {
            drop(server.kill());
            drop(server.wait());
        }
    }
}

/// The children of a process that still run; one that only waits for its parent to take note does not.
fn running_below(process: u32) -> Vec<String> {
    let children =
        std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    let lives = |child: &&str| {
        let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
    };
    children.split_whitespace().filter(lives).map(str::to_owned).collect()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build().into()
}

/// Asks again until there is an answer; panics when there is none in time.
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "no {what} within {PATIENCE:?}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

/// Xvfb on the first free display, with its picture in a file; it writes its number when it is ready.
fn start_display(frame: &Path) -> (Child, String) {
    let mut display = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-fbdir"])
        .arg(frame)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb starts (Debian: xvfb)");
    let mut number = String::new();
    let said = display.stdout.take().map(|out| BufReader::new(out).read_line(&mut number));
    assert!(matches!(said, Some(Ok(1..))), "Xvfb says its display");
    (display, format!(":{}", number.trim()))
}
