//! How deep a point is inside an area, or how far outside, in a few nanoseconds.
//!
//! A grid lies over the area. Each cell knows the edges that can be nearest to any of its points, so the
//! answer is exact: the distance to the nearest of a handful of edges, with the side of that edge as sign.
//! Where the nearest place is a corner, the sum of the two edges' inner normals there is the sign's judge
//! (Bærentzen and Aanæs 2005): that holds for corners which only rounding keeps from being straight, too.

use super::minkowski::Rings;
use kurbo::{Point, Rect, Vec2};

/// Cells along the longer side for an area of this many edges.
fn resolution(edges: usize) -> f64 {
    (edges as f64 * 0.7).clamp(12.0, 44.0)
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: Point,
    along: Vec2,
    /// 1 over its squared length.
    inverse: f64,
    /// Inwards at the corner at its start, and at the one at its end.
    inwards: [Vec2; 2],
}

/// An area that answers how deep a point is in it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    origin: Point,
    columns: usize,
    rows: usize,
    /// Cells per mm.
    scale: f64,
    /// Where a cell's edges start in `near`; the next entry is where they end.
    starts: Vec<u32>,
    near: Vec<u32>,
    edges: Vec<Edge>,
}

impl Field {
    /// Of rings with the area on their left; points further than `reach_mm` outside need no answer.
    pub(super) fn new(rings: &Rings, reach_mm: f64) -> Self {
        let edges = edges(rings);
        let Some(bounds) = bounds(rings) else {
            return Self {
                origin: Point::ORIGIN,
                columns: 0,
                rows: 0,
                scale: 1.0,
                starts: Vec::new(),
                near: Vec::new(),
                edges,
            };
        };
        let bounds = bounds.inflate(reach_mm, reach_mm);
        let side = (bounds.width().max(bounds.height()) / resolution(edges.len())).max(1e-9);
        let (columns, rows) =
            ((bounds.width() / side).ceil() as usize, (bounds.height() / side).ceil() as usize);
        let (columns, rows) = (columns.max(1), rows.max(1));
        let (origin, scale) = (bounds.origin(), 1.0 / side);
        let mut field = Self { origin, columns, rows, scale, starts: vec![0], near: Vec::new(), edges };
        let half_diagonal = side * std::f64::consts::FRAC_1_SQRT_2;
        let mut distances = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let center = field.origin + Vec2::new(column as f64 + 0.5, row as f64 + 0.5) * side;
                field.fill_cell(center, half_diagonal, reach_mm, &mut distances);
            }
        }
        field
    }

    fn fill_cell(&mut self, center: Point, half_diagonal: f64, reach_mm: f64, distances: &mut Vec<f64>) {
        distances.clear();
        distances.extend(self.edges.iter().map(|edge| edge.nearest(center).0.sqrt()));
        let nearest = distances.iter().copied().fold(f64::INFINITY, f64::min);
        let depth = signed(self.edges.iter(), center);
        // A cell that is far outside keeps no edge: nothing collides there.
        if depth + half_diagonal >= -reach_mm {
            let limit = nearest + 2.0 * half_diagonal * (1.0 + 1e-9);
            let close = (0..).zip(distances.iter()).filter(|(_, distance)| **distance <= limit);
            self.near.extend(close.map(|(edge, _)| edge));
        }
        self.starts.push(self.near.len() as u32);
    }

    /// How deep the point is inside in mm, negative outside; −∞ further out than the reach.
    #[inline]
    pub(super) fn depth(&self, point: Point) -> f64 {
        let (x, y) = ((point.x - self.origin.x) * self.scale, (point.y - self.origin.y) * self.scale);
        if x < 0.0 || y < 0.0 || x >= self.columns as f64 || y >= self.rows as f64 {
            return f64::NEG_INFINITY;
        }
        let cell = y as usize * self.columns + x as usize;
        let (start, end) = (self.starts[cell] as usize, self.starts[cell + 1] as usize);
        if start == end {
            return f64::NEG_INFINITY;
        }
        signed(self.near[start..end].iter().map(|&edge| &self.edges[edge as usize]), point)
    }
}

impl Edge {
    /// Squared distance, and whether the point is on the inner side of the nearest place.
    #[inline]
    fn nearest(&self, point: Point) -> (f64, bool) {
        let away = point - self.from;
        let along = away.dot(self.along) * self.inverse;
        if along <= 0.0 {
            (away.hypot2(), away.dot(self.inwards[0]) > 0.0)
        } else if along >= 1.0 {
            let away = away - self.along;
            (away.hypot2(), away.dot(self.inwards[1]) > 0.0)
        } else {
            let cross = self.along.cross(away);
            (cross * cross * self.inverse, cross > 0.0)
        }
    }
}

#[inline]
fn signed<'a>(edges: impl Iterator<Item = &'a Edge>, point: Point) -> f64 {
    let (mut nearest, mut inside) = (f64::INFINITY, false);
    for edge in edges {
        let (distance, inner) = edge.nearest(point);
        if distance < nearest {
            (nearest, inside) = (distance, inner);
        }
    }
    if inside { nearest.sqrt() } else { -nearest.sqrt() }
}

fn bounds(rings: &Rings) -> Option<Rect> {
    let mut corners = rings.iter().flatten();
    let first = corners.next()?;
    Some(corners.fold(Rect::from_points(*first, *first), |bounds, &corner| bounds.union_pt(corner)))
}

fn edges(rings: &Rings) -> Vec<Edge> {
    let mut edges = Vec::new();
    for ring in rings {
        let mut ring = ring.clone();
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let count = ring.len();
        if count < 3 {
            continue;
        }
        let along = |at: usize| ring[(at + 1) % count] - ring[at % count];
        // The area is on the left.
        let normal = |at: usize| along(at).turn_90().normalize();
        let inwards = |at: usize| normal(at + count - 1) + normal(at);
        edges.extend((0..count).map(|at| Edge {
            from: ring[at],
            along: along(at),
            inverse: 1.0 / along(at).hypot2(),
            inwards: [inwards(at), inwards(at + 1)],
        }));
    }
    edges
}
