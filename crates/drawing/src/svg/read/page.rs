//! The size of the page.

use super::survey::own;
use crate::Page;
use crate::svg::MM_PER_PX;
use roxmltree::Node;
use svgtypes::{Length, LengthUnit};

/// Width and height of the root as the source states them in units of length, in mm. None for a percentage,
/// a font's unit, or nothing: then the size comes from usvg, which takes the viewBox, or else the content,
/// in pixels of 1/96 inch.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Stated {
    width_mm: Option<f64>,
    height_mm: Option<f64>,
}

impl Stated {
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let side = |name| own(root, name).and_then(|it| it.trim().parse().ok()).and_then(in_mm);
        Self { width_mm: side("width"), height_mm: side("height") }
    }

    /// usvg knows the size as 32-bit pixels; what is stated exactly is kept exactly.
    pub(super) fn page(self, size: usvg::Size) -> Page {
        let side = |stated: Option<f64>, px: f32| {
            let resolved = f64::from(px) * MM_PER_PX;
            match stated {
                Some(stated) if (stated - resolved).abs() <= 1e-3 + stated * 1e-6 => stated,
                // Seven digits are what a 32-bit float knows.
                _ => (resolved * 1e4).round() / 1e4,
            }
        };
        Page { width_mm: side(self.width_mm, size.width()), height_mm: side(self.height_mm, size.height()) }
    }
}

fn in_mm(length: Length) -> Option<f64> {
    let factor = match length.unit {
        LengthUnit::None | LengthUnit::Px => MM_PER_PX,
        LengthUnit::Mm => 1.0,
        LengthUnit::Cm => 10.0,
        LengthUnit::In => 25.4,
        LengthUnit::Pt => 25.4 / 72.0,
        LengthUnit::Pc => 25.4 / 6.0,
        LengthUnit::Em | LengthUnit::Ex | LengthUnit::Percent => return None,
    };
    Some(length.number * factor)
}
