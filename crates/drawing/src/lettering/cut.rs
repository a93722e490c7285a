//! A straight piece, cut to a box (Liang and Barsky, A New Concept and Method for Line Clipping, 1984).

use kurbo::{Point, Rect};

/// The part of the piece inside the box; none when they do not meet.
pub(super) fn inside(area: Rect, from: Point, to: Point) -> Option<(Point, Point)> {
    let step = to - from;
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let sides = [
        (-step.x, from.x - area.x0),
        (step.x, area.x1 - from.x),
        (-step.y, from.y - area.y0),
        (step.y, area.y1 - from.y),
    ];
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            enter = enter.max(room / towards);
        } else {
            leave = leave.min(room / towards);
        }
    }
    let at = |t: f64| match t {
        0.0 => from,
        1.0 => to,
        t => from + step * t,
    };
    (enter < leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_cut_at_the_box_and_kept_to_the_bit_inside() {
        let area = Rect::new(0.0, 0.0, 10.0, 5.0);
        let cut = |from: (f64, f64), to: (f64, f64)| inside(area, from.into(), to.into());
        assert_eq!(cut((1.0, 1.0), (3.3, 4.7)), Some(((1.0, 1.0).into(), (3.3, 4.7).into())));
        assert_eq!(cut((-5.0, 2.0), (15.0, 2.0)), Some(((0.0, 2.0).into(), (10.0, 2.0).into())));
        assert_eq!(cut((-5.0, 6.0), (15.0, 6.0)), None);
        assert_eq!(cut((11.0, 0.0), (11.0, 5.0)), None);
    }
}
