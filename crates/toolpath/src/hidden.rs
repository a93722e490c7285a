//! Removes hidden lines: what lies below an opaque area is left out, as if the picture were made of paper.
//!
//! The stacking order of the source decides. Lines, arcs and curves are cut where they pass under the
//! border of what hides them, and stay what they are; a line along that border stays. The lines of the
//! hiding shape itself lie above it and stay.

use crate::cut::{Keep, cut};
use crate::region::{Indexed, Region, TOLERANCE_MM};
use crate::stack::{Hides, Stack};
use crate::{Progress, Stopped, tick};
use kurbo::Rect;
use penstock_drawing::{Artwork, FillRule, Mark, Path, Shape};

/// What hides what lies below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum HiddenBy {
    /// Filled areas; in an artwork without any, closed lines.
    #[default]
    Either,
    /// Filled areas.
    Areas,
    /// Filled areas and closed lines.
    ClosedLines,
}

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HiddenOptions {
    /// What hides.
    pub by: HiddenBy,
    /// Areas are going to be drawn as the line around them: they become lines where they are cut. Else
    /// they stay areas, without the hidden part.
    pub areas_as_lines: bool,
}

/// What was hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HiddenLines {
    /// Lines and areas that are gone altogether.
    pub gone: u64,
    /// Lines and areas of which a part is gone.
    pub cut: u64,
}

/// Leaves out everything that is hidden.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn remove_hidden(
    artwork: &mut Artwork,
    options: HiddenOptions,
    progress: &mut Progress<'_>,
) -> Result<HiddenLines, Stopped> {
    let hides = match options.by {
        HiddenBy::Areas => Hides::Areas,
        HiddenBy::ClosedLines => Hides::AreasAndClosedLines,
        HiddenBy::Either if has_areas(artwork) => Hides::Areas,
        HiddenBy::Either => Hides::AreasAndClosedLines,
    };
    let stack = Stack::new(artwork, hides, &mut |f| progress(0.3 * f))?;
    // Made when something first lies below: most covers of a drawing hide nothing.
    let mut blades: Vec<Option<Indexed>> = (0..stack.len()).map(|_| None).collect();
    let total: usize = artwork.layers.iter().map(|layer| layer.marks.len()).sum();
    let (mut hidden, mut done, mut above) = (HiddenLines::default(), 0, Vec::new());
    for layer in &mut artwork.layers {
        let mut kept = Vec::with_capacity(layer.marks.len());
        for mark in std::mem::take(&mut layer.marks) {
            tick(&mut |f| progress(0.3 + 0.7 * f), done, total)?;
            done += 1;
            let Some(bounds) = bounds(&mark.shape) else { continue };
            stack.above(mark.stack, bounds, &mut above);
            if above.is_empty() {
                kept.push(mark);
                continue;
            }
            for &number in &above {
                let blade = &mut blades[number as usize];
                if blade.is_none() {
                    *blade = Indexed::new(&stack.cover(number).region);
                }
            }
            let over: Vec<&Indexed> =
                above.iter().filter_map(|&number| blades[number as usize].as_ref()).collect();
            let before = kept.len();
            match (&mark.shape, options.areas_as_lines && !mark.stroked && !mark.color.is_paper()) {
                (Shape::Stroke(path), _) => show_lines(&mark, std::slice::from_ref(path), &over, &mut kept),
                (Shape::Area { rings, .. }, true) => show_lines(&mark, rings, &over, &mut kept),
                (Shape::Area { rings, rule }, false) => {
                    let region = Region::new(rings, *rule, TOLERANCE_MM);
                    let visible = stack.visible(region.clone(), mark.stack, &mut above);
                    show_area(&mark, &region, &visible, &mut kept);
                }
            }
            if kept.len() == before {
                hidden.gone += 1;
            } else if kept.len() > before + 1 || kept[before] != mark {
                hidden.cut += 1;
            }
        }
        layer.marks = kept;
    }
    Ok(hidden)
}

fn has_areas(artwork: &Artwork) -> bool {
    let mut marks = artwork.layers.iter().flat_map(|layer| &layer.marks);
    marks.any(|mark| mark.opaque && matches!(mark.shape, Shape::Area { .. }))
}

fn bounds(shape: &Shape) -> Option<Rect> {
    match shape {
        Shape::Stroke(path) => path.bounds(),
        Shape::Area { rings, .. } => rings.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one)),
    }
}

/// Keeps what shows of lines, or of the line around an area; the mark as it is if that is all of it.
fn show_lines(mark: &Mark, lines: &[Path], over: &[&Indexed], kept: &mut Vec<Mark>) {
    let mut pieces = lines.to_vec();
    for &blade in over {
        let mut left = Vec::with_capacity(pieces.len());
        pieces.into_iter().for_each(|piece| cut(piece, blade, Keep::Outside, &mut left));
        pieces = left;
    }
    if pieces == lines {
        kept.push(mark.clone());
        return;
    }
    // An area that is no whole any more is the pieces of the line around it.
    let paint = Mark { shape: nothing(), stroked: false, ..mark.clone() };
    kept.extend(pieces.into_iter().map(|path| Mark { shape: Shape::Stroke(path), ..paint.clone() }));
}

/// Keeps what shows of an area; to the letter if that is all of it.
fn show_area(mark: &Mark, region: &Region, visible: &Region, kept: &mut Vec<Mark>) {
    if visible.is_empty() {
        return;
    }
    let is_whole = visible.area_mm2() >= region.area_mm2() * (1.0 - 1e-9);
    let shape = Shape::Area { rings: visible.paths().collect(), rule: FillRule::NonZero };
    kept.push(if is_whole { mark.clone() } else { Mark { shape, ..mark.clone() } });
}

fn nothing() -> Shape {
    Shape::Area { rings: Vec::new(), rule: FillRule::NonZero }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{arc, line, path, polygon};
    use kurbo::Point;
    use penstock_drawing::{ArtworkLayer, Color, Page, Segment};
    use proptest::prelude::*;

    fn square(x: f64, y: f64, side: f64) -> Path {
        polygon(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    }

    fn area(ring: Path) -> Mark {
        Mark::area(vec![ring], FillRule::NonZero, Color::BLACK)
    }

    fn stroke(path: Path) -> Mark {
        Mark::stroke(path, Color::BLACK, Some(0.3))
    }

    /// The bottom one first.
    fn stacked(marks: Vec<Mark>) -> Artwork {
        let marks =
            marks.into_iter().enumerate().map(|(at, mark)| Mark { stack: at as u32, ..mark }).collect();
        Artwork {
            page: Page { width_mm: 100.0, height_mm: 100.0 },
            layers: vec![ArtworkLayer { name: "all".to_owned(), marks }],
            elements: Vec::new(),
        }
    }

    fn removed(artwork: &mut Artwork, by: HiddenBy, areas_as_lines: bool) -> HiddenLines {
        remove_hidden(artwork, HiddenOptions { by, areas_as_lines }, &mut |_| true).unwrap()
    }

    fn lines(artwork: &Artwork) -> Vec<Path> {
        let lines = artwork.layers[0].marks.iter().filter_map(|mark| match &mark.shape {
            Shape::Stroke(path) => Some(path.clone()),
            Shape::Area { .. } => None,
        });
        lines.collect()
    }

    #[test]
    fn what_lies_below_an_area_is_cut_and_what_lies_above_stays() {
        let mut picture = stacked(vec![
            stroke(line((0.0, 15.0), (40.0, 15.0))),
            stroke(arc((12.0, 15.0), (18.0, 15.0), 1.0)),
            area(square(10.0, 10.0, 10.0)),
            stroke(square(10.0, 10.0, 10.0)),
            stroke(line((0.0, 16.0), (40.0, 16.0))),
        ]);
        let hidden = removed(&mut picture, HiddenBy::Either, false);
        assert_eq!(hidden, HiddenLines { gone: 1, cut: 1 });
        let left = [
            line((0.0, 15.0), (10.0, 15.0)),
            line((20.0, 15.0), (40.0, 15.0)),
            square(10.0, 10.0, 10.0),
            line((0.0, 16.0), (40.0, 16.0)),
        ];
        assert_eq!(lines(&picture), left);
    }

    #[test]
    fn arcs_and_curves_stay_what_they_are() {
        let curve = Segment::Cubic {
            c1: Point::new(10.0, 0.0),
            c2: Point::new(20.0, 40.0),
            to: Point::new(30.0, 20.0),
        };
        let mut picture = stacked(vec![
            stroke(arc((0.0, 20.0), (40.0, 20.0), 1.0)),
            stroke(Path { start: Point::new(0.0, 20.0), segments: vec![curve] }),
            area(square(15.0, -10.0, 15.0)),
            area(square(12.0, 15.0, 6.0)),
        ]);
        removed(&mut picture, HiddenBy::Areas, false);
        let kinds: Vec<_> = lines(&picture).iter().flat_map(|path| path.segments.clone()).collect();
        assert_eq!(kinds.iter().filter(|segment| matches!(segment, Segment::Arc { .. })).count(), 2);
        assert_eq!(kinds.iter().filter(|segment| matches!(segment, Segment::Cubic { .. })).count(), 2);
    }

    #[test]
    fn transparent_areas_hide_nothing() {
        let glass = Mark { opaque: false, ..area(square(10.0, 10.0, 10.0)) };
        let mut picture = stacked(vec![stroke(line((0.0, 15.0), (40.0, 15.0))), glass]);
        let before = picture.clone();
        assert_eq!(removed(&mut picture, HiddenBy::Areas, false), HiddenLines::default());
        assert_eq!(picture, before);
    }

    #[test]
    fn closed_lines_hide_when_asked_or_when_there_is_nothing_else() {
        let rings =
            || stacked(vec![stroke(line((0.0, 15.0), (40.0, 15.0))), stroke(square(10.0, 10.0, 10.0))]);
        for (by, pieces) in [(HiddenBy::Either, 3), (HiddenBy::ClosedLines, 3), (HiddenBy::Areas, 2)] {
            let mut picture = rings();
            removed(&mut picture, by, false);
            assert_eq!(lines(&picture).len(), pieces, "{by:?}");
        }
    }

    #[test]
    fn the_line_around_an_area_does_not_hide_it() {
        let shape = |mark: Mark| Mark { element: Some(0), ..mark };
        let filled = Mark { stroked: true, ..shape(area(square(10.0, 10.0, 10.0))) };
        let mut picture = stacked(vec![filled, shape(stroke(square(10.0, 10.0, 10.0)))]);
        assert_eq!(removed(&mut picture, HiddenBy::ClosedLines, false), HiddenLines::default());
    }

    #[test]
    fn areas_are_cut_as_areas_or_as_the_lines_around_them() {
        let two = || stacked(vec![area(square(0.0, 0.0, 20.0)), area(square(10.0, 10.0, 20.0))]);
        let mut areas = two();
        assert_eq!(removed(&mut areas, HiddenBy::Areas, false).cut, 1);
        let Shape::Area { rings, rule } = &areas.layers[0].marks[0].shape else { panic!("{areas:?}") };
        assert!((Region::new(rings, *rule, 0.01).area_mm2() - 300.0).abs() < 1e-3);
        let mut outlines = two();
        removed(&mut outlines, HiddenBy::Areas, true);
        let around = lines(&outlines);
        assert_eq!(around.len(), 1);
        assert!((around[0].length_mm() - 60.0).abs() < 1e-6);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn what_is_left_lies_outside_and_with_what_is_gone_it_is_all(path in path(), x in 0.0..80.0, y in 0.0..40.0, side in 1.0..40.0) {
            let mut picture = stacked(vec![stroke(path.clone()), area(square(x, y, side))]);
            removed(&mut picture, HiddenBy::Areas, false);
            let inside = Rect::new(x, y, x + side, y + side).inset(-0.005);
            // The same border cuts both: where a line grazes it, a nanometre moves the crossing far along.
            let border = Indexed::new(&Region::new(&[square(x, y, side)], FillRule::NonZero, TOLERANCE_MM)).unwrap();
            let mut gone = Vec::new();
            cut(path.clone(), &border, Keep::Inside, &mut gone);
            let left = lines(&picture);
            // What runs along the border is on both of its sides.
            let kept: Vec<_> = left.iter().flat_map(Path::pieces).collect();
            let cut_away = gone.iter().flat_map(Path::pieces).filter(|piece| !kept.contains(piece));
            let sum: f64 = kept.iter().copied().chain(cut_away).map(|(from, segment)| segment.length_mm(from)).sum();
            prop_assert!((sum - path.length_mm()).abs() < 0.01, "{} of {}: {:?} and {:?}", sum, path.length_mm(), left, gone);
            for (from, segment) in left.iter().flat_map(Path::pieces) {
                prop_assert!((0..=20).all(|step| !inside.contains(segment.point(from, f64::from(step) / 20.0))));
            }
            let around = Rect::new(x, y, x + side, y + side).inset(0.005);
            for (from, segment) in gone.iter().flat_map(Path::pieces) {
                prop_assert!((0..=20).all(|step| around.contains(segment.point(from, f64::from(step) / 20.0))));
            }
        }
    }
}
