//! Ends worth connecting: for each place the nearest other places, and who begins or ends there.

use crate::places::Places;
use crate::point_tree::PointTree;
use kurbo::Point;

/// Distinct places looked at for each end, its own included.
const NEAR_PLACES: usize = 10;

/// Ends looked at in one place; where more meet, each end looks at others of them.
const ENDS_A_PLACE: usize = 5;

/// Who is near whom.
pub(super) struct Neighbours {
    places: Places,
    near: Vec<u32>,
    width: usize,
}

impl Neighbours {
    /// Finds the neighbours of all ends, in O(n log n).
    pub(super) fn new(ends: &[Point]) -> Self {
        let places = Places::new(ends);
        let tree = PointTree::new(places.points.clone());
        let width = NEAR_PLACES.min(places.points.len());
        let mut near = Vec::with_capacity(width * places.points.len());
        let mut found = Vec::with_capacity(width + 1);
        for &point in &places.points {
            tree.nearest_many(point, width, &mut found);
            near.extend(found.iter().map(|&(_, place)| place));
        }
        Self { places, near, width }
    }

    /// Ends near this one, about the nearest first; itself may be among them.
    pub(super) fn of(&self, end: u32) -> impl Iterator<Item = u32> + '_ {
        let place = self.places.of_point[end as usize] as usize;
        self.near[place * self.width..(place + 1) * self.width].iter().flat_map(move |&near| {
            let members = self.places.members(near);
            let skip = if members.len() > ENDS_A_PLACE { end as usize % members.len() } else { 0 };
            members.iter().cycle().skip(skip).take(members.len().min(ENDS_A_PLACE)).copied()
        })
    }
}
