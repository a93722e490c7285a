//! Places that hold a part in the sheet: the cut stops before each and starts again behind it.

use penstock_drawing::{Path, Segment};
use std::ops::Range;

/// Gaps along a closed line, each from and to in mm from its start, so that a bridge of `width_mm` stays at the
/// narrowest: between the round ends of two cuts.
pub(super) fn gaps(line: &Path, count: usize, width_mm: f64, kerf_mm: f64) -> Vec<Range<f64>> {
    let gap_mm = width_mm + kerf_mm;
    let length = line.length_mm();
    if count == 0 || length < count as f64 * 4.0 * gap_mm {
        return Vec::new();
    }
    // Straight pieces with room for a bridge, by their middles.
    let mut straight = Vec::new();
    let mut done = 0.0;
    for (from, segment) in line.pieces() {
        let piece = segment.length_mm(from);
        if matches!(segment, Segment::Line { .. }) && piece > 2.0 * gap_mm {
            straight.push(done + gap_mm..done + piece - gap_mm);
        }
        done += piece;
    }
    let spacing = length / count as f64;
    (0..count)
        .map(|tab| {
            let wanted = (tab as f64 + 0.5) * spacing;
            // On a straight piece if there is one near enough to stay clear of the next tab.
            let near = straight.iter().map(|range| wanted.clamp(range.start, range.end.max(range.start)));
            let best = near.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()));
            let middle = best.filter(|best| (best - wanted).abs() < spacing / 4.0).unwrap_or(wanted);
            middle - gap_mm / 2.0..middle + gap_mm / 2.0
        })
        .collect()
}

/// What is left of a line between these gaps.
pub(super) fn stretches(line: &Path, gaps: &[Range<f64>]) -> Vec<Path> {
    let mut stretches = Vec::with_capacity(gaps.len() + 1);
    let mut from = 0.0;
    for gap in gaps {
        stretches.extend(stretch(line, from..gap.start));
        from = gap.end;
    }
    stretches.extend(stretch(line, from..line.length_mm()));
    stretches
}

fn stretch(line: &Path, range: Range<f64>) -> Option<Path> {
    let mut done = 0.0;
    let mut path: Option<Path> = None;
    for (from, segment) in line.pieces() {
        let length = segment.length_mm(from);
        let (start, end) = ((range.start - done).max(0.0), (range.end - done).min(length));
        done += length;
        if end <= start || length == 0.0 {
            continue;
        }
        let (begins, piece) = segment.piece(from, start / length..end / length);
        path.get_or_insert(Path { start: begins, segments: Vec::new() }).segments.push(piece);
    }
    path
}
