//! From millimetres on the page to units of the machine, and back.

use super::{Device, Options, Sheet, WriteError};
use crate::Page;
use kurbo::{Affine, Point};

/// Units of a machine, with limits where it has some.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) sheet: Option<&'static Sheet>,
    to_units: Affine,
}

impl Place {
    /// The sheet that `options` name, or the one that has the size of the page.
    pub(super) fn choose(options: &Options, page: Page) -> Result<Self, WriteError> {
        let device = options.device;
        if device.sheets.is_empty() {
            return Ok(Self::of(device, None, page));
        }
        let known = || device.sheets.iter().map(|sheet| sheet.name).collect::<Vec<_>>().join(", ");
        let sheet = match &options.paper {
            Some(name) => device.sheet(name).ok_or_else(|| WriteError::NoSuchPaper {
                device: device.title,
                paper: name.clone(),
                known: known(),
            })?,
            None => device.sheet_for(page).ok_or_else(|| WriteError::NoPaperOfThatSize {
                device: device.title,
                width_mm: page.width_mm,
                height_mm: page.height_mm,
                known: known(),
            })?,
        };
        Ok(Self::of(device, Some(sheet), page))
    }

    /// A page lies with its upper left corner in that of the sheet. One that is upright where the sheet
    /// lies, or the other way round, is turned by a quarter to the left first.
    pub(super) fn of(device: &Device, sheet: Option<&'static Sheet>, page: Page) -> Self {
        let (width, height) =
            sheet.map_or((page.width_mm, page.height_mm), |sheet| (sheet.width_mm, sheet.height_mm));
        let (origin_x, origin_y) = sheet.map_or((0.0, height), |sheet| sheet.origin_mm);
        let mut to_units = Affine::IDENTITY;
        if (page.width_mm > page.height_mm) != (width > height) && page.width_mm != page.height_mm {
            to_units = Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, page.width_mm]);
        }
        if sheet.is_some_and(|sheet| sheet.turned) {
            to_units = Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]) * to_units;
        }
        let scale = 1.0 / device.unit_mm;
        let to_units =
            Affine::scale_non_uniform(scale, -scale) * Affine::translate((-origin_x, -origin_y)) * to_units;
        Self { sheet, to_units }
    }

    /// The nearest whole units.
    pub(super) fn units(&self, point: Point) -> (i32, i32) {
        let Point { x, y } = self.to_units * point;
        // The cast holds what is outside of an i32 at its ends, which no machine reaches.
        (x.round() as i32, y.round() as i32)
    }

    /// The place on the page.
    pub(super) fn page(&self, (x, y): (i32, i32)) -> Point {
        self.to_units.inverse() * Point::new(x.into(), y.into())
    }
}
