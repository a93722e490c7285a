//! What a program costs.

use anyhow::{Context, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// Starts a program and prints what the system says that it took. The standard library of Rust does not
/// ask for that, and Python is here anyway for the peer. Children that the program waited for count:
/// their seconds are in the sum, and the memory is that of the largest process.
const WATCH: &str = "
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
";

/// What a program took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// Seconds of processor time, in user and in system mode, of the program and its children.
    pub(crate) cpu_s: f64,
    /// Largest resident memory of any of its processes, in MB (10⁶ bytes).
    pub(crate) peak_mb: f64,
}

/// Runs a program to its end.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn run(program: &Path, arguments: &[String]) -> anyhow::Result<Taken> {
    let output = Command::new("/usr/bin/python3")
        .args(["-c", WATCH])
        .arg(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .context("/usr/bin/python3 starts (Debian: python3)")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().last().unwrap_or_default();
    let mut fields = line.split(' ').map(str::parse::<f64>);
    let (Some(Ok(code)), Some(Ok(cpu_s)), Some(Ok(peak_kib))) = (fields.next(), fields.next(), fields.next())
    else {
        bail!("{} could not be watched: {}", program.display(), String::from_utf8_lossy(&output.stderr));
    };
    if code != 0.0 {
        bail!(
            "{} {} ended with {code}: {}",
            program.display(),
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(Taken { cpu_s, peak_mb: peak_kib * 1024.0 / 1e6 })
}

/// The medians of several runs.
pub(crate) fn median(runs: &[Taken]) -> Taken {
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Taken {
        cpu_s: middle(runs.iter().map(|run| run.cpu_s).collect()),
        peak_mb: middle(runs.iter().map(|run| run.peak_mb).collect()),
    }
}
