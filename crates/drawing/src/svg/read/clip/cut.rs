//! Cuts a path at the edges of a region.

use super::region::Region;
use super::{BORDER_MM, TOLERANCE_MM};
use crate::model::flatten_segment;
use crate::{Path, Segment};
use kurbo::Point;

/// What is left of a path inside of a region, in the order of the path.
pub(in crate::svg::read) fn clip(path: Path, region: &Region) -> Vec<Path> {
    let Some(bounds) = path.bounds() else { return Vec::new() };
    if region.surely_holds(bounds) {
        return vec![path];
    }
    let there = region.bounds();
    if bounds.x1 < there.x0 || bounds.x0 > there.x1 || bounds.y1 < there.y0 || bounds.y0 > there.y1 {
        return Vec::new();
    }
    if path.segments.is_empty() {
        return if region.holds(path.start) { vec![path] } else { Vec::new() };
    }
    let mut cutter = Cutter { region, open: None, done: Vec::new(), inside: None };
    let mut cuts = Vec::new();
    for (from, segment) in path.pieces() {
        cutter.segment(from, segment, &mut cuts);
    }
    cutter.close_piece();
    joined(cutter.done, &path)
}

/// A closed path that starts inside comes back as one stroke over its start, not two.
fn joined(mut pieces: Vec<Path>, path: &Path) -> Vec<Path> {
    let meets = pieces.len() > 1
        && path.is_closed()
        && pieces[0].start == path.start
        && pieces[pieces.len() - 1].end() == path.start;
    if meets && let Some(mut last) = pieces.pop() {
        last.segments.append(&mut pieces[0].segments);
        pieces[0] = last;
    }
    pieces
}

struct Cutter<'a> {
    region: &'a Region,
    open: Option<Path>,
    done: Vec<Path>,
    /// Known from the piece before, while no edge was met.
    inside: Option<bool>,
}

impl Cutter<'_> {
    fn segment(&mut self, from: Point, segment: &Segment, cuts: &mut Vec<f64>) {
        cuts.clear();
        let (mut t, mut at) = (0.0, from);
        let mut on_line = Vec::new();
        flatten_segment(segment, from, TOLERANCE_MM, &mut |next_t, next| {
            on_line.clear();
            self.region.crossings(at, next, &mut on_line);
            cuts.extend(on_line.iter().map(|cut| t + (next_t - t) * cut));
            (t, at) = (next_t, next);
        });
        if cuts.is_empty() {
            self.piece(from, segment, 0.0, 1.0);
            return;
        }
        cuts.sort_unstable_by(f64::total_cmp);
        // Pieces shorter than the border are noise of two edges that meet.
        let shortest = BORDER_MM / segment.length_mm(from);
        let mut start = 0.0;
        for &cut in cuts.iter().chain([&1.0]) {
            if cut - start > shortest || (cut == 1.0 && cut > start) {
                self.inside = None;
                self.piece(from, segment, start, cut);
                start = cut;
            }
        }
        self.inside = None;
    }

    fn piece(&mut self, from: Point, segment: &Segment, start: f64, end: f64) {
        let middle = segment.point(from, f64::midpoint(start, end));
        let inside = *self.inside.get_or_insert_with(|| self.region.holds(middle));
        if !inside {
            self.close_piece();
            return;
        }
        let (begin, piece) =
            if start == 0.0 && end == 1.0 { (from, *segment) } else { segment.piece(from, start..end) };
        self.open.get_or_insert_with(|| Path { start: begin, segments: Vec::new() }).segments.push(piece);
    }

    fn close_piece(&mut self) {
        self.done.extend(self.open.take());
    }
}
