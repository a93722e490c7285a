//! Polygons without overlaps, and what can be done with them.

use crate::FillRule;
use i_overlay::core::fill_rule::FillRule as OverlayFill;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;
use i_overlay::float::single::SingleFloatOverlay;

/// Closed rings of corners in mm; the last is not the first again. What [`simple`] gives has no overlaps,
/// and its holes turn the other way, so that the rings of several can be put into one list.
pub(super) type Contours = Vec<Vec<[f64; 2]>>;

/// The same area without overlaps.
pub(super) fn simple(contours: &Contours, rule: FillRule) -> Contours {
    if contours.is_empty() {
        return Contours::new();
    }
    let rule = match rule {
        FillRule::NonZero => OverlayFill::NonZero,
        FillRule::EvenOdd => OverlayFill::EvenOdd,
    };
    let shapes = FloatOverlay::<[f64; 2]>::with_subj(contours).overlay(OverlayRule::Subject, rule);
    shapes.into_iter().flatten().collect()
}

/// Everything that is in one of them; of areas without overlaps.
pub(super) fn union(all: Vec<Contours>) -> Contours {
    simple(&all.into_iter().flatten().collect(), FillRule::NonZero)
}

/// What is in both; of areas without overlaps.
pub(super) fn intersection(one: &Contours, other: &Contours) -> Contours {
    combined(one, other, OverlayRule::Intersect)
}

/// What is in the first only; of areas without overlaps.
pub(super) fn difference(one: &Contours, other: &Contours) -> Contours {
    combined(one, other, OverlayRule::Difference)
}

fn combined(one: &Contours, other: &Contours, rule: OverlayRule) -> Contours {
    match (one.is_empty(), other.is_empty(), rule) {
        (true, _, _) => return Contours::new(),
        (_, true, OverlayRule::Difference) => return one.clone(),
        (_, true, _) => return Contours::new(),
        _ => {}
    }
    one.overlay(other, rule, OverlayFill::NonZero).into_iter().flatten().collect()
}
