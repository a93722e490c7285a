//! What hides what: the opaque areas of an artwork by place and by their height in the stack.

use crate::boxes::Boxes;
use crate::region::{Region, TOLERANCE_MM};
use crate::{Progress, Stopped, tick};
use kurbo::Rect;
use penstock_drawing::{Artwork, FillRule, Mark, Shape};
use std::collections::HashSet;

/// Which marks hide what lies below them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hides {
    /// Opaque areas.
    Areas,
    /// Opaque areas, and what closed lines enclose.
    AreasAndClosedLines,
}

/// One of them.
pub(crate) struct Cover {
    pub(crate) region: Region,
    pub(crate) bounds: Rect,
    pub(crate) stack: u32,
}

/// All of them.
pub(crate) struct Stack {
    covers: Vec<Cover>,
    boxes: Boxes,
}

impl Stack {
    /// # Errors
    /// [`Stopped`] when `progress` says so.
    pub(crate) fn new(artwork: &Artwork, hides: Hides, progress: &mut Progress<'_>) -> Result<Self, Stopped> {
        let marks: Vec<&Mark> = artwork.layers.iter().flat_map(|layer| &layer.marks).collect();
        // The line around an area is part of its shape: the area would otherwise be hidden by it.
        let stroked: HashSet<u32> =
            marks.iter().filter(|mark| mark.stroked).filter_map(|mark| mark.element).collect();
        let mut covers = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            tick(progress, at, marks.len())?;
            let region = match &mark.shape {
                Shape::Area { rings, rule } if mark.opaque => Region::new(rings, *rule, TOLERANCE_MM),
                Shape::Stroke(path) if hides == Hides::AreasAndClosedLines && path.is_closed() => {
                    if mark.element.is_some_and(|element| stroked.contains(&element)) {
                        continue;
                    }
                    Region::new(std::slice::from_ref(path), FillRule::NonZero, TOLERANCE_MM)
                }
                _ => continue,
            };
            if let Some(bounds) = region.bounds() {
                covers.push(Cover { region, bounds, stack: mark.stack });
            }
        }
        let bounds: Vec<Rect> = covers.iter().map(|cover| cover.bounds).collect();
        Ok(Self { covers, boxes: Boxes::new(&bounds) })
    }

    /// Replaces `found` with the numbers of what lies above this height and may meet this box.
    pub(crate) fn above(&self, stack: u32, bounds: Rect, found: &mut Vec<u32>) {
        self.boxes.numbers_near(bounds, found);
        found.retain(|&number| {
            let cover = &self.covers[number as usize];
            let apart = cover.bounds.x1 < bounds.x0
                || cover.bounds.x0 > bounds.x1
                || cover.bounds.y1 < bounds.y0
                || cover.bounds.y0 > bounds.y1;
            cover.stack > stack && !apart
        });
    }

    /// One by its number.
    pub(crate) fn cover(&self, number: u32) -> &Cover {
        &self.covers[number as usize]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.covers.len()
    }

    /// What of an area is not hidden by what lies above it.
    pub(crate) fn visible(&self, region: Region, stack: u32, found: &mut Vec<u32>) -> Region {
        let Some(bounds) = region.bounds() else { return region };
        self.above(stack, bounds, found);
        if found.is_empty() {
            return region;
        }
        region.minus(&Region::union(found.iter().map(|&number| &self.cover(number).region)))
    }
}
