//! What the reader is held against: ezdxf from PyPI, and the files that come with it and with LibreCAD.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The set-up of Python that the rest of the tests has. By its path and not through `penstock-testkit`,
/// which would bring queues and their servers into the tests of drawings.
#[path = "../../../testkit/src/python.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is written for another crate")]
mod python;

const EZDXF: &str = "ezdxf==1.4.5";

/// An interpreter with ezdxf. The tools to build packages are there because pip asks a source archive for
/// its name.
pub(crate) fn ezdxf() -> python::Python {
    python::Python::with(&[EZDXF, "setuptools==80.9.0", "wheel==0.45.1"])
}

/// Runs a script of this folder with these lines on its standard input; what it prints.
pub(crate) fn script(name: &str, arguments: &[&str], input: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dxf/python").join(name);
    let mut command = ezdxf().command();
    command.arg(path).args(arguments);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    let mut to = child.stdin.take().unwrap();
    // From a thread of its own: the script prints while it reads.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || to.write_all(input.as_bytes()));
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The DXFs of PyPI's source archive of ezdxf.
pub(crate) fn ezdxf_files() -> Vec<PathBuf> {
    let python = ezdxf();
    let folder = once(python.folder(), "source", |into| {
        let mut pip = python.program("pip");
        pip.args(["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]);
        run(pip.args(["--no-binary", ":all:", EZDXF, "--dest"]).arg(into));
        let archive = into.join("ezdxf-1.4.5.tar.gz");
        run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(into));
    });
    dxf_files(&folder)
}

/// The DXFs of Debian's `librecad-data`, unpacked and not installed.
pub(crate) fn librecad_files() -> Vec<PathBuf> {
    let folder = once(ezdxf().folder(), "librecad-data", |into| {
        run(Command::new("apt-get").args(["download", "--quiet", "librecad-data"]).current_dir(into));
        let package = fs::read_dir(into).unwrap().map(|entry| entry.unwrap().path());
        let package =
            package.into_iter().find(|path| path.extension().is_some_and(|it| it == "deb")).unwrap();
        run(Command::new("dpkg").arg("-x").arg(package).arg(into));
    });
    dxf_files(&folder)
}

/// The drawings beside the repository, where they are at hand.
pub(crate) fn corpus_files() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/dxf");
    if beside.is_dir() { dxf_files(&beside) } else { Vec::new() }
}

/// All DXFs in a folder and those in it, in order.
fn dxf_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|it| it.eq_ignore_ascii_case("dxf")) {
                files.push(entry);
            }
        }
    }
    files.sort();
    files
}

/// A folder that is filled once, by whoever comes first; the others wait.
fn once(beside: &Path, name: &str, fill: impl FnOnce(&Path)) -> PathBuf {
    let folder = beside.join(name);
    let lock = File::create(beside.join(format!("{name}.lock"))).unwrap();
    lock.lock().unwrap();
    if !folder.is_dir() {
        let half = beside.join(format!("{name}.half"));
        if half.exists() {
            fs::remove_dir_all(&half).unwrap();
        }
        fs::create_dir_all(&half).unwrap();
        fill(&half);
        fs::rename(&half, &folder).unwrap();
    }
    folder
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
