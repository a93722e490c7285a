use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter that environments are made with.
const SYSTEM: &str = "/usr/bin/python3";
/// Lies in an environment that is whole, and says what it was made of.
const MADE: &str = "made-of";

/// A Python environment with packages from PyPI, made once and kept in the target folder.
#[derive(Clone, Debug)]
pub struct Python {
    folder: PathBuf,
}

impl Python {
    /// RQ of this version.
    ///
    /// # Panics
    /// As [`Python::with`].
    #[must_use]
    pub fn rq(version: &str) -> Self {
        Self::with(&[&format!("rq=={version}"), "redis==8.1.0"])
    }

    /// rq-dashboard 0.9, which forgets to ask for `six`, on RQ of this version.
    ///
    /// # Panics
    /// As [`Python::with`].
    #[must_use]
    pub fn rq_dashboard(version: &str) -> Self {
        Self::with(&["rq-dashboard==0.9.0", "six==1.17.0", &format!("rq=={version}"), "redis==8.1.0"])
    }

    /// An environment with these packages, each as `name==version`.
    ///
    /// The first to ask makes it, while others wait, whatever process they are in. One that was left half
    /// made, or made with another Python, is made again.
    ///
    /// # Panics
    /// When `python3-venv` is not installed or PyPI cannot be reached: no test can go on.
    #[must_use]
    pub fn with(packages: &[&str]) -> Self {
        let all = target_folder().join("python");
        fs::create_dir_all(&all).unwrap_or_else(|error| panic!("{}: {error}", all.display()));
        let name = packages.join("_").replace("==", "-");
        let python = Self { folder: all.join(&name) };
        let lock = File::create(all.join(name + ".lock")).and_then(|lock| lock.lock().map(|()| lock));
        let lock = lock.unwrap_or_else(|error| panic!("{}: {error}", all.display()));
        // Its programs name their interpreter by its place: a folder that was moved is made again.
        let made_of = format!(
            "{}{}\n{}",
            run(Command::new(SYSTEM).arg("--version")),
            python.folder.display(),
            packages.join("\n")
        );
        let mark = python.folder.join(MADE);
        if fs::read_to_string(&mark).is_ok_and(|text| text == made_of) {
            return python;
        }
        if python.folder.exists() {
            fs::remove_dir_all(&python.folder)
                .unwrap_or_else(|error| panic!("{}: {error}", python.folder.display()));
        }
        run(Command::new(SYSTEM).args(["-m", "venv"]).arg(&python.folder));
        run(python.program("pip").args(["install", "--quiet", "--disable-pip-version-check"]).args(packages));
        fs::write(&mark, made_of).unwrap_or_else(|error| panic!("{}: {error}", mark.display()));
        drop(lock);
        python
    }

    /// Its interpreter, with nothing of this machine's settings.
    #[must_use]
    pub fn command(&self) -> Command {
        self.program("python")
    }

    /// A program that came with a package, such as `rq`.
    #[must_use]
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join("bin").join(name));
        for variable in ["PYTHONPATH", "PYTHONHOME", "REDIS_URL", "RQ_KEY_PREFIX"] {
            command.env_remove(variable);
        }
        // Standard output is a pipe: a line must not wait for its buffer to fill.
        command.env("PYTHONUNBUFFERED", "1").env("PYTHONNOUSERSITE", "1");
        command
    }

    /// The folder of the environment.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Cargo's target folder: this program lies in it, at a depth that differs between tests and benches.
/// Cargo tags only a folder that it made itself, and keeps what it knows of the compiler in any.
fn target_folder() -> PathBuf {
    let this = std::env::current_exe().unwrap_or_else(|error| panic!("this program has no path: {error}"));
    this.ancestors()
        .find(|folder| [".rustc_info.json", "CACHEDIR.TAG"].iter().any(|mark| folder.join(mark).is_file()))
        .unwrap_or_else(|| panic!("{} is not in a target folder", this.display()))
        .to_owned()
}

/// Runs to the end; its standard output.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
