//! The circle that fits points best.
//!
//! First the one that makes the sum of (r² − R²)² least, which is a linear system (Kåsa 1976); then a few
//! steps of Gauss and Newton on the distances themselves, since the first is too small for short arcs.

use kurbo::{Point, Vec2};

/// More points than this change nothing.
const MOST_SAMPLES: usize = 96;
const STEPS: usize = 4;

/// Centre and radius; None for points on a line or too few.
pub(super) fn through(points: &[Point]) -> Option<(Point, f64)> {
    if points.len() < 3 {
        return None;
    }
    let count = points.len().min(MOST_SAMPLES);
    let samples: Vec<Point> = (0..count).map(|n| points[n * (points.len() - 1) / (count - 1)]).collect();
    let mean = samples.iter().map(|point| point.to_vec2()).sum::<Vec2>() / count as f64;
    let places: Vec<Vec2> = samples.iter().map(|point| point.to_vec2() - mean).collect();
    let spread = places.iter().map(|place| place.hypot()).fold(0.0, f64::max);
    if spread <= 0.0 {
        return None;
    }
    let (mut center, mut radius) = linear(&places)?;
    for _ in 0..STEPS {
        (center, radius) = closer(&places, center, radius)?;
    }
    (radius.is_finite() && radius < 1e6 * spread).then_some(((center + mean).to_point(), radius))
}

fn linear(places: &[Vec2]) -> Option<(Vec2, f64)> {
    let (mut xx, mut xy, mut yy, mut xz, mut yz, mut zz) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for place in places {
        let square = place.hypot2();
        xx += place.x * place.x;
        xy += place.x * place.y;
        yy += place.y * place.y;
        xz += place.x * square;
        yz += place.y * square;
        zz += square;
    }
    // The places are about their mean, so the sums of x and y are zero.
    let whole = xx * yy - xy * xy;
    if whole.abs() <= 1e-12 * zz * zz {
        return None;
    }
    let center = Vec2::new(xz * yy - yz * xy, yz * xx - xz * xy) / (2.0 * whole);
    Some((center, (center.hypot2() + zz / places.len() as f64).sqrt()))
}

/// One step of Gauss and Newton.
fn closer(places: &[Vec2], center: Vec2, radius: f64) -> Option<(Vec2, f64)> {
    // Normal equations of the distances' changes (−u, −1), with u the direction to each place.
    let (mut xx, mut xy, mut yy, mut x, mut y) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let (mut ex, mut ey, mut e) = (0.0, 0.0, 0.0);
    for &place in places {
        let way = place - center;
        let distance = way.hypot();
        if distance <= 0.0 {
            return None;
        }
        let (way, error) = (way / distance, distance - radius);
        xx += way.x * way.x;
        xy += way.x * way.y;
        yy += way.y * way.y;
        x += way.x;
        y += way.y;
        ex += way.x * error;
        ey += way.y * error;
        e += error;
    }
    let count = places.len() as f64;
    // Cramer's rule, with the radius taken out first.
    let (axx, axy, ayy) = (xx - x * x / count, xy - x * y / count, yy - y * y / count);
    let (bx, by) = (ex - x * e / count, ey - y * e / count);
    let whole = axx * ayy - axy * axy;
    if whole.abs() <= 1e-18 * count * count {
        return None;
    }
    let step = Vec2::new(bx * ayy - by * axy, by * axx - bx * axy) / whole;
    let wider = (e - x * step.x - y * step.y) / count;
    Some((center + step, radius + wider))
}

/// The circle that a closed chain is, if all its points are within `tolerance` of it: centre, radius and the
/// worst distance.
pub(super) fn around(points: &[Point], tolerance: f64) -> Option<(Point, f64, f64)> {
    let (center, radius) = through(points)?;
    let worst = points.iter().map(|point| (point.distance(center) - radius).abs()).fold(0.0, f64::max);
    if worst > tolerance {
        return None;
    }
    // A chain that stays near a circle may still not go round it.
    let turned: f64 = points
        .iter()
        .zip(points.iter().cycle().skip(1))
        .map(|(&from, &to)| {
            let (from, to) = (from - center, to - center);
            from.cross(to).atan2(from.dot(to))
        })
        .sum();
    ((turned.abs() - std::f64::consts::TAU).abs() < 0.1).then_some((center, radius, worst))
}
