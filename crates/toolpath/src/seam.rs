//! Where closed strokes begin, left to chance: a drop of ink at every start then makes no pattern.

use penstock_drawing::{Drawing, Path};

/// Lets each closed stroke begin anywhere along its length. The same seed gives the same places; what is
/// drawn does not change, but for one segment that is cut in two.
pub fn random_seam(drawing: &mut Drawing, seed: u64) {
    let mut chance = Chance(seed);
    for path in drawing.layers.iter_mut().flat_map(|layer| &mut layer.paths) {
        if path.is_closed() {
            begin_at(path, chance.next() * path.length_mm());
        }
    }
}

/// Begins a closed path this far along.
fn begin_at(path: &mut Path, along_mm: f64) {
    let (mut left, mut found) = (along_mm, None);
    for (number, (from, segment)) in path.pieces().enumerate() {
        let length = segment.length_mm(from);
        if left < length {
            // The parameter of a curve is not its length, but any place on it will do.
            let share = left / length;
            let (_, before) = segment.piece(from, 0.0..share);
            let (start, after) = segment.piece(from, share..1.0);
            found = Some((number, before, start, after));
            break;
        }
        left -= length;
    }
    let Some((number, before, start, after)) = found else { return };
    let mut segments = path.segments.split_off(number);
    segments[0] = after;
    segments.append(&mut path.segments);
    segments.push(before);
    *path = Path { start, segments };
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Chance(u64);

impl Chance {
    /// From 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The upper 53 bits are the digits of a double.
        (mixed >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{drawing, line, path, polygon};
    use proptest::prelude::*;

    #[test]
    fn starts_are_spread_and_the_seed_decides() {
        let square = polygon(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]);
        let seamed = |seed| {
            let mut many = drawing(vec![square.clone(); 40]);
            random_seam(&mut many, seed);
            many.layers.remove(0).paths
        };
        let paths = seamed(1);
        assert_eq!(paths, seamed(1));
        assert_ne!(paths, seamed(2));
        for side in 0..4 {
            let on_side = |path: &&Path| match side {
                0 => path.start.y == 0.0,
                1 => path.start.x == 10.0,
                2 => path.start.y == 10.0,
                _ => path.start.x == 0.0,
            };
            assert!(paths.iter().filter(on_side).count() >= 3);
        }
        assert!(paths.iter().all(Path::is_closed));
    }

    #[test]
    fn open_strokes_keep_their_start() {
        let mut open = drawing(vec![line((0.0, 0.0), (10.0, 0.0))]);
        random_seam(&mut open, 7);
        assert_eq!(open, drawing(vec![line((0.0, 0.0), (10.0, 0.0))]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn nothing_else_changes(path in path(), seed in any::<u64>()) {
            let mut seamed = drawing(vec![path.clone()]);
            random_seam(&mut seamed, seed);
            let after = &seamed.layers[0].paths[0];
            prop_assert_eq!(after.is_closed(), path.is_closed());
            prop_assert!((after.length_mm() - path.length_mm()).abs() < 1e-3);
            let (one, other) = (after.bounds().unwrap(), path.bounds().unwrap());
            prop_assert!(one.inflate(1e-6, 1e-6).contains_rect(other) && other.inflate(1e-6, 1e-6).contains_rect(one));
        }
    }
}
