//! Side-by-side measurements: ours and a peer's in one run, shown as a ratio. Never a timed test.
//!
//! Without an argument, all of them; with names (`startup`, `plot`, `raster`, `queue`), those.

mod output;
mod plot;
mod queue;
mod raster;
mod startup;

/// A measurement by name.
type Bench = (&'static str, fn() -> anyhow::Result<()>);

const ALL: [Bench; 4] = [
    ("startup", startup::compare),
    ("plot", plot::compare),
    ("raster", raster::compare),
    ("queue", queue::compare),
];

fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for name in &wanted {
        let known = ALL.map(|(name, _)| name);
        anyhow::ensure!(known.contains(&name.as_str()), "there is no {name}; there is {}", known.join(", "));
    }
    for (name, compare) in ALL {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            compare()?;
        }
    }
    Ok(())
}
