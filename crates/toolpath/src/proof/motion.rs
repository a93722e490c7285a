//! What a program makes the machine do, whatever its dialect.

use super::finding::Findings;
use super::shape::Shape;
use kurbo::Point;

/// How a stretch is moved.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Speed {
    /// As fast as the machine can.
    Rapid,
    /// In mm a minute.
    Feed(f64),
    /// The machine works it out itself, from a quality.
    Own,
}

/// One straight move or arc, in mm. Program coordinates: y grows upwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stroke {
    /// Along what.
    pub shape: Shape,
    /// How fast.
    pub speed: Speed,
    /// The jet is on.
    pub jet: bool,
    /// The program's line, from 1.
    pub line: u32,
}

/// A start of the jet.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pierce {
    /// Where.
    pub at: Point,
    /// How long it stands still there with the jet on, in seconds.
    pub dwell_s: f64,
    /// The program's line, from 1.
    pub line: u32,
}

/// All that a program does.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Motion {
    /// Every move, in order.
    pub strokes: Vec<Stroke>,
    /// Every start of the jet, in order.
    pub pierces: Vec<Pierce>,
    /// Seconds in which the machine stands still.
    pub dwell_s: f64,
    /// What is wrong with the text itself.
    pub findings: Findings,
}
