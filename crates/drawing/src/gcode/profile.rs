//! What a machine wants to hear.

use super::profiles::{grbl_servo, profiles};
use serde::{Deserialize, Serialize};

/// A dialect with the machine behind it.
///
/// Templates are lines of G-code with variables in braces; `{{` is a brace. In all of them stand
/// `{unit}` (`mm` or `in`), `{width}` and `{height}` (of the page, in that unit), `{down}` and `{up}`;
/// in those of layers also `{layer-id}` (1 for the first), `{layer-name}`, `{pen}`, `{prompt}`, `{feed}`;
/// in those of the pen also `{index}` (1 for the first path), `{x}` and `{y}` (where the pen is), `{dx}`
/// and `{dy}` (how it came there), `{dwell-s}` and `{dwell-ms}`.
///
/// `{layer-name}` and `{prompt}` are words from a file: they may stand in comments, behind a word of the
/// template's own, and behind `M117`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// For programs, such as `grbl-servo`.
    pub name: String,
    /// For people.
    pub title: String,
    /// What lengths are counted in. The begin template has to tell the machine.
    pub unit: Unit,
    /// Digits behind the point.
    pub decimals: u8,
    /// Y grows upwards from the lower edge of the page; without it, downwards from the upper one.
    pub flip_y: bool,
    /// Factors for X and Y, after the flip: -1 mirrors an axis.
    pub scale: [f64; 2],
    /// Added to X and Y after scaling, in mm.
    pub offset_mm: [f64; 2],
    /// How far the machine reaches from 0 along X and Y, in mm, if it is to be checked.
    pub area_mm: Option<[f64; 2]>,
    /// Moves are steps. The begin template has to tell the machine.
    pub relative: bool,
    /// It knows `G2` and `G3`.
    pub arcs: bool,
    /// Feed with the pen down in mm/min; a layer's own speed goes first.
    pub draw_feed_mm_per_min: f64,
    /// Feed with the pen up in mm/min, for machines that travel with `G1`; without it they use `G0`.
    pub travel_feed_mm_per_min: Option<f64>,
    /// Longest line in bytes. Comments are cut to it.
    pub longest_line: Option<usize>,
    /// How it takes comments.
    pub comments: Comments,
    /// `{down}`: position of the pen while it draws, as the machine counts it.
    pub down: f64,
    /// `{up}`: position of the pen while it travels.
    pub up: f64,
    /// How long it takes to go down, in s.
    pub down_dwell_s: f64,
    /// How long it takes to go up, in s.
    pub up_dwell_s: f64,
    /// First of all. Has to raise the pen.
    pub begin: String,
    /// Last of all.
    pub end: String,
    /// At the start of each path.
    pub pen_down: String,
    /// At the end of each path.
    pub pen_up: String,
    /// Before the first path of a layer.
    pub layer_begin: String,
    /// After the last path of a layer.
    pub layer_end: String,
    /// Waits for a person.
    pub pause: String,
}

/// What lengths are counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Millimetres, `G21`.
    Mm,
    /// Inches, `G20`.
    Inch,
}

impl Unit {
    /// Of one of it, in mm.
    #[must_use]
    pub fn mm(self) -> f64 {
        match self {
            Self::Mm => 1.0,
            Self::Inch => 25.4,
        }
    }

    /// As people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mm => "mm",
            Self::Inch => "in",
        }
    }
}

/// How a machine takes comments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comments {
    /// `(between parentheses)` and behind `;`.
    Parentheses,
    /// Behind `;` only.
    Semicolon,
}

impl Profile {
    /// The shipped profile of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        profiles().into_iter().find(|profile| profile.name.eq_ignore_ascii_case(name))
    }
}

impl Default for Profile {
    fn default() -> Self {
        grbl_servo()
    }
}
