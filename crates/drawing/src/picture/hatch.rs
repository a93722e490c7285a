//! Tone by parallel lines: the darker, the more sets of lines lie over each other.

use super::{Grey, TraceError};
use kurbo::{Point, Vec2};

/// How far apart the tone is looked at along a line, in pixels.
const STEP_PX: f64 = 0.5;

/// One set of parallel lines.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HatchPass {
    /// Drawn where the lightness, 0 to 1, is below this.
    pub darker_than: f64,
    /// From one line to the next in pixels; at least half a pixel.
    pub spacing_px: f64,
    /// Direction of the lines, from +x towards +y.
    pub angle_deg: f64,
    /// Shift across the lines, as a share of the spacing.
    pub shift: f64,
}

/// The lines of one set, every second one backwards. Pieces shorter than `least_px` are left out, and gaps
/// shorter than that drawn through.
///
/// # Errors
/// [`TraceError::Stopped`] when `goes_on`, which hears how much is done from 0 to 1, says no.
pub fn hatching(
    grey: &Grey,
    pass: &HatchPass,
    least_px: f64,
    goes_on: &mut dyn FnMut(f64) -> bool,
) -> Result<Vec<[Point; 2]>, TraceError> {
    let (width, height) = (grey.width() as f64, grey.height() as f64);
    let way = Vec2::from_angle(pass.angle_deg.to_radians());
    let across = Vec2::new(-way.y, way.x);
    let middle = Point::new(width / 2.0, height / 2.0);
    let reach = (width.hypot(height)) / 2.0;
    let spacing = pass.spacing_px.max(0.5);
    let first = (-reach / spacing).ceil() as i64;
    let count = 2 * first.unsigned_abs() as i64 + 1;
    let mut lines = Vec::new();
    for n in 0..count {
        if n % 16 == 0 && !goes_on(n as f64 / count as f64) {
            return Err(TraceError::Stopped);
        }
        let start = middle + across * ((first + n) as f64 + pass.shift) * spacing;
        let Some((from, to)) = inside(start, way, width, height) else { continue };
        let mut pieces = dark_pieces(grey, start, way, (from, to), pass.darker_than);
        pieces.dedup_by(|next, before| {
            let touches = next.0 - before.1 < least_px;
            if touches {
                before.1 = next.1;
            }
            touches
        });
        pieces.retain(|(from, to)| to - from >= least_px);
        let mut drawn: Vec<[Point; 2]> =
            pieces.into_iter().map(|(from, to)| [start + way * from, start + way * to]).collect();
        if n % 2 == 1 {
            drawn.reverse();
            drawn.iter_mut().for_each(|line| line.reverse());
        }
        lines.extend(drawn);
    }
    Ok(lines)
}

/// The stretch of a line that lies in the picture.
fn inside(start: Point, way: Vec2, width: f64, height: f64) -> Option<(f64, f64)> {
    let (mut from, mut to) = (f64::NEG_INFINITY, f64::INFINITY);
    for (at, step, size) in [(start.x, way.x, width), (start.y, way.y, height)] {
        if step.abs() < 1e-9 {
            if !(0.0..=size).contains(&at) {
                return None;
            }
            continue;
        }
        let (one, other) = (-at / step, (size - at) / step);
        from = from.max(one.min(other));
        to = to.min(one.max(other));
    }
    (to > from).then_some((from, to))
}

/// Where the line is dark, each end where the lightness crosses the threshold.
fn dark_pieces(
    grey: &Grey,
    start: Point,
    way: Vec2,
    (from, to): (f64, f64),
    threshold: f64,
) -> Vec<(f64, f64)> {
    let light = |along: f64| {
        let at = start + way * along;
        grey.lightness(at.x, at.y)
    };
    let steps = ((to - from) / STEP_PX).ceil().max(1.0) as usize;
    let mut pieces = Vec::new();
    let mut begun = None;
    let (mut before, mut tone) = (from, light(from));
    if tone < threshold {
        begun = Some(from);
    }
    for n in 1..=steps {
        let along = from + (to - from) * n as f64 / steps as f64;
        let next = light(along);
        let crossing = || before + (along - before) * ((threshold - tone) / (next - tone)).clamp(0.0, 1.0);
        match (begun, next < threshold) {
            (None, true) => begun = Some(crossing()),
            (Some(begin), false) => {
                pieces.push((begin, crossing()));
                begun = None;
            }
            _ => {}
        }
        (before, tone) = (along, next);
    }
    pieces.extend(begun.map(|begin| (begin, to)));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cover_what_is_dark_and_nothing_else() {
        let grey = Grey::from_fn(100, 80, |x, y| (x - 50.0).hypot(y - 40.0) - 30.0 + 0.5);
        for angle_deg in [0.0, 30.0, 90.0, 135.0] {
            let pass = HatchPass { darker_than: 0.5, spacing_px: 3.0, angle_deg, shift: 0.0 };
            let lines = hatching(&grey, &pass, 1.0, &mut |_| true).unwrap();
            let length: f64 = lines.iter().map(|[from, to]| from.distance(*to)).sum();
            let exact = std::f64::consts::PI * 900.0 / 3.0;
            assert!((length - exact).abs() < 0.02 * exact, "{angle_deg}: {length}, not {exact}");
            for end in lines.iter().flatten() {
                assert!((end.distance(Point::new(50.0, 40.0)) - 30.0).abs() < 0.3, "{end:?}");
            }
        }
    }

    #[test]
    fn a_picture_without_ink_has_no_lines() {
        let pass = HatchPass { darker_than: 0.5, spacing_px: 2.0, angle_deg: 45.0, shift: 0.0 };
        assert!(hatching(&Grey::from_fn(30, 30, |_, _| 1.0), &pass, 1.0, &mut |_| true).unwrap().is_empty());
    }
}
