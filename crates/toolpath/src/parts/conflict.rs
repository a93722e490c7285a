//! What no jet of a given width can cut apart: parts too close to each other, and lines that cross.
//!
//! Whoever makes a program finds out from its proof. This says why, in words of the drawing.

use super::Part;
use super::faults::spacing::{self, Between, Least};
use super::faults::{Pieces, crossings};
use crate::{Progress, Stopped};
use kurbo::Point;
use std::collections::HashSet;

/// A contour by its part and, for a hole, the number of the hole in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whose {
    /// Number of the part.
    pub part: usize,
    /// Number of the hole; none for the outline.
    pub hole: Option<usize>,
}

/// Two contours that cannot both come out as drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Conflict {
    /// The contours; the same one twice where it crosses itself.
    pub between: [Whose; 2],
    /// Where, in mm of the drawing.
    pub place: Point,
    /// How far they are apart in mm; none where they cross.
    pub apart_mm: Option<f64>,
}

/// Every conflict between contours: crossings first, then parts that are more than `forgiven_mm` closer than
/// `kerf_mm`, each pair once. A search that a hostile drawing makes endless ends early with what it has.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn conflicts(
    parts: &[Part],
    kerf_mm: f64,
    forgiven_mm: f64,
    progress: &mut Progress<'_>,
) -> Result<Vec<Conflict>, Stopped> {
    let owners: Vec<Whose> = parts
        .iter()
        .enumerate()
        .flat_map(|(part, one)| {
            let holes = (0..one.holes.len()).map(Some);
            std::iter::once(None).chain(holes).map(move |hole| Whose { part, hole })
        })
        .collect();
    let pieces = Pieces::new(parts.iter().flat_map(Part::contours).map(super::Contour::path));
    let (crossings, _) = crossings::find(&pieces, &mut |f| progress(f / 2.0))?;
    let mut pairs = HashSet::new();
    let mut found = Vec::new();
    for crossing in crossings {
        let [a, b] = crossing.lines;
        if pairs.insert((a.min(b), a.max(b))) {
            let between = [owners[a as usize], owners[b as usize]];
            found.push(Conflict { between, place: crossing.place, apart_mm: None });
        }
    }
    let least = Least { web_mm: 0.0, edge_mm: 0.0, parts_mm: kerf_mm - forgiven_mm };
    let (close, _) = spacing::find(parts, &pieces, least, &pairs, &mut |f| progress(0.5 + f / 2.0))?;
    found.extend(close.into_iter().filter(|close| close.between == Between::Parts).map(|close| {
        let between = close.contours.map(|contour| owners[contour as usize]);
        Conflict { between, place: close.place, apart_mm: Some(close.width_mm) }
    }));
    Ok(found)
}
