//! A drawing as G-code.

use super::arcs;
use super::place::{Fixed, Place, Steps};
use super::template::{FILE, LAYER, PATH, Template, Variable, Words};
use super::{Options, Profile, Unit, WriteError};
use crate::{Diagnostic, Drawing, Layer, LayerSetup, Page, Segment, Severity};
use kurbo::{Point, Rect};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

/// An arc of a larger radius is written as lines, in mm: firmwares count radii in 32 bits.
const LARGEST_RADIUS_MM: f64 = 10_000.0;
/// No arc of the file sweeps more, in radians: one that ends where it starts would be a full circle to
/// some machines and nothing to others.
const LARGEST_SWEEP: f64 = std::f64::consts::PI;

/// Writes the drawing, and says what the machine cannot do as asked. The n-th setup belongs to the n-th
/// layer; a layer without one is drawn with the pen of its number. Layers without paths are left out.
///
/// # Errors
/// When the profile is wrong or the drawing reaches beyond its area, and those of `out`. A line that
/// becomes too long when its variables are filled in is found while writing.
pub fn write(
    drawing: &Drawing,
    setups: &[LayerSetup],
    options: &Options,
    out: &mut dyn Write,
) -> Result<Vec<Diagnostic>, WriteError> {
    let profile = &options.profile;
    check_profile(profile)?;
    let place = Place::new(profile, drawing.page);
    check_reach(drawing, profile, &place)?;
    let templates = Templates::new(profile)?;
    let mut writer = Writer {
        options,
        place,
        page: drawing.page,
        out: BufWriter::with_capacity(1 << 16, out),
        at: (0, 0),
        way: (0, 0),
        index: 0,
        told_feed: None,
        arcs: profile.arcs && place.keeps_circles(),
    };
    writer.template(&templates.begin, None, profile.up_dwell_s)?;
    let (mut notes, mut pen) = (Vec::new(), None);
    for (number, layer) in drawing.layers.iter().enumerate().filter(|(_, layer)| !layer.paths.is_empty()) {
        let setup = setups.get(number);
        let here = Here::new(number, layer, setup, profile);
        let stops = setup.is_some_and(|setup| setup.pause_before);
        if pen.replace(here.pen).is_some_and(|before| before != here.pen) && !stops && !templates.tell_pen() {
            notes.push(same_pen(&here));
        }
        let here = Some(&here);
        writer.template(&templates.layer_begin, here, profile.up_dwell_s)?;
        if stops {
            writer.template(&templates.pause, here, profile.up_dwell_s)?;
        }
        for path in &layer.paths {
            writer.index += 1;
            writer.travel(path.start)?;
            writer.template(&templates.pen_down, here, profile.down_dwell_s)?;
            writer.told_feed = None;
            for (from, segment) in path.pieces() {
                writer.draw(from, segment, here)?;
            }
            writer.template(&templates.pen_up, here, profile.up_dwell_s)?;
        }
        writer.template(&templates.layer_end, here, profile.up_dwell_s)?;
    }
    writer.template(&templates.end, None, profile.up_dwell_s)?;
    writer.out.flush()?;
    Ok(notes)
}

/// A layer that wants another pen, of a machine that nobody tells.
fn same_pen(here: &Here<'_>) -> Diagnostic {
    Diagnostic {
        kind: "pen-not-changed".to_owned(),
        severity: Severity::Warning,
        message: format!(
            "Nothing tells the machine to change to pen {}: ask for a pause before layers, or put {{pen}} into a template",
            here.pen
        ),
        layer: Some(here.layer.name.clone()),
        element: None,
        x_mm: None,
        y_mm: None,
    }
}

fn check_profile(profile: &Profile) -> Result<(), WriteError> {
    let wrong = |what: &str| Err(WriteError::Profile(what.to_owned()));
    let positive = |value: f64| value > 0.0 && value.is_finite();
    if profile.decimals > 6 {
        return wrong("more than 6 decimals are not for machines");
    }
    if !profile.scale.iter().all(|scale| scale.is_finite() && scale.abs() > 1e-9) {
        return wrong("a scale of nothing leaves nothing of the drawing");
    }
    if !positive(profile.draw_feed_mm_per_min) || !profile.travel_feed_mm_per_min.is_none_or(positive) {
        return wrong("feeds have to be above 0");
    }
    let finite = [
        profile.down,
        profile.up,
        profile.down_dwell_s,
        profile.up_dwell_s,
        profile.offset_mm[0],
        profile.offset_mm[1],
    ];
    if !finite.iter().all(|value| value.is_finite()) {
        return wrong("its figures have to be finite");
    }
    Ok(())
}

fn check_reach(drawing: &Drawing, profile: &Profile, place: &Place) -> Result<(), WriteError> {
    let (Some([width, height]), Some(bounds)) = (profile.area_mm, drawing.bounds()) else { return Ok(()) };
    let bounds = Rect::from_points(
        place.machine_mm(Point::new(bounds.x0, bounds.y0)),
        place.machine_mm(Point::new(bounds.x1, bounds.y1)),
    );
    let beyond = [
        (-bounds.x0, 'X', "lower"),
        (bounds.x1 - width, 'X', "upper"),
        (-bounds.y0, 'Y', "lower"),
        (bounds.y1 - height, 'Y', "upper"),
    ];
    // What rounding makes of a line on the edge is not beyond it.
    let worst = beyond.into_iter().filter(|(by, ..)| *by > 1e-6).max_by(|a, b| a.0.total_cmp(&b.0));
    match worst {
        Some((by_mm, axis, side)) => Err(WriteError::OutOfReach { axis, side, by_mm }),
        None => Ok(()),
    }
}

struct Templates {
    begin: Template,
    end: Template,
    pen_down: Template,
    pen_up: Template,
    layer_begin: Template,
    layer_end: Template,
    pause: Template,
}

impl Templates {
    fn new(profile: &Profile) -> Result<Self, WriteError> {
        let parse = |name: &'static str, source: &str, known| {
            Template::parse(source, profile.comments, known)
                .map_err(|source| WriteError::Template { template: name, source })
        };
        Ok(Self {
            begin: parse("begin", &profile.begin, FILE)?,
            end: parse("end", &profile.end, FILE)?,
            pen_down: parse("pen_down", &profile.pen_down, PATH)?,
            pen_up: parse("pen_up", &profile.pen_up, PATH)?,
            layer_begin: parse("layer_begin", &profile.layer_begin, LAYER)?,
            layer_end: parse("layer_end", &profile.layer_end, LAYER)?,
            pause: parse("pause", &profile.pause, LAYER)?,
        })
    }

    /// The machine hears which pen draws, and not in a comment only.
    fn tell_pen(&self) -> bool {
        let before_paths = [&self.layer_begin, &self.pen_down];
        before_paths.into_iter().any(|template| template.commands(Variable::Pen))
    }
}

/// The layer that is being drawn.
struct Here<'a> {
    number: usize,
    layer: &'a Layer,
    pen: u32,
    prompt: Option<&'a str>,
    feed_mm_per_min: f64,
}

impl<'a> Here<'a> {
    fn new(number: usize, layer: &'a Layer, setup: Option<&'a LayerSetup>, profile: &Profile) -> Self {
        let speed =
            setup.and_then(|setup| setup.speed_mm_per_s).filter(|speed| *speed > 0.0 && speed.is_finite());
        Self {
            number,
            layer,
            pen: setup.map_or(number as u32 + 1, |setup| setup.pen),
            prompt: setup.and_then(|setup| setup.prompt.as_deref()),
            feed_mm_per_min: speed.map_or(profile.draw_feed_mm_per_min, |speed| speed * 60.0),
        }
    }
}

struct Writer<'a> {
    options: &'a Options,
    place: Place,
    page: Page,
    out: BufWriter<&'a mut dyn Write>,
    at: Steps,
    /// The last move.
    way: Steps,
    index: usize,
    /// Feed that the machine heard since the pen went down.
    told_feed: Option<f64>,
    arcs: bool,
}

impl Writer<'_> {
    fn template(
        &mut self,
        template: &Template,
        here: Option<&Here<'_>>,
        dwell_s: f64,
    ) -> Result<(), WriteError> {
        let Self { options, place, page, out, at, way, index, .. } = self;
        let profile = &options.profile;
        let value = |variable: Variable, text: &mut String| {
            use Variable as V;
            // Writing to a string cannot fail.
            let _ = match (variable, here) {
                (V::Unit, _) => write!(text, "{}", profile.unit.name()),
                (V::Width, _) => write!(text, "{}", place.length(page.width_mm)),
                (V::Height, _) => write!(text, "{}", place.length(page.height_mm)),
                (V::Down, _) => write!(text, "{}", profile.down),
                (V::Up, _) => write!(text, "{}", profile.up),
                (V::DwellS, _) => write!(text, "{dwell_s}"),
                (V::DwellMs, _) => write!(text, "{}", (dwell_s * 1000.0).round()),
                (V::X, _) => write!(text, "{}", place.number(at.0)),
                (V::Y, _) => write!(text, "{}", place.number(at.1)),
                (V::Dx, _) => write!(text, "{}", place.number(way.0)),
                (V::Dy, _) => write!(text, "{}", place.number(way.1)),
                (V::Index, _) => write!(text, "{index}"),
                (V::LayerId, Some(here)) => write!(text, "{}", here.number + 1),
                (V::LayerName, Some(here)) => write!(text, "{}", Words(&here.layer.name)),
                (V::Pen, Some(here)) => write!(text, "{}", here.pen),
                (V::Feed, Some(here)) => write!(text, "{}", feed(profile.unit, here.feed_mm_per_min)),
                (V::Prompt, Some(here)) => match here.prompt {
                    Some(prompt) => write!(text, "{}", Words(prompt)),
                    None => write!(text, "pen {} for {}", here.pen, Words(&here.layer.name)),
                },
                // Templates of the whole file cannot name variables of a layer.
                (V::LayerId | V::LayerName | V::Pen | V::Feed | V::Prompt, None) => Ok(()),
            };
        };
        template.fill(profile.longest_line, &value, &mut |line| Ok(writeln!(out, "{line}")?))
    }

    fn travel(&mut self, to: Point) -> Result<(), WriteError> {
        let to = self.place.steps(to);
        let start = self.target(to);
        match self.options.profile.travel_feed_mm_per_min {
            _ if self.options.profile.relative && to == self.at => {}
            None => writeln!(self.out, "G0 {start}")?,
            Some(mm_per_min) => {
                writeln!(self.out, "G1 {start} F{}", feed(self.options.profile.unit, mm_per_min))?;
            }
        }
        self.go(to);
        Ok(())
    }

    fn draw(&mut self, from: Point, segment: &Segment, here: Option<&Here<'_>>) -> Result<(), WriteError> {
        let tolerance_mm = self.options.tolerance_mm;
        match *segment {
            Segment::Line { to } => self.line(to, here),
            Segment::Arc { bulge, .. } if self.arcs => self.arc(from, segment, bulge, here),
            Segment::Cubic { c1, c2, to } if self.arcs => {
                let (mut from, mut result) = (from, Ok(()));
                arcs::cubic(from, c1, c2, to, tolerance_mm, &mut |piece| {
                    if result.is_ok() {
                        result = self.draw(from, &piece, here);
                    }
                    from = piece.to();
                });
                result
            }
            Segment::Arc { .. } | Segment::Cubic { .. } => self.flattened(from, segment, here),
        }
    }

    fn flattened(
        &mut self,
        from: Point,
        segment: &Segment,
        here: Option<&Here<'_>>,
    ) -> Result<(), WriteError> {
        let mut result = Ok(());
        crate::model::flatten_segment(segment, from, self.options.tolerance_mm, &mut |_, point| {
            if result.is_ok() {
                result = self.line(point, here);
            }
        });
        result
    }

    fn line(&mut self, to: Point, here: Option<&Here<'_>>) -> Result<(), WriteError> {
        let to = self.place.steps(to);
        if to == self.at {
            return Ok(());
        }
        let target = self.target(to);
        write!(self.out, "G1 {target}")?;
        self.end_of_move(to, here)
    }

    fn arc(
        &mut self,
        from: Point,
        arc: &Segment,
        bulge: f64,
        here: Option<&Here<'_>>,
    ) -> Result<(), WriteError> {
        let sweep = 4.0 * bulge.atan().abs();
        let chord = arc.to().distance(from);
        let radius = chord * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
        // Where the middle of the arc is hardly off its chord, a line is as good.
        let flat = chord * bulge.abs() / 2.0 * self.place.steps_per_mm() < 0.5;
        if flat || !radius.is_finite() || radius > LARGEST_RADIUS_MM {
            return self.flattened(from, arc, here);
        }
        let parts = (sweep / LARGEST_SWEEP - 1e-9).ceil().max(1.0) as u32;
        for part in 0..parts {
            let share = |part: u32| f64::from(part) / f64::from(parts);
            let (_, piece) = arc.piece(from, share(part)..share(part + 1));
            let Segment::Arc { to, bulge } = piece else { continue };
            self.one_arc(to, bulge, here)?;
        }
        Ok(())
    }

    /// The centre belongs to the ends as they are written, so that both have the same radius.
    fn one_arc(&mut self, to: Point, bulge: f64, here: Option<&Here<'_>>) -> Result<(), WriteError> {
        let to = self.place.steps(to);
        let (dx, dy) = ((to.0 - self.at.0) as f64, (to.1 - self.at.1) as f64);
        if dx == 0.0 && dy == 0.0 {
            return Ok(());
        }
        let bulge = if self.place.mirrors() { -bulge } else { bulge };
        let aside = (1.0 - bulge * bulge) / (4.0 * bulge);
        let center = (dx / 2.0 - dy * aside, dy / 2.0 + dx * aside);
        let word = if bulge > 0.0 { "G3" } else { "G2" };
        let target = self.target(to);
        let (i, j) = (self.place.number(center.0.round() as i64), self.place.number(center.1.round() as i64));
        write!(self.out, "{word} {target} I{i} J{j}")?;
        self.end_of_move(to, here)
    }

    fn end_of_move(&mut self, to: Steps, here: Option<&Here<'_>>) -> Result<(), WriteError> {
        let mm_per_min = here.map_or(self.options.profile.draw_feed_mm_per_min, |here| here.feed_mm_per_min);
        if self.told_feed != Some(mm_per_min) {
            self.told_feed = Some(mm_per_min);
            write!(self.out, " F{}", feed(self.options.profile.unit, mm_per_min))?;
        }
        self.out.write_all(b"\n")?;
        self.go(to);
        Ok(())
    }

    fn target(&self, to: Steps) -> Target {
        let (x, y) = if self.options.profile.relative { (to.0 - self.at.0, to.1 - self.at.1) } else { to };
        Target { x: self.place.number(x), y: self.place.number(y) }
    }

    fn go(&mut self, to: Steps) {
        self.way = (to.0 - self.at.0, to.1 - self.at.1);
        self.at = to;
    }
}

/// In the machine's unit a minute, with three decimals at most.
fn feed(unit: Unit, mm_per_min: f64) -> f64 {
    (mm_per_min / unit.mm() * 1000.0).round() / 1000.0
}

struct Target {
    x: Fixed,
    y: Fixed,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "X{} Y{}", self.x, self.y)
    }
}
