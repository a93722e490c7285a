//! Side-by-side measurements: ours and a peer's in one run, shown as a ratio. Never a timed test.

mod output;
mod startup;

fn main() -> anyhow::Result<()> {
    startup::compare()
}
