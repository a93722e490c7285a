//! One table row a comparison.

use std::io::Write;

/// Prints one line: what was measured, ours, the peer's, and the ratio.
pub(crate) fn row(what: &str, ours: f64, peer: f64, unit: &str) -> std::io::Result<()> {
    writeln!(
        std::io::stdout().lock(),
        "{what:<40} ours {ours:>9.1} {unit}   peer {peer:>9.1} {unit}   ratio {:.2}",
        ours / peer
    )
}
