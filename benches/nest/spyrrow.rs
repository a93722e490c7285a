//! The peer: spyrrow, from PyPI, in a virtual environment of its own.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "0.9.0";
const SCRIPT: &str = include_str!("spyrrow.py");

/// A Python that has it; it is installed when it is not there yet.
pub(super) fn python(folder: &Path) -> anyhow::Result<PathBuf> {
    let home = folder.join(format!("spyrrow-{VERSION}"));
    let python = home.join("bin/python");
    if Command::new(&python)
        .args(["-c", "import spyrrow"])
        .output()
        .is_ok_and(|output| output.status.success())
    {
        return Ok(python);
    }
    std::fs::create_dir_all(folder)?;
    output(Command::new("/usr/bin/python3").args(["-m", "venv"]).arg(&home))?;
    output(Command::new(home.join("bin/pip")).args(["install", "--quiet", &format!("spyrrow=={VERSION}")]))?;
    Ok(python)
}

/// Density of its nest, 0 to 1, with two workers as is its usual.
pub(super) fn density(python: &Path, instance: &Path, seconds: f64, seed: u64) -> anyhow::Result<f64> {
    let said = output(
        Command::new(python).args(["-c", SCRIPT]).arg(instance).args([seconds.to_string(), seed.to_string()]),
    )?;
    said.trim().parse().with_context(|| format!("spyrrow said {said:?}"))
}

fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("{command:?} starts (Debian: python3-venv)"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
