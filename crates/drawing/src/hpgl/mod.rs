//! HPGL for the pen plotters of the 1980s and 90s, and for everything that still speaks their language.
//!
//! [`write()`] never leaves what the machine can reach: it says what does not fit and by how much, and
//! writes nothing. Points are rounded to plotter units before anything is subtracted, so that relative
//! files do not drift. [`read`] understands what [`write()`] makes, and files of straight lines from
//! elsewhere.

mod device;
mod error;
mod number;
mod place;
mod read;
mod table;
mod write;

pub use device::{Device, Sheet};
pub use error::{ReadError, Side, WriteError};
pub use read::read;
pub use table::DEVICES;
pub use write::write;

/// How to write a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// The machine.
    pub device: &'static Device,
    /// Name of the sheet in it, such as `a4`; without one, the sheet that has the size of the page.
    pub paper: Option<String>,
    /// Differences instead of places: shorter files.
    pub relative: bool,
    /// Speed with the pen down in mm/s; without one, the machine's own. A layer's speed goes first.
    pub speed_mm_per_s: Option<f64>,
    /// Step of the pen's force, for machines that can set it.
    pub force: Option<u8>,
    /// Longest list of points in one command; machines with small buffers choke on long ones.
    pub points_per_command: usize,
    /// Largest distance of the straight lines from the true curve, in mm, before rounding to units.
    pub tolerance_mm: f64,
}

impl Options {
    /// What suits this machine.
    #[must_use]
    pub fn new(device: &'static Device) -> Self {
        Self {
            device,
            paper: None,
            relative: false,
            speed_mm_per_s: None,
            force: None,
            points_per_command: 64,
            tolerance_mm: 0.0125,
        }
    }
}

impl Default for Options {
    /// For the HP 7475A.
    fn default() -> Self {
        Self::new(&DEVICES[0])
    }
}
