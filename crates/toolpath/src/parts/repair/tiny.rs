//! Segments shorter than the tool can follow.
//!
//! A tiny segment is merged with its neighbours by moving both of its ends to its middle; at the end of an
//! open line to that end, which others may meet. In a run of them, such as a curve drawn as thousands of
//! points, every corner stays that is at least the limit away from the last one that stayed, so that no line
//! moves by more than the limit.

use super::super::fault::{Fault, FaultKind};
use super::super::stroke::Stroke;
use super::Repair;
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// A ring keeps at least so many segments.
const LEAST_SEGMENTS: usize = 3;

/// Finds runs of tiny segments, and merges them if asked to.
pub(super) fn merge(strokes: &mut [Stroke], tiny_mm: f64, mend: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for stroke in strokes.iter_mut() {
        if stroke.path.length_mm() <= 4.0 * tiny_mm || stroke.path.segments.len() < 2 {
            // All of it is tiny: that is a stray shape, and merging would leave nothing.
            continue;
        }
        let before = faults.len();
        let mut run: Option<(Point, usize, f64)> = None;
        for (from, segment) in stroke.path.pieces() {
            let length_mm = segment.length_mm(from);
            if length_mm < tiny_mm && length_mm > 0.0 {
                let (_, count, shortest) = run.get_or_insert((from, 0, f64::INFINITY));
                *count += 1;
                *shortest = shortest.min(length_mm);
            } else if let Some(run) = run.take() {
                faults.push(fault(run, stroke.layer));
            }
        }
        faults.extend(run.map(|run| fault(run, stroke.layer)));
        if mend && faults.len() > before {
            stroke.path = merged(&stroke.path, tiny_mm);
        }
    }
    faults
}

fn fault((place, count, shortest_mm): (Point, usize, f64), layer: usize) -> Fault {
    let kind = FaultKind::TinySegments { count, shortest_mm };
    Fault { repair: Some(Repair::TinySegments), ..Fault::plain(kind, place, layer) }
}

fn merged(path: &Path, tiny_mm: f64) -> Path {
    let closed = path.is_closed();
    let mut out = Path { start: path.start, segments: Vec::with_capacity(path.segments.len()) };
    let pieces: Vec<(Point, Segment)> = path.pieces().map(|(from, segment)| (from, *segment)).collect();
    let mut at = 0;
    while at < pieces.len() {
        let (from, segment) = pieces[at];
        if segment.length_mm(from) >= tiny_mm {
            out.segments.push(segment);
            at += 1;
            continue;
        }
        // A run of tiny ones, with the corners that are worth keeping.
        let begin = at;
        while at < pieces.len() && pieces[at].1.length_mm(pieces[at].0) < tiny_mm {
            at += 1;
        }
        let (first, last) = (pieces[begin].0, pieces[at - 1].1.to());
        if pieces[begin..at].iter().all(|(_, segment)| segment.to().distance(first) < tiny_mm) {
            let place = if begin == 0 {
                out.start
            } else if at == pieces.len() {
                last
            } else {
                first.midpoint(last)
            };
            shift_end(&mut out, place);
            // What follows begins there, as a segment does not know where it starts.
            continue;
        }
        let mut from = out.end();
        for (_, segment) in &pieces[begin..at] {
            let to = segment.to();
            if to.distance(from) >= tiny_mm && to.distance(last) >= tiny_mm {
                out.segments.push(Segment::Line { to });
                from = to;
            }
        }
        out.segments.push(Segment::Line { to: last });
    }
    if closed {
        let start = out.start;
        shift_end(&mut out, start);
    }
    let stays_a_line = !out.segments.is_empty() && (!closed || is_ring(&out));
    if stays_a_line { out } else { path.clone() }
}

/// It still can enclose something.
fn is_ring(path: &Path) -> bool {
    let arcs = path.segments.iter().any(|segment| matches!(segment, Segment::Arc { .. }));
    path.segments.len() >= if arcs { 2 } else { LEAST_SEGMENTS }
}

/// Moves the end of a line.
fn shift_end(path: &mut Path, place: Point) {
    match path.segments.last_mut() {
        Some(Segment::Line { to } | Segment::Arc { to, .. } | Segment::Cubic { to, .. }) => *to = place,
        None => path.start = place,
    }
}
