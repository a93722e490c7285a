//! One ring of an outline with holes: each hole is joined to what lies around it by a slit.

use kurbo::{Point, Vec2};

/// Twice the signed area.
pub(super) fn doubled_area(ring: &[Point]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(&a, &b)| (a - origin).cross(b - origin)).fold(0.0, std::ops::Add::add)
}

/// Joins the holes (negative) to the outer ring (positive). The slit goes from the hole's rightmost corner
/// straight to the right, to the first edge that it meets; holes go in from the right, so that the slit never
/// crosses a hole that is not yet joined.
pub(super) fn with_slits(outer: &[Point], holes: &[Vec<Point>]) -> Vec<Point> {
    let mut ring = outer.to_vec();
    let mut holes: Vec<(usize, &Vec<Point>)> =
        holes.iter().filter_map(|hole| Some((rightmost(hole)?, hole))).collect();
    holes.sort_by(|(a, left), (b, right)| right[*b].x.total_cmp(&left[*a].x));
    for (corner, hole) in holes {
        let from = hole[corner];
        let Some((edge, landing)) = first_to_the_right(&ring, from) else { continue };
        let around = hole.iter().cycle().skip(corner).take(hole.len() + 1).copied();
        let mut joined = Vec::with_capacity(ring.len() + hole.len() + 3);
        joined.extend_from_slice(&ring[..=edge]);
        joined.push(landing);
        joined.extend(around);
        joined.push(landing);
        joined.extend_from_slice(&ring[edge + 1..]);
        joined.dedup();
        ring = joined;
    }
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

fn rightmost(ring: &[Point]) -> Option<usize> {
    (0..ring.len()).max_by(|&a, &b| ring[a].x.total_cmp(&ring[b].x))
}

/// The edge that a ray from the point to +x meets first, and where.
fn first_to_the_right(ring: &[Point], from: Point) -> Option<(usize, Point)> {
    let edges = (0..ring.len()).filter_map(|edge| {
        let (a, b) = (ring[edge], ring[(edge + 1) % ring.len()]);
        // From inside, the ray leaves through an edge that goes towards +y.
        if !(a.y <= from.y && from.y < b.y) {
            return None;
        }
        let x = a.x + (b.x - a.x) * ((from.y - a.y) / (b.y - a.y));
        (x >= from.x).then(|| (edge, Point::new(x, from.y)))
    });
    edges.min_by(|(_, a), (_, b)| a.x.total_cmp(&b.x))
}

/// The ring through the origin: every corner `p` becomes `−p`. The area keeps its sign.
pub(super) fn negated(ring: &[Point]) -> Vec<Point> {
    ring.iter().map(|corner| (-corner.to_vec2()).to_point()).collect()
}

/// Turned by a rotation given as (cos, sin).
pub(super) fn turned(ring: &[Point], (cos, sin): (f64, f64)) -> Vec<Point> {
    ring.iter().map(|&p| turn(p.to_vec2(), (cos, sin)).to_point()).collect()
}

/// Turned by a rotation given as (cos, sin).
pub(super) fn turn(v: Vec2, (cos, sin): (f64, f64)) -> Vec2 {
    Vec2::new(cos * v.x - sin * v.y, sin * v.x + cos * v.y)
}

/// Cosine and sine of an angle in degrees, exact at quarter turns.
pub(super) fn cos_sin(degrees: f64) -> (f64, f64) {
    let quarter = degrees.rem_euclid(360.0) / 90.0;
    match quarter {
        0.0 => (1.0, 0.0),
        1.0 => (0.0, 1.0),
        2.0 => (-1.0, 0.0),
        3.0 => (0.0, -1.0),
        _ => {
            let (sin, cos) = degrees.to_radians().sin_cos();
            (cos, sin)
        }
    }
}
