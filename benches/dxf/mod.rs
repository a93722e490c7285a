//! Reading DXFs, in one run with the peers: 100 MB of LINEs by our reader and by the `dxf` crate (processor
//! time and peak memory), and load, expand and chain of every file of PyPI's ezdxf source archive, Debian's
//! `librecad-data` and the corpus by us and by ezdxf 1.4.5 (processor time without ezdxf's start).
//!
//! `PENSTOCK_BENCH_DXF_CORPUS` names the corpus' folder of DXFs (else `shared/corpus/dxf` beside the
//! repository); files that cannot be fetched are left out with a word.

mod files;
mod reading;

pub(crate) use reading::read;

use crate::plot::child::{Taken, median, run};
use std::io::Write;
use std::path::Path;

/// The first argument that makes this program read instead of measure.
pub(crate) const READ: &str = "dxf-read";

/// Bytes of LINEs.
const LINES_BYTES: u64 = 100_000_000;
/// Of the crate's processor time and peak memory.
const CPU_SHARE: f64 = 1.0 / 3.0;
const MEMORY_SHARE: f64 = 1.0 / 5.0;
/// Of ezdxf's processor time.
const EZDXF_SHARE: f64 = 1.0 / 20.0;
const ROUNDS: usize = 3;

/// Compares and prints what came out.
pub(crate) fn compare() -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("penstock-bench-dxf-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = lines(&folder).and_then(|()| sets(&folder));
    std::fs::remove_dir_all(&folder)?;
    result
}

/// One large file by our reader and by the crate, in turn, each in a process of its own.
fn lines(folder: &Path) -> anyhow::Result<()> {
    let file = folder.join("lines.dxf");
    let count = files::write_lines(&file, LINES_BYTES)?;
    let here = std::env::current_exe()?;
    let by = |reader: &str| {
        run(&here, &[READ.to_owned(), reader.to_owned(), file.display().to_string(), count.to_string()])
    };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(by("crate")?);
        ours.push(by("penstock")?);
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    say(&format!("{count} LINEs, {:.0} MB; peer: the dxf crate", LINES_BYTES as f64 / 1e6))?;
    row("processor time", ours.cpu_s, theirs.cpu_s, "s", CPU_SHARE)?;
    row("peak memory", ours.peak_mb, theirs.peak_mb, "MB", MEMORY_SHARE)
}

/// Sets of real files by us and by ezdxf, in turn.
fn sets(folder: &Path) -> anyhow::Result<()> {
    let python = files::ezdxf();
    let here = std::env::current_exe()?;
    let script = folder.join("chain.py");
    std::fs::write(&script, include_str!("chain.py"))?;
    let (mut ours_s, mut all_theirs_s) = (0.0, 0.0);
    for (name, found) in files::sets(&python)? {
        if found.is_empty() {
            say(&format!("{name}: left out, its files are not at hand"))?;
            continue;
        }
        let list = folder.join("files.txt");
        let lines: Vec<_> = found.iter().map(|file| file.display().to_string()).collect();
        std::fs::write(&list, lines.join("\n"))?;
        let ours = run(&here, &[READ.to_owned(), "chain".to_owned(), list.display().to_string()])?;
        let Taken { peak_mb, .. } = ours;
        let output = python.command().arg(&script).arg(&list).output()?;
        anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout)?;
        let theirs_s: f64 = said.trim().parse()?;
        say(&format!(
            "{name}: {} files, load, expand and chain; peer: ezdxf (ours peaks at {peak_mb:.0} MB)",
            found.len()
        ))?;
        row("processor time", ours.cpu_s, theirs_s, "s", EZDXF_SHARE)?;
        (ours_s, all_theirs_s) = (ours_s + ours.cpu_s, all_theirs_s + theirs_s);
    }
    say("all sets together")?;
    row("processor time", ours_s, all_theirs_s, "s", EZDXF_SHARE)
}

fn row(what: &str, ours: f64, peer: f64, unit: &str, most: f64) -> anyhow::Result<()> {
    let ratio = ours / peer;
    let verdict = if ratio <= most { "met" } else { "MISSED" };
    say(&format!(
        "  {what:<20} ours {ours:>9.3} {unit:<2} peer {peer:>9.3} {unit:<2} ratio {ratio:>6.3}   {verdict} (at most {most:.3})"
    ))
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}
