//! What the proof has to say.

use kurbo::Point;
use std::fmt;

/// What is wrong with a program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The text cannot be understood.
    Unreadable,
    /// A word that the machine may take for something else, or that is not known.
    UnknownWord,
    /// Motion before the program says its units.
    NoUnits,
    /// The jet moves without a feed, or with none.
    NoFeed,
    /// The jet moves faster than it can cut.
    TooFast,
    /// A rapid move with the jet on.
    RapidWithJet,
    /// The jet is still on where it must be off: at another start, or at the end.
    JetLeftOn,
    /// The program does not end as the dialect asks.
    NoEnd,
    /// An arc whose ends are not equally far from its centre.
    BadArc,
    /// The controller cannot follow the compensated contour.
    Compensation,
    /// A line longer than the dialect allows.
    LineTooLong,
    /// The jet takes material from a part.
    Gouge,
    /// The jet is on inside of a part.
    InsidePart,
    /// A contour that is not cut at all.
    ContourNotCut,
    /// A place of a contour that is not cut.
    NotCut,
    /// A contour is cut after the part that holds it was free.
    Order,
    /// The jet is on outside of the sheet.
    OffSheet,
    /// The number of tabs is not what was asked for.
    Tabs,
}

impl Fault {
    /// A word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownWord => "unknown-word",
            Self::NoUnits => "no-units",
            Self::NoFeed => "no-feed",
            Self::TooFast => "too-fast",
            Self::RapidWithJet => "rapid-with-jet",
            Self::JetLeftOn => "jet-left-on",
            Self::NoEnd => "no-end",
            Self::BadArc => "bad-arc",
            Self::Compensation => "compensation",
            Self::LineTooLong => "line-too-long",
            Self::Gouge => "gouge",
            Self::InsidePart => "inside-part",
            Self::ContourNotCut => "contour-not-cut",
            Self::NotCut => "not-cut",
            Self::Order => "order",
            Self::OffSheet => "off-sheet",
            Self::Tabs => "tabs",
        }
    }
}

/// One thing that is wrong, with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// The program's line, from 1; 0 when no line is to blame.
    pub line: u32,
    /// Where on the drawing, in mm.
    pub place: Option<Point>,
    /// One sentence for people.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if let Some(place) = self.place {
            write!(f, " (x {:.3}, y {:.3} mm of the drawing)", place.x, place.y)?;
        }
        if self.line > 0 {
            write!(f, ", line {} of the program", self.line)?;
        }
        Ok(())
    }
}

/// Findings; of one fault only the first few are kept, the rest counted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    count: usize,
}

impl Findings {
    const PER_FAULT: usize = 20;

    pub(super) fn add(&mut self, fault: Fault, line: u32, place: Option<Point>, message: String) {
        self.count += 1;
        if self.list.iter().filter(|finding| finding.fault == fault).count() < Self::PER_FAULT {
            self.list.push(Finding { fault, line, place, message });
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        self.count += other.count - other.list.len();
        for Finding { fault, line, place, message } in other.list {
            self.add(fault, line, place, message);
        }
    }

    /// Those that were kept, in the order in which they were found.
    #[must_use]
    pub fn list(&self) -> &[Finding] {
        &self.list
    }

    /// How many there were.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// One of them is this.
    #[must_use]
    pub fn has(&self, fault: Fault) -> bool {
        self.list.iter().any(|finding| finding.fault == fault)
    }
}
