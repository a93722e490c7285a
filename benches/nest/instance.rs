//! An instance: polygons with demands and angles, and the height of the strip.

use anyhow::Context as _;
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use penstock_toolpath::nest::Turns;
use penstock_toolpath::parts::{Contour, Part};
use serde_json::Value;

/// What is to be nested.
pub(super) struct Instance {
    pub(super) height_mm: f64,
    pub(super) parts: Vec<(Part, usize, Turns)>,
}

impl Instance {
    /// From a file as the published benchmark sets have it.
    pub(super) fn read(path: &std::path::Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let json: Value = serde_json::from_str(&text)?;
        let height_mm = json["strip_height"].as_f64().context("strip_height")?;
        let items = json["items"].as_array().context("items")?;
        let parts = items.iter().map(part).collect::<anyhow::Result<_>>()?;
        Ok(Self { height_mm, parts })
    }
}

fn part(item: &Value) -> anyhow::Result<(Part, usize, Turns)> {
    let corners = item["shape"]["data"].as_array().context("shape")?;
    let corner = |xy: &Value| Some(Point::new(xy[0].as_f64()?, xy[1].as_f64()?));
    let corners: Vec<Point> = corners.iter().map(corner).collect::<Option<_>>().context("corners")?;
    let &start = corners.first().context("a corner")?;
    let mut segments: Vec<Segment> = corners[1..].iter().map(|&to| Segment::Line { to }).collect();
    if corners.last() != Some(&start) {
        segments.push(Segment::Line { to: start });
    }
    let outer = Contour::new(Path { start, segments }, 0)?.turned(true);
    let name = item["id"].to_string();
    let turns = match item["allowed_orientations"].as_array() {
        Some(angles) => Turns::By(angles.iter().filter_map(Value::as_f64).collect()),
        None => Turns::Any,
    };
    let demand = item["demand"].as_u64().context("demand")? as usize;
    Ok((Part { name, outer, holes: Vec::new(), slits: Vec::new() }, demand, turns))
}
