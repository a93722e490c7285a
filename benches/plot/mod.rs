//! The whole way of a drawing (read, join, order, simplify, write) by Penstock and by vpype 1.15 in one
//! run: processor time, peak memory and travel with the pen up, on generated drawings of 10,000 and
//! 100,000 paths and on drawings of the corpus.
//!
//! `PENSTOCK_BENCH_PATHS` (such as `10000`) limits the sizes, `PENSTOCK_BENCH_CORPUS` names the corpus'
//! folder of SVGs (else `shared/corpus/svg` beside the repository), and `PENSTOCK_BENCH_ROUNDS` how often
//! each is run. vpype needs a minute for 100,000 paths, so large drawings are run once.

pub(crate) mod child;
mod drawings;
mod numbers;
mod ours;
mod vpype;

use anyhow::Context;
use child::{Taken, median, run};
use ours::{Penstock, Report};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Drawings of the corpus that are worth a comparison: real, and of some size.
const CORPUS: [&str; 4] =
    ["vpype-multi_skull.svg", "vpype-7k_lines.svg", "vpype-500_polylines.svg", "svg2gcode-dragon.svg"];

/// Up to this many paths vpype's `--two-opt` ends within a minute.
const TWO_OPT_PATHS: f64 = 12_000.0;

/// What must hold for drawings of a size.
struct Target {
    peak_mb: f64,
    /// Of vpype's default.
    travel_share: f64,
}

const SMALL: Target = Target { peak_mb: 80.0, travel_share: 0.80 };
const LARGE: Target = Target { peak_mb: 300.0, travel_share: 0.83 };

/// Of vpype's processor time.
const CPU_SHARE: f64 = 0.1;

/// Over the travel of vpype's `--two-opt`.
const OVER_TWO_OPT: f64 = 1.02;

/// Compares both and prints what came out.
pub(crate) fn compare() -> anyhow::Result<()> {
    let here = std::env::current_exe()?;
    let release = here.parent().context("a program is in a folder")?;
    let cache = release.parent().unwrap_or(release).join("bench");
    let vpype = vpype::program(&cache)?;
    let penstock = release.join("penstock");
    anyhow::ensure!(penstock.is_file(), "{} is missing: `make bench` builds it", penstock.display());
    let folder = std::env::temp_dir().join(format!("penstock-bench-plot-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let bench = Bench { penstock: Penstock::new(penstock, folder.join("out")), vpype, folder };
    let result = bench.run();
    std::fs::remove_dir_all(&bench.folder)?;
    result
}

struct Bench {
    penstock: Penstock,
    vpype: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn run(&self) -> anyhow::Result<()> {
        let only = std::env::var("PENSTOCK_BENCH_PATHS").ok();
        for (count, target) in [(10_000, &SMALL), (100_000, &LARGE)] {
            if only.as_ref().is_some_and(|only| *only != count.to_string()) {
                continue;
            }
            for drawing in drawings::all(count) {
                let file = self.folder.join(format!("{}-{count}.svg", drawing.name));
                std::fs::write(&file, drawing.svg())?;
                self.one(&file, target, drawing.fewest_strokes)?;
                std::fs::remove_file(&file)?;
            }
        }
        let named = std::env::var_os("PENSTOCK_BENCH_CORPUS").map(PathBuf::from);
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/svg");
        let corpus = named.unwrap_or(beside);
        for name in CORPUS {
            let file = corpus.join(name);
            if file.is_file() {
                self.one(&file, &SMALL, None)?;
            } else {
                say(&format!("{name}: left out, it is not in {}", corpus.display()))?;
            }
        }
        Ok(())
    }

    /// One drawing by both, in turn.
    fn one(&self, file: &Path, target: &Target, fewest: Option<usize>) -> anyhow::Result<()> {
        let sorted = self.folder.join("vpype.svg");
        let default_rounds = if std::fs::metadata(file)?.len() > 4_000_000 { 1 } else { 3 };
        let rounds = std::env::var("PENSTOCK_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
        let (mut ours, mut theirs, mut report) = (Vec::new(), Vec::new(), None);
        for _ in 0..rounds.unwrap_or(default_rounds).max(1) {
            theirs.push(run(&self.vpype, &vpype::arguments(file, &sorted, false))?);
            let (taken, said) = self.penstock.plot(file, &[])?;
            ours.push(taken);
            report = Some(said);
        }
        let report = report.context("there was a round")?;
        let peer = self.penstock.look(&sorted)?;
        say(&format!("{}: {} paths", stem(file), report.paths_before))?;
        costs(median(&ours), median(&theirs), target)?;
        travel("pen up, vpype's default", report, peer, target.travel_share)?;
        strokes(report, peer, fewest)?;
        if report.paths_before <= TWO_OPT_PATHS && fewest.is_none() {
            let taken = run(&self.vpype, &vpype::arguments(file, &sorted, true))?;
            let peer = self.penstock.look(&sorted)?;
            travel("pen up, vpype --two-opt", report, peer, OVER_TWO_OPT)?;
            say(&format!("  {:<28} {:>9.2} s", "its processor time", taken.cpu_s))?;
            let (taken, best) = self.penstock.plot(file, &["order_budget_s=10"])?;
            let peer = self.look_at_default(file, &sorted)?;
            travel("pen up, best in 10 s", best, peer, 0.75)?;
            say(&format!("  {:<28} {:>9.2} s", "our processor time", taken.cpu_s))?;
        }
        Ok(())
    }

    fn look_at_default(&self, file: &Path, sorted: &Path) -> anyhow::Result<Report> {
        run(&self.vpype, &vpype::arguments(file, sorted, false))?;
        self.penstock.look(sorted)
    }
}

fn costs(ours: Taken, theirs: Taken, target: &Target) -> anyhow::Result<()> {
    let share = ours.cpu_s / theirs.cpu_s;
    row(
        "processor time",
        ours.cpu_s,
        theirs.cpu_s,
        "s",
        share <= CPU_SHARE,
        &format!("at most {CPU_SHARE}"),
    )?;
    let within = ours.peak_mb <= target.peak_mb;
    row("peak memory", ours.peak_mb, theirs.peak_mb, "MB", within, &format!("at most {} MB", target.peak_mb))
}

fn travel(what: &str, ours: Report, peer: Report, most: f64) -> anyhow::Result<()> {
    let (ours_m, peer_m) = (ours.travel_mm / 1000.0, peer.travel_before_mm / 1000.0);
    // A drawing of two or three strokes has hardly a way to save: a tenth of a metre is no difference.
    let met = ours_m <= most * peer_m + 0.1;
    row(what, ours_m, peer_m, "m", met, &format!("at most {most}"))
}

fn strokes(ours: Report, peer: Report, fewest: Option<usize>) -> anyhow::Result<()> {
    let met = fewest.is_none_or(|fewest| ours.paths <= fewest as f64);
    let wanted = fewest.map_or("no more than the peer".to_owned(), |fewest| format!("{fewest}, the fewest"));
    row("strokes", ours.paths, peer.paths_before, "", met && ours.paths <= peer.paths_before, &wanted)
}

fn row(what: &str, ours: f64, peer: f64, unit: &str, met: bool, wanted: &str) -> anyhow::Result<()> {
    let verdict = if met { "met" } else { "MISSED" };
    say(&format!(
        "  {what:<28} ours {ours:>9.2} {unit:<2} peer {peer:>9.2} {unit:<2} ratio {:>5.2}   {verdict} ({wanted})",
        ours / peer
    ))
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
