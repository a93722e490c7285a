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
    /// Groups points, in O(n log n). Places are numbered by their first members, so that points which are
    /// near in number are near in memory; members come by their number.
    pub(crate) fn new(points: &[Point]) -> Self {
        let key = |p: Point| ((p.x / SAME_PLACE_MM).round() as i64, (p.y / SAME_PLACE_MM).round() as i64);
        let mut sorted: Vec<((i64, i64), u32)> =
            points.iter().enumerate().map(|(number, &point)| (key(point), number as u32)).collect();
        sorted.sort_unstable();
        // The first member of each point's place.
        let mut first_of = vec![0u32; points.len()];
        for group in sorted.chunk_by(|a, b| a.0 == b.0) {
            for &(_, member) in group {
                first_of[member as usize] = group[0].1;
            }
        }
        drop(sorted);
        let mut places =
            Self { points: Vec::new(), of_point: first_of, starts: vec![0], members: Vec::new() };
        let mut sizes: Vec<u32> = Vec::new();
        for (member, &point) in points.iter().enumerate() {
            let first = places.of_point[member] as usize;
            // A first member is met before the others of its place.
            let place = if first == member { places.points.len() as u32 } else { places.of_point[first] };
            if first == member {
                places.points.push(point);
                sizes.push(0);
            }
            places.of_point[member] = place;
            sizes[place as usize] += 1;
        }
        let mut end = 0;
        for size in &mut sizes {
            end += *size;
            places.starts.push(end);
            *size = end - *size;
        }
        places.members = vec![0; points.len()];
        for (member, &place) in places.of_point.iter().enumerate() {
            let slot = &mut sizes[place as usize];
            places.members[*slot as usize] = member as u32;
            *slot += 1;
        }
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
        assert_eq!(places.of_point, [0, 1, 0, 2]);
        assert_eq!(places.members(0), [0, 2]);
        assert_eq!(places.members(1), [1]);
    }
}
