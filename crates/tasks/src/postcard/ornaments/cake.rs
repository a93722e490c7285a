use super::art::{Art, circle, curve, ellipse, line, lower_half};
use super::star;
use kurbo::Rect;
use penstock_drawing::Path;
use std::f64::consts::TAU;

/// A cake of two tiers with five candles, standing in the area.
pub(in super::super) fn cake(area: Rect) -> Vec<Path> {
    let mut art = Art::default();
    let candles = [(-14.0, 1.6), (-7.2, 3.2), (0.0, 3.8), (7.2, 3.2), (14.0, 1.6)];
    for (number, (x, y)) in candles.into_iter().enumerate() {
        candle(&mut art, x, 36.0 + y, 15.0 + if number % 2 == 0 { 0.0 } else { 1.5 });
    }
    tier(&mut art, 37.0, 17.0, 21.0, 5.0, 7);
    tier(&mut art, 54.5, 20.0, 34.0, 7.0, 11);
    plate(&mut art, 74.5);
    for (x, y, radius, turn) in [
        (-34.0, 30.0, 2.6, 0.2),
        (33.0, 26.0, 2.2, -0.3),
        (-26.0, 15.0, 1.7, 0.6),
        (28.0, 44.0, 1.6, 0.1),
        (25.0, 11.0, 2.6, 0.4),
    ] {
        art.stroke(star(x, y, radius, turn));
    }
    for (x, y) in [(-30.0, 44.0), (-38.0, 20.0), (38.0, 36.0), (20.0, 20.0), (-20.0, 24.0), (34.0, 14.0)] {
        art.stroke(circle((x, y), 0.7));
    }
    art.placed(area)
}

fn candle(art: &mut Art, x: f64, foot: f64, height: f64) {
    let (half, top) = (1.25, foot - height);
    let tip = top - 6.4;
    art.solid(curve(
        (x, tip),
        &[
            [(x + 0.6, tip + 1.8), (x + 1.9, tip + 3.0), (x + 1.5, tip + 4.3)],
            [(x + 1.2, tip + 5.5), (x - 1.2, tip + 5.5), (x - 1.5, tip + 4.3)],
            [(x - 1.9, tip + 3.0), (x - 0.4, tip + 1.8), (x, tip)],
        ],
    ));
    art.stroke(line(&[(x, top - 2.4), (x, top)]));
    let mut stripe = foot - 1.0;
    while stripe - 1.6 > top + 0.6 {
        art.stroke(line(&[(x - half, stripe), (x + half, stripe - 1.6)]));
        stripe -= 3.0;
    }
    art.solid(line(&[(x - half, top), (x + half, top), (x + half, foot), (x - half, foot), (x - half, top)]));
}

/// A drum with icing that runs down in drops.
fn tier(art: &mut Art, top: f64, height: f64, half: f64, depth: f64, drops: u32) {
    let on_rim = |angle: f64| (half * angle.cos(), top + depth * angle.sin());
    // Icing: waves along the front of the rim.
    let mut bends = Vec::new();
    let share = |n: u32| TAU / 2.0 * (1.0 - f64::from(n) / f64::from(drops));
    for n in 0..drops {
        let (from, to) = (on_rim(share(n)), on_rim(share(n + 1)));
        let drop = if n % 2 == 0 { 6.4 } else { 4.2 };
        let base = 2.2;
        let low = (from.1 + to.1) / 2.0 + drop;
        bends.push([
            (from.0, from.1 + base + drop * 0.8),
            (from.0 + (to.0 - from.0) * 0.2, low),
            ((from.0 + to.0) / 2.0, low),
        ]);
        bends.push([
            (to.0 - (to.0 - from.0) * 0.2, low),
            (to.0, to.1 + base + drop * 0.5),
            (to.0, to.1 + base),
        ]);
    }
    let start = on_rim(share(0));
    let waves = curve((start.0, start.1 + 2.2), &bends);
    art.stroke(waves);
    // Pearls along the foot.
    let foot = top + height;
    let pearls = drops * 2 + 1;
    for n in 0..=pearls {
        let angle = TAU / 2.0 * f64::from(n) / f64::from(pearls);
        let (x, y) = (half * angle.cos(), foot + depth * angle.sin());
        art.solid(circle((x, y - 0.4), half * 0.033 + 0.35));
    }
    // Dots on the side.
    for n in 1..drops {
        let angle = TAU / 2.0 * f64::from(n) / f64::from(drops);
        let (x, y) = (half * angle.cos(), top + height * 0.68 + depth * angle.sin());
        art.stroke(circle((x, y), 0.55));
    }
    art.stroke(ellipse((0.0, top), half, depth));
    let mut body = lower_half((0.0, foot), half, depth);
    body.segments.push(penstock_drawing::Segment::Line { to: (half, top).into() });
    // The rear rim closes the body for what lies behind it.
    let rear = curve(
        (half, top),
        &[
            [(half, top - 0.5523 * depth), (0.5523 * half, top - depth), (0.0, top - depth)],
            [(-0.5523 * half, top - depth), (-half, top - 0.5523 * depth), (-half, top)],
        ],
    );
    body.segments.extend(rear.segments);
    body.segments.push(penstock_drawing::Segment::Line { to: (-half, foot).into() });
    art.stroke(line(&[(-half, top), (-half, foot)]));
    art.stroke(line(&[(half, top), (half, foot)]));
    art.cover(&body);
}

fn plate(art: &mut Art, top: f64) {
    let (half, depth) = (43.0, 8.5);
    art.solid(ellipse((0.0, top + 1.0), half, depth));
    art.stroke(lower_half((0.0, top + 2.8), half, depth));
    // A foot that flares.
    let rim = top + depth + 2.6;
    art.stroke(curve((-8.0, rim), &[[(-5.0, rim + 3.0), (-5.0, rim + 5.0), (-13.0, rim + 8.0)]]));
    art.stroke(curve((8.0, rim), &[[(5.0, rim + 3.0), (5.0, rim + 5.0), (13.0, rim + 8.0)]]));
    art.stroke(lower_half((0.0, rim + 8.0), 13.0, 2.2));
}
