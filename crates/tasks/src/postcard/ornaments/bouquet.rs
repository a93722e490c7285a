use super::art::{Art, circle, curve, line};
use kurbo::{Affine, Point, Rect, Vec2};
use penstock_drawing::Path;
use std::f64::consts::TAU;

/// Where the stems are tied.
const KNOT: (f64, f64) = (0.0, 62.0);

/// Flowers, leaves and a bow, standing in the area.
pub(in super::super) fn bouquet(area: Rect) -> Vec<Path> {
    let mut art = Art::default();
    bow(&mut art);
    let blooms = [
        (0.0, 24.0, 10.5, 9),
        (-18.0, 29.0, 8.6, 7),
        (18.5, 30.0, 8.8, 8),
        (-9.5, 9.0, 7.6, 6),
        (11.5, 8.5, 8.0, 7),
    ];
    for (number, (x, y, radius, petals)) in blooms.into_iter().enumerate() {
        flower(&mut art, (x, y), radius, petals, 0.3 * number as f64);
    }
    for (x, y) in [(-26.0, 12.0), (27.0, 13.0), (1.0, -4.0)] {
        bud(&mut art, (x, y));
    }
    for (x, y, length, turn) in [
        (-13.0, 44.0, 17.0, 2.75),
        (13.5, 45.0, 17.0, 0.4),
        (-6.0, 41.0, 14.0, 3.75),
        (7.0, 41.0, 14.0, -0.62),
        (-20.0, 20.0, 12.0, 3.5),
        (21.5, 20.0, 12.0, -0.35),
    ] {
        leaf(&mut art, (x, y), length, turn);
    }
    let heads =
        blooms.iter().map(|bloom| (bloom.0, bloom.1)).chain([(-26.0, 12.0), (27.0, 13.0), (1.0, -4.0)]);
    for (x, y) in heads {
        let (foot, bend) = ((-x * 0.42, 84.0 - x.abs() * 0.12), (x * 0.28, 44.0));
        art.stroke(curve((x, y), &[[(x * 0.95, y + 14.0), bend, (KNOT.0 + x * 0.05, KNOT.1)]]));
        art.stroke(curve((KNOT.0 + x * 0.05, KNOT.1), &[[(x * -0.08, 68.0), (x * -0.2, 74.0), foot]]));
    }
    art.placed(area)
}

/// Petals around a middle with seeds.
fn flower(art: &mut Art, (x, y): (f64, f64), radius: f64, petals: u32, turn: f64) {
    let middle = radius * 0.3;
    for n in 0..5 {
        let angle = TAU * f64::from(n) / 5.0 + turn;
        let seed = Point::new(x, y) + Vec2::from_angle(angle) * middle * 0.55;
        art.stroke(circle((seed.x, seed.y), middle * 0.12));
    }
    art.stroke(circle((x, y), middle * 0.14));
    art.solid(circle((x, y), middle));
    for n in 0..petals {
        let place = Affine::translate((x, y)) * Affine::rotate(TAU * f64::from(n) / f64::from(petals) + turn);
        let wide = radius * 2.35 / f64::from(petals);
        let vein = curve(
            (radius * 0.42, 0.0),
            &[[(radius * 0.55, wide * 0.12), (radius * 0.65, wide * 0.1), (radius * 0.74, 0.0)]],
        );
        art.stroke(vein.transformed(place));
        let petal = curve(
            (middle * 0.8, 0.0),
            &[
                [(radius * 0.45, wide * 0.8), (radius * 0.92, wide * 1.25), (radius, wide * 0.12)],
                [(radius * 0.97, wide * 0.02), (radius * 0.97, -wide * 0.02), (radius, -wide * 0.12)],
                [(radius * 0.92, -wide * 1.25), (radius * 0.45, -wide * 0.8), (middle * 0.8, 0.0)],
            ],
        );
        art.solid(petal.transformed(place));
    }
}

/// A flower that has not opened.
fn bud(art: &mut Art, (x, y): (f64, f64)) {
    art.stroke(curve((x - 0.6, y - 6.2), &[[(x - 1.4, y - 3.5), (x + 0.4, y - 2.5), (x + 0.2, y)]]));
    art.solid(curve(
        (x, y + 0.6),
        &[
            [(x - 4.4, y - 1.0), (x - 3.4, y - 6.0), (x, y - 8.0)],
            [(x + 3.4, y - 6.0), (x + 4.4, y - 1.0), (x, y + 0.6)],
        ],
    ));
    for side in [-1.0, 1.0] {
        art.stroke(curve(
            (x, y + 2.0),
            &[[(x + side * 2.5, y + 1.0), (x + side * 3.6, y - 0.8), (x + side * 3.9, y - 3.0)]],
        ));
    }
}

fn leaf(art: &mut Art, at: (f64, f64), length: f64, turn: f64) {
    let place = Affine::translate(at) * Affine::rotate(turn) * Affine::scale(length);
    let rib = curve((0.0, 0.0), &[[(0.3, 0.03), (0.6, 0.03), (0.93, 0.0)]]);
    art.stroke(rib.transformed(place));
    for share in [0.25, 0.42, 0.59, 0.76] {
        for side in [-1.0, 1.0] {
            let vein = line(&[(share, 0.02), (share + 0.13, side * 0.17 * (1.25 - share))]);
            art.stroke(vein.transformed(place));
        }
    }
    let outline = curve(
        (0.0, 0.0),
        &[[(0.2, 0.32), (0.65, 0.28), (1.0, 0.0)], [(0.65, -0.28), (0.2, -0.32), (0.0, 0.0)]],
    );
    art.solid(outline.transformed(place));
}

fn bow(art: &mut Art) {
    let (x, y) = KNOT;
    art.solid(curve(
        (x - 2.4, y - 2.6),
        &[
            [(x - 0.8, y - 3.4), (x + 0.8, y - 3.4), (x + 2.4, y - 2.6)],
            [(x + 3.2, y - 1.0), (x + 3.2, y + 1.0), (x + 2.4, y + 2.6)],
            [(x + 0.8, y + 3.4), (x - 0.8, y + 3.4), (x - 2.4, y + 2.6)],
            [(x - 3.2, y + 1.0), (x - 3.2, y - 1.0), (x - 2.4, y - 2.6)],
        ],
    ));
    for side in [-1.0, 1.0] {
        let at = |dx: f64, dy: f64| (x + side * dx, y + dy);
        art.stroke(curve(at(2.8, -0.8), &[[at(6.0, -2.2), at(8.0, -2.6), at(10.0, -2.2)]]));
        art.stroke(curve(at(2.8, 0.8), &[[at(5.0, 1.4), at(7.0, 2.2), at(8.5, 2.2)]]));
        art.solid(curve(
            at(2.4, -2.0),
            &[
                [at(6.0, -8.0), at(15.0, -10.0), at(16.0, -4.0)],
                [at(16.8, 2.0), at(9.0, 6.0), at(2.4, 2.0)],
                [at(2.0, 1.0), at(2.0, -1.0), at(2.4, -2.0)],
            ],
        ));
        art.solid(curve(
            at(1.2, 2.6),
            &[
                [at(3.0, 8.0), at(8.0, 12.0), at(8.5, 20.0)],
                [at(9.5, 19.0), at(10.5, 18.6), at(11.4, 18.2)],
                [at(12.0, 19.0), at(12.8, 19.6), at(13.6, 20.0)],
                [at(13.0, 12.0), at(8.0, 7.0), at(2.6, 2.2)],
                [at(2.2, 2.4), at(1.6, 2.5), at(1.2, 2.6)],
            ],
        ));
    }
}
