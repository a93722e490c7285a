//! Fills every area of an artwork.

use super::{FillOptions, fill};
use crate::region::{Region, TOLERANCE_MM};
use crate::stack::{Hides, Stack};
use crate::{Progress, Stopped};
use penstock_drawing::{Artwork, Mark, Shape};

/// How to fill the areas of an artwork.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ArtworkFill {
    /// The same for all of them.
    pub options: FillOptions,
    /// Degrees by which rows are turned from each layer to the next.
    pub angle_step_deg: f64,
}

/// What was filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    /// Areas that became strokes.
    pub areas: u64,
    /// Areas in the colour of the paper: they hide what is below them, and need no ink.
    pub paper: u64,
    /// Areas that others hide altogether.
    pub hidden: u64,
    /// Strokes that were made.
    pub strokes: u64,
}

/// Replaces every area by the strokes that fill what shows of it: opaque areas that lie above are taken
/// off first, so that no ink goes where the picture shows another colour. The strokes have the area's
/// colour, group and place in the stack; lines stay as they are.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn fill_artwork(
    artwork: &mut Artwork,
    how: &ArtworkFill,
    progress: &mut Progress<'_>,
) -> Result<Filled, Stopped> {
    let stack = Stack::new(artwork, Hides::Areas, &mut |f| progress(0.2 * f))?;
    let is_area = |mark: &Mark| matches!(mark.shape, Shape::Area { .. });
    let total = artwork.layers.iter().flat_map(|layer| &layer.marks).filter(|mark| is_area(mark)).count();
    let (mut filled, mut above, mut done) = (Filled::default(), Vec::new(), 0usize);
    for (number, layer) in artwork.layers.iter_mut().enumerate() {
        if !layer.marks.iter().any(is_area) {
            continue;
        }
        let angle_deg = how.options.angle_deg + number as f64 * how.angle_step_deg;
        let options = FillOptions { angle_deg, ..how.options };
        let mut marks = Vec::with_capacity(layer.marks.len());
        for mark in std::mem::take(&mut layer.marks) {
            let Shape::Area { rings, rule } = &mark.shape else {
                marks.push(mark);
                continue;
            };
            let share = 0.8 / total as f64;
            let before = 0.2 + share * done as f64;
            done += 1;
            if mark.color.is_paper() {
                filled.paper += 1;
                continue;
            }
            let region = Region::new(rings, *rule, TOLERANCE_MM);
            let visible = stack.visible(region, mark.stack, &mut above);
            if visible.is_empty() {
                filled.hidden += 1;
                continue;
            }
            let strokes = fill(&visible, &options, &mut |f| progress(before + share * f))?;
            filled.areas += 1;
            filled.strokes += strokes.len() as u64;
            let width_mm = Some(options.pen_width_mm);
            // The rings are not copied along with every stroke.
            let paint = Mark { shape: Shape::Area { rings: Vec::new(), rule: *rule }, ..mark };
            marks.extend(strokes.into_iter().map(|path| Mark {
                shape: Shape::Stroke(path),
                width_mm,
                stroked: false,
                ..paint.clone()
            }));
        }
        layer.marks = marks;
    }
    Ok(filled)
}
