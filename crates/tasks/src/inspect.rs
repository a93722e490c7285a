//! Looks at a drawing without doing anything to it.

use crate::cut::{self, CutParams, ENDINGS};
use crate::preview::{self, LayerFacts};
use crate::stage::Stage;
use crate::{
    Context, INSPECT, Input, MadeFile, Output, Task, TaskError, TaskInfo, picture_file, source, trace,
};
use penstock_drawing::Drawing;
use penstock_drawing::svg::ReadOptions;
use penstock_toolpath::time::Profile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Name of the picture that it makes.
const PREVIEW: &str = "drawing.preview";

/// The task `inspect`.
pub(crate) struct Inspect;

/// It takes no parameters.
#[derive(Clone, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InspectParams {}

/// What a file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct InspectReport {
    /// Sheet width in mm.
    width_mm: f64,
    /// Sheet height in mm.
    height_mm: f64,
    /// Seconds to draw it as it stands, on an AxiDraw with its default settings.
    time_s: f64,
    /// Its layers, bottom first.
    layers: Vec<LayerFacts>,
}

impl Task for Inspect {
    type Params = InspectParams;
    type Report = InspectReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: INSPECT,
            version: 1,
            title: "Inspect",
            summary: "Reads a drawing and shows what is in it",
            queue: "analysis",
            timeout_s: 120,
            accepts: ENDINGS,
            inputs: (1, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        _: &InspectParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<InspectReport>, TaskError> {
        if is_picture(&inputs[0].name) {
            return look_at_picture(&inputs[0], context);
        }
        let reading = Stage::new(context, "Reading the drawing", 0.0..0.7);
        let drawing = read(&inputs[0], context, &reading)?;
        let picturing = Stage::new(context, "Making the preview", 0.7..1.0);
        let meter = preview::write(&drawing, &[], Profile::AXIDRAW, context.out_dir(), PREVIEW, &picturing)?;
        let report = InspectReport {
            width_mm: drawing.page.width_mm,
            height_mm: drawing.page.height_mm,
            time_s: meter.total().time_s,
            layers: drawing.layers.iter().zip(meter.layers()).map(LayerFacts::new).collect(),
        };
        Ok(Output { report, files: vec![MadeFile::preview(PREVIEW)] })
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a file is a picture of pixels, by its ending.
#[must_use]
pub fn is_picture(name: &str) -> bool {
    picture_file::ENDINGS.contains(&ending(name).as_str())
}

/// Whether a file is a drawing, by its ending.
#[must_use]
pub fn is_drawing(name: &str) -> bool {
    ENDINGS.contains(&ending(name).as_str())
}

/// A picture has a size and tones, and no lines yet.
fn look_at_picture(input: &Input, context: &dyn Context) -> Result<Output<InspectReport>, TaskError> {
    let source = picture_file::read(input, context, &Stage::new(context, "Reading the picture", 0.0..0.7))?;
    let page = trace::page_of(&source, context)?;
    preview::write_tone(&source.grey, page, context.out_dir(), PREVIEW)?;
    let report =
        InspectReport { width_mm: page.width_mm, height_mm: page.height_mm, time_s: 0.0, layers: Vec::new() };
    Ok(Output { report, files: vec![MadeFile::preview(PREVIEW)] })
}

/// A DXF as those tasks read it that cut, anything else as what a pen draws.
fn read(input: &Input, context: &dyn Context, stage: &Stage<'_>) -> Result<Drawing, TaskError> {
    if ending(&input.name) == "dxf" {
        return Ok(cut::read(input, &CutParams::default(), context, stage)?.drawing);
    }
    source::read(input, &ReadOptions::default(), context, stage)
}
