//! The child of this crate's tests: `__child` runs one of the tasks below, most of them poison, or a real one;
//! `worker URL NAME` is a whole worker process to be killed.

#![allow(
    clippy::print_stdout,
    reason = "printing is one of the things that a task must be allowed to do wrong"
)]

use penstock_tasks::{Context, FileRole, Input, MadeFile, Output, TaskError};
use penstock_worker::WorkerOptions;
use penstock_worker::child::{self, RunError};
use serde_json::{Value, json};
use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    if child::is_child() {
        return child::main_with(run);
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", url, name] => work(url, name),
        _ => ExitCode::FAILURE,
    }
}

fn run(
    task: &str,
    params: &Value,
    inputs: &[Input],
    context: &dyn Context,
) -> Result<Output<Value>, RunError> {
    let report = match task {
        "copy" => return Ok(copy(inputs, context)?),
        "fail" => {
            return Err(TaskError::BadInput {
                message: "line 3 is wrong".into(),
                advice: Some("fix it".into()),
            }
            .into());
        }
        "panic" => panic!("a fault in the task"),
        "abort" => std::process::abort(),
        "stack" => json!(dig(1)),
        "memory" => json!(hoard()),
        "exit" => std::process::exit(params["code"].as_i64().unwrap_or(0) as i32),
        "spin" => loop {
            black_box(0);
        },
        "sleep" => loop {
            std::thread::park();
        },
        "wait" => wait(params, context)?,
        "chatter" => chatter(context)?,
        "print" => loop {
            println!("{}", "x".repeat(1000));
        },
        "garbage" => garbage(),
        "large-file" => large_file(context)?,
        "many-files" => many_files(context)?,
        "fill" => fill(context)?,
        "fill-removed" => fill_removed(context)?,
        "many-folders" => many_folders(context)?,
        "threads" => threads(),
        "hand-over" => return Ok(hand_over(params, context)?),
        "escape" => escape(params, context),
        "look" => look(context)?,
        "litter" => litter(context)?,
        "mutter" => mutter(),
        "leave-thread" => leave_thread(),
        "burn" => burn(params),
        "report" => json!("x".repeat(params["bytes"].as_u64().unwrap_or(0) as usize)),
        "environment" => json!(std::env::vars().map(|(name, _)| name).collect::<Vec<_>>()),
        _ if penstock_tasks::find(task).is_some() => {
            return Ok(penstock_tasks::run(task, params, inputs, context)?);
        }
        _ => return Err(RunError::UnknownTask),
    };
    Ok(Output { report, files: Vec::new() })
}

fn failed(what: &'static str) -> impl Fn(io::Error) -> TaskError {
    move |source| TaskError::Io { what: what.into(), source }
}

fn made(name: &str) -> MadeFile {
    MadeFile { name: name.into(), role: FileRole::Result, media_type: "text/plain".into() }
}

/// Copies all inputs into `copy.txt`; what a healthy task looks like.
fn copy(inputs: &[Input], context: &dyn Context) -> Result<Output<Value>, TaskError> {
    context.progress("Copying", Some(0.5))?;
    println!("a library that prints does not disturb the answer");
    let mut all = Vec::new();
    for input in inputs {
        all.extend(fs::read(&input.path).map_err(failed("reading"))?);
    }
    fs::write(context.out_dir().join("copy.txt"), &all).map_err(failed("writing"))?;
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    Ok(Output { report: json!({ "bytes": all.len(), "names": names }), files: vec![made("copy.txt")] })
}

/// Which process this is, and what lies in its folder.
fn look(context: &dyn Context) -> Result<Value, TaskError> {
    let mut seen = Vec::new();
    for folder in [context.out_dir(), std::path::Path::new("in")] {
        let entries = fs::read_dir(folder).map_err(failed("looking"))?.flatten();
        seen.extend(entries.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    }
    Ok(json!({ "process": std::process::id(), "seen": seen }))
}

/// Leaves files behind that it does not hand over.
fn litter(context: &dyn Context) -> Result<Value, TaskError> {
    let folder = context.out_dir().join("folder");
    fs::create_dir(&folder).map_err(failed("making a folder"))?;
    for place in [context.out_dir().join("secret"), folder.join("deeper")] {
        fs::write(place, "of an earlier job").map_err(failed("writing"))?;
    }
    look(context)
}

#[allow(clippy::print_stderr, reason = "a library that writes to the log is what a test wants")]
fn mutter() -> Value {
    eprintln!("a line of an earlier job");
    json!({ "process": std::process::id() })
}

fn leave_thread() -> Value {
    std::thread::spawn(|| {
        loop {
            std::thread::park();
        }
    });
    json!({ "process": std::process::id() })
}

/// Uses a core for `ms`.
fn burn(params: &Value) -> Value {
    let until = Instant::now() + Duration::from_millis(params["ms"].as_u64().unwrap_or(0));
    while Instant::now() < until {
        black_box(0);
    }
    json!({ "process": std::process::id() })
}

fn dig(depth: u64) -> u64 {
    let here = black_box([depth; 64]);
    if depth == 0 { 0 } else { dig(depth + 1) + black_box(here)[0] }
}

fn hoard() -> usize {
    let mut held: Vec<Vec<u8>> = Vec::new();
    loop {
        held.push(black_box(vec![1; 16 << 20]));
    }
}

/// Works for `ms`, reporting all the time; stops when asked to.
fn wait(params: &Value, context: &dyn Context) -> Result<Value, TaskError> {
    let until = Instant::now() + Duration::from_millis(params["ms"].as_u64().unwrap_or(u64::MAX / 1_000_000));
    while Instant::now() < until {
        context.progress("Waiting", None)?;
        std::thread::park_timeout(Duration::from_millis(5));
    }
    Ok(json!({}))
}

/// Reports far too often for half a second.
fn chatter(context: &dyn Context) -> Result<Value, TaskError> {
    let until = Instant::now() + Duration::from_millis(500);
    let mut calls = 0_u64;
    while Instant::now() < until {
        context.progress("Chattering", Some(f64::NAN))?;
        calls += 1;
    }
    Ok(json!({ "calls": calls }))
}

/// Writes into the pipe that carries the answers, if it finds it.
fn garbage() -> Value {
    for number in 3..16 {
        if let Ok(mut pipe) = fs::OpenOptions::new().write(true).open(format!("/proc/self/fd/{number}")) {
            for _ in 0..1000 {
                if pipe.write_all(&[b'!'; 4096]).is_err() {
                    break;
                }
            }
        }
    }
    json!("no pipe")
}

fn large_file(context: &dyn Context) -> Result<Value, TaskError> {
    let mut file = fs::File::create(context.out_dir().join("large")).map_err(failed("making"))?;
    loop {
        file.write_all(&[0; 1 << 16]).map_err(failed("writing"))?;
    }
}

/// Fills the disk with files of 1 MiB, none of them too large.
fn fill(context: &dyn Context) -> Result<Value, TaskError> {
    for number in 0_u64.. {
        fs::write(context.out_dir().join(number.to_string()), [1; 1 << 20]).map_err(failed("writing"))?;
    }
    Ok(json!({}))
}

/// The same in files that no folder shows.
fn fill_removed(context: &dyn Context) -> Result<Value, TaskError> {
    let path = context.out_dir().join("gone");
    let mut open = Vec::new();
    while open.len() < 200 {
        let mut file = fs::File::create(&path).map_err(failed("making"))?;
        fs::remove_file(&path).map_err(failed("removing"))?;
        file.write_all(&[1; 8 << 20]).map_err(failed("writing"))?;
        open.push(file);
    }
    loop {
        std::thread::park();
    }
}

fn many_folders(context: &dyn Context) -> Result<Value, TaskError> {
    for number in 0_u64.. {
        let folder = context.out_dir().join((number % 100).to_string());
        fs::create_dir_all(folder.join(number.to_string())).map_err(failed("making a folder"))?;
    }
    Ok(json!({}))
}

/// Starts threads that stay, as many as there can be.
fn threads() -> Value {
    loop {
        let small = std::thread::Builder::new().stack_size(16 << 10);
        if small
            .spawn(|| {
                loop {
                    std::thread::park();
                }
            })
            .is_err()
        {
            std::thread::park_timeout(Duration::from_millis(1));
        }
    }
}

fn many_files(context: &dyn Context) -> Result<Value, TaskError> {
    let mut open = Vec::new();
    loop {
        let path = context.out_dir().join(open.len().to_string());
        open.push(fs::File::create(path).map_err(failed("opening"))?);
    }
}

/// Makes the files in `write` with `bytes` each, a folder `folder`, a link `link` where that is allowed,
/// and hands over the names in `names`.
fn hand_over(params: &Value, context: &dyn Context) -> Result<Output<Value>, TaskError> {
    let words =
        |key: &str| -> Vec<String> { serde_json::from_value(params[key].clone()).unwrap_or_default() };
    let out = context.out_dir();
    for name in words("write") {
        let bytes = params["bytes"].as_u64().unwrap_or(1) as usize;
        fs::write(out.join(name), vec![b'x'; bytes]).map_err(failed("writing"))?;
    }
    fs::create_dir(out.join("folder")).map_err(failed("making a folder"))?;
    // With Landlock it is refused, and then there is no such file: both must end the same way.
    let _ = std::os::unix::fs::symlink("../in/1", out.join("link"));
    Ok(Output { report: json!({}), files: words("names").iter().map(|name| made(name)).collect() })
}

/// Tries what a sandbox refuses; each entry is null when it worked.
fn escape(params: &Value, context: &dyn Context) -> Value {
    let word = |key: &str| params[key].as_str().unwrap_or_default().to_owned();
    let said = |result: io::Result<()>| json!(result.err().map(|error| error.to_string()));
    json!({
        "read outside": said(fs::read(word("secret")).map(drop)),
        "read passwd": said(fs::read("/etc/passwd").map(drop)),
        "list root": said(fs::read_dir("/").map(drop)),
        "write outside": said(fs::write(word("target"), "x")),
        "write input": said(fs::OpenOptions::new().append(true).open("in/1").and_then(|mut f| f.write_all(b"x"))),
        "write beside": said(fs::write("beside", "x")),
        "chmod outside": said(fs::set_permissions(word("secret"), fs::Permissions::from_mode(0o777))),
        "link in out": said(std::os::unix::fs::symlink("/etc/passwd", context.out_dir().join("passwd"))),
        "connect": said(TcpStream::connect(word("address")).map(drop)),
        "listen": said(TcpListener::bind("127.0.0.1:0").map(drop)),
        "datagram": said(UdpSocket::bind("127.0.0.1:0").map(drop)),
        "socket file": said(std::os::unix::net::UnixStream::pair().map(drop)),
        "read a home file": said(fs::read(word("home file")).map(drop)),
        "start 64 processes": said(start_64()),
        "shared memory": said(fs::write("/dev/shm/penstock-escape", "x")),
        "change the user": said(change_user()),
        "capability": said(capability()),
        "start a program": said(std::process::Command::new("/bin/true").status().map(drop)),
        "signal the parent": said(signal_parent()),
        "raise limits": said(raise_limits()),
    })
}

fn signal_parent() -> io::Result<()> {
    let parent = rustix::process::getppid().ok_or(io::ErrorKind::NotFound)?;
    Ok(rustix::process::test_kill_process(parent)?)
}

/// One process after the other, of the smallest program there is, until one is refused.
fn start_64() -> io::Result<()> {
    let mut started = Vec::new();
    for _ in 0..64 {
        started.push(std::process::Command::new("/bin/sleep").arg("1").spawn()?);
    }
    started.iter_mut().try_for_each(|process| process.kill())
}

fn change_user() -> io::Result<()> {
    let nobody = rustix::process::Uid::from_raw(65_534);
    Ok(rustix::thread::set_thread_uid(nobody)?)
}

/// Any privilege that hurts.
fn capability() -> io::Result<()> {
    let has = rustix::thread::capabilities(None)?;
    let harmless = rustix::thread::CapabilitySet::DAC_READ_SEARCH;
    if has.permitted.difference(harmless).is_empty() {
        Err(io::ErrorKind::PermissionDenied.into())
    } else {
        Ok(())
    }
}

fn raise_limits() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    Ok(setrlimit(Resource::As, Rlimit { current: None, maximum: None })?)
}

/// Opens the store and works until it is killed.
fn work(url: &str, name: &str) -> ExitCode {
    let program = std::env::current_exe().expect("this program has a path");
    child::set_executable(program);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let opened = penstock_queue::open(Some(url)).await.expect("the test made this store");
        let options = WorkerOptions {
            name: Some(name.into()),
            queues: vec!["default".into()],
            slots: 2,
            burst: false,
            max_jobs: None,
            scratch: opened.scratch,
            limits: child::Limits::default(),
            adapters: penstock_worker::adapters::AdapterSettings::default(),
        };
        let summary = penstock_worker::start(options, opened.store, opened.artifacts).ended().await;
        if summary.error.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    })
}
