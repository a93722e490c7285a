//! Everything that is known about the shapes before they are moved: their poses and how they meet.

use super::field::Field;
use super::minkowski::minkowski_sum;
use super::ring;
use kurbo::{Point, Rect, Vec2};
use std::sync::OnceLock;

/// Most pairs of shapes with a turn between them that a problem may have.
const MOST_PAIRS: usize = 4_000_000;
/// Angles closer than this are one, in degrees.
const SAME_DEGREES: f64 = 1e-9;

/// One ring without holes around its own origin.
#[derive(Clone, Debug)]
struct Base {
    ring: Vec<Point>,
    negated: Vec<Point>,
}

/// One way in which a shape may lie.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in super::super) struct Pose {
    pub(in super::super) mirrored: bool,
    pub(in super::super) degrees: f64,
    /// The box around it, about its origin.
    pub(in super::super) bounds: Rect,
    cos_sin: (f64, f64),
    base: u32,
    angle: u32,
}

/// One kind of part, or an obstacle, with all its poses.
#[derive(Clone, Debug)]
pub(in super::super) struct Shape {
    pub(in super::super) poses: Vec<Pose>,
    pub(in super::super) area_mm2: f64,
    /// Where the part's own coordinates have the origin of the ring, before mirroring.
    pub(in super::super) origin: Point,
    /// The boxes of its holes, about its origin, before mirroring and turning.
    pub(in super::super) holes: Vec<Rect>,
    /// The shorter side of its box in the first pose.
    pub(in super::super) least_side_mm: f64,
    /// Of many poses those that are turned by whole quarters: most parts have right angles, and would hardly ever
    /// be tried square to each other by chance alone. Empty for few poses.
    square: Vec<usize>,
}

/// Up to this many poses are tried by chance alone.
const FEW_POSES: usize = 8;

impl Shape {
    /// It has so many poses that some are worth trying more often than others.
    pub(in super::super) fn has_many_poses(&self) -> bool {
        self.poses.len() > FEW_POSES
    }

    /// A pose by these two numbers: the first decides whether a square one is taken.
    pub(in super::super) fn pose_by(&self, first: usize, second: usize) -> usize {
        match self.square.len() {
            0 => second % self.poses.len(),
            count if first.is_multiple_of(2) => self.square[second % count],
            _ => second % self.poses.len(),
        }
    }

    /// The pose so many further in the list of angles, mirrored as it is.
    pub(in super::super) fn turned_on(&self, pose: usize, by: isize) -> usize {
        let angles = self.poses.iter().take_while(|pose| !pose.mirrored).count().max(1);
        let first = pose - pose % angles;
        first + (pose % angles).wrapping_add_signed(by).wrapping_add(angles) % angles
    }
}

/// All shapes of a problem.
#[derive(Debug)]
pub(in super::super) struct Shapes {
    pub(in super::super) shapes: Vec<Shape>,
    bases: Vec<Base>,
    /// Some shape has a hole into which another one might go.
    pub(in super::super) have_holes: bool,
    angles: Vec<f64>,
    /// The turn from one angle to another, as an index into `turns`.
    between: Vec<u32>,
    turns: Vec<(f64, f64)>,
    /// By the base that stays, the base that moves, and the turn between them.
    fields: Vec<OnceLock<Box<Field>>>,
    /// How far outside an answer still matters.
    reach_mm: f64,
}

/// A shape as it is asked for.
pub(in super::super) struct Wanted {
    /// The outer ring, then holes.
    pub(in super::super) rings: Vec<Vec<Point>>,
    /// The angles in which it may lie, in degrees.
    pub(in super::super) degrees: Vec<f64>,
    pub(in super::super) may_mirror: bool,
    /// The true box in each pose where it is less than that of the rings: all angles as they are, then all
    /// mirrored; in the coordinates of the rings, mirrored and turned about their origin.
    pub(in super::super) bounds: Vec<Rect>,
}

impl Shapes {
    pub(in super::super) fn new(wanted: &[Wanted], reach_mm: f64) -> Self {
        let mut angles: Vec<f64> =
            wanted.iter().flat_map(|shape| &shape.degrees).map(|d| d.rem_euclid(360.0)).collect();
        angles.sort_by(f64::total_cmp);
        angles.dedup_by(|a, b| (*a - *b).abs() < SAME_DEGREES);
        let turn = |from: &f64, to: &f64| {
            let turn = (to - from).rem_euclid(360.0);
            // A hair below a whole turn is none.
            if 360.0 - turn < SAME_DEGREES { 0.0 } else { turn }
        };
        let all = angles.iter().flat_map(|from| angles.iter().map(move |to| turn(from, to)));
        let all: Vec<f64> = all.collect();
        let mut turns = all.clone();
        turns.sort_by(f64::total_cmp);
        turns.dedup_by(|a, b| (*a - *b).abs() < SAME_DEGREES);
        // The last one that is not above it, a hair aside, is the one it was made equal to.
        let index = |turn: &f64| {
            turns.partition_point(|known| *known <= turn + SAME_DEGREES).saturating_sub(1) as u32
        };
        let between: Vec<u32> = all.iter().map(index).collect();
        let mut bases = Vec::new();
        let shapes: Vec<Shape> = wanted.iter().map(|wanted| shape(wanted, &angles, &mut bases)).collect();
        let have_holes = shapes.iter().any(|shape| !shape.holes.is_empty());
        let pairs = bases.len() * bases.len() * turns.len();
        let fields = (0..pairs).map(|_| OnceLock::new()).collect();
        let turns = turns.into_iter().map(ring::cos_sin).collect();
        Self { shapes, have_holes, bases, angles, between, turns, fields, reach_mm }
    }

    /// How many evenly spaced angles shapes that may turn freely can have, for this many rings.
    pub(in super::super) fn free_angles(rings: usize) -> usize {
        [72, 48, 36, 24, 12, 8].into_iter().find(|angles| Self::can_have(rings, *angles)).unwrap_or(4)
    }

    /// Whether so many turns between so many rings can be kept track of.
    pub(in super::super) fn can_have(rings: usize, turns: usize) -> bool {
        rings.saturating_mul(rings).saturating_mul(turns) <= MOST_PAIRS
    }

    /// How deep the moving shape at `to` lies in the one at `from`: the way it has to go to leave it.
    /// Negative: their distance.
    #[inline]
    pub(in super::super) fn depth(&self, still: &Pose, from: Point, moving: &Pose, to: Point) -> f64 {
        // Of each pair only one order is kept.
        let (still, from, moving, to) =
            if still.base <= moving.base { (still, from, moving, to) } else { (moving, to, still, from) };
        let (cos, sin) = still.cos_sin;
        let place = ring::turn(to - from, (cos, -sin));
        let turn = self.between[still.angle as usize * self.angles.len() + moving.angle as usize];
        let pair = (still.base as usize * self.bases.len() + moving.base as usize) * self.turns.len()
            + turn as usize;
        let field = self.fields[pair].get_or_init(|| self.field(still.base, moving.base, turn));
        field.depth(place.to_point())
    }

    fn field(&self, still: u32, moving: u32, turn: u32) -> Box<Field> {
        let moving = ring::turned(&self.bases[moving as usize].negated, self.turns[turn as usize]);
        let sum = minkowski_sum(&self.bases[still as usize].ring, &moving);
        Box::new(Field::new(&sum, self.reach_mm))
    }
}

fn shape(wanted: &Wanted, angles: &[f64], bases: &mut Vec<Base>) -> Shape {
    let outer = &wanted.rings[0];
    let bounds = bounds_of(outer);
    let origin = bounds.center();
    let about: Vec<Vec<Point>> =
        wanted.rings.iter().map(|ring| ring.iter().map(|p| *p - origin.to_vec2()).collect()).collect();
    let area_mm2 = about.iter().map(|ring| ring::doubled_area(ring) / 2.0).fold(0.0, std::ops::Add::add);
    let mut poses = Vec::new();
    for mirrored in [false, true] {
        if mirrored && !wanted.may_mirror {
            break;
        }
        let base = bases.len() as u32;
        let rings: Vec<Vec<Point>> =
            if mirrored { about.iter().map(|r| mirror(r)).collect() } else { about.clone() };
        let joined = ring::with_slits(&rings[0], &rings[1..]);
        for &degrees in &wanted.degrees {
            let degrees = degrees.rem_euclid(360.0);
            let angle = angles.iter().position(|known| (known - degrees).abs() < SAME_DEGREES).unwrap_or(0);
            let cos_sin = ring::cos_sin(angles[angle]);
            let corners = ring::turned(&rings[0], cos_sin);
            let bounds =
                corners.iter().fold(Rect::from_points(corners[0], corners[0]), |b, &p| b.union_pt(p));
            let mut pose =
                Pose { mirrored, degrees: angles[angle], bounds, cos_sin, base, angle: angle as u32 };
            if let Some(&truth) = wanted.bounds.get(poses.len()) {
                pose.bounds = truth - pose.turn(origin.to_vec2());
            }
            poses.push(pose);
        }
        bases.push(Base { negated: ring::negated(&joined), ring: joined });
    }
    let least_side_mm = bounds.width().min(bounds.height());
    let holes = about[1..].iter().map(|hole| bounds_of(hole)).collect();
    let is_square = |pose: &Pose| (pose.degrees / 90.0 - (pose.degrees / 90.0).round()).abs() < SAME_DEGREES;
    let square = poses.iter().enumerate().filter(|(_, pose)| is_square(pose)).map(|(at, _)| at);
    let square = if poses.len() > FEW_POSES { square.collect() } else { Vec::new() };
    Shape { poses, area_mm2, origin, holes, least_side_mm, square }
}

fn bounds_of(ring: &[Point]) -> Rect {
    ring.iter().fold(Rect::from_points(ring[0], ring[0]), |bounds, &corner| bounds.union_pt(corner))
}

/// Mirrored left to right, with the area on the same side of the line as before.
fn mirror(ring: &[Point]) -> Vec<Point> {
    ring.iter().rev().map(|p| Point::new(-p.x, p.y)).collect()
}

impl Pose {
    /// Where the pose puts a point that is given about the shape's origin.
    pub(in super::super) fn turn(&self, about: Vec2) -> Vec2 {
        let x = if self.mirrored { -about.x } else { about.x };
        ring::turn(Vec2::new(x, about.y), self.cos_sin)
    }

    /// A box about the origin, moved there.
    #[inline]
    pub(in super::super) fn at(&self, place: Vec2) -> Rect {
        self.bounds + place
    }
}
