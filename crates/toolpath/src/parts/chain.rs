//! Makes closed lines of pieces whose ends meet.
//!
//! Layers are chained each by itself first, so that a frame or a note cannot lead a contour astray; what is
//! open then is chained once more across layers.

use super::network::{Network, Step};
use super::nodes::{Cells, Gap, MEETS_MM, Nodes};
use super::stroke::Stroke;
use crate::{Progress, Stopped, tick};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// What became of the lines.
#[derive(Debug, Default)]
pub(super) struct Chained {
    /// Lines that end where they start, with the place of their first piece in the drawing.
    pub(super) closed: Vec<(usize, Stroke)>,
    /// The others.
    pub(super) open: Vec<(usize, Stroke)>,
    /// Gaps that were closed.
    pub(super) gaps: Vec<Gap>,
    /// Places where more than two lines meet.
    pub(super) branches: Vec<(Point, usize)>,
}

/// Chains lines in document order.
pub(super) fn chain(
    strokes: Vec<Stroke>,
    join_tolerance_mm: f64,
    progress: &mut Progress<'_>,
) -> Result<Chained, Stopped> {
    let mut chained = Chained::default();
    let layers = strokes.iter().map(|stroke| stroke.layer + 1).max().unwrap_or(0);
    let mut by_layer: Vec<Vec<(usize, Stroke)>> = vec![Vec::new(); layers];
    for (at, stroke) in strokes.into_iter().enumerate() {
        if stroke.path.is_closed() {
            chained.closed.push((at, stroke));
        } else {
            by_layer[stroke.layer].push((at, stroke));
        }
    }
    let count = by_layer.len();
    let mut open = Vec::new();
    for (layer, strokes) in by_layer.into_iter().enumerate().filter(|(_, strokes)| !strokes.is_empty()) {
        let share = |f: f64| 0.8 * (layer as f64 + f) / count as f64;
        open.extend(once(strokes, join_tolerance_mm, &mut chained, &mut |f| progress(share(f)))?);
    }
    let mixed = open.windows(2).any(|pair| pair[0].1.layer != pair[1].1.layer);
    if mixed {
        open = once(open, join_tolerance_mm, &mut chained, &mut |f| progress(0.8 + 0.2 * f))?;
    }
    chained.open = open;
    chained.open.sort_by_key(|&(at, _)| at);
    chained.closed.sort_by_key(|&(at, _)| at);
    chained.branches.sort_by(|a, b| a.0.x.total_cmp(&b.0.x).then(a.0.y.total_cmp(&b.0.y)));
    chained.branches.dedup_by(|a, b| a.0.distance(b.0) <= MEETS_MM);
    Ok(chained)
}

/// Chains these open lines, hands closed ones over and returns what is still open.
fn once(
    lines: Vec<(usize, Stroke)>,
    join_tolerance_mm: f64,
    chained: &mut Chained,
    progress: &mut Progress<'_>,
) -> Result<Vec<(usize, Stroke)>, Stopped> {
    let (numbers, strokes) = taken_apart(lines);
    let ends: Vec<Point> = strokes.iter().flat_map(|stroke| [stroke.path.start, stroke.path.end()]).collect();
    let mut nodes = Nodes::new(&ends);
    if !progress(0.3) {
        return Err(Stopped);
    }
    if join_tolerance_mm > MEETS_MM {
        let lengths: Vec<f64> = strokes.iter().map(|stroke| stroke.path.length_mm()).collect();
        let layers: Vec<usize> = strokes.iter().map(|stroke| stroke.layer).collect();
        let gaps =
            nodes.close_gaps(join_tolerance_mm, &lengths, &layers, &mut |f| progress(0.3 + 0.3 * f))?;
        chained.gaps.extend(gaps);
    }
    let walks = Network::new(&strokes, &nodes).walks();
    chained.branches.extend(walks.branches.iter().map(|&end| {
        let place = nodes.places[nodes.of_end[end as usize] as usize];
        (place, strokes[end as usize / 2].layer)
    }));
    let whole = |walk: &[Step]| {
        let first = walk.iter().min_by_key(|&&(line, _)| (numbers[line as usize], line))?;
        Some((numbers[first.0 as usize], assembled(walk, first.0, &strokes, &nodes)?))
    };
    for (at, walk) in walks.loops.iter().enumerate() {
        tick(&mut |f| progress(0.6 + 0.4 * f), at, walks.loops.len())?;
        chained.closed.extend(whole(walk));
    }
    Ok(walks.open.iter().filter_map(|walk| whole(walk)).collect())
}

/// Cuts lines where another one ends at one of their corners, so that a loop with a tail can be told from an
/// open line.
fn taken_apart(lines: Vec<(usize, Stroke)>) -> (Vec<usize>, Vec<Stroke>) {
    let ends: Vec<Point> = lines.iter().flat_map(|(_, line)| [line.path.start, line.path.end()]).collect();
    let cells = Cells::new(&ends);
    let touched = |point: Point| {
        let mut meets = false;
        cells.near(point, &mut |end| meets |= ends[end as usize].distance(point) <= MEETS_MM);
        meets
    };
    let (mut numbers, mut strokes) = (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()));
    for (number, Stroke { path, layer }) in lines {
        let mut part = Path { start: path.start, segments: Vec::new() };
        let count = path.segments.len();
        if count == 1 {
            numbers.push(number);
            strokes.push(Stroke { path, layer });
            continue;
        }
        for (at, segment) in path.segments.into_iter().enumerate() {
            part.segments.push(segment);
            if at + 1 == count || touched(segment.to()) {
                let next = Path { start: segment.to(), segments: Vec::new() };
                numbers.push(number);
                strokes.push(Stroke { path: std::mem::replace(&mut part, next), layer });
            }
        }
    }
    (numbers, strokes)
}

/// One line of a walk, in the direction in which its first piece was drawn; a loop begins with that piece.
fn assembled(walk: &[Step], first: u32, strokes: &[Stroke], nodes: &Nodes) -> Option<Stroke> {
    let at = walk.iter().position(|&(line, _)| line == first)?;
    let node =
        |(line, reversed): Step, end: u32| nodes.of_end[(2 * line + (u32::from(reversed) ^ end)) as usize];
    let closed = node(*walk.first()?, 0) == node(*walk.last()?, 1);
    let mut walk = walk.to_vec();
    if walk[at].1 {
        walk.reverse();
        walk.iter_mut().for_each(|step| step.1 = !step.1);
    }
    if closed {
        let at = walk.iter().position(|&(line, _)| line == first)?;
        walk.rotate_left(at);
    }
    let start = nodes.places[node(*walk.first()?, 0) as usize];
    let mut path = Path { start, segments: Vec::new() };
    for &step in &walk {
        let (line, reversed) = step;
        let piece = &strokes[line as usize].path;
        if reversed {
            path.segments.extend(piece.reversed().segments);
        } else {
            path.segments.extend(&piece.segments);
        }
        let end = nodes.places[node(step, 1) as usize];
        if let Some(Segment::Line { to } | Segment::Arc { to, .. } | Segment::Cubic { to, .. }) =
            path.segments.last_mut()
        {
            *to = end;
        }
    }
    Some(Stroke { path, layer: strokes[first as usize].layer })
}
