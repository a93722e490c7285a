//! The proof: what a program's text makes of the sheet, held against the drawing.
//!
//! It reads nothing but the text, the drawing and the settings (kerf, sheet, where zero is), and shares no
//! code with what made the program: its own reader, its own compensation, its own geometry. A program whose
//! proof has a finding is not released.
//!
//! The jet takes away a disc of the kerf's width along every move that it is on. Two distances say whether
//! what is left is the part:
//!
//! - **Too much taken**: from each move with the jet on to each drawn line the distance is exact (lines and
//!   arcs, not samples). Where it is less than half a kerf, the part is cut into by the difference.
//! - **Too little taken**: places on each drawn line, no further apart than [`STEP_MM`] and half a kerf's
//!   quarter, must be within half a kerf of a move with the jet on. In between, the miss grows by less than
//!   a hundredth of the kerf. A round jet cannot reach into a sharp inside corner: there, the nearest centre
//!   at which the jet fits counts, found by pushing it away from the lines that are too near.
//!
//! The larger of the two over the whole sheet is the greatest distance between the swept part and the part
//! that a round jet of this width can make.
//!
//! Then the order: each contour is free at the moment at which its last place is cut; whatever lies inside it
//! must have been free before.

mod compensation;
mod cover;
mod drawn;
mod finding;
mod fit;
mod grid;
mod motion;
mod omx;
mod order;
mod read;
mod shape;
#[cfg(test)]
mod tests;
mod words;

pub use finding::{Fault, Finding, Findings};
pub use motion::{Motion, Pierce, Speed, Stroke};
pub use shape::Shape;

use crate::parts::Part;
use crate::{Progress, Stopped};
use drawn::Drawn;
use kurbo::{Point, Rect};
use read::Grammar;

/// Places on a drawn line are no further apart than this, in mm, nor than an eighth of the kerf.
pub const STEP_MM: f64 = 0.25;

/// How the text is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// RS-274 as LinuxCNC reads it.
    LinuxCnc,
    /// Fanuc and its kin: dwell in milliseconds, numbers without a point are thousandths.
    Fanuc,
    /// Mach3 and Mach4.
    Mach3,
    /// Grbl 1.1: no compensation, short lines.
    Grbl,
    /// OMAX tool paths.
    Omx,
}

impl Language {
    /// None for what is no G-code.
    fn grammar(self) -> Option<Grammar> {
        let usual = Grammar {
            dwell_unit_s: 1.0,
            point_matters: false,
            compensates: true,
            longest_line: 250,
            wrapped: false,
            outputs: false,
        };
        Some(match self {
            Self::LinuxCnc => Grammar { outputs: true, ..usual },
            Self::Fanuc => Grammar { dwell_unit_s: 1e-3, point_matters: true, wrapped: true, ..usual },
            Self::Mach3 => usual,
            Self::Grbl => Grammar { compensates: false, longest_line: 70, ..usual },
            Self::Omx => return None,
        })
    }
}

/// How to read a program.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reading {
    /// What it is written in.
    pub language: Language,
    /// What the controller's register for the compensation holds: half the kerf, in mm.
    pub jet_radius_mm: f64,
}

/// Reads a program as its machine would.
#[must_use]
pub fn read(text: &str, reading: &Reading) -> Motion {
    read::read(text, reading)
}

/// What a program is held against.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// What is to fall out of the sheet, where it lies on it. Units mm, y downwards.
    pub parts: &'a [Part],
    /// Width of the cut in mm.
    pub kerf_mm: f64,
    /// Largest distance from the drawing that is taken, in mm.
    pub tolerance_mm: f64,
    /// The sheet, in mm of the drawing.
    pub sheet: Rect,
    /// The jet may run this far outside of the sheet, for starts from its edge; 0 otherwise.
    pub beyond_sheet_mm: f64,
    /// The place on the drawing where the program's X and Y are 0.
    pub zero: Point,
    /// Places on each closed contour that are left uncut on purpose.
    pub tabs: Tabs,
    /// What becomes of holes that are smaller than the jet.
    pub small: Small,
    /// No cut may be faster, in mm/min.
    pub fastest_mm_per_min: f64,
}

/// Uncut places.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Tabs {
    /// How many on each outline.
    pub count: usize,
    /// How long each is along the drawn line at most, in mm.
    pub longest_mm: f64,
}

/// What becomes of holes that are smaller than the jet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Small {
    /// Nothing is cut there.
    #[default]
    LeftOut,
    /// One pierce inside of it, without any move; it becomes as large as the jet.
    Pierced,
}

/// What the proof found.
#[derive(Clone, PartialEq, Debug)]
pub struct Proof {
    /// What is wrong; nothing, for a program that may run.
    pub findings: Findings,
    /// Greatest distance of the swept part from the part that a round jet can make, in mm.
    pub max_error_mm: f64,
    /// How far inside corners stay full because the jet is round, in mm, at most.
    pub corner_rest_mm: f64,
    /// Length of all drawn places that the jet is too large for, corners apart, in mm.
    pub too_narrow_mm: f64,
    /// Way with the jet on, in mm.
    pub cut_length_mm: f64,
    /// Way with the jet off, in mm.
    pub rapid_length_mm: f64,
    /// Moves with the jet off, each in mm.
    pub rapids_mm: Vec<f64>,
    /// Starts of the jet.
    pub pierces: usize,
    /// Seconds of moves with a feed.
    pub feed_s: f64,
    /// Seconds in which the machine stands still.
    pub dwell_s: f64,
}

impl Proof {
    /// The program may run.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Reads a program and holds it against the drawing.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn prove(
    text: &str,
    language: Language,
    job: &Job<'_>,
    progress: &mut Progress<'_>,
) -> Result<Proof, Stopped> {
    let motion = read(text, &Reading { language, jet_radius_mm: job.kerf_mm / 2.0 });
    prove_motion(motion, job, progress)
}

/// Holds a motion that was read by somebody else against the drawing.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn prove_motion(motion: Motion, job: &Job<'_>, progress: &mut Progress<'_>) -> Result<Proof, Stopped> {
    let mut proof = Proof {
        findings: Findings::default(),
        max_error_mm: 0.0,
        corner_rest_mm: 0.0,
        too_narrow_mm: 0.0,
        cut_length_mm: 0.0,
        rapid_length_mm: 0.0,
        rapids_mm: Vec::new(),
        pierces: motion.pierces.len(),
        feed_s: 0.0,
        dwell_s: motion.dwell_s,
    };
    count(&motion, job, &mut proof);
    let Motion { strokes, pierces, findings, .. } = motion;
    proof.findings.append(findings);
    let cuts: Vec<Stroke> = strokes
        .into_iter()
        .filter(|stroke| stroke.jet)
        .map(|stroke| Stroke { shape: placed(stroke.shape, job.zero), ..stroke })
        .collect();
    let pierces: Vec<Pierce> =
        pierces.into_iter().map(|pierce| Pierce { at: at(pierce.at, job.zero), ..pierce }).collect();
    let drawn = Drawn::new(job);
    cover::inside_sheet(&cuts, &pierces, job, &mut proof);
    cover::takes_no_part(&cuts, &pierces, &drawn, job, &mut proof, &mut |f| progress(f / 2.0))?;
    let freed = cover::leaves_no_rest(&cuts, &drawn, job, &mut proof, &mut |f| progress(0.5 + f / 2.0))?;
    cover::small_holes(&cuts, &pierces, &drawn, job, &mut proof);
    order::inside_first(&drawn, &freed, job, &mut proof);
    Ok(proof)
}

/// Lengths and seconds of the moves.
fn count(motion: &Motion, job: &Job<'_>, proof: &mut Proof) {
    for stroke in &motion.strokes {
        let length_mm = stroke.shape.length_mm();
        if stroke.jet {
            proof.cut_length_mm += length_mm;
        } else {
            proof.rapid_length_mm += length_mm;
        }
        match stroke.speed {
            Speed::Feed(feed) if feed > 0.0 => {
                proof.feed_s += length_mm / feed * 60.0;
                // Feeds are written with three decimals.
                if stroke.jet && feed > job.fastest_mm_per_min * 1.001 + 0.001 {
                    let place = at(stroke.shape.from(), job.zero);
                    let fastest = job.fastest_mm_per_min;
                    let message =
                        format!("The jet moves at {feed:.1} mm/min and cuts through at {fastest:.1} at most");
                    proof.findings.add(Fault::TooFast, stroke.line, Some(place), message);
                }
            }
            Speed::Rapid if !stroke.jet => proof.rapids_mm.push(length_mm),
            _ => {}
        }
    }
}

/// From the program's place to the drawing's: y turns round.
fn at(place: Point, zero: Point) -> Point {
    Point::new(zero.x + place.x, zero.y - place.y)
}

fn placed(shape: Shape, zero: Point) -> Shape {
    match shape {
        Shape::Line { from, to } => Shape::Line { from: at(from, zero), to: at(to, zero) },
        Shape::Arc { from, to, center, radius, sweep } => Shape::Arc {
            from: at(from, zero),
            to: at(to, zero),
            center: at(center, zero),
            radius,
            sweep: -sweep,
        },
    }
}
