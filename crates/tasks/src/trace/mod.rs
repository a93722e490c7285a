//! Turns a picture into lines: outlines for cutting, middle lines for pens, hatching and stipple by tone.
//!
//! The page is the whole picture at its scale, and everything stays in its place on it.

mod params;
mod report;
mod scale;
mod vector;

pub use params::{Mode, TraceParams};
pub use report::{Fitting, TraceReport};
pub use scale::ScaleFrom;

use crate::files::write_whole;
use crate::picture_file;
use crate::source::look_over;
use crate::stage::Stage;
use crate::{
    Cancelled, Context, Diagnostic, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview,
};
use penstock_drawing::picture::SourcePicture;
use penstock_drawing::svg::{self, WriteOptions};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment, Severity, dxf};
use penstock_toolpath::order::{self, Method, OrderOptions, Rule};
use penstock_toolpath::stats::travel_mm;
use penstock_toolpath::time::Profile;
use serde_json::Value;

const SVG: &str = "trace.svg";
const DXF: &str = "trace.dxf";
const BEFORE: &str = "before.preview";
const AFTER: &str = "after.preview";

/// The task `trace`.
pub struct Trace;

impl Task for Trace {
    type Params = TraceParams;
    type Report = TraceReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "trace",
            version: 1,
            title: "Trace",
            summary: "Turns a picture into lines for a pen or a jet",
            queue: "conversion",
            timeout_s: 600,
            accepts: picture_file::ENDINGS,
            inputs: (1, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &TraceParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<TraceReport>, TaskError> {
        let folder = context.out_dir();
        let reading = Stage::new(context, "Reading the picture", 0.0..0.15);
        let source = picture_file::read(&inputs[0], context, &reading)?;
        let (width_px, height_px) = (source.grey.width(), source.grey.height());
        let scale = scale::scale(params, width_px, source.dpi, context)?;
        let mm_per_px = scale.mm_per_px;
        let page = Page { width_mm: width_px as f64 * mm_per_px, height_mm: height_px as f64 * mm_per_px };
        preview::write_tone(&source.grey, page, folder, BEFORE)?;
        let mut grey = source.grey;
        if params.invert {
            grey = grey.inverted();
        }
        if params.blur_px > 0.0 {
            grey = grey.blurred(params.blur_px);
        }
        let tracing = Stage::new(context, "Tracing the picture", 0.15..0.75);
        let found = vector::vector(&grey, params, mm_per_px, &tracing)?;
        let paths =
            in_order(found.paths, params.mode, &Stage::new(context, "Ordering the lines", 0.75..0.85))?;
        let pen = Pen { color: Color::BLACK, width_mm: params.pen_width_mm };
        let layer = Layer { name: layer_name(params.mode).to_owned(), pen, paths };
        let drawing = Drawing { page, layers: vec![layer] };
        look_over(&drawing, context);
        left_out(found.specks, found.small).for_each(|note| context.diagnose(note));

        let measuring = Stage::new(context, "Measuring the result", 0.85..0.95);
        preview::write(&drawing, &[], Profile::AXIDRAW, folder, AFTER, &measuring)?;
        Stage::new(context, "Writing the files", 0.95..1.0).at(0.0)?;
        let options =
            WriteOptions { title: Some(inputs[0].name.clone()), description: Some(recipe(params)?) };
        write_whole(folder, SVG, |out| svg::write(&drawing, &options, out))?;
        write_whole(folder, DXF, |out| dxf::write(&drawing, &dxf::WriteOptions::default(), out))?;
        let result = |name: &str, media_type: &str| MadeFile {
            name: name.to_owned(),
            role: FileRole::Result,
            media_type: media_type.to_owned(),
        };
        let report = TraceReport {
            mode: params.mode,
            width_px: width_px as u64,
            height_px: height_px as u64,
            width_mm: page.width_mm,
            height_mm: page.height_mm,
            mm_per_px,
            scale: scale.from,
            threshold: found.threshold,
            fitted: found.fitting,
            paths: drawing.path_count() as u64,
            draw_mm: drawing.draw_mm(),
            travel_mm: travel_mm(&drawing),
            specks: found.specks,
            small: found.small,
        };
        let files = vec![
            result(SVG, "image/svg+xml"),
            result(DXF, "image/vnd.dxf"),
            MadeFile::preview(BEFORE),
            MadeFile::preview(AFTER),
        ];
        Ok(Output { report, files })
    }
}

/// Little travel; for outlines what lies inside comes first, so that nothing is cut from a loose part.
fn in_order(paths: Vec<Path>, mode: Mode, stage: &Stage<'_>) -> Result<Vec<Path>, Cancelled> {
    let rule = if mode == Mode::Outline { Rule::InnerFirst } else { Rule::None };
    let options = OrderOptions { method: Method::Greedy, rule, ..OrderOptions::default() };
    let mut paths = order::order(paths, None, &options, &mut stage.goes_on()).map_err(|_| Cancelled)?;
    paths.iter_mut().for_each(begin_on_the_right);
    Ok(paths)
}

/// Lets a whole circle begin where circles begin in an SVG, so that it is written as one.
fn begin_on_the_right(path: &mut Path) {
    let &[Segment::Arc { to: half, bulge }, Segment::Arc { to, bulge: other }] = path.segments.as_slice()
    else {
        return;
    };
    let is_circle = to == path.start && bulge == other && bulge.abs() == 1.0 && half.y == to.y;
    if is_circle {
        let (left, right) = if half.x < to.x { (half, to) } else { (to, half) };
        let arc = |to| Segment::Arc { to, bulge: 1.0 };
        *path = Path { start: right, segments: vec![arc(left), arc(right)] };
    }
}

/// The page of a picture whose scale nobody gave, as this task takes it.
pub(crate) fn page_of(picture: &SourcePicture, context: &dyn Context) -> Result<Page, TaskError> {
    let (width_px, height_px) = (picture.grey.width(), picture.grey.height());
    let scale = scale::scale(&TraceParams::default(), width_px, picture.dpi, context)?;
    Ok(Page { width_mm: width_px as f64 * scale.mm_per_px, height_mm: height_px as f64 * scale.mm_per_px })
}

fn layer_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Outline => "Outlines",
        Mode::Centerline => "Centre lines",
        Mode::Hatch => "Hatching",
        Mode::Stipple => "Stipple",
    }
}

fn left_out(specks: u64, small: u64) -> impl Iterator<Item = Diagnostic> {
    let note = |kind: &str, count: u64, what: &str| Diagnostic {
        kind: kind.to_owned(),
        severity: Severity::Note,
        message: format!("{count} {what} left out"),
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    };
    let plural = |count: u64, one: &str, more: &str| (if count == 1 { one } else { more }).to_owned();
    let specks = (specks > 0).then(|| note("specks", specks, &plural(specks, "speck was", "specks were")));
    let words = ("shape below the smallest feature was", "shapes below the smallest feature were");
    let small = (small > 0).then(|| note("small-features", small, &plural(small, words.0, words.1)));
    [specks, small].into_iter().flatten()
}

/// What to type to make it again.
fn recipe(params: &TraceParams) -> Result<String, TaskError> {
    let params = serde_json::to_string(params).map_err(|source| TaskError::Io {
        what: "Writing the parameters".to_owned(),
        source: source.into(),
    })?;
    Ok(format!("penstock trace {params}"))
}
