//! From where the tool is, always the nearest start that is left.

use super::{Step, exit};
use crate::places::Places;
use crate::point_tree::PointTree;
use crate::rotate::{start_point, starts};
use crate::{Progress, Stopped, tick};
use kurbo::Point;
use penstock_drawing::Path;

/// A greedy order of all paths, beginning next to `from`.
pub(super) fn steps(
    paths: &[Path],
    from: Point,
    allow_reverse: bool,
    progress: &mut Progress<'_>,
) -> Result<Vec<Step>, Stopped> {
    let doors = doors(paths, allow_reverse);
    let points: Vec<Point> = doors.iter().map(|&door| super::entry(paths, door)).collect();
    let places = Places::new(&points);
    let mut tree = PointTree::new(places.points.clone());

    // Doors of one path stand together; its range is cheaper than a list for each.
    let mut first_door = vec![0u32; paths.len() + 1];
    for door in &doors {
        first_door[door.path as usize + 1] += 1;
    }
    for at in 0..paths.len() {
        first_door[at + 1] += first_door[at];
    }
    let mut used = vec![false; paths.len()];
    let mut live: Vec<u32> =
        (0..places.points.len() as u32).map(|p| places.members(p).len() as u32).collect();
    // Members of a place before its cursor are used up, so that no member is looked at twice.
    let mut cursor = vec![0usize; places.points.len()];

    let mut order = Vec::with_capacity(paths.len());
    let mut at = from;
    while let Some(place) = tree.nearest(at) {
        tick(progress, order.len(), paths.len())?;
        let members = places.members(place);
        let cursor = &mut cursor[place as usize];
        while used[doors[members[*cursor] as usize].path as usize] {
            *cursor += 1;
        }
        let step = doors[members[*cursor] as usize];
        used[step.path as usize] = true;
        for door in first_door[step.path as usize]..first_door[step.path as usize + 1] {
            let place = places.of_point[door as usize];
            live[place as usize] -= 1;
            if live[place as usize] == 0 {
                tree.remove(place);
            }
        }
        order.push(step);
        at = exit(paths, step);
    }
    Ok(order)
}

/// Every way to begin a path.
fn doors(paths: &[Path], allow_reverse: bool) -> Vec<Step> {
    let mut doors = Vec::with_capacity(2 * paths.len());
    for (at, path) in paths.iter().enumerate() {
        let step = Step { path: at as u32, vertex: 0, reversed: false };
        doors.extend((0..starts(path)).map(|vertex| Step { vertex: vertex as u32, ..step }));
        if allow_reverse && !path.is_closed() && start_point(path, 0) != path.end() {
            doors.push(Step { reversed: true, ..step });
        }
    }
    doors
}
