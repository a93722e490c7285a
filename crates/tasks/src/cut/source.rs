//! Reads the drawing that a cutting task takes: a DXF, or an SVG.

use super::{CutParams, UnitsReport};
use crate::files::io_error;
use crate::stage::Stage;
use crate::{Cancelled, Context, Input, TaskError, source};
use kurbo::{Affine, Point};
use penstock_drawing::dxf::{self, ReadError};
use penstock_drawing::{Diagnostic, Diagnostics, Drawing, Severity, svg};
use std::cell::RefCell;
use std::fs;
use std::io::Read;
use std::path::Path;

/// Endings of the files that cutting tasks take.
pub(crate) const ENDINGS: &[&str] = &["dxf", "svg", "svgz"];

/// A bigger file is refused before it is read, as the DXF reader does.
const LARGEST_FILE: u64 = 200 << 20;

/// Paths and their segments together: a million single lines. Nobody cuts more, and to find parts among more
/// takes longer and more memory than a person expects of a check.
const MOST_SHAPES: u64 = 2_000_000;

/// A drawing to cut.
#[derive(Debug)]
pub(crate) struct CutDrawing {
    /// Its name without the ending, for people: `bracket`.
    pub(crate) name: String,
    /// Layers and paths in mm.
    pub(crate) drawing: Drawing,
    /// Where the file's origin is on the page in mm.
    pub(crate) origin_mm: Point,
    /// Its unit.
    pub(crate) units: UnitsReport,
    /// Millimetres in one unit of the file; in one pixel of an SVG.
    pub(crate) unit_mm: f64,
    /// `$ACADVER` of a DXF.
    pub(crate) version: Option<String>,
    /// What was left out or assumed, with its places, for whoever has to say that too little is left: empty, or
    /// begins with a colon.
    pub(crate) reasons: String,
}

/// Reads a file as a drawing to cut, in mm, and passes on what was found in it. Text stays text: it is not
/// cut, and said.
///
/// # Errors
/// [`TaskError::BadInput`] when it is neither a DXF nor an SVG, or holds nothing that could be cut;
/// [`TaskError::Cancelled`] when `stage` was.
pub(crate) fn read(
    input: &Input,
    params: &CutParams,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<CutDrawing, TaskError> {
    stage.at(0.0)?;
    let name = input.name.rsplit_once('.').map_or(input.name.as_str(), |(name, _)| name).to_owned();
    let reasons = Reasons { inner: context, heard: RefCell::default() };
    let mut read = if is_svg(input)? {
        read_svg(input, params, name, &reasons, stage)?
    } else {
        read_dxf(input, params, name, &reasons, stage)?
    };
    if read.drawing.path_count() == 0 {
        return Err(TaskError::BadInput {
            message: format!(
                "{} holds no lines that could be cut{}",
                input.name,
                reasons.in_words(Severity::Note)
            ),
            advice: Some(reasons.advice().to_owned()),
        });
    }
    // What is only a note keeps no line from being closed.
    read.reasons = reasons.in_words(Severity::Warning);
    Ok(read)
}

/// Passes everything on, and remembers why something was left out: where nothing is left, that is the answer.
struct Reasons<'a> {
    inner: &'a dyn Context,
    heard: RefCell<Vec<Diagnostic>>,
}

/// What is said of a file and takes no line away from it.
const NO_REASONS: [&str; 3] = ["nothing-to-cut", "units", "blank-lines"];
/// Reasons told in one sentence.
const MOST_REASONS: usize = 3;

impl Reasons<'_> {
    /// What to do when nothing is left.
    fn advice(&self) -> &'static str {
        if self.heard.borrow().iter().any(|diagnostic| diagnostic.kind == "paper-space") {
            "Copy the drawing from its layout sheet to model space, at full size, and save it again"
        } else {
            "Draw the part as lines, arcs, circles and polylines, on layers that are not frozen"
        }
    }

    /// The gravest reasons from this severity on, each once, with the place in the file: `: …; …`.
    fn in_words(&self, least: Severity) -> String {
        let mut heard = self.heard.borrow().clone();
        heard.retain(|diagnostic| {
            diagnostic.severity >= least && !NO_REASONS.contains(&diagnostic.kind.as_str())
        });
        heard.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        let mut told: Vec<&Diagnostic> = Vec::new();
        for diagnostic in &heard {
            if told.len() < MOST_REASONS && !told.iter().any(|known| known.kind == diagnostic.kind) {
                told.push(diagnostic);
            }
        }
        let words: Vec<String> = told.iter().map(|diagnostic| with_place(diagnostic)).collect();
        if words.is_empty() { String::new() } else { format!(": {}", words.join("; ")) }
    }
}

/// `message (line 12)`.
fn with_place(diagnostic: &Diagnostic) -> String {
    let message = &diagnostic.message;
    match &diagnostic.element {
        Some(element) if !message.contains(element.as_str()) => format!("{message} ({element})"),
        _ => message.clone(),
    }
}

impl Context for Reasons<'_> {
    fn out_dir(&self) -> &Path {
        self.inner.out_dir()
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        self.inner.progress(stage, fraction)
    }

    fn diagnose(&self, diagnostic: Diagnostic) {
        self.inner.diagnose(diagnostic.clone());
        self.heard.borrow_mut().push(diagnostic);
    }
}

/// By its first bytes, whatever its name: SVG begins with `<` or is compressed.
fn is_svg(input: &Input) -> Result<bool, TaskError> {
    let failed = |source| io_error(format!("Reading {}", input.name), source);
    let mut head = Vec::new();
    fs::File::open(&input.path).map_err(failed)?.take(256).read_to_end(&mut head).map_err(failed)?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    Ok(text.starts_with(b"<") || head.starts_with(b"\x1f\x8b"))
}

fn read_dxf(
    input: &Input,
    params: &CutParams,
    name: String,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<CutDrawing, TaskError> {
    let failed = |source| io_error(format!("Reading {}", input.name), source);
    let size = fs::metadata(&input.path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(TaskError::BadInput {
            message: format!("{} has more than {} MB: {} MB", input.name, LARGEST_FILE >> 20, size >> 20),
            advice: Some(format!("Split the drawing; files may have {} MB", LARGEST_FILE >> 20)),
        });
    }
    let bytes = fs::read(&input.path).map_err(failed)?;
    let mut diagnostics = Diagnostics::default();
    let mut done = 0.0f64;
    let mut progress = |doing: &str, fraction: Option<f64>| {
        done = fraction.map_or(done, |fraction| done.max(fraction));
        stage.at_doing(doing, done).is_ok()
    };
    let options = dxf::ReadOptions {
        units: params.units.as_read(),
        most_shapes: MOST_SHAPES,
        ..dxf::ReadOptions::default()
    };
    let read = dxf::read(&bytes, &options, &mut diagnostics, &mut progress);
    // What was assumed may explain why nothing could be read.
    diagnostics.into_vec().into_iter().for_each(|diagnostic| context.diagnose(diagnostic));
    let read = read.map_err(|error| refused(input, &error))?;
    Ok(CutDrawing {
        name,
        drawing: read.drawing,
        origin_mm: read.origin_mm,
        unit_mm: read.units.used.mm(),
        units: UnitsReport::from(&read.units),
        version: read.version,
        reasons: String::new(),
    })
}

fn refused(input: &Input, error: &ReadError) -> TaskError {
    match error {
        ReadError::Stopped => Cancelled.into(),
        error => TaskError::BadInput {
            message: format!("{}: {error}", input.name),
            advice: Some(match error {
                ReadError::TooLarge { .. } => {
                    "Take out what is not to be cut, or split the drawing; curves drawn as thousands of short lines are better as arcs".to_owned()
                }
                _ => "Open the file in the drawing program and save it as an ASCII DXF (R12 to 2018) again".to_owned(),
            }),
        },
    }
}

fn read_svg(
    input: &Input,
    params: &CutParams,
    name: String,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<CutDrawing, TaskError> {
    let options = svg::ReadOptions { text: svg::TextAs::LeaveOut, ..svg::ReadOptions::default() };
    let artwork = source::read_artwork(input, &options, context, stage)?;
    let mut drawing = artwork.into_outlines(options.default_pen_width_mm);
    let mut evidence =
        vec!["An SVG states its size in millimetres, or in pixels of which 96 are one inch".to_owned()];
    let mut unit_mm = 25.4 / 96.0;
    let used = match params.units.given() {
        // One user unit is a pixel, whatever it was meant to be.
        Some(unit) => {
            let scale = unit.mm() * 96.0 / 25.4;
            let map = Affine::scale(scale);
            for path in drawing.layers.iter_mut().flat_map(|layer| &mut layer.paths) {
                *path = path.transformed(map);
            }
            drawing.page.width_mm *= scale;
            drawing.page.height_mm *= scale;
            unit_mm = unit.mm();
            evidence.push(format!("As asked, one pixel is taken as one of its {unit}"));
            unit.name()
        }
        None => "millimetres",
    };
    let origin_mm = Point::new(0.0, drawing.page.height_mm);
    let units = UnitsReport { declared: None, used: used.to_owned(), ask: false, likely: None, evidence };
    Ok(CutDrawing { name, drawing, origin_mm, units, unit_mm, version: None, reasons: String::new() })
}
