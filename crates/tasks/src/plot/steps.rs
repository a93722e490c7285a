//! What each operation does to a drawing, in numbers.

use penstock_drawing::{Artwork, Drawing, Path, Shape};
use schemars::JsonSchema;
use serde::Serialize;

/// The effect of one operation.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// The operation, by the name of its parameter.
    pub name: String,
    /// Paths before it.
    pub paths_before: u64,
    /// Paths after it.
    pub paths_after: u64,
    /// Length with the pen up before it, in mm.
    pub travel_mm_before: f64,
    /// Length with the pen up after it, in mm.
    pub travel_mm_after: f64,
    /// Length with the pen down before it, in mm.
    pub draw_mm_before: f64,
    /// Length with the pen down after it, in mm.
    pub draw_mm_after: f64,
}

/// A drawing in numbers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Tally {
    pub(super) paths: u64,
    pub(super) travel_mm: f64,
    pub(super) draw_mm: f64,
}

impl Tally {
    /// Of a drawing whose lines are as long as before, but for `longer_mm`.
    pub(super) fn longer(&self, drawing: &Drawing, longer_mm: f64) -> Self {
        let way = Way::along(drawing.layers.iter().flat_map(|layer| &layer.paths));
        Self { paths: way.paths, travel_mm: way.travel_mm, draw_mm: self.draw_mm + longer_mm }
    }

    pub(super) fn of(drawing: &Drawing) -> Self {
        Self::along(drawing.layers.iter().flat_map(|layer| &layer.paths))
    }

    /// Of an artwork as the outlines that it would be drawn as.
    pub(super) fn of_artwork(artwork: &Artwork) -> Self {
        let marks = artwork.layers.iter().flat_map(|layer| &layer.marks);
        Self::along(marks.flat_map(|mark| match &mark.shape {
            Shape::Stroke(path) => std::slice::from_ref(path),
            Shape::Area { rings, .. } if !mark.stroked && !mark.color.is_paper() => rings,
            Shape::Area { .. } => &[],
        }))
    }

    fn along<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        let mut draw_mm = 0.0;
        let way = Way::along(paths.inspect(|path| draw_mm += path.length_mm()));
        Self { paths: way.paths, travel_mm: way.travel_mm, draw_mm }
    }
}

/// From path to path.
struct Way {
    paths: u64,
    travel_mm: f64,
}

impl Way {
    fn along<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        let (mut way, mut from) = (Self { paths: 0, travel_mm: 0.0 }, None);
        for path in paths {
            way.paths += 1;
            way.travel_mm += from.map_or(0.0, |from: kurbo::Point| from.distance(path.start));
            from = Some(path.end());
        }
        way
    }
}

/// The operations so far.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    pub(super) list: Vec<Step>,
    pub(super) now: Tally,
}

impl Steps {
    pub(super) fn from(now: Tally) -> Self {
        Self { list: Vec::new(), now }
    }

    /// An operation has made this of the drawing.
    pub(super) fn done(&mut self, name: &str, after: Tally) {
        self.list.push(Step {
            name: name.to_owned(),
            paths_before: self.now.paths,
            paths_after: after.paths,
            travel_mm_before: self.now.travel_mm,
            travel_mm_after: after.travel_mm,
            draw_mm_before: self.now.draw_mm,
            draw_mm_after: after.draw_mm,
        });
        self.now = after;
    }
}
