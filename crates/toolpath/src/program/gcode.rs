//! RS-274 and its dialects.
//!
//! The header says everything that a controller may have left over from before: units, absolute places, plane,
//! no compensation, no tool length, no cycle, arc centres relative to the start, feed a minute; the jet is
//! switched off and a feed is set before anything moves. Every number has its decimal point.

use super::number::{number, rounded};
use super::plan::{Cut, CutPlan, Kind, Role, Run};
use super::write::{Dialect, Heading, Unit, plain};
use crate::jet::Pierce;
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;
use std::fmt::Write;

/// Arcs of a larger radius are written as straight pieces, in mm: their centres would have no digits left.
const LARGEST_RADIUS_MM: f64 = 20_000.0;
/// How far those pieces stand off, in mm.
const FLAT_MM: f64 = 0.001;
/// A shorter arc is a straight line, in mm: rounding would turn it into nearly a circle.
const SHORTEST_ARC_MM: f64 = 0.02;
const MM_PER_INCH: f64 = 25.4;

/// What differs between dialects.
struct Words {
    jet_on: &'static str,
    /// Before and behind a pierce at low pressure.
    low_pressure: (&'static str, &'static str),
    /// So many in a second.
    dwell_unit: f64,
    dwell_decimals: usize,
    end: &'static str,
    wrapped: bool,
    /// More lines of the header.
    modes: &'static [&'static str],
}

fn words(dialect: Dialect) -> Words {
    let usual = Words {
        jet_on: "M3",
        low_pressure: ("M8", "M9"),
        dwell_unit: 1.0,
        dwell_decimals: 3,
        end: "M30",
        wrapped: false,
        modes: &[],
    };
    match dialect {
        // G64 with a tolerance: without one, LinuxCNC rounds corners as much as speed asks for.
        Dialect::LinuxCnc => {
            let low_pressure = ("M64 P1", "M65 P1");
            Words { jet_on: "M3 S1", low_pressure, end: "M2", modes: &["G64 P0.005"], ..usual }
        }
        Dialect::Fanuc => Words { dwell_unit: 1000.0, dwell_decimals: 0, wrapped: true, ..usual },
        Dialect::Grbl => Words { jet_on: "M3 S1000", ..usual },
        Dialect::Mach3 | Dialect::Omx => usual,
    }
}

struct Writer<'a> {
    text: String,
    words: Words,
    heading: &'a Heading,
    dialect: Dialect,
    /// In program units, rounded as written.
    at: Vec2,
    feed: String,
    unit_mm: f64,
    decimals: usize,
}

pub(super) fn write(plan: &CutPlan, dialect: Dialect, heading: &Heading) -> String {
    let (unit_mm, decimals) = match heading.unit {
        Unit::Millimetre => (1.0, 4),
        Unit::Inch => (MM_PER_INCH, 5),
    };
    let mut writer = Writer {
        text: String::new(),
        words: words(dialect),
        heading,
        dialect,
        at: Vec2::ZERO,
        feed: String::new(),
        unit_mm,
        decimals,
    };
    writer.header(plan);
    for (number, cut) in plan.cuts.iter().enumerate() {
        writer.cut(number + 1, cut, plan.compensated);
    }
    writer.footer(plan);
    writer.text
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn remark(&mut self, text: &str) {
        let remark = format!("({})", plain(text));
        self.line(&remark);
    }

    fn header(&mut self, plan: &CutPlan) {
        if self.words.wrapped {
            self.line("%");
            self.line("O1000");
        }
        let heading = self.heading;
        self.remark(&heading.title);
        for remark in &heading.remarks {
            self.remark(remark);
        }
        if plan.compensated {
            let diameter = number(heading.kerf_mm / self.unit_mm, self.decimals);
            self.remark(&format!("Tool 1 has the diameter of the kerf: {diameter}"));
        }
        self.line(if heading.unit == Unit::Millimetre { "G21" } else { "G20" });
        self.line("G90 G17 G40 G49 G80");
        // Fanuc's arc centres are always relative; it has no word for it.
        self.line(if self.dialect == Dialect::Fanuc { "G94" } else { "G91.1 G94" });
        for mode in self.words.modes {
            self.line(mode);
        }
        self.line("M5");
        let first = plan.runs().flat_map(|run| &run.moves).next();
        if let Some(first) = first {
            self.feed = self.feed_word(first.feed_mm_per_min);
            let feed = self.feed.clone();
            self.line(&feed);
        }
    }

    fn footer(&mut self, plan: &CutPlan) {
        self.line("M5");
        self.rapid(&plan.way_home, plan.home);
        self.line(self.words.end);
        if self.words.wrapped {
            self.line("%");
        }
    }

    fn cut(&mut self, number: usize, cut: &Cut, compensated: bool) {
        let what = match cut.kind {
            Kind::Outline => "outline".to_owned(),
            Kind::Pocket => "pocket".to_owned(),
            Kind::Hole(hole) => format!("hole {}", hole + 1),
            Kind::Slit(slit) => format!("slit {}", slit + 1),
            Kind::Dot(hole) => format!("hole {}, pierced", hole + 1),
        };
        self.remark(&format!("Cut {number}: {what} of part {}, Q{}", cut.part + 1, cut.quality));
        let beside = compensated && !matches!(cut.kind, Kind::Slit(_) | Kind::Dot(_));
        for run in &cut.runs {
            self.run(run, beside);
        }
    }

    fn run(&mut self, run: &Run, beside: bool) {
        self.rapid(&run.approach, run.start);
        let low = run.pierce == Pierce::LowPressure;
        if low {
            self.line(self.words.low_pressure.0);
        }
        self.line(self.words.jet_on);
        if run.pierce_s > 0.0 {
            let amount = run.pierce_s * self.words.dwell_unit;
            let amount = match self.words.dwell_decimals {
                // Whole milliseconds, and never none.
                0 => format!("{:.0}", amount.max(1.0)),
                decimals => number(amount.max(0.001), decimals),
            };
            self.line(&format!("G4 P{amount}"));
        }
        if low {
            self.line(self.words.low_pressure.1);
        }
        let mut begun = false;
        let mut ended = false;
        for (from, one) in run.pieces() {
            if beside && !begun {
                begun = true;
                // The waste, and with it the jet, is on the left of the line as the operator sees it.
                self.line("G41 D1");
            }
            if beside && one.role == Role::LeadOut && !ended {
                ended = true;
                self.line("G40");
            }
            let feed = self.feed_word(one.feed_mm_per_min);
            self.segment(from, &one.segment, &feed);
        }
        if begun && !ended {
            self.line("G40");
        }
        self.line("M5");
    }

    /// By these places, with the jet off.
    fn rapid(&mut self, by: &[Point], to: Point) {
        for &place in by.iter().chain([&to]) {
            let place = self.place(place);
            self.go_to("G0", place, None, None);
        }
    }

    fn segment(&mut self, from: Point, segment: &Segment, feed: &str) {
        let to = segment.to();
        let chord = to - from;
        match *segment {
            Segment::Arc { bulge, .. } if bulge.abs() > 1e-9 && chord.hypot() >= SHORTEST_ARC_MM => {
                let radius = chord.hypot() * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
                if radius > LARGEST_RADIUS_MM {
                    return self.chords(from, segment, radius, feed);
                }
                if bulge.abs() > 1.0 {
                    // Half a circle at most: then no rounding makes the short way of the long one.
                    for range in [0.0..0.5, 0.5..1.0] {
                        let (start, half) = segment.piece(from, range);
                        self.segment(start, &half, feed);
                    }
                    return;
                }
                let across = Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
                let center = self.exact(from.midpoint(to) + across);
                // y turns round, so what turns from +x towards +y on the drawing is clockwise here.
                let word = if bulge > 0.0 { "G2" } else { "G3" };
                let to = self.place(to);
                self.go_to(word, to, Some(center - self.at), Some(feed));
            }
            _ => {
                let to = self.place(to);
                self.go_to("G1", to, None, Some(feed));
            }
        }
    }

    /// An arc as straight pieces.
    fn chords(&mut self, from: Point, segment: &Segment, radius: f64, feed: &str) {
        let longest = (8.0 * radius * FLAT_MM).sqrt();
        let count = (segment.length_mm(from) / longest).ceil().max(1.0) as usize;
        for at in 1..=count {
            let to = self.place(segment.point(from, at as f64 / count as f64));
            self.go_to("G1", to, None, Some(feed));
        }
    }

    /// One move; nothing, when rounding leaves no way to go.
    fn go_to(&mut self, word: &str, to: Vec2, center: Option<Vec2>, feed: Option<&str>) {
        if to == self.at && word != "G0" {
            return;
        }
        let decimals = self.decimals;
        let mut line = format!("{word} X{} Y{}", number(to.x, decimals), number(to.y, decimals));
        if let Some(center) = center {
            // Writing to a string never fails.
            let _ = write!(line, " I{} J{}", number(center.x, decimals), number(center.y, decimals));
        }
        if let Some(feed) = feed.filter(|feed| *feed != self.feed) {
            line.push(' ');
            line.push_str(feed);
            self.feed = feed.to_owned();
        }
        self.line(&line);
        self.at = to;
    }

    fn feed_word(&self, feed_mm_per_min: f64) -> String {
        let decimals = if self.heading.unit == Unit::Millimetre { 2 } else { 4 };
        format!("F{}", number(feed_mm_per_min / self.unit_mm, decimals))
    }

    /// A place in program units.
    fn exact(&self, place: Point) -> Vec2 {
        let zero = self.heading.zero;
        Vec2::new(place.x - zero.x, zero.y - place.y) / self.unit_mm
    }

    fn place(&self, place: Point) -> Vec2 {
        let exact = self.exact(place);
        Vec2::new(rounded(exact.x, self.decimals), rounded(exact.y, self.decimals))
    }
}
