//! Arcs by centre and radius, the form in which distances and crossings are asked about.
//!
//! With the chord `d` and the bulge `b` the centre lies `d·(1 − b²)/(4b)` beside the middle of the chord, the
//! radius is `d·(1 + b²)/(4·|b|)` and the swept angle `4·atan(b)`.

use kurbo::{Point, Vec2};
use std::f64::consts::TAU;

/// Bulges below this are straight: over a metre the sagitta is below a nanometre.
const STRAIGHT: f64 = 1e-9;

/// An arc by its circle.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Round {
    pub(crate) centre: Point,
    pub(crate) radius_mm: f64,
    /// Direction from the centre to where it starts, in radians.
    pub(crate) from: f64,
    /// Swept angle in radians, positive from +x towards +y.
    pub(crate) sweep: f64,
}

impl Round {
    /// None when it is straight, has no chord, or is not finite.
    pub(crate) fn new(from: Point, to: Point, bulge: f64) -> Option<Self> {
        let chord = to - from;
        let length = chord.hypot();
        if bulge.abs() < STRAIGHT || length == 0.0 || !(bulge.is_finite() && length.is_finite()) {
            return None;
        }
        let across = Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
        let centre = from.midpoint(to) + across;
        let radius_mm = length * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
        let turn = (from - centre).atan2();
        radius_mm.is_finite().then(|| Self { centre, radius_mm, from: turn, sweep: 4.0 * bulge.atan() })
    }

    /// The point at this share of the sweep.
    pub(crate) fn at(&self, share: f64) -> Point {
        self.centre + Vec2::from_angle(self.from + self.sweep * share) * self.radius_mm
    }

    /// At which share of the sweep the arc points in the direction of this angle; more than 1 when it does
    /// not reach it.
    pub(crate) fn share_of(&self, angle: f64) -> f64 {
        let turned = if self.sweep > 0.0 { angle - self.from } else { self.from - angle };
        turned.rem_euclid(TAU) / self.sweep.abs()
    }

    /// The direction of this angle is within the arc, its ends included to `slack` radians.
    pub(crate) fn reaches(&self, angle: f64, slack: f64) -> bool {
        let turned = if self.sweep > 0.0 { angle - self.from } else { self.from - angle };
        let turned = (turned + slack).rem_euclid(TAU);
        turned <= self.sweep.abs() + 2.0 * slack
    }
}
