//! Nests of the benchmark sets of the literature by ours and by spyrrow (the published state of the art,
//! from PyPI), one after the other with the same seconds, threads and seeds. Every nest of ours is proved by
//! the checker that shares no code with the engine.
//!
//! `PENSTOCK_BENCH_NEST` names the folder of instances (else `shared/corpus/nest` beside the repository),
//! `PENSTOCK_BENCH_NEST_S` the seconds for each run (60), `PENSTOCK_BENCH_NEST_SETS` the instances and
//! `PENSTOCK_BENCH_NEST_SEEDS` how many seeds (1).

mod instance;
mod ours;
mod spyrrow;

use anyhow::Context as _;
use instance::Instance;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const SECONDS: f64 = 60.0;
const SETS: &str = "swim,shirts,albano";
/// What the mean of the ratios is to reach.
const WANTED: f64 = 0.99;

/// Measures and prints.
pub(crate) fn compare() -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let folder = std::env::var_os("PENSTOCK_BENCH_NEST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/nest"),
        PathBuf::from,
    );
    if !folder.is_dir() {
        writeln!(out, "nest: no instances in {}; PENSTOCK_BENCH_NEST names their folder", folder.display())?;
        return Ok(());
    }
    let number = |name: &str, usual: f64| match std::env::var(name) {
        Ok(text) => text.parse::<f64>().with_context(|| format!("{name} is a number")),
        Err(_) => Ok(usual),
    };
    let seconds = number("PENSTOCK_BENCH_NEST_S", SECONDS)?;
    let seeds = number("PENSTOCK_BENCH_NEST_SEEDS", 1.0)? as u64;
    let sets = std::env::var("PENSTOCK_BENCH_NEST_SETS").unwrap_or_else(|_| SETS.to_owned());
    let python = spyrrow::python(&std::env::temp_dir().join("penstock-bench-peers"))?;
    writeln!(out, "nest, {seconds} s each: density ours / spyrrow = ratio; ours within 1 s")?;
    let mut ratios = Vec::new();
    for seed in 1..=seeds {
        for name in sets.split(',').map(str::trim) {
            let path = folder.join(format!("{name}.json"));
            let instance = Instance::read(&path)?;
            let ours = ours::nest(&instance, seconds, seed)?;
            let peer = spyrrow::density(&python, &path, seconds, seed)?;
            let ratio = ours.density / peer;
            writeln!(
                out,
                "{name:10} seed {seed}: {:.3} % / {:.3} % = {ratio:.4}; {:.2} % after 1 s, first after {:.2} s",
                ours.density * 100.0,
                peer * 100.0,
                ours.within_1_s * 100.0,
                ours.first_s
            )?;
            ratios.push(ratio);
        }
    }
    let mean = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    writeln!(out, "nest: mean ratio {mean:.4}, wanted {WANTED}")?;
    Ok(())
}
