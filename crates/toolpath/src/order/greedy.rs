//! From where the tool is, always the nearest door that is left.

use super::Step;
use super::doors::Doors;
use crate::places::Places;
use crate::point_tree::PointTree;
use crate::{Progress, Stopped, tick};
use kurbo::Point;

/// A greedy order of all paths, beginning next to `from`.
pub(super) fn steps(
    doors: &Doors,
    count: usize,
    from: Point,
    allow_reverse: bool,
    progress: &mut Progress<'_>,
) -> Result<Vec<Step>, Stopped> {
    let places = Places::new(&doors.points);
    let mut tree = PointTree::new(places.points.clone());
    let may_enter = |door: u32| {
        let path = doors.path(door);
        allow_reverse || doors.is_closed(path) || doors.vertex(door) == 0
    };
    let mut used = vec![false; count];
    let mut live: Vec<u32> = (0..places.points.len() as u32)
        .map(|place| places.members(place).iter().filter(|&&door| may_enter(door)).count() as u32)
        .collect();
    for (place, _) in live.iter().enumerate().filter(|(_, live)| **live == 0) {
        tree.remove(place as u32);
    }
    // Members of a place before its cursor are used up, so that no member is looked at twice.
    let mut cursor = vec![0u32; places.points.len()];

    let mut order = Vec::with_capacity(count);
    let mut at = from;
    while let Some(place) = tree.nearest(at) {
        tick(progress, order.len(), count)?;
        let members = places.members(place);
        let cursor = &mut cursor[place as usize];
        let door = loop {
            let door = members[*cursor as usize];
            if !used[doors.path(door) as usize] && may_enter(door) {
                break door;
            }
            *cursor += 1;
        };
        let path = doors.path(door);
        used[path as usize] = true;
        for door in doors.of(path).filter(|&door| may_enter(door)) {
            let place = places.of_point[door as usize];
            live[place as usize] -= 1;
            if live[place as usize] == 0 {
                tree.remove(place);
            }
        }
        at = doors.point(doors.beyond(door));
        order.push(Step::through(doors, door));
    }
    Ok(order)
}
