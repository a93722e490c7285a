//! What can stand in the way.

/// Why a drawing was not written. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The machine has no sheet of this name.
    #[error("The {device} takes no paper called {paper}: it takes {known}")]
    NoSuchPaper {
        /// The machine.
        device: &'static str,
        /// What was asked for.
        paper: String,
        /// Names of its sheets.
        known: String,
    },
    /// No sheet of the machine has the size of the page.
    #[error(
        "No paper of the {device} is {width_mm:.1} × {height_mm:.1} mm: choose {known}, or lay the page out for one of them"
    )]
    NoPaperOfThatSize {
        /// The machine.
        device: &'static str,
        /// Of the page.
        width_mm: f64,
        /// Of the page.
        height_mm: f64,
        /// Names of its sheets.
        known: String,
    },
    /// The pen would have to go where it cannot.
    #[error(
        "The drawing goes {by_mm:.2} mm beyond the {side} limit of the {device} on {paper}: move it, make it smaller, or crop it"
    )]
    OutOfReach {
        /// The machine.
        device: &'static str,
        /// The sheet.
        paper: &'static str,
        /// Which end of which axis.
        side: Side,
        /// How far, in mm.
        by_mm: f64,
    },
    /// The machine cannot set the force of the pen, or not this one.
    #[error("The {device} cannot press the pen with force {force}: {why}")]
    NoSuchForce {
        /// The machine.
        device: &'static str,
        /// What was asked for.
        force: u8,
        /// What it can do.
        why: String,
    },
    /// The writer failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// An end of an axis of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Where X is smallest.
    LowX,
    /// Where X is largest.
    HighX,
    /// Where Y is smallest.
    LowY,
    /// Where Y is largest.
    HighY,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::LowX => "lower X",
            Self::HighX => "upper X",
            Self::LowY => "lower Y",
            Self::HighY => "upper Y",
        })
    }
}

/// Why a file was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// Something is not as HPGL has it.
    #[error("At byte {at}: {what}")]
    Syntax {
        /// Counted from 0.
        at: usize,
        /// What is wrong.
        what: String,
    },
    /// A file of this size is no drawing.
    #[error("The file holds more than {most} points")]
    TooLarge {
        /// The limit.
        most: usize,
    },
}
