//! Prints what reading an SVG costs: `cargo run --release -p penstock-drawing --example read_time -- FILE.svg …`
//!
//! Seconds are those of the processor where Linux tells them, the peak is that of the whole process.

#![allow(clippy::print_stdout, reason = "it prints its figures")]

use penstock_drawing::Diagnostics;
use penstock_drawing::svg::{self, ReadOptions};
use std::time::Instant;

/// A figure such as `VmHWM` of this process in MB; none where there is no `/proc`.
fn status_mb(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kb| kb / 1024.0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name)?;
        let mut diagnostics = Diagnostics::default();
        let begun = Instant::now();
        let mut stages = Vec::new();
        let mut progress = |stage: &str, _: Option<f64>| {
            if stages.last().is_none_or(|(last, _)| last != stage) {
                stages.push((stage.to_owned(), begun.elapsed()));
            }
            true
        };
        let drawing = svg::read(&bytes, &ReadOptions::default(), &mut diagnostics, &mut progress)?;
        println!(
            "{name}: {} paths, {:.3} s, peak {:.0} MB, now {:.0} MB",
            drawing.path_count(),
            begun.elapsed().as_secs_f64(),
            status_mb("VmHWM").unwrap_or(f64::NAN),
            status_mb("VmRSS").unwrap_or(f64::NAN),
        );
        for (stage, at) in stages {
            println!("  {:.3} s {stage}", at.as_secs_f64());
        }
    }
    Ok(())
}
