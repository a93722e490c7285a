//! Cuts a drawing to a shape: what lies outside is left out. Pieces of arcs and curves stay what they are.

use crate::cut::{Blade, Disc, Keep, cut};
use crate::{Progress, Stopped, tick};
use kurbo::{Point, Rect};
use penstock_drawing::Drawing;

/// What to cut to; in mm on the page.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Crop {
    /// The sheet, less a margin all around.
    Page {
        /// In mm.
        margin_mm: f64,
    },
    /// An upright rectangle.
    Rectangle(Rect),
    /// A circle.
    Circle {
        /// Its middle.
        center: Point,
        /// In mm.
        radius_mm: f64,
    },
}

/// Cuts every path; layers stay, also those with nothing left.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn crop(drawing: &mut Drawing, to: Crop, progress: &mut Progress<'_>) -> Result<(), Stopped> {
    let page = Rect::new(0.0, 0.0, drawing.page.width_mm, drawing.page.height_mm);
    let shape: Box<dyn Blade> = match to {
        Crop::Page { margin_mm } => Box::new(shrunk(page, margin_mm)),
        Crop::Rectangle(rect) => Box::new(rect.abs()),
        Crop::Circle { center, radius_mm } => Box::new(Disc { center, radius: radius_mm.max(0.0) }),
    };
    let (total, mut done) = (drawing.path_count(), 0);
    for layer in &mut drawing.layers {
        let paths = std::mem::take(&mut layer.paths);
        layer.paths = Vec::with_capacity(paths.len());
        for path in paths {
            tick(progress, done, total)?;
            done += 1;
            cut(path, &*shape, Keep::Inside, &mut layer.paths);
        }
    }
    Ok(())
}

/// A margin that leaves nothing leaves the middle line.
pub(crate) fn shrunk(rect: Rect, margin_mm: f64) -> Rect {
    let across = margin_mm.min(rect.width() / 2.0);
    let down = margin_mm.min(rect.height() / 2.0);
    rect.inset((-across, -down))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{arc, drawing, line};
    use penstock_drawing::Segment;

    #[test]
    fn what_hangs_over_the_sheet_is_cut_off() {
        let mut over = drawing(vec![line((-10.0, 20.0), (120.0, 20.0)), line((0.0, 60.0), (100.0, 60.0))]);
        crop(&mut over, Crop::Page { margin_mm: 5.0 }, &mut |_| true).unwrap();
        assert_eq!(over.layers[0].paths, [line((5.0, 20.0), (95.0, 20.0))]);
    }

    #[test]
    fn a_circle_cuts_lines_and_arcs_exactly() {
        let mut cross = drawing(vec![line((0.0, 25.0), (100.0, 25.0)), arc((50.0, 25.0), (90.0, 25.0), 1.0)]);
        let circle = Crop::Circle { center: Point::new(50.0, 25.0), radius_mm: 20.0 };
        crop(&mut cross, circle, &mut |_| true).unwrap();
        let [first, second] = &cross.layers[0].paths[..] else { panic!("{cross:?}") };
        assert!(
            first.start.distance(Point::new(30.0, 25.0)) < 1e-9
                && first.end().distance(Point::new(70.0, 25.0)) < 1e-9
        );
        assert!(matches!(second.segments[..], [Segment::Arc { .. }]));
        assert!((second.end().distance(Point::new(50.0, 25.0)) - 20.0).abs() < 1e-9);
    }

    #[test]
    fn a_rectangle_may_be_given_by_any_two_corners() {
        let mut cross = drawing(vec![line((0.0, 25.0), (100.0, 25.0))]);
        crop(&mut cross, Crop::Rectangle(Rect::new(60.0, 30.0, 40.0, 20.0)), &mut |_| true).unwrap();
        assert_eq!(cross.layers[0].paths, [line((40.0, 25.0), (60.0, 25.0))]);
    }
}
