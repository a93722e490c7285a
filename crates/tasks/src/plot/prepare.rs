//! From the file to the drawing as it would be drawn in the order in which it comes: what is read, filled,
//! hidden, laid out and cut.

use super::groups;
use super::params::{OrderRule, PlotParams, Split, WideStrokes};
use super::steps::{Steps, Tally};
use crate::stage::Stage;
use crate::{Cancelled, Context, Input, TaskError, source};
use penstock_drawing::{Artwork, Diagnostic, Drawing, Severity, Shape};
use penstock_toolpath::{crop, fill, hidden, layout, pens, split};

/// Lines up to this share wider than the pen are as wide as it.
const WIDER: f64 = 1.05;

/// A drawing before its strokes are arranged.
pub(super) struct Prepared {
    pub(super) drawing: Drawing,
    /// Which layers belong together, where each group has one of its own.
    pub(super) groups: Option<Vec<usize>>,
    pub(super) steps: Steps,
}

/// Reads and prepares a drawing. Everything that a person should know goes to `context`.
pub(super) fn prepare(
    params: &PlotParams,
    input: &Input,
    context: &dyn Context,
    reading: &Stage<'_>,
    preparing: &Stage<'_>,
) -> Result<Prepared, TaskError> {
    let artwork = source::read_artwork(input, &params.reading(), context, reading)?;
    // Each operation gets an equal share of the bar: which of them takes long depends on the drawing.
    let part = |number: f64| move |fraction: f64| preparing.at((number + fraction) / 4.0).is_ok();
    let (artwork, mut steps) = shown(artwork, params, context, &part)?;
    let (mut drawing, groups) = lines(artwork, params, context);

    let layout = params.layout();
    if layout != layout::Layout::default() {
        let before = (drawing.page, steps.now);
        layout::lay_out(&mut drawing, &layout);
        let after = Tally::of(&drawing);
        if before != (drawing.page, after) {
            steps.done("layout", after);
        }
    }
    if let Some(shape) = params.cropping() {
        crop::crop(&mut drawing, shape, &mut part(3.0)).map_err(|_| Cancelled)?;
        steps.done("crop", Tally::of(&drawing));
    }
    if params.split == Split::All {
        split::split_all(&mut drawing);
        steps.done("split", steps.now.longer(&drawing, 0.0));
    }
    source::look_over(&drawing, context);
    Ok(Prepared { drawing, groups, steps })
}

/// What changes what the picture shows.
fn shown<P: FnMut(f64) -> bool>(
    mut artwork: Artwork,
    params: &PlotParams,
    context: &dyn Context,
    part: &dyn Fn(f64) -> P,
) -> Result<(Artwork, Steps), TaskError> {
    let mut steps = Steps::from(Tally::of_artwork(&artwork));
    if params.wide_strokes == WideStrokes::Area {
        if artwork.wide_strokes_as_areas(params.pen_mm()) > 0 {
            steps.done("wide_strokes", Tally::of_artwork(&artwork));
        }
    } else if let Some(note) = params.pen_width_mm.and_then(|pen_mm| wider_than_pen(&artwork, pen_mm)) {
        context.diagnose(note);
    }
    if params.hidden_lines {
        hidden::remove_hidden(&mut artwork, params.hiding(), &mut part(0.0)).map_err(|_| Cancelled)?;
        steps.done("hidden_lines", Tally::of_artwork(&artwork));
    }
    if let Some(how) = params.filling() {
        let filled = fill::fill_artwork(&mut artwork, &how, &mut part(1.0)).map_err(|_| Cancelled)?;
        steps.done("fill", Tally::of_artwork(&artwork));
        if filled.paper > 0 {
            let message = format!(
                "{} areas in the colour of the paper get no ink; what lies below them gets none there either",
                filled.paper
            );
            context.diagnose(note("paper-coloured", message));
        }
    }
    Ok((artwork, steps))
}

/// Gives every line its layer, and its layer a pen.
fn lines(mut artwork: Artwork, params: &PlotParams, context: &dyn Context) -> (Drawing, Option<Vec<usize>>) {
    artwork.about_outlines().into_iter().for_each(|note| context.diagnose(note));
    let by = params.pens_by();
    pens::regroup(&mut artwork, by, params.pen_mm());
    let groups = (params.order_rule == OrderRule::Group).then(|| groups::split(&mut artwork));
    let mut drawing = artwork.into_outlines(params.pen_mm());
    if let (Some(pen_mm), false) = (params.pen_width_mm, by == pens::PensBy::Width) {
        drawing.layers.iter_mut().for_each(|layer| layer.pen.width_mm = pen_mm);
    }
    (drawing, groups)
}

fn wider_than_pen(artwork: &Artwork, pen_mm: f64) -> Option<Diagnostic> {
    let marks = artwork.layers.iter().flat_map(|layer| &layer.marks);
    let wide = marks.filter(|mark| {
        matches!(mark.shape, Shape::Stroke(_)) && mark.width_mm.is_some_and(|width| width > pen_mm * WIDER)
    });
    let count = wide.count();
    let message = format!(
        "{count} lines are wider than the pen of {pen_mm} mm and drawn once along their middle; wide lines as areas covers them"
    );
    (count > 0).then(|| note("wide-stroke", message))
}

/// A note about the whole drawing.
pub(super) fn note(kind: &str, message: String) -> Diagnostic {
    Diagnostic {
        kind: kind.to_owned(),
        severity: Severity::Note,
        message,
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    }
}
