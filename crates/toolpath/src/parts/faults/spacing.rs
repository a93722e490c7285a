//! How much material is left between contours: between the lines as they are drawn, not between filled
//! shapes.

use super::super::find::Found;
use super::crossings::MOST_LOOKS;
use super::index::Pieces;
use super::meeting::apart;
use crate::{Progress, Stopped, tick};
use kurbo::Point;
use std::collections::{BTreeMap, HashSet};

/// What two contours are to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::parts) enum Between {
    Holes,
    HoleAndOutline,
    Parts,
}

/// Two contours that are too close.
#[derive(Clone, Copy, Debug)]
pub(in crate::parts) struct Close {
    pub(in crate::parts) between: Between,
    pub(in crate::parts) width_mm: f64,
    pub(in crate::parts) place: Point,
    /// Number of the first contour.
    pub(in crate::parts) contour: u32,
}

/// The least that is fine, in mm.
#[derive(Clone, Copy, Debug)]
pub(in crate::parts) struct Least {
    pub(in crate::parts) web_mm: f64,
    pub(in crate::parts) edge_mm: f64,
    pub(in crate::parts) parts_mm: f64,
}

impl Least {
    fn of(&self, between: Between) -> f64 {
        match between {
            Between::Holes => self.web_mm,
            Between::HoleAndOutline => self.edge_mm,
            Between::Parts => self.parts_mm,
        }
    }
}

/// Part and role of each contour, in the order of [`Found`].
fn roles(found: &Found) -> Vec<(usize, bool)> {
    let parts = found.parts.iter().enumerate();
    parts
        .flat_map(|(number, part)| part.contours().enumerate().map(move |(at, _)| (number, at == 0)))
        .collect()
}

/// Contours that are closer than they may be, each pair once with its narrowest place. `pieces` are those of
/// all contours in the order of the parts; pairs that cross are left out.
pub(in crate::parts) fn find(
    found: &Found,
    pieces: &Pieces,
    least: Least,
    crossing: &HashSet<(u32, u32)>,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Close>, bool), Stopped> {
    let roles = roles(found);
    let between = |a: u32, b: u32| {
        let ((part, outer), (other_part, other_outer)) = (roles[a as usize], roles[b as usize]);
        if part != other_part {
            Between::Parts
        } else if outer || other_outer {
            Between::HoleAndOutline
        } else {
            Between::Holes
        }
    };
    let reach_mm = least.web_mm.max(least.edge_mm).max(least.parts_mm);
    let mut best: BTreeMap<(u32, u32), Close> = BTreeMap::new();
    let mut near = Vec::new();
    let (mut looks, count) = (0, pieces.list.len());
    let mut complete = true;
    for number in 0..count as u32 {
        tick(progress, number as usize, count)?;
        let one = &pieces.list[number as usize];
        if one.line as usize >= roles.len() {
            break;
        }
        if looks > MOST_LOOKS {
            complete = false;
            break;
        }
        looks += pieces.later_near(number, reach_mm, &mut near);
        for &other in &near {
            let second = &pieces.list[other as usize];
            if second.line == one.line || second.line as usize >= roles.len() {
                continue;
            }
            let pair = (one.line.min(second.line), one.line.max(second.line));
            let kind = between(pair.0, pair.1);
            if crossing.contains(&pair) {
                continue;
            }
            let (width_mm, place) = apart(one, second);
            if width_mm < least.of(kind) - 1e-6 {
                let close = Close { between: kind, width_mm, place, contour: pair.0.max(pair.1) };
                let known = best.entry(pair).or_insert(close);
                if width_mm < known.width_mm {
                    *known = close;
                }
            }
        }
    }
    Ok((best.into_values().collect(), complete))
}
