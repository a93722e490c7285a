//! OMAX tool paths: one record a point, inches, the machine works out speeds and pierces itself.
//!
//! The bow of a record is the tangent of a quarter of the angle of the arc that starts there, positive
//! counter-clockwise; its quality is that of the move that starts there: 0 without the jet, 1 to 5 a cut, 9 a
//! lead. Side 0 throughout: the path runs along the jet's centre.

use super::number::rounded;
use super::plan::{CutPlan, Role, Run};
use super::write::{Heading, plain};
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;
use std::fmt::Write;

const MM_PER_INCH: f64 = 25.4;
/// A bow has four decimals, so a longer chord would stand off too far, in mm.
const LONGEST_ARC_MM: f64 = 60.0;
/// Days from 30 December 1899 to 1 January 2000. The day is the same in every file, so that the same job
/// gives the same bytes.
const DAY: u32 = 36_526;

struct Writer<'a> {
    text: String,
    heading: &'a Heading,
    /// The point that waits for what starts there, in inches.
    at: Vec2,
}

pub(super) fn write(plan: &CutPlan, heading: &Heading) -> String {
    let mut writer = Writer { text: header(heading), heading, at: Vec2::ZERO };
    for cut in &plan.cuts {
        for run in &cut.runs {
            writer.run(run, cut.quality);
        }
    }
    writer.rapid(&plan.way_home, plan.home);
    writer.record(0.0, 0);
    writer.text
}

fn header(heading: &Heading) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    line(
        "This is an OMAX (.OMX) file.  Do not modify the first 2 lines of this file. For information on this file format contact softwareengineering@omax.com or visit http://www.omax.com.",
    );
    line("2");
    line("2");
    line(&DAY.to_string());
    for _ in 0..6 {
        line("[Reserved]");
    }
    line("[COMMENT]");
    line(&plain(&heading.title));
    for remark in &heading.remarks {
        line(&plain(remark));
    }
    line("[END]");
    line("[VARIABLES]");
    line("[END]");
    line("//         X,         Y,         Z, StartTilt,   EndTilt,       Bow,  Quality,   Side,  Thickness");
    text
}

impl Writer<'_> {
    fn run(&mut self, run: &Run, quality: u8) {
        self.rapid(&run.approach, run.start);
        if run.moves.is_empty() {
            // A pierce alone is a cut without a way.
            self.record(0.0, quality);
        }
        for (from, one) in run.pieces() {
            let quality = if one.role == Role::Contour { quality } else { 9 };
            self.segment(from, &one.segment, quality);
        }
    }

    /// From where the head is by these places, without the jet.
    fn rapid(&mut self, by: &[Point], to: Point) {
        for &place in by.iter().chain([&to]) {
            self.record(0.0, 0);
            self.at = self.place(place);
        }
    }

    fn segment(&mut self, from: Point, segment: &Segment, quality: u8) {
        let Segment::Arc { bulge, .. } = *segment else {
            return self.go_to(segment.to(), 0.0, quality);
        };
        let pieces = (segment.length_mm(from) / LONGEST_ARC_MM).ceil().max(1.0);
        let pieces = pieces.max(if bulge.abs() > 1.0 { 2.0 } else { 1.0 }) as usize;
        for piece in 0..pieces {
            let share = |at: usize| at as f64 / pieces as f64;
            let (_, part) = segment.piece(from, share(piece)..share(piece + 1));
            let Segment::Arc { to, bulge } = part else { continue };
            // y turns round, and with it the sign.
            self.go_to(to, -bulge, quality);
        }
    }

    fn go_to(&mut self, to: Point, bow: f64, quality: u8) {
        let to = self.place(to);
        if to == self.at {
            return;
        }
        self.record(bow, quality);
        self.at = to;
    }

    /// Writes the point that waits, with what starts there.
    fn record(&mut self, bow: f64, quality: u8) {
        let Vec2 { x, y } = self.at;
        // Adding zero makes a plain zero of a negative one; writing to a string never fails.
        let _ = write!(
            self.text,
            "[0], {:10.4}, {:10.4}, {:10.4}, {:10.4}, {:10.4}, {:10.4}, {quality:8}, {:6}, {:10}, R,R,R,R,R,R,[END]\r\n",
            x + 0.0,
            y + 0.0,
            0.0,
            0.0,
            0.0,
            rounded(bow, 4) + 0.0,
            0,
            0,
        );
    }

    fn place(&self, place: Point) -> Vec2 {
        let zero = self.heading.zero;
        let exact = Vec2::new(place.x - zero.x, zero.y - place.y) / MM_PER_INCH;
        Vec2::new(rounded(exact.x, 4), rounded(exact.y, 4))
    }
}
