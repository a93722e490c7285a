//! From millimetres on the page to whole steps of the last digit, and back.

use super::Profile;
use crate::Page;
use kurbo::{Affine, Point};
use std::fmt;

/// Coordinates of a machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    to_machine: Affine,
    unit_mm: f64,
    decimals: u8,
}

/// A place in steps of the last digit.
pub(super) type Steps = (i64, i64);

impl Place {
    pub(super) fn new(profile: &Profile, page: Page) -> Self {
        let [sx, sy] = profile.scale;
        let [dx, dy] = profile.offset_mm;
        let flip = if profile.flip_y {
            Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, page.height_mm])
        } else {
            Affine::IDENTITY
        };
        Self {
            to_machine: Affine::translate((dx, dy)) * Affine::scale_non_uniform(sx, sy) * flip,
            unit_mm: profile.unit.mm(),
            decimals: profile.decimals,
        }
    }

    /// Circles stay circles.
    pub(super) fn keeps_circles(&self) -> bool {
        let [a, _, _, d, _, _] = self.to_machine.as_coeffs();
        a.abs() == d.abs()
    }

    /// It turns pictures over, so that what turns one way turns the other way.
    pub(super) fn mirrors(&self) -> bool {
        self.to_machine.determinant() < 0.0
    }

    /// In mm of the machine.
    pub(super) fn machine_mm(&self, point: Point) -> Point {
        self.to_machine * point
    }

    /// On the page, from mm of the machine.
    pub(super) fn page(&self, machine_mm: Point) -> Point {
        self.to_machine.inverse() * machine_mm
    }

    /// Steps of the last digit in one mm.
    pub(super) fn steps_per_mm(&self) -> f64 {
        10_f64.powi(self.decimals.into()) / self.unit_mm
    }

    pub(super) fn steps(&self, point: Point) -> Steps {
        let machine = self.machine_mm(point);
        let scale = self.steps_per_mm();
        ((machine.x * scale).round() as i64, (machine.y * scale).round() as i64)
    }

    /// A length in mm as the machine counts it.
    pub(super) fn length(&self, mm: f64) -> Fixed {
        Fixed { steps: (mm * self.steps_per_mm()).round() as i64, decimals: self.decimals }
    }

    pub(super) fn number(&self, steps: i64) -> Fixed {
        Fixed { steps, decimals: self.decimals }
    }
}

/// A number with a fixed count of digits behind the point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixed {
    steps: i64,
    decimals: u8,
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps < 0 {
            f.write_str("-")?;
        }
        let unit = 10_u64.pow(self.decimals.into());
        let value = self.steps.unsigned_abs();
        write!(f, "{}", value / unit)?;
        if self.decimals > 0 {
            write!(f, ".{:0width$}", value % unit, width = self.decimals.into())?;
        }
        Ok(())
    }
}
