//! Distinct places among many points.
//!
//! In a drawing many ends meet in one point. A list of "the ten nearest ends" is then ten times the same
//! place; a list of the ten nearest *places* leads somewhere.

use kurbo::Point;

/// Points closer than about this stand in one place, in mm.
const SAME_PLACE_MM: f64 = 1e-3;

/// Points grouped by place.
pub(crate) struct Places {
    /// Where each place is.
    pub(crate) points: Vec<Point>,
    /// The place of each point.
    pub(crate) of_point: Vec<u32>,
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Places {
    /// Groups points, in O(n log n). Places are numbered by their coordinates, members by their number.
    pub(crate) fn new(points: &[Point]) -> Self {
        let key = |p: Point| ((p.x / SAME_PLACE_MM).round() as i64, (p.y / SAME_PLACE_MM).round() as i64);
        let mut members: Vec<u32> = (0..points.len() as u32).collect();
        members.sort_by_cached_key(|&point| (key(points[point as usize]), point));
        let mut places =
            Self { points: Vec::new(), of_point: vec![0; points.len()], starts: Vec::new(), members };
        let mut last = None;
        for (at, &member) in places.members.iter().enumerate() {
            let point = points[member as usize];
            if last != Some(key(point)) {
                last = Some(key(point));
                places.points.push(point);
                places.starts.push(at as u32);
            }
            places.of_point[member as usize] = places.points.len() as u32 - 1;
        }
        places.starts.push(points.len() as u32);
        places
    }

    /// The points that stand in this place.
    pub(crate) fn members(&self, place: u32) -> &[u32] {
        let place = place as usize;
        &self.members[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_meet_share_a_place() {
        let at = |x: f64, y: f64| Point::new(x, y);
        let places = Places::new(&[at(5.0, 1.0), at(0.0, 0.0), at(5.0, 1.0 + 1e-6), at(5.0, 1.1)]);
        assert_eq!(places.points.len(), 3);
        assert_eq!(places.of_point, [1, 0, 1, 2]);
        assert_eq!(places.members(1), [0, 2]);
        assert_eq!(places.members(0), [1]);
    }
}
