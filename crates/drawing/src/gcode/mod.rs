//! G-code for pen plotters: one dialect for each [`Profile`], and templates where yours differs.
//!
//! Everything that a drawing says in words (names of layers, prompts) goes through [`template`], which
//! lets it be a comment or a message and nothing else. Coordinates are rounded once, from the page; steps
//! of relative files are differences of rounded places, so that nothing drifts.

mod arcs;
mod error;
mod place;
mod profile;
mod profiles;
mod read;
mod template;
mod write;

pub use error::{ReadError, TemplateError, WriteError};
pub use profile::{Comments, Profile, Unit};
pub use profiles::profiles;
pub use read::read;
pub use write::write;

/// How to write a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// The dialect.
    pub profile: Profile,
    /// Largest distance of the machine's lines and arcs from the true curve, in mm, before rounding.
    pub tolerance_mm: f64,
}

impl Options {
    /// With the tolerance that a pen cannot show.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self { profile, tolerance_mm: 0.01 }
    }
}

impl Default for Options {
    /// For Grbl with a servo.
    fn default() -> Self {
        Self::new(Profile::default())
    }
}
