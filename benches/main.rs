//! Side-by-side measurements: ours and a peer's in one run, shown as a ratio. Never a timed test.
//!
//! Without an argument, all of them; with names (`startup`, `plot`, `raster`, `queue`, `dxf`, `nest`), those.

mod dxf;
mod nest;
mod output;
mod plot;
mod queue;
mod raster;
mod startup;

use penstock_worker::child;
use std::process::ExitCode;

/// A measurement by name.
type Bench = (&'static str, fn() -> anyhow::Result<()>);

const ALL: [Bench; 6] = [
    ("startup", startup::compare),
    ("plot", plot::compare),
    ("raster", raster::compare),
    ("queue", queue::compare),
    ("dxf", dxf::compare),
    ("nest", nest::compare),
];

fn main() -> anyhow::Result<ExitCode> {
    // The worker that is measured starts this program as the product starts its own.
    if child::is_child() {
        return Ok(child::main());
    }
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    // A process of its own, so that its time and memory can be measured.
    if let [first, rest @ ..] = &wanted[..]
        && first == dxf::READ
    {
        return dxf::read(rest).map(|()| ExitCode::SUCCESS);
    }
    for name in &wanted {
        let known = ALL.map(|(name, _)| name);
        anyhow::ensure!(known.contains(&name.as_str()), "there is no {name}; there is {}", known.join(", "));
    }
    for (name, compare) in ALL {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            compare()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
