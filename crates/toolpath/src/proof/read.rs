//! Reads a program as the machine would, from nothing but its text.
//!
//! Only what a cutting program needs is known; any other word is a finding, because a machine may take it
//! for something that this does not. Words are carried out in the order of RS-274: feed, jet, dwell, modes,
//! motion, end.

use super::compensation::{Element, Side, follow};
use super::finding::{Fault, Findings};
use super::motion::{Motion, Pierce, Speed, Stroke};
use super::shape::Shape;
use super::words::{Word, words};
use super::{Reading, omx};
use kurbo::{Point, Vec2};

/// Ends of an arc may differ by this in their distance from its centre, in mm …
const ARC_MM: f64 = 0.005;
/// … or by this share of the radius: the stricter half of what controllers take.
const ARC_SHARE: f64 = 0.001;
const MM_PER_INCH: f64 = 25.4;

/// What a dialect takes a text for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Grammar {
    /// Seconds that `P1.` after `G4` stands for.
    pub(super) dwell_unit_s: f64,
    /// A coordinate without a decimal point is in thousandths.
    pub(super) point_matters: bool,
    /// G41 and G42 are known.
    pub(super) compensates: bool,
    /// Longest line in characters.
    pub(super) longest_line: usize,
    /// The program is in between two lines of `%`.
    pub(super) wrapped: bool,
    /// `M64 P` and `M65 P` switch outputs; otherwise M8 and M9 do.
    pub(super) outputs: bool,
}

/// Reads a whole program.
pub(super) fn read(text: &str, reading: &Reading) -> Motion {
    let Some(grammar) = reading.language.grammar() else { return omx::read(text) };
    let mut machine = Machine::new(grammar, reading.jet_radius_mm);
    let mut percents = 0;
    for (number, line) in text.lines().enumerate() {
        let line_number = number as u32 + 1;
        machine.line = line_number;
        if line.trim() == "%" {
            percents += 1;
            continue;
        }
        if line.chars().count() > grammar.longest_line {
            machine.fault(
                Fault::LineTooLong,
                format!("a line has more than {} characters", grammar.longest_line),
            );
        }
        match words(line) {
            Ok(words) if machine.ended && !words.is_empty() => {
                machine.fault(Fault::NoEnd, "words follow after the end of the program".to_owned());
            }
            Ok(words) => machine.block(&words),
            Err(message) => machine.fault(Fault::Unreadable, message),
        }
    }
    if grammar.wrapped && percents != 2 {
        machine.fault(Fault::NoEnd, "the program is not between two lines of %".to_owned());
    }
    machine.finish()
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Rapid,
    Feed,
    /// `true` turns clockwise as the operator sees it.
    Arc(bool),
}

struct Machine {
    grammar: Grammar,
    jet_radius_mm: f64,
    motion: Motion,
    line: u32,
    at: Point,
    /// Where the program thinks it is while a compensation moves the jet beside it.
    unit_mm: Option<f64>,
    absolute: Option<bool>,
    mode: Option<Mode>,
    feed_mm_per_min: f64,
    jet: bool,
    ended: bool,
    side: Option<Side>,
    /// What was programmed since G41 or G42.
    beside: Vec<Element>,
}

impl Machine {
    fn new(grammar: Grammar, jet_radius_mm: f64) -> Self {
        Self {
            grammar,
            jet_radius_mm,
            motion: Motion::default(),
            line: 0,
            at: Point::ORIGIN,
            unit_mm: None,
            absolute: None,
            mode: None,
            feed_mm_per_min: 0.0,
            jet: false,
            ended: false,
            side: None,
            beside: Vec::new(),
        }
    }

    fn fault(&mut self, fault: Fault, message: String) {
        self.motion.findings.add(fault, self.line, None, message);
    }

    fn finish(mut self) -> Motion {
        if !self.ended {
            self.fault(Fault::NoEnd, "the program has no M2 or M30".to_owned());
        }
        if self.jet {
            self.fault(Fault::JetLeftOn, "the program ends with the jet on".to_owned());
        }
        if self.side.is_some() {
            self.fault(Fault::Compensation, "the program ends with the compensation on".to_owned());
        }
        self.motion
    }

    fn block(&mut self, words: &[Word]) {
        let value = |letter: char| words.iter().find(|word| word.letter == letter).map(|word| word.value);
        for letter in "XYIJFPSD".chars() {
            if words.iter().filter(|word| word.letter == letter).count() > 1 {
                self.fault(Fault::Unreadable, format!("{letter} stands twice in one line"));
            }
        }
        if let Some(feed) = value('F') {
            self.feed_mm_per_min = feed * self.unit_or_mm();
        }
        let codes = |letter| words.iter().filter(move |word| word.letter == letter).map(|word| word.value);
        let mut end = false;
        for code in codes('M') {
            match code {
                3.0 => self.jet_on(),
                5.0 => self.jet_off(),
                2.0 | 30.0 => end = true,
                8.0 | 9.0 if !self.grammar.outputs => {}
                64.0 | 65.0 if self.grammar.outputs && self.side.is_none() => {}
                _ => self.fault(Fault::UnknownWord, format!("M{code} is not known here")),
            }
        }
        let (mut dwell, mut motion) = (false, None);
        for code in codes('G') {
            match code {
                4.0 => dwell = true,
                20.0 => self.unit_mm = Some(MM_PER_INCH),
                21.0 => self.unit_mm = Some(1.0),
                90.0 => self.absolute = Some(true),
                91.0 => self.absolute = Some(false),
                40.0 => self.side_off(),
                41.0 | 42.0 if self.grammar.compensates => {
                    self.side_on(if code == 41.0 { Side::Left } else { Side::Right }, value('D'));
                }
                0.0 => motion = Some(Mode::Rapid),
                1.0 => motion = Some(Mode::Feed),
                2.0 | 3.0 => motion = Some(Mode::Arc(code == 2.0)),
                17.0 | 49.0 | 54.0 | 80.0 | 91.1 | 94.0 => {}
                64.0 | 61.0 if self.grammar.outputs => {}
                _ => self.fault(Fault::UnknownWord, format!("G{code} is not known here")),
            }
        }
        for word in words {
            if !"GMXYIJFPSDNOT".contains(word.letter) {
                self.fault(Fault::UnknownWord, format!("{} is not known here", word.letter));
            }
        }
        if dwell {
            self.dwell(value('P'));
        }
        self.mode = motion.or(self.mode);
        let axes = words.iter().any(|word| matches!(word.letter, 'X' | 'Y'));
        if axes || words.iter().any(|word| matches!(word.letter, 'I' | 'J')) {
            self.motion_to(words);
        }
        if end {
            self.ended = true;
        }
    }

    fn unit_or_mm(&self) -> f64 {
        self.unit_mm.unwrap_or(1.0)
    }

    fn jet_on(&mut self) {
        if self.jet {
            self.fault(Fault::JetLeftOn, "the jet is switched on while it is on".to_owned());
        }
        self.jet = true;
        self.motion.pierces.push(Pierce { at: self.at, dwell_s: 0.0, line: self.line });
    }

    fn jet_off(&mut self) {
        // What was held back for the compensation was moved before the jet went off.
        self.flush_beside();
        self.jet = false;
    }

    fn dwell(&mut self, amount: Option<f64>) {
        let Some(amount) = amount.filter(|amount| *amount >= 0.0) else {
            self.fault(Fault::Unreadable, "G4 does not say how long".to_owned());
            return;
        };
        let seconds = amount * self.grammar.dwell_unit_s;
        self.motion.dwell_s += seconds;
        if self.jet
            && let Some(pierce) = self.motion.pierces.last_mut()
        {
            pierce.dwell_s += seconds;
        }
    }

    fn side_on(&mut self, side: Side, number: Option<f64>) {
        if number != Some(1.0) {
            self.fault(
                Fault::Compensation,
                "the compensation names no tool, or another one than 1".to_owned(),
            );
        }
        if self.side.is_some() {
            self.fault(Fault::Compensation, "the compensation is switched on while it is on".to_owned());
        }
        self.side = Some(side);
    }

    /// G40 ends the compensated stretch; the move beside it, or the next one, is without.
    fn side_off(&mut self) {
        self.flush_beside();
        self.side = None;
    }

    fn flush_beside(&mut self) {
        let Some(side) = self.side else { return };
        if self.beside.is_empty() {
            return;
        }
        let elements = std::mem::take(&mut self.beside);
        match follow(&elements, side, self.jet_radius_mm) {
            Ok(strokes) => {
                self.at = strokes.last().map_or(self.at, |stroke| stroke.shape.to());
                self.motion.strokes.extend(strokes);
            }
            Err(gouge) => {
                self.line = gouge.line;
                self.fault(Fault::Compensation, gouge.message);
            }
        }
    }

    /// Where the program thinks the jet is.
    fn programmed(&self) -> Point {
        self.beside.last().map_or(self.at, |element| element.shape.to())
    }

    fn motion_to(&mut self, words: &[Word]) {
        let (Some(unit_mm), Some(absolute)) = (self.unit_mm, self.absolute) else {
            self.fault(Fault::NoUnits, "motion before G20 or G21, or before G90".to_owned());
            return;
        };
        let Some(mode) = self.mode else {
            self.fault(Fault::Unreadable, "coordinates before any of G0 to G3".to_owned());
            return;
        };
        let point_matters = self.grammar.point_matters;
        let length = |letter: char| {
            let word = words.iter().find(|word| word.letter == letter)?;
            let unit = if word.pointed || !point_matters { unit_mm } else { unit_mm / 1000.0 };
            Some(word.value * unit)
        };
        let from = self.programmed();
        let base = if absolute { Vec2::ZERO } else { from.to_vec2() };
        let axis = |letter, here: f64, base: f64| length(letter).map_or(here, |value| base + value);
        let to = Point::new(axis('X', from.x, base.x), axis('Y', from.y, base.y));
        let shape = match mode {
            Mode::Rapid | Mode::Feed => Shape::Line { from, to },
            Mode::Arc(clockwise) => match self.arc(from, to, (length('I'), length('J')), clockwise) {
                Some(shape) => shape,
                None => return,
            },
        };
        let speed = if mode == Mode::Rapid { Speed::Rapid } else { Speed::Feed(self.feed_mm_per_min) };
        if mode == Mode::Rapid && self.jet {
            self.fault(Fault::RapidWithJet, "a rapid move with the jet on".to_owned());
        }
        if mode != Mode::Rapid && self.feed_mm_per_min.is_nan() | (self.feed_mm_per_min <= 0.0) {
            self.fault(Fault::NoFeed, "a move without a feed".to_owned());
        }
        let stroke = Stroke { shape, speed, jet: self.jet, line: self.line };
        if self.side.is_some() {
            self.beside.push(stroke);
        } else {
            self.at = to;
            self.motion.strokes.push(stroke);
        }
    }

    fn arc(
        &mut self,
        from: Point,
        to: Point,
        rays: (Option<f64>, Option<f64>),
        clockwise: bool,
    ) -> Option<Shape> {
        let (None, None) = rays else {
            let center = from + Vec2::new(rays.0.unwrap_or(0.0), rays.1.unwrap_or(0.0));
            let (before, after) = ((from - center).hypot(), (to - center).hypot());
            let off = (before - after).abs();
            if before == 0.0 || off > ARC_MM && off > ARC_SHARE * before {
                self.fault(
                    Fault::BadArc,
                    format!("the ends of an arc are {before:.4} and {after:.4} mm from its centre"),
                );
                return None;
            }
            // y grows upwards here, so what turns from +x towards +y is counter-clockwise.
            return Some(Shape::around(from, to, center, !clockwise));
        };
        self.fault(Fault::BadArc, "an arc without I and J".to_owned());
        None
    }
}

/// Used by readers of other notations to say the same things.
pub(super) fn unreadable(findings: &mut Findings, line: u32, message: String) {
    findings.add(Fault::Unreadable, line, None, message);
}
