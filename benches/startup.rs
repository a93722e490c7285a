//! From the start of the process to a page in the window: Penstock beside an empty Tauri window, in turn,
//! under one Xvfb. The median of nine.

use crate::output::row;
use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 9;

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Measures both and prints the medians and their ratio.
pub(crate) fn compare() -> anyhow::Result<()> {
    let mut display = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("Xvfb starts (Debian: xvfb)")?;
    let mut number = String::new();
    if let Some(out) = display.stdout.take() {
        BufReader::new(out).read_line(&mut number)?;
    }
    let _display = Ended(display);
    let name = format!(":{}", number.trim());
    let folder = std::env::temp_dir().join(format!("penstock-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let store = format!("sqlite:{}", folder.join("queue.db").display());
    let (mut ours, mut peer) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        peer.push(first_page(&program("examples/empty_window")?, &[], &name)?);
        ours.push(first_page(&program("penstock-desktop")?, &["--store", &store], &name)?);
    }
    std::fs::remove_dir_all(&folder)?;
    row("first page in the window", median(ours), median(peer), "ms")?;
    Ok(())
}

/// Milliseconds from starting the program until it says that its page is shown.
fn first_page(program: &Path, arguments: &[&str], display: &str) -> anyhow::Result<f64> {
    let started = Instant::now();
    let mut window = Command::new(program)
        .args(arguments)
        .env("DISPLAY", display)
        .env("PENSTOCK_LOG", "debug")
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} starts", program.display()))?;
    let log = window.stderr.take().context("it has a log")?;
    let _window = Ended(window);
    for line in BufReader::new(log).lines() {
        if line?.contains("The window shows its page") {
            return Ok(started.elapsed().as_secs_f64() * 1000.0);
        }
    }
    bail!("{} ended before it showed its page", program.display())
}

fn program(name: &str) -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let program = here.parent().context("a program is in a folder")?.join(name);
    if !program.is_file() {
        bail!("{} is missing: `make bench` builds it", program.display());
    }
    Ok(program)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
