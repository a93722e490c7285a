//! Shares of a segment.

/// A share of a segment, from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Interval {
    pub(super) start: f64,
    pub(super) end: f64,
}

/// Shares of one segment that others draw.
pub(super) type Covered = Vec<Interval>;

/// What is left of a segment, in order. Neither gaps nor rests below `least` count: a sliver is within the
/// tolerance of what it lies between.
pub(super) fn remaining(covered: &mut Covered, least: f64) -> Vec<Interval> {
    covered.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut rest = Vec::new();
    let mut from = 0.0;
    for interval in covered.iter().filter(|interval| interval.end - interval.start > least) {
        if interval.start - from > least {
            rest.push(Interval { start: from, end: interval.start });
        }
        from = interval.end.max(from);
    }
    if from == 0.0 || 1.0 - from > least {
        rest.push(Interval { start: from, end: 1.0 });
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slivers_are_neither_cut_out_nor_left_over() {
        let at = |start: f64, end: f64| Interval { start, end };
        let rest = |list: &[Interval]| remaining(&mut list.to_vec(), 0.01);
        assert_eq!(rest(&[at(0.5, 0.7), at(0.2, 0.3)]), [at(0.0, 0.2), at(0.3, 0.5), at(0.7, 1.0)]);
        assert_eq!(rest(&[at(0.0, 0.6), at(0.5, 1.0)]), []);
        assert_eq!(rest(&[at(0.005, 0.995)]), []);
        assert_eq!(rest(&[at(0.4, 0.405)]), [at(0.0, 1.0)]);
        assert_eq!(rest(&[at(0.0, 0.5), at(0.505, 0.8)]), [at(0.8, 1.0)]);
    }
}
