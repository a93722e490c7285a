//! The order with the least travel between things that begin at one place and end at another.

use crate::order::{OrderOptions, order};
use crate::{Progress, Stopped};
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use std::collections::HashMap;

/// Numbers of these in a good order, from `from` on. None of them can be turned round.
pub(super) fn sequence(
    ends: &[(Point, Point)],
    from: Point,
    progress: &mut Progress<'_>,
) -> Result<Vec<usize>, Stopped> {
    if ends.len() < 2 {
        return Ok((0..ends.len()).collect());
    }
    let key = |start: Point, end: Point| [start.x, start.y, end.x, end.y].map(f64::to_bits);
    let mut numbers: HashMap<[u64; 4], Vec<usize>> = HashMap::new();
    let mut paths = Vec::with_capacity(ends.len());
    for (number, &(start, end)) in ends.iter().enumerate() {
        paths.push(Path { start, segments: vec![Segment::Line { to: end }] });
        numbers.entry(key(start, end)).or_default().push(number);
    }
    // Of equal ones the first comes first.
    numbers.values_mut().for_each(|list| list.reverse());
    let options = OrderOptions { allow_reverse: false, home: from, ..OrderOptions::default() };
    let ordered = order(paths, Some(from), &options, progress)?;
    let taken = ordered.iter().filter_map(|path| numbers.get_mut(&key(path.start, path.end()))?.pop());
    Ok(taken.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_comes_once_and_near_things_follow_each_other() {
        let ends: Vec<(Point, Point)> = (0..40)
            .map(|at| {
                // In a shuffled row; every fourth begins where it ends, and two are the same.
                let x = f64::from((at * 17) % 39) * 10.0;
                (Point::new(x, 0.0), Point::new(x + if at % 4 == 0 { 0.0 } else { 1.0 }, 0.0))
            })
            .collect();
        let order = sequence(&ends, Point::ORIGIN, &mut |_| true).unwrap();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..40).collect::<Vec<_>>());
        let travel: f64 = order.windows(2).map(|pair| (ends[pair[1]].0 - ends[pair[0]].1).hypot()).sum();
        assert!(travel < 400.0, "{travel}");
    }
}
