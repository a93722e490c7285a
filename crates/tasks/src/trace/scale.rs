//! How large a pixel is.

use super::TraceParams;
use crate::{Context, Diagnostic, TaskError};
use kurbo::Point;
use penstock_drawing::Severity;
use schemars::JsonSchema;
use serde::Serialize;

/// What screens have had since the web began; nothing that a picture says.
const ASSUMED_DPI: f64 = 96.0;
const MM_PER_INCH: f64 = 25.4;
/// Two points nearer than this give no scale to rely on.
const NEAREST_PX: f64 = 2.0;
/// No sheet is larger, in mm.
const LARGEST_MM: f64 = 100_000.0;

/// Where the scale comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScaleFrom {
    /// The width of the whole picture was given.
    Width,
    /// The distance of two points was given.
    TwoPoints,
    /// The resolution was given.
    Dpi,
    /// The file states its resolution.
    File,
    /// Nobody said anything: 96 pixels an inch were assumed.
    Assumed,
}

/// Millimetres of a pixel's side.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Scale {
    pub(super) mm_per_px: f64,
    pub(super) from: ScaleFrom,
}

/// The scale that was given, or the file's.
///
/// # Errors
/// Bad input when more than one was given, or one that is none.
pub(super) fn scale(
    params: &TraceParams,
    width_px: usize,
    file_dpi: Option<f64>,
    context: &dyn Context,
) -> Result<Scale, TaskError> {
    let points = match (&params.scale_from, params.distance_mm) {
        (Some(points), Some(distance_mm)) => {
            Some(Scale { mm_per_px: distance_mm / distance_px(points)?, from: ScaleFrom::TwoPoints })
        }
        (None, None) => None,
        (Some(_), None) => return Err(bad("scale_from needs distance_mm: how far the two points are apart")),
        (None, Some(_)) => {
            return Err(bad("distance_mm needs scale_from: the two points that it is between"));
        }
    };
    let width = params
        .width_mm
        .map(|width_mm| Scale { mm_per_px: width_mm / width_px as f64, from: ScaleFrom::Width });
    let dpi = params.dpi.map(|dpi| Scale { mm_per_px: MM_PER_INCH / dpi, from: ScaleFrom::Dpi });
    let mut given = [width, points, dpi].into_iter().flatten();
    let first = given.next();
    if given.next().is_some() {
        return Err(bad("The scale is given more than once: by width_mm, by scale_from or by dpi"));
    }
    let stated = file_dpi.map(|dpi| Scale { mm_per_px: MM_PER_INCH / dpi, from: ScaleFrom::File });
    let scale = first.or(stated).unwrap_or_else(|| {
        context.diagnose(assumed(width_px));
        Scale { mm_per_px: MM_PER_INCH / ASSUMED_DPI, from: ScaleFrom::Assumed }
    });
    if scale.mm_per_px * width_px as f64 > LARGEST_MM {
        return Err(bad("With this scale the picture would be wider than 100 m"));
    }
    Ok(scale)
}

/// Distance of two points written as `x,y x,y`.
fn distance_px(text: &str) -> Result<f64, TaskError> {
    let numbers: Option<Vec<f64>> = text
        .split([',', ' ', ';'])
        .filter(|word| !word.is_empty())
        .map(|word| word.parse::<f64>().ok().filter(|number| number.is_finite()))
        .collect();
    let Some([x0, y0, x1, y1]) = numbers.as_deref().and_then(|numbers| <[f64; 4]>::try_from(numbers).ok())
    else {
        return Err(bad(&format!("scale_from is {text:?}, not two points like 120,80 940,80")));
    };
    let distance = Point::new(x0, y0).distance(Point::new(x1, y1));
    if distance < NEAREST_PX {
        return Err(bad("The two points of scale_from are less than 2 pixels apart"));
    }
    Ok(distance)
}

fn bad(message: &str) -> TaskError {
    TaskError::BadInput {
        message: message.to_owned(),
        advice: Some("Give the width of the whole picture, two points and their distance, or dpi".to_owned()),
    }
}

fn assumed(width_px: usize) -> Diagnostic {
    let width_mm = width_px as f64 * MM_PER_INCH / ASSUMED_DPI;
    Diagnostic {
        kind: "assumed-scale".to_owned(),
        severity: Severity::Warning,
        message: format!(
            "The picture does not say how large it is: 96 pixels an inch are assumed, which makes it {width_mm:.1} mm wide"
        ),
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    }
}
