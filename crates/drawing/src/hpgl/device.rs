//! What a machine can do and reach.

use super::table::DEVICES;
use crate::Page;

/// A plotter that speaks HPGL.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Device {
    /// For programs, such as `hp7475a`.
    pub name: &'static str,
    /// For people, such as `HP 7475A`.
    pub title: &'static str,
    /// Slots for pens.
    pub pens: u32,
    /// One plotter unit in mm.
    pub unit_mm: f64,
    /// Highest speed that `VS` takes, in cm/s.
    pub fastest_cm_per_s: f64,
    /// Steps of force that `FS` takes, if it knows the command.
    pub forces: Option<u8>,
    /// What makes it wait for a person until a button is pressed, if anything does.
    pub wait: Option<&'static str>,
    /// How the machine has to be set up for these figures.
    pub setting: Option<&'static str>,
    /// What it takes; without any, the page is the sheet and its lower left corner the origin.
    pub sheets: &'static [Sheet],
}

/// One size of paper in a machine: what the pen reaches on it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sheet {
    /// `a4`, `a3`, `letter`, `tabloid`…
    pub name: &'static str,
    /// Width in mm along the machine's X axis.
    pub width_mm: f64,
    /// Height in mm along the machine's Y axis.
    pub height_mm: f64,
    /// Lowest and highest X in units.
    pub x: (i32, i32),
    /// Lowest and highest Y in units.
    pub y: (i32, i32),
    /// Where 0,0 lies: mm from the left and the upper edge.
    pub origin_mm: (f64, f64),
    /// The machine sees the sheet upside down.
    pub turned: bool,
    /// Argument of `PS`, which tells the machine the size.
    pub size_code: Option<u8>,
    /// Where the pen goes at the end.
    pub parking: Option<(i32, i32)>,
}

/// Pages that differ from a sheet by less are of its size.
const SAME_SIZE_MM: f64 = 1.0;

impl Device {
    /// The machine of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        DEVICES.iter().find(|device| device.name.eq_ignore_ascii_case(name))
    }

    /// The sheet of this name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&'static Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.eq_ignore_ascii_case(name))
    }

    /// The sheet that has the size of the page, whichever way round.
    #[must_use]
    pub fn sheet_for(&self, page: Page) -> Option<&'static Sheet> {
        let same = |a: f64, b: f64| (a - b).abs() < SAME_SIZE_MM;
        let fits =
            |sheet: &&Sheet, width, height| same(sheet.width_mm, width) && same(sheet.height_mm, height);
        let (width, height) = (page.width_mm, page.height_mm);
        // The way round that needs no turning goes first.
        let upright = self.sheets.iter().find(|sheet| fits(sheet, width, height));
        upright.or_else(|| self.sheets.iter().find(|sheet| fits(sheet, height, width)))
    }

    /// The smallest sheet that the page lies on, whichever way round: for pages of a size of their own.
    #[must_use]
    pub fn sheet_under(&self, page: Page) -> Option<&'static Sheet> {
        let sides = |width: f64, height: f64| (width.max(height), width.min(height));
        let (long, short) = sides(page.width_mm, page.height_mm);
        let holds = |sheet: &&Sheet| {
            let (longer, shorter) = sides(sheet.width_mm, sheet.height_mm);
            long <= longer + SAME_SIZE_MM && short <= shorter + SAME_SIZE_MM
        };
        let area = |sheet: &Sheet| sheet.width_mm * sheet.height_mm;
        let smallest = self.sheets.iter().filter(holds).map(area).fold(f64::INFINITY, f64::min);
        // A4 and letter are as good as equal: the one that the machine's table names first.
        self.sheets.iter().filter(holds).find(|sheet| area(sheet) <= 1.1 * smallest)
    }
}
