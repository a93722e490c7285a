//! From what a file shows to what pens draw when nobody fills areas: strokes as they are, areas without
//! a stroke as their outlines.

use super::{Artwork, ArtworkLayer, Mark, Shape};
use crate::{Color, Diagnostic, Drawing, Layer, Path, Pen, Severity};
use std::collections::HashMap;

/// Widths that differ by less than this, in mm, are one pen.
const WIDTH_STEP_MM: f64 = 1e-3;

impl Artwork {
    /// Strokes as lines, and areas that have no stroke of their own as their outlines. An area in the
    /// colour of the paper is left out: a white background is no frame. Each layer gets the pen that most
    /// of its lines ask for; where they ask for no width, one of `default_pen_width_mm`.
    #[must_use]
    pub fn outlines(&self, default_pen_width_mm: f64) -> Drawing {
        let layer = |layer: &ArtworkLayer| Layer {
            name: layer.name.clone(),
            pen: pen(&layer.marks, default_pen_width_mm),
            paths: layer.marks.iter().filter(|mark| is_drawn(mark)).flat_map(copied).collect(),
        };
        Drawing { page: self.page, layers: drawn(self.layers.iter().map(layer)) }
    }

    /// As [`Artwork::outlines`], without a second copy of the lines in memory.
    #[must_use]
    pub fn into_outlines(self, default_pen_width_mm: f64) -> Drawing {
        let layer = |layer: ArtworkLayer| Layer {
            name: layer.name,
            pen: pen(&layer.marks, default_pen_width_mm),
            paths: layer.marks.into_iter().filter(is_drawn).flat_map(taken).collect(),
        };
        Drawing { page: self.page, layers: drawn(self.layers.into_iter().map(layer)) }
    }

    /// What [`Artwork::outlines`] does not carry over: areas that are only drawn as the line around them,
    /// and areas in the colour of the paper.
    #[must_use]
    pub fn about_outlines(&self) -> Vec<Diagnostic> {
        let areas = || {
            let marks = self.layers.iter().flat_map(|layer| &layer.marks);
            marks.filter(|mark| matches!(mark.shape, Shape::Area { .. }))
        };
        let stroked = areas().filter(|mark| mark.stroked && !mark.color.is_paper()).count();
        let white = areas().filter(|mark| !mark.stroked && mark.color.is_paper()).count();
        let note = |kind: &str, message| Diagnostic {
            kind: kind.to_owned(),
            severity: Severity::Note,
            message,
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        };
        let mut notes = Vec::new();
        if stroked > 0 {
            let message = format!("{stroked} filled shapes with a line around are drawn as that line only");
            notes.push(note("fill", message));
        }
        if white > 0 {
            let message = format!("{white} areas in the colour of the paper are left out");
            notes.push(note("paper-coloured", message));
        }
        notes
    }
}

fn drawn(layers: impl Iterator<Item = Layer>) -> Vec<Layer> {
    layers.filter(|layer| !layer.paths.is_empty()).collect()
}

fn is_drawn(mark: &Mark) -> bool {
    match mark.shape {
        Shape::Stroke(_) => true,
        Shape::Area { .. } => !mark.stroked && !mark.color.is_paper(),
    }
}

fn copied(mark: &Mark) -> Vec<Path> {
    match &mark.shape {
        Shape::Stroke(path) => vec![path.clone()],
        Shape::Area { rings, .. } => rings.clone(),
    }
}

fn taken(mark: Mark) -> Vec<Path> {
    match mark.shape {
        Shape::Stroke(path) => vec![path],
        Shape::Area { rings, .. } => rings,
    }
}

/// What most of the lines ask for.
fn pen(marks: &[Mark], default_width_mm: f64) -> Pen {
    let mut colors = Counts::default();
    let mut widths = Counts::default();
    for mark in marks.iter().filter(|mark| is_drawn(mark)) {
        let lines = match &mark.shape {
            Shape::Stroke(_) => 1,
            Shape::Area { rings, .. } => rings.len(),
        };
        colors.add(mark.color, lines);
        if let Some(width) = mark.width_mm {
            widths.add((width / WIDTH_STEP_MM).round().max(1.0) as u64, lines);
        }
    }
    let width = widths.most().map(|steps| steps as f64 * WIDTH_STEP_MM);
    Pen {
        color: colors.most().unwrap_or(Color::BLACK),
        width_mm: width.map_or(default_width_mm, |width| (width * 1e3).round() / 1e3),
    }
}

/// How often each was seen, and when first.
struct Counts<T>(HashMap<T, (usize, usize)>);

impl<T> Default for Counts<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Copy + Eq + std::hash::Hash> Counts<T> {
    fn add(&mut self, value: T, count: usize) {
        let seen = self.0.len();
        self.0.entry(value).or_insert((0, seen)).0 += count;
    }

    /// The most frequent one; among equals the one that came first.
    fn most(&self) -> Option<T> {
        let by_count = |(_, (count, first)): &(&T, &(usize, usize))| (*count, std::cmp::Reverse(*first));
        self.0.iter().max_by_key(by_count).map(|(&value, _)| value)
    }
}
