//! `worker_convert_image(image_path, **kwargs)`: outlines of a picture as a DXF.
//!
//! The original always fails, and where its converter is called otherwise it gives every shape a size and a
//! place of its own. Here shapes keep both, holes stay, and the drawing goes below the output folder as
//! `images/<stem>.dxf`. The longer side of the picture is 1200 mm, as the original's was, unless `width_mm`
//! or `dpi` says how large the picture is.

use super::overrides::Overrides;
use super::{only, with_notes};
use crate::adapters::errand::{Errand, Step, Stepped};
use crate::adapters::output::{Place, tidy};
use crate::adapters::source::Source;
use crate::adapters::{Adapter, Arguments};
use penstock_jobs::{Failure, FailureClass};
use serde_json::{Value, json};

/// Grey levels of the original's threshold.
const LEVELS: f64 = 255.0;
/// What the original gives the longer side of each shape; here it is the width of the picture.
const WIDTH_MM: f64 = 1200.0;

/// The adapter.
pub(crate) struct WorkerConvertImage;

impl Adapter for WorkerConvertImage {
    fn function(&self) -> &'static str {
        "wjp_analyser.api.queue_manager.worker_convert_image"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let (path, keyword) = call.bind_first("image_path")?;
        let path = call.text("image_path", &path)?;
        let mut overrides = Overrides::read(keyword)?;
        overrides.number("despeckle_px2", &["min_area"])?;
        overrides.number("threshold", &["threshold"])?;
        overrides.number("width_mm", &["width_mm", "size"])?;
        overrides.number("dpi", &["dpi"])?;
        let params = &mut overrides.params;
        if let Some(level) = params.get("threshold").and_then(Value::as_f64).filter(|level| *level > 1.0) {
            params.insert("threshold".to_owned(), json!(level / LEVELS));
        }
        if !params.contains_key("width_mm") && !params.contains_key("dpi") {
            params.insert("width_mm".to_owned(), json!(WIDTH_MM));
            overrides.notes.push(format!("width_mm: the picture was taken to be {WIDTH_MM} mm wide"));
        }
        overrides.params.insert("mode".to_owned(), json!("outline"));
        let (params, notes) = overrides.done();
        let source = Source::read(&path);
        let place = Place::new(format!("images/{}.dxf", tidy(&source.stem())))?;
        let step = Step {
            task: "trace",
            params,
            inputs: vec![(source.name("png"), source)],
            check: has_shapes,
            keep: Some(("trace.dxf", place)),
        };
        let answer = move |done: &[Stepped]| {
            let Stepped { report, kept } = only(done)?;
            Ok(with_notes(answer(report, kept.as_deref()), notes))
        };
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}

/// The original answered `polygons: 0` with an error inside.
fn has_shapes(report: &Value) -> Result<(), Failure> {
    if report["paths"].as_u64().is_some_and(|paths| paths > 0) {
        return Ok(());
    }
    Err(Failure::new(FailureClass::BadInput, "No outline was found in the picture")
        .advise("Try another threshold, or a smaller min_area"))
}

fn answer(report: &Value, dxf: Option<&str>) -> Value {
    let left_out = ["specks", "small"].iter().filter_map(|name| report[*name].as_u64()).sum::<u64>();
    let paths = report["paths"].as_u64().unwrap_or_default();
    json!({
        "polygons": paths,
        "contours_found": paths + left_out,
        "contours_after_filtering": paths,
        "contours_after_simplification": paths,
        "dxf_path": dxf,
        "width_mm": report["width_mm"],
        "height_mm": report["height_mm"],
        "fitted": report["fitted"],
    })
}
