//! The files that are read: made, or fetched once into the folder of the Python environment, where the
//! tests of the reader look for them too.

use anyhow::Context;
use penstock_testkit::Python;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

const EZDXF: &str = "ezdxf==1.4.5";

/// An interpreter with ezdxf.
pub(super) fn ezdxf() -> Python {
    Python::with(&[EZDXF, "setuptools==80.9.0", "wheel==0.45.1"])
}

/// Writes LINEs as a drawing program does; how many.
pub(super) fn write_lines(file: &Path, bytes: u64) -> anyhow::Result<usize> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut written = 0;
    let mut put = |text: String| {
        written += text.len() as u64;
        out.write_all(text.as_bytes()).map(|()| written)
    };
    put("  0\nSECTION\n  2\nENTITIES\n".to_owned())?;
    let mut count = 0_u32;
    while {
        let (x, y) = (f64::from(count % 1000), f64::from(count / 1000));
        let (x1, y1, x2, y2) = (x + 0.123_456, y + 0.654_321, x + 0.9, y + 0.7);
        count += 1;
        put(format!(
            "  0\nLINE\n  5\n{count:X}\n330\n1F\n100\nAcDbEntity\n  8\nCut\n100\nAcDbLine\n 10\n{x1:.6}\n 20\n{y1:.6}\n 30\n0.0\n 11\n{x2:.6}\n 21\n{y2:.6}\n 31\n0.0\n"
        ))? < bytes
    } {}
    put("  0\nENDSEC\n  0\nEOF\n".to_owned())?;
    out.flush()?;
    Ok(count as usize)
}

/// Sets of files by name.
pub(super) fn sets(python: &Python) -> anyhow::Result<Vec<(&'static str, Vec<PathBuf>)>> {
    let archive = once(python.folder(), "source", |into| {
        let mut pip = python.program("pip");
        pip.args(["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]);
        run(pip.args(["--no-binary", ":all:", EZDXF, "--dest"]).arg(into))?;
        run(Command::new("tar").arg("-xzf").arg(into.join("ezdxf-1.4.5.tar.gz")).arg("-C").arg(into))
    })?;
    let library = once(python.folder(), "librecad-data", |into| {
        run(Command::new("apt-get").args(["download", "--quiet", "librecad-data"]).current_dir(into))?;
        let packages = fs::read_dir(into)?.filter_map(Result::ok).map(|entry| entry.path());
        let mut packages = packages.filter(|path| path.extension().is_some_and(|it| it == "deb"));
        run(Command::new("dpkg").arg("-x").arg(packages.next().context("apt-get fetched it")?).arg(into))
    });
    let corpus = std::env::var_os("PENSTOCK_BENCH_DXF_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/dxf"), PathBuf::from);
    Ok(vec![
        ("ezdxf's source archive", drawings(&archive)?),
        // Only Debian and its like have it.
        ("librecad-data", library.map_or(Ok(Vec::new()), |library| drawings(&library))?),
        ("the corpus", if corpus.is_dir() { drawings(&corpus)? } else { Vec::new() }),
    ])
}

fn drawings(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("dxf")) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A folder that is filled once.
fn once(
    beside: &Path,
    name: &str,
    fill: impl FnOnce(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<PathBuf> {
    let folder = beside.join(name);
    let lock = File::create(beside.join(format!("{name}.lock")))?;
    lock.lock()?;
    if !folder.is_dir() {
        let half = beside.join(format!("{name}.half"));
        if half.exists() {
            fs::remove_dir_all(&half)?;
        }
        fs::create_dir_all(&half)?;
        fill(&half)?;
        fs::rename(&half, &folder)?;
    }
    Ok(folder)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    anyhow::ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
