//! What is asked for, and what comes back.

use super::{Command, Placement};
use crate::parts::Part;

/// How a part may be turned.
#[derive(Clone, PartialEq, Debug)]
pub enum Turns {
    /// By these angles, in degrees from +x towards +y.
    By(Vec<f64>),
    /// Freely. The engine begins with evenly spaced angles, 5° apart or, for many different parts, more; they
    /// are counted from the longest straight edge of the part, so that edges of neighbours can lie on each
    /// other. While it compresses, it tries angles around those that the layout has, at last 0.08° apart.
    Any,
}

/// A part with how often it is wanted and how it may lie.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// The part.
    pub part: &'a Part,
    /// How many of it.
    pub quantity: usize,
    /// How it may be turned; none but itself for material with a grain.
    pub turns: Turns,
    /// It may lie with its other side up.
    pub may_mirror: bool,
}

/// What a sheet looks like.
#[derive(Clone, PartialEq, Debug)]
pub enum Blank {
    /// An upright rectangle.
    Rectangle {
        /// Along x, in mm.
        width_mm: f64,
        /// Along y, in mm.
        height_mm: f64,
    },
    /// A remnant of any outline; holes in it are defects. Its box begins at the origin of the nest.
    Outline(Part),
}

/// A kind of sheet.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheet {
    /// What it looks like.
    pub blank: Blank,
    /// How many there are; none for as many as it takes.
    pub stock: Option<usize>,
    /// What one costs, in any unit; sheets with the least cost for the area of parts on them are taken first.
    pub cost: f64,
}

/// Whoever follows a search and says how long it goes on: time is nobody else's business.
pub trait Watch {
    /// Hears how many copies are placed while sheets are filled for the first time, or anew, and says whether
    /// more should be.
    fn place_more(&mut self, placed: usize) -> bool;
    /// Hears of each round of improving, with a whole nest whenever there is a better one, and says how to go on.
    fn round(&mut self, better: Option<&Nest>) -> Command;
}

/// Rounds alone, for searches that are counted and not timed.
impl<F: FnMut(Option<&Nest>) -> Command> Watch for F {
    fn place_more(&mut self, _placed: usize) -> bool {
        true
    }

    fn round(&mut self, better: Option<&Nest>) -> Command {
        self(better)
    }
}

/// Distances and chance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options {
    /// Least distance between parts in mm, with room for kerf, leads and pierces.
    pub gap_mm: f64,
    /// Least distance to the edge of a sheet and to defects in mm.
    pub margin_mm: f64,
    /// How far outlines may be followed from outside, in mm: what is nested is at most this much larger.
    pub tolerance_mm: f64,
    /// Another number gives another nest.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { gap_mm: 3.0, margin_mm: 10.0, tolerance_mm: 0.05, seed: 0 }
    }
}

/// One sheet that is used.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Used {
    /// Index of its kind.
    pub kind: usize,
    /// From its left edge to the rightmost edge of a part, in mm.
    pub used_mm: f64,
}

/// Why a copy of a part is on no sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It fits on no sheet, however it is turned.
    TooLarge,
    /// All sheets are used up.
    OutOfSheets,
    /// The time was over before it was its turn.
    OutOfTime,
}

/// Copies of a part that are on no sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unplaced {
    /// Index of the piece.
    pub part: usize,
    /// How many of it.
    pub copies: usize,
    /// Why.
    pub reason: Reason,
}

/// A nest.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Nest {
    /// Where everything lies.
    pub placements: Vec<Placement>,
    /// Used sheets, in order.
    pub sheets: Vec<Used>,
    /// What lies on none.
    pub unplaced: Vec<Unplaced>,
    /// Net area of the placed parts over the height of the sheets times the length used, 0 to 1.
    pub density: f64,
}
