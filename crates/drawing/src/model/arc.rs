//! Circular arcs by their bulge.
//!
//! With the chord `d` from start to end and the swept angle `θ = 4·atan(bulge)`, the point after the
//! fraction `u` of the sweep is `start + R(−(1−u)·θ/2)·d·sin(u·θ/2)/sin(θ/2)`, where `R` turns: a chord
//! from the start makes half the angle that the arc has swept with the tangent there (inscribed angle
//! theorem). Written this way no centre is needed, so an almost straight arc loses no digits.

use kurbo::{Point, Rect, Vec2};

/// One arc, ready to be asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    start: Point,
    to: Point,
    /// Swept angle in radians, with the sign of the bulge.
    sweep: f64,
    bulge: f64,
}

impl Arc {
    /// None where there is no arc: no chord, no bulge, or one that is not a number. Such a segment is a
    /// straight line.
    pub(super) fn new(start: Point, to: Point, bulge: f64) -> Option<Self> {
        let curved = bulge.is_finite() && bulge.abs() > 1e-12 && start != to;
        curved.then(|| Self { start, to, sweep: 4.0 * bulge.atan(), bulge })
    }

    fn chord(&self) -> Vec2 {
        self.to - self.start
    }

    /// `|d|·(1 + b²) / (4·|b|)`, in mm.
    pub(super) fn radius(&self) -> f64 {
        self.chord().hypot() * (1.0 + self.bulge * self.bulge) / (4.0 * self.bulge.abs())
    }

    pub(super) fn length(&self) -> f64 {
        self.chord().hypot() * (1.0 + self.bulge * self.bulge) * (self.bulge.abs().atan() / self.bulge.abs())
    }

    /// `u` runs from 0 to 1.
    pub(super) fn point(&self, u: f64) -> Point {
        if u <= 0.0 {
            return self.start;
        }
        if u >= 1.0 {
            return self.to;
        }
        let half = self.sweep / 2.0;
        let (sin, cos) = (-(1.0 - u) * half).sin_cos();
        let scale = (u * half).sin() / half.sin();
        let chord = self.chord() * scale;
        self.start + Vec2::new(chord.x * cos - chord.y * sin, chord.x * sin + chord.y * cos)
    }

    /// Bulge of a piece that takes the fraction `share` of the sweep.
    pub(super) fn bulge_of(&self, share: f64) -> f64 {
        (self.sweep * share / 4.0).tan()
    }

    /// How many equal chords stay within `tolerance` of the arc: the sagitta of one is
    /// `r·(1 − cos(α/2))`.
    pub(super) fn chords(&self, tolerance: f64, most: usize) -> usize {
        let ratio = (1.0 - tolerance / self.radius()).clamp(-1.0, 1.0);
        let step = 2.0 * ratio.acos();
        let count = (self.sweep.abs() / step).ceil();
        // A step of zero gives infinity, which the cast turns into the upper end.
        (count as usize).clamp(1, most)
    }

    /// The box around it: its ends, and each point where it runs along an axis.
    pub(super) fn bounds(&self) -> Rect {
        let mut bounds = Rect::from_points(self.start, self.to);
        let chord = self.chord();
        let across = Vec2::new(-chord.y, chord.x);
        let center =
            self.start.midpoint(self.to) + across * ((1.0 - self.bulge * self.bulge) / (4.0 * self.bulge));
        let from = (self.start - center).atan2();
        for quarter in 0..4 {
            let angle = f64::from(quarter) * std::f64::consts::FRAC_PI_2;
            let turned = if self.sweep > 0.0 { angle - from } else { from - angle };
            let turned = turned.rem_euclid(std::f64::consts::TAU);
            if turned < self.sweep.abs() {
                let point = self.point(turned / self.sweep.abs());
                bounds = bounds.union_pt(point);
            }
        }
        bounds
    }
}
