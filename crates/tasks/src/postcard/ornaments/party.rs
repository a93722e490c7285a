use super::art::{Art, circle, curve, ellipse, line, lower_half};
use super::star;
use kurbo::{Affine, Point, Rect, Vec2};
use penstock_drawing::Path;
use std::f64::consts::TAU;

/// Width of the whole picture in its own units.
const WIDTH: f64 = 110.0;
/// Height of the picture without a lift.
const HEIGHT: f64 = 74.0;
/// Where everything stands.
const FLOOR: f64 = 64.6;
/// How much larger the glasses become for each unit that the balloons rise.
const GROWTH: f64 = 0.009;

/// Two glasses that meet, balloons on both sides, stars and bubbles; standing in the area. In a tall area
/// the balloons rise and the glasses grow.
pub(in super::super) fn party(area: Rect) -> Vec<Path> {
    let mut art = Art::default();
    let lift = (WIDTH * area.height() / area.width().max(1.0) - HEIGHT).clamp(0.0, 48.0);
    let size = 1.0 + lift * GROWTH;
    let grown = Affine::scale_about(size, (0.0, FLOOR));
    for side in [-1.0, 1.0] {
        glass(&mut art, grown * Affine::translate((side * 5.4, 20.0)) * Affine::rotate(side * -0.21));
    }
    burst(&mut art, grown * Point::new(0.0, 16.5), size);
    let fuller = 1.0 + lift * GROWTH * 0.4;
    for (x, y, radius, foot) in [
        (-34.0, 10.0, 8.5, -30.0),
        (-47.0, 21.0, 7.4, -31.0),
        (-27.0, 27.0, 6.6, -30.5),
        (34.0, 10.0, 8.5, 30.0),
        (47.0, 21.0, 7.4, 31.0),
        (27.0, 27.0, 6.6, 30.5),
    ] {
        balloon(&mut art, (x, y - lift), radius * fuller, (foot, 66.0));
    }
    for (x, y, radius, turn) in [(-18.0, -3.0, 2.2, 0.2), (18.0, -4.0, 1.9, -0.2)] {
        art.stroke(star(x, y - lift, radius * fuller, turn));
    }
    if lift > 20.0 {
        for (x, y, radius, turn) in [(0.0, 0.5, 2.6, 0.0), (-12.0, 13.0, 1.6, 0.4), (11.0, 12.0, 1.8, -0.3)] {
            art.stroke(star(x, y - lift, radius, turn));
        }
    }
    for (x, y, radius, turn) in [(-15.0, 52.0, 1.7, 0.5), (15.5, 53.0, 1.7, 0.1), (0.0, 63.0, 1.9, 0.0)] {
        let at = grown * Point::new(x, y);
        art.stroke(star(at.x, at.y, radius, turn));
    }
    art.placed(area)
}

/// A tall glass, its rim at the origin, in its own upright place.
fn glass(art: &mut Art, place: Affine) {
    let put = |path: Path| path.transformed(place);
    // Bubbles rise over the wine.
    for (x, y, radius) in [
        (-1.6, 12.0, 0.6),
        (1.2, 14.0, 0.5),
        (0.1, 18.0, 0.6),
        (-0.8, 22.0, 0.45),
        (0.8, 9.0, 0.7),
        (1.9, 10.6, 0.4),
    ] {
        art.stroke(put(circle((x, y), radius)));
    }
    art.stroke(put(ellipse((0.0, 6.5), 5.5, 1.1)));
    art.stroke(put(ellipse((0.0, 0.0), 5.0, 1.0)));
    let cup = curve(
        (-5.0, 0.0),
        &[
            [(-6.2, 9.0), (-5.6, 21.0), (-0.7, 26.0)],
            [(-0.4, 26.3), (0.4, 26.3), (0.7, 26.0)],
            [(5.6, 21.0), (6.2, 9.0), (5.0, 0.0)],
        ],
    );
    let mut whole = cup.clone();
    whole.segments.push(penstock_drawing::Segment::Line { to: cup.start });
    art.stroke(put(cup));
    art.cover(&put(whole));
    for side in [-1.0, 1.0] {
        art.stroke(put(curve(
            (side * 0.55, 26.2),
            &[
                [(side * 0.5, 32.0), (side * 0.4, 38.0), (side * 0.7, 40.5)],
                [(side * 1.2, 42.0), (side * 3.0, 43.0), (side * 5.2, 43.6)],
            ],
        )));
    }
    art.stroke(put(lower_half((0.0, 43.6), 5.2, 1.2)));
}

/// Short rays where the glasses meet.
fn burst(art: &mut Art, at: Point, size: f64) {
    for n in 0..9 {
        let angle = TAU * (0.5 + (f64::from(n) + 0.5) / 18.0);
        let way = Vec2::from_angle(angle);
        let reach = size * if n % 2 == 0 { 9.5 } else { 7.0 };
        let (from, to) = (at + way * 4.5 * size, at + way * reach);
        art.stroke(line(&[(from.x, from.y), (to.x, to.y)]));
    }
}

fn balloon(art: &mut Art, (x, y): (f64, f64), size: f64, foot: (f64, f64)) {
    let bottom = y + size * 1.25;
    // Light on the left, the knot below.
    art.stroke(curve(
        (x - size * 0.62, y - size * 0.1),
        &[[
            (x - size * 0.62, y - size * 0.45),
            (x - size * 0.4, y - size * 0.7),
            (x - size * 0.2, y - size * 0.75),
        ]],
    ));
    art.solid(curve(
        (x, bottom),
        &[
            [(x - size * 0.55, y + size * 0.95), (x - size, y + size * 0.5), (x - size, y - size * 0.05)],
            [(x - size, y - size * 0.65), (x - size * 0.55, y - size), (x, y - size)],
            [(x + size * 0.55, y - size), (x + size, y - size * 0.65), (x + size, y - size * 0.05)],
            [(x + size, y + size * 0.5), (x + size * 0.55, y + size * 0.95), (x, bottom)],
        ],
    ));
    art.solid(line(&[(x, bottom), (x - 1.1, bottom + 1.6), (x + 1.1, bottom + 1.6), (x, bottom)]));
    let middle = (y + foot.1) / 2.0;
    art.stroke(curve(
        (x, bottom + 1.6),
        &[[(x + 3.0, bottom + 9.0), (x * 0.6 + foot.0 * 0.4 - 3.0, middle + 6.0), foot]],
    ));
}
