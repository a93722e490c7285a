//! Cuts an area at the edges of a region.

use super::TOLERANCE_MM;
use super::polygons::{self, Contours};
use super::region::Region;
use crate::{FillRule, Path, Segment};
use kurbo::Point;

/// Corners that all cuts of a drawing may look at together. A cut takes about a microsecond for each.
pub(in crate::svg::read) const MOST_WORK: usize = 30_000_000;

/// Rings and what they enclose.
#[derive(Clone, Debug)]
pub(in crate::svg::read) struct Area {
    pub(in crate::svg::read) rings: Vec<Path>,
    pub(in crate::svg::read) rule: FillRule,
}

/// What is left of an area inside of a region. Whole areas keep their curves; cut ones become polygons.
/// `work` is how many corners have been looked at so far; the area comes back when that would become too
/// many.
pub(in crate::svg::read) fn clip_area(area: Area, region: &Region, work: &mut usize) -> Result<Area, Area> {
    let nothing = |rule| Ok(Area { rings: Vec::new(), rule });
    let bounds = area.rings.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one));
    let Some(bounds) = bounds else { return nothing(area.rule) };
    if region.surely_holds(bounds) {
        return Ok(area);
    }
    if !region.bounds().overlaps(bounds) {
        return nothing(area.rule);
    }
    if !region.has_edges_in(bounds) {
        return if region.holds(bounds.center()) { Ok(area) } else { nothing(area.rule) };
    }
    let contours = flat(&area);
    *work += contours.iter().map(Vec::len).sum::<usize>() + region.edge_count();
    if *work > MOST_WORK {
        return Err(area);
    }
    let inside = polygons::intersection(&polygons::simple(&contours, area.rule), region.polygons());
    let rings = inside.iter().filter_map(|contour| ring(contour)).collect();
    Ok(Area { rings, rule: FillRule::NonZero })
}

fn flat(area: &Area) -> Contours {
    let mut points = Vec::new();
    let corners = |ring: &Path| {
        points.clear();
        ring.flatten(TOLERANCE_MM / 2.0, &mut points);
        points.iter().map(|point| [point.x, point.y]).collect()
    };
    area.rings.iter().map(corners).collect()
}

fn ring(contour: &[[f64; 2]]) -> Option<Path> {
    let mut points = contour.iter().map(|&[x, y]| Point::new(x, y));
    let start = points.next()?;
    let segments = points.chain([start]).map(|to| Segment::Line { to }).collect();
    Some(Path { start, segments })
}
