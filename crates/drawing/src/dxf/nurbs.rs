//! B-splines to cubics. Each span between two knots becomes a Bézier curve by its blossom (Ramshaw 1987;
//! de Boor's recursion with one argument per level). Up to degree 3 without weights that is exact; else
//! cubics are fitted to its ends and tangents and halved until they are within [`TOLERANCE`].

use super::record::Fault;
use crate::{Path, Segment};
use kurbo::{Point, Vec2};

/// How far a fitted cubic may be off, as a share of the size of the control polygon.
const TOLERANCE: f64 = 1e-7;
/// A span is halved this often at most.
const DEEPEST: u32 = 12;
const HIGHEST_DEGREE: usize = 25;
/// Steps of de Boor's recursion for all splines of a file: a few seconds. A span costs the cube of its
/// degree, and a cubic fitted to it the square.
const MOST_STEPS: u64 = 1_000_000_000;

/// Steps that splines have taken so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Work {
    taken: u64,
}

impl Work {
    /// None when there were enough.
    fn take(&mut self, steps: usize) -> Option<()> {
        self.taken += steps as u64;
        (self.taken <= MOST_STEPS).then_some(())
    }
}

/// A point times its weight, and the weight.
type Weighted = [f64; 3];

/// A spline.
#[derive(Clone, Debug)]
pub(super) struct Nurbs {
    degree: usize,
    knots: Vec<f64>,
    points: Vec<Weighted>,
    is_rational: bool,
    tolerance: f64,
}

impl Nurbs {
    /// `weights` and `points` are alike in number; there are `degree + 1` more knots.
    pub(super) fn new(
        degree: usize,
        knots: Vec<f64>,
        points: &[Point],
        weights: Option<&[f64]>,
    ) -> Result<Self, Fault> {
        let fault = |message: String| Err(Fault::new("bad-spline", message));
        if !(1..=HIGHEST_DEGREE).contains(&degree) {
            return fault(format!("its degree is {degree}"));
        }
        if points.len() <= degree {
            return fault(format!("{} control points are too few for its degree", points.len()));
        }
        if knots.len() != points.len() + degree + 1 {
            return fault(format!("it has {} knots for {} control points", knots.len(), points.len()));
        }
        if knots.is_sorted() && knots[degree] < knots[points.len()] {
        } else {
            return fault("its knots do not ascend".to_owned());
        }
        if weights.is_some_and(|weights| weights.iter().any(|&weight| weight <= 0.0)) {
            return fault("one of its weights is not above zero".to_owned());
        }
        let first = weights.map_or(1.0, |weights| weights[0]);
        let is_rational = weights.is_some_and(|it| it.iter().any(|&w| (w - first).abs() > 1e-12 * first));
        let weight = |index: usize| if is_rational { weights.map_or(1.0, |it| it[index]) } else { 1.0 };
        let weighted = |(index, point): (usize, &Point)| {
            let weight = weight(index);
            [point.x * weight, point.y * weight, weight]
        };
        let size = points.iter().map(|point| point.distance(points[0])).fold(0.0, f64::max);
        Ok(Self {
            degree,
            knots,
            points: points.iter().enumerate().map(weighted).collect(),
            is_rational,
            tolerance: size * TOLERANCE,
        })
    }

    /// Its cubics. `work` is what all splines of the file have taken.
    pub(super) fn path(&self, work: &mut Work) -> Result<Path, Fault> {
        let too_intricate = || Fault::new("bad-spline", "it is too intricate");
        let mut path: Option<Path> = None;
        for span in self.degree..self.points.len() {
            if self.knots[span] >= self.knots[span + 1] {
                continue;
            }
            work.take(self.degree.pow(3) + 1).ok_or_else(too_intricate)?;
            let bezier = self.bezier(span);
            let path = path.get_or_insert_with(|| Path { start: flat(bezier[0]), segments: Vec::new() });
            let points: Vec<Point> = bezier.iter().map(|&point| flat(point)).collect();
            match points[..] {
                [_, to] if !self.is_rational => path.segments.push(Segment::Line { to }),
                [from, control, to] if !self.is_rational => path.segments.push(Segment::Cubic {
                    c1: from.lerp(control, 2.0 / 3.0),
                    c2: to.lerp(control, 2.0 / 3.0),
                    to,
                }),
                [_, c1, c2, to] if !self.is_rational => path.segments.push(Segment::Cubic { c1, c2, to }),
                _ => {
                    self.fit(&bezier, DEEPEST, work, &mut path.segments).ok_or_else(too_intricate)?;
                }
            }
        }
        Ok(path.unwrap_or_else(|| Path { start: flat(self.points[0]), segments: Vec::new() }))
    }

    /// Control points of one span.
    fn bezier(&self, span: usize) -> Vec<Weighted> {
        let (from, to) = (self.knots[span], self.knots[span + 1]);
        (0..=self.degree).map(|ends| self.blossom(span, from, to, ends)).collect()
    }

    /// The blossom at `to` taken `ends` times, and `from` for the rest.
    fn blossom(&self, span: usize, from: f64, to: f64, ends: usize) -> Weighted {
        let degree = self.degree;
        let mut d = self.points[span - degree..=span].to_vec();
        for level in 1..=degree {
            let argument = if level <= ends { to } else { from };
            for index in (level..=degree).rev() {
                let left = self.knots[span - degree + index];
                let right = self.knots[span + 1 + index - level];
                let share = (argument - left) / (right - left);
                d[index] = mix(d[index - 1], d[index], share);
            }
        }
        d[degree]
    }

    /// None when that is too much work.
    fn fit(&self, bezier: &[Weighted], deeper: u32, work: &mut Work, out: &mut Vec<Segment>) -> Option<()> {
        work.take(4 * bezier.len().pow(2))?;
        let (from, to) = (flat(bezier[0]), flat(bezier[bezier.len() - 1]));
        let c1 = from + tangent(bezier[0], bezier[1]) * (self.degree as f64 / 3.0);
        let end = bezier.len() - 1;
        let c2 = to + tangent(bezier[end], bezier[end - 1]) * (self.degree as f64 / 3.0);
        let cubic = Segment::Cubic { c1, c2, to };
        let is_near = |t: f64| {
            let true_point = flat(halves(bezier, t).1[0]);
            cubic.point(from, t).distance(true_point) <= self.tolerance
        };
        if deeper == 0 || [0.25, 0.5, 0.75].into_iter().all(is_near) {
            out.push(cubic);
        } else {
            let (before, after) = halves(bezier, 0.5);
            self.fit(&before, deeper - 1, work, out)?;
            self.fit(&after, deeper - 1, work, out)?;
        }
        Some(())
    }
}

fn flat([x, y, w]: Weighted) -> Point {
    Point::new(x / w, y / w)
}

/// What a step of one control point does at the end of a rational curve: `(w₁/w₀)·(p₁ − p₀)`.
fn tangent(end: Weighted, next: Weighted) -> Vec2 {
    (flat(next) - flat(end)) * (next[2] / end[2])
}

fn mix(a: Weighted, b: Weighted, share: f64) -> Weighted {
    [0, 1, 2].map(|axis| a[axis] + (b[axis] - a[axis]) * share)
}

/// De Casteljau: the curve before and after a parameter.
fn halves(bezier: &[Weighted], t: f64) -> (Vec<Weighted>, Vec<Weighted>) {
    let mut right = bezier.to_vec();
    let mut left = vec![bezier[0]];
    for level in (1..bezier.len()).rev() {
        for index in 0..level {
            right[index] = mix(right[index], right[index + 1], t);
        }
        left.push(right[0]);
    }
    (left, right)
}
