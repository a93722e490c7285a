//! The picture that image styles draw when nobody gives one: a ball on a table, lit from the upper left.

use kurbo::{Point, Vec2};
use penstock_drawing::picture::Grey;

/// Pixels down.
const HEIGHT_PX: usize = 480;
/// Most pixels across, for sheets like ribbons.
const WIDEST_PX: f64 = 2000.0;
/// Radius of the ball, where the shorter side is 1.
const BALL: f64 = 0.37;

/// The picture, this many times as wide as high.
pub(super) fn sphere(aspect: f64) -> Grey {
    let height = HEIGHT_PX as f64;
    let width = (height * aspect).clamp(16.0, WIDEST_PX);
    let shorter = width.min(height);
    Grey::from_fn(width as usize, HEIGHT_PX, |x, y| {
        lightness(Point::new((x - width / 2.0) / shorter, (y - height / 2.0) / shorter))
    })
}

/// At a place whose origin is the middle of the picture.
fn lightness(at: Point) -> f64 {
    let center = Point::new(-0.05, -0.04);
    let way = (at - center) / BALL;
    if way.hypot() <= 1.0 { ball(way) } else { around(at) }
}

/// Lambert's law with a highlight, light that the table throws back, and a darker rim.
fn ball(way: Vec2) -> f64 {
    let depth = (1.0 - way.hypot2()).max(0.0).sqrt();
    let lit = (-0.5 * way.x - 0.62 * way.y + 0.6 * depth).max(0.0);
    let shine = (-0.36 * way.x - 0.44 * way.y + 0.82 * depth).max(0.0).powi(28);
    let thrown_back = 0.13 * (0.7 * way.y + 0.3 * way.x).max(0.0);
    (0.03 + 0.74 * lit * lit.sqrt() + 0.5 * shine + thrown_back).min(1.0)
}

/// Bright paper, and the shadow on it.
fn around(at: Point) -> f64 {
    let shadow = Vec2::new((at.x - 0.17) / 0.52, (at.y - 0.335) / 0.1).hypot();
    let shade = 0.93 * (1.0 - smooth((shadow - 0.25) / 0.8));
    0.99 * (1.0 - shade)
}

fn smooth(share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}
