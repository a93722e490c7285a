//! The peer: vpype, from PyPI, in a virtual environment of its own below the target folder.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "1.15.0";

/// The program; it is installed when it is not there yet.
///
/// # Errors
/// When it cannot be installed.
pub(super) fn program(folder: &Path) -> anyhow::Result<PathBuf> {
    let home = folder.join(format!("vpype-{VERSION}"));
    let program = home.join("bin/vpype");
    if program.is_file() {
        return Ok(program);
    }
    std::fs::create_dir_all(folder)?;
    checked(Command::new("/usr/bin/python3").args(["-m", "venv"]).arg(&home))?;
    checked(Command::new(home.join("bin/pip")).args(["install", "--quiet", &format!("vpype=={VERSION}")]))?;
    Ok(program)
}

fn checked(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output().with_context(|| format!("{command:?} starts (Debian: python3-venv)"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Its whole pipeline with default settings; `two_opt` adds the search that it has for whoever can wait.
pub(super) fn arguments(from: &Path, to: &Path, two_opt: bool) -> Vec<String> {
    let mut arguments = vec!["read".to_owned(), from.display().to_string(), "linemerge".to_owned()];
    arguments.push("linesort".to_owned());
    if two_opt {
        arguments.push("--two-opt".to_owned());
    }
    arguments.extend(["linesimplify".to_owned(), "write".to_owned(), to.display().to_string()]);
    arguments
}
