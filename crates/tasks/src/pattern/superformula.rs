use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// `r = (|cos(m·φ/4)|^n2 + |sin(m·φ/4)|^n3)^(-1/n1)` (Gielis, 2003), nested, from one set of exponents
/// to another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Superformula {
    /// Symmetry: how many petals.
    #[schemars(title = "Petals", range(min = 1, max = 40), extend("x-group" = "Form"))]
    petals: u32,
    /// Exponent n1 of the outermost line: small values make stars, large ones polygons.
    #[schemars(title = "Roundness outside", range(min = 0.1, max = 20.0), extend("x-group" = "Form"))]
    outer: f64,
    /// Exponent n1 of the innermost line.
    #[schemars(title = "Roundness inside", range(min = 0.1, max = 20.0), extend("x-group" = "Form"))]
    inner: f64,
    /// Exponents n2 and n3.
    #[schemars(title = "Sharpness", range(min = 0.1, max = 20.0), extend("x-group" = "Form"))]
    sharpness: f64,
    /// Lines from the edge to the centre.
    #[schemars(title = "Lines", range(min = 1, max = 200), extend("x-group" = "Lines"))]
    lines: u32,
    /// How far the innermost line is turned against the outermost.
    #[schemars(title = "Twist", range(min = -360.0, max = 360.0), extend("x-group" = "Lines", "x-unit" = "°"))]
    twist_deg: f64,
}

impl Default for Superformula {
    fn default() -> Self {
        Self { petals: 9, outer: 0.45, inner: 4.0, sharpness: 2.2, lines: 40, twist_deg: 34.0 }
    }
}

const POINTS: u32 = 720;

impl Kind for Superformula {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (center, half) = (ground.center(), ground.half_mm());
        for line in 0..self.lines {
            ground.at(f64::from(line) / f64::from(self.lines))?;
            let depth = f64::from(line) / f64::from(self.lines);
            let roundness = self.outer * (self.inner / self.outer).powf(depth);
            let radius = |angle: f64| {
                let quarter = f64::from(self.petals) * angle / 4.0;
                let sum = quarter.cos().abs().powf(self.sharpness) + quarter.sin().abs().powf(self.sharpness);
                sum.powf(-1.0 / roundness)
            };
            let angle = |n: u32| TAU * f64::from(n % POINTS) / f64::from(POINTS);
            let widest = (0..POINTS).map(|n| radius(angle(n))).fold(0.0, f64::max);
            let scale = half * (1.0 - depth) / widest;
            let turn = (self.twist_deg * depth).to_radians();
            let point =
                |n| -> Point { center + Vec2::from_angle(angle(n) + turn) * (radius(angle(n)) * scale) };
            strokes.line((0..=POINTS).map(point), line);
        }
        Ok(())
    }
}
