//! Proves a nest: reads nothing but parts, placements and sheets, on true arcs, and shares nothing with the
//! engine that made it.
//!
//! Distances between contours come from lines and arcs themselves. Overlaps are areas: where two contours
//! cross, both parts are followed by fine edges and cut with one another.

mod distance;
mod overlap;

use super::{Placement, place};
use crate::parts::{Contour, Part};
use kurbo::{Point, Rect};

/// A gap may be short by this much, in mm.
pub const GAP_SLACK_MM: f64 = 1e-3;
/// Two parts may overlap by this share of the smaller one's area.
pub const OVERLAP_SHARE: f64 = 1e-6;

/// What a nest has to keep to.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    /// Every part with how many of it were wanted.
    pub parts: Vec<(&'a Part, usize)>,
    /// Each used sheet: its edge, with defects as holes.
    pub sheets: Vec<Part>,
    /// Least distance between parts in mm.
    pub gap_mm: f64,
    /// Least distance to the edge of the sheet and to defects in mm.
    pub margin_mm: f64,
    /// How many of each part are said to be left over.
    pub unplaced: Vec<usize>,
}

/// What is wrong with a nest.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Fault {
    /// A placement names what is not there.
    #[error("placement {placement} names a part, copy or sheet that is not there")]
    Unknown {
        /// Index of the placement.
        placement: usize,
    },
    /// Copies are missing, doubled or too many.
    #[error("part {part} lies {placed} times on the sheets, not {wanted} times")]
    Quantity {
        /// Index of the part.
        part: usize,
        /// Different copies on the sheets.
        placed: usize,
        /// Wanted less those said to be left over.
        wanted: usize,
    },
    /// Two parts overlap.
    #[error("placements {first} and {second} overlap by {area_mm2:.6} mm²")]
    Overlap {
        /// Index of one placement.
        first: usize,
        /// Index of the other one.
        second: usize,
        /// By how much.
        area_mm2: f64,
    },
    /// Two parts are too close.
    #[error("placements {first} and {second} are {distance_mm:.6} mm apart")]
    Gap {
        /// Index of one placement.
        first: usize,
        /// Index of the other one.
        second: usize,
        /// Their distance.
        distance_mm: f64,
    },
    /// A part is outside or too close to the edge or a defect.
    #[error("placement {placement} is {short_mm:.6} mm too far out")]
    Outside {
        /// Index of the placement.
        placement: usize,
        /// By how much at least.
        short_mm: f64,
    },
}

/// Checks a nest.
///
/// # Errors
/// The first fault found.
pub fn check(rules: &Rules<'_>, placements: &[Placement]) -> Result<(), Fault> {
    quantities(rules, placements)?;
    let mut placed = Vec::with_capacity(placements.len());
    for (index, placement) in placements.iter().enumerate() {
        let part = place(rules.parts[placement.part].0, placement)
            .map_err(|_| Fault::Unknown { placement: index })?;
        inside(rules, placement.sheet, &part, index)?;
        placed.push((placement.sheet, part));
    }
    // By left edge, so that only neighbours are compared.
    let mut order: Vec<usize> = (0..placed.len()).collect();
    order.sort_by(|&a, &b| placed[a].1.bounds().x0.total_cmp(&placed[b].1.bounds().x0));
    for (nth, &first) in order.iter().enumerate() {
        let reach = placed[first].1.bounds().x1 + rules.gap_mm;
        let near = order[nth + 1..].iter().take_while(|&&second| placed[second].1.bounds().x0 <= reach);
        for &second in near {
            if placed[first].0 == placed[second].0 {
                apart(rules.gap_mm, (first, &placed[first].1), (second, &placed[second].1))?;
            }
        }
    }
    Ok(())
}

fn quantities(rules: &Rules<'_>, placements: &[Placement]) -> Result<(), Fault> {
    let mut seen: Vec<Vec<bool>> = rules.parts.iter().map(|(_, wanted)| vec![false; *wanted]).collect();
    for (index, placement) in placements.iter().enumerate() {
        let copy = seen.get_mut(placement.part).and_then(|copies| copies.get_mut(placement.copy));
        match copy {
            Some(copy) if placement.sheet < rules.sheets.len() && !*copy => *copy = true,
            _ => return Err(Fault::Unknown { placement: index }),
        }
    }
    for (part, copies) in seen.iter().enumerate() {
        let placed = copies.iter().filter(|copy| **copy).count();
        let left = rules.unplaced.get(part).copied().unwrap_or(0);
        if placed + left != copies.len() {
            return Err(Fault::Quantity { part, placed, wanted: copies.len().saturating_sub(left) });
        }
    }
    Ok(())
}

fn inside(rules: &Rules<'_>, sheet: usize, part: &Part, placement: usize) -> Result<(), Fault> {
    let sheet = &rules.sheets[sheet];
    for edge in sheet.contours() {
        let distance_mm = distance::between(edge, &part.outer, rules.margin_mm);
        let crosses = distance_mm == 0.0 && distance::crosses_by(edge, &part.outer) > GAP_SLACK_MM;
        let short_mm = rules.margin_mm - distance_mm;
        if crosses || short_mm > GAP_SLACK_MM {
            return Err(Fault::Outside { placement, short_mm });
        }
    }
    let a_point = inner_point(part);
    let covers_a_defect = sheet.holes.iter().any(|hole| part.contains(inner_point_of(hole)));
    if !sheet.outer.contains(a_point)
        || covers_a_defect
        || sheet.holes.iter().any(|hole| hole.contains(a_point))
    {
        return Err(Fault::Outside { placement, short_mm: rules.margin_mm });
    }
    Ok(())
}

fn apart(gap_mm: f64, (first, a): (usize, &Part), (second, b): (usize, &Part)) -> Result<(), Fault> {
    let grown = a.bounds().inflate(gap_mm, gap_mm);
    if !touch(grown, b.bounds()) {
        return Ok(());
    }
    let mut distance_mm = f64::INFINITY;
    for one in a.contours() {
        for other in b.contours() {
            distance_mm = distance_mm.min(distance::between(one, other, gap_mm));
        }
    }
    if distance_mm > 0.0 {
        let within = a.contains(inner_point(b)) || b.contains(inner_point(a));
        if within {
            let area_mm2 = a.net_area_mm2().min(b.net_area_mm2());
            return Err(Fault::Overlap { first, second, area_mm2 });
        }
    } else {
        let area_mm2 = overlap::area_mm2(a, b);
        if area_mm2 > OVERLAP_SHARE * a.net_area_mm2().min(b.net_area_mm2()) {
            return Err(Fault::Overlap { first, second, area_mm2 });
        }
    }
    if distance_mm < gap_mm - GAP_SLACK_MM {
        return Err(Fault::Gap { first, second, distance_mm });
    }
    Ok(())
}

fn touch(a: Rect, b: Rect) -> bool {
    a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}

/// A point of the part's material: just inside the middle of an edge of its outline.
fn inner_point(part: &Part) -> Point {
    inner_point_of(&part.outer)
}

fn inner_point_of(contour: &Contour) -> Point {
    overlap::point_beside(contour)
}
