//! Doors worth going to: for each place the nearest other places, and the doors there.

use super::doors::Doors;
use crate::places::Places;
use crate::point_tree::PointTree;

/// Distinct places looked at from each one, its own included.
const NEAR_PLACES: usize = 16;

/// Doors looked at in one place; where more meet, each door looks at others of them.
const DOORS_A_PLACE: usize = 5;

/// Who is near whom.
pub(super) struct Neighbours {
    places: Places,
    /// For each place its near ones.
    near: Vec<u32>,
    /// Where the near ones of each place begin.
    starts: Vec<u32>,
}

impl Neighbours {
    /// Finds the neighbours of all doors, in O(n log n). Of a closed path only the nearest place counts,
    /// and from a closed path its own places do not: or else its vertices would see nothing but each other.
    pub(super) fn new(doors: &Doors) -> Self {
        let places = Places::new(&doors.points);
        let tree = PointTree::new(places.points.clone());
        let owners: Vec<Option<u32>> =
            (0..places.points.len() as u32).map(|place| owner(doors, places.members(place))).collect();
        let mut near = Vec::with_capacity(NEAR_PLACES * places.points.len());
        let mut starts = Vec::with_capacity(places.points.len() + 1);
        let mut found = Vec::with_capacity(NEAR_PLACES + 1);
        for (place, &point) in places.points.iter().enumerate() {
            starts.push(near.len() as u32);
            tree.nearest_kinds(point, NEAR_PLACES, owners[place], |other| owners[other as usize], &mut found);
            near.extend(found.iter().map(|&(_, place)| place));
        }
        starts.push(near.len() as u32);
        Self { places, near, starts }
    }

    /// Calls `look` with the doors near this one, about the nearest first, until it answers no. The door
    /// itself may be among them.
    #[inline]
    pub(super) fn around(&self, door: u32, mut look: impl FnMut(u32) -> bool) {
        let place = self.places.of_point[door as usize] as usize;
        for &near in &self.near[self.starts[place] as usize..self.starts[place + 1] as usize] {
            let members = self.places.members(near);
            let count = members.len();
            if count <= DOORS_A_PLACE {
                if !members.iter().all(|&door| look(door)) {
                    return;
                }
            } else {
                let skip = door as usize % count;
                if !(0..DOORS_A_PLACE).all(|at| look(members[(skip + at) % count])) {
                    return;
                }
            }
        }
    }
}

/// The closed path that a place is a vertex of, if nothing else begins or ends there.
fn owner(doors: &Doors, members: &[u32]) -> Option<u32> {
    let path = doors.path(*members.first()?);
    (doors.is_closed(path) && members.iter().all(|&door| doors.path(door) == path)).then_some(path)
}
