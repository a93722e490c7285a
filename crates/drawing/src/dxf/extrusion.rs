//! The plane an entity lies in: the direction it is extruded in gives its x and y axes.

use super::record::{Fault, Record};
use kurbo::Affine;

/// Closer to the z axis than this, the world's y axis stands in for its z axis.
const NEAR_Z: f64 = 1.0 / 64.0;

/// Direction of an entity, of length one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Extrusion {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) z: f64,
}

impl Extrusion {
    pub(super) const UP: Self = Self { x: 0.0, y: 0.0, z: 1.0 };

    /// What the record says in its codes 210, 220 and 230; up where it says nothing, or nothing usable.
    pub(super) fn of(record: &Record<'_, '_>) -> Result<Self, Fault> {
        let Some(x) = record.number(210)? else { return Ok(Self::UP) };
        let (y, z) = (record.number(220)?.unwrap_or(0.0), record.number(230)?.unwrap_or(0.0));
        let length = x.hypot(y).hypot(z);
        Ok(if length > 1e-12 { Self { x: x / length, y: y / length, z: z / length } } else { Self::UP })
    }

    pub(super) fn is_up(self) -> bool {
        self == Self::UP
    }

    /// The plane is not parallel to the sheet.
    pub(super) fn is_tilted(self) -> bool {
        self.z.abs() < 1.0 - 1e-9
    }

    /// From the plane's coordinates at this height to the sheet seen from above. The arbitrary axis
    /// algorithm of the DXF reference: x is the world's y (near the z axis) or z axis, times the direction.
    pub(super) fn to_sheet(self, elevation: f64) -> Affine {
        let Self { x, y, z } = self;
        let (ax, ay, az) = if x.abs() < NEAR_Z && y.abs() < NEAR_Z { (z, 0.0, -x) } else { (-y, x, 0.0) };
        let length = ax.hypot(ay).hypot(az);
        let (ax, ay, az) = (ax / length, ay / length, az / length);
        let (bx, by) = (y * az - z * ay, z * ax - x * az);
        Affine::new([ax, ay, bx, by, x * elevation, y * elevation])
    }
}
