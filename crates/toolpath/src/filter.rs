//! Leaves out what is too short to be seen.

use penstock_drawing::Drawing;

/// Drops every stroke shorter than `length_mm`, dots included; returns how many went. Nothing is shorter
/// than 0.
pub fn drop_shorter(drawing: &mut Drawing, length_mm: f64) -> u64 {
    let before = drawing.path_count();
    if length_mm > 0.0 {
        for layer in &mut drawing.layers {
            layer.paths.retain(|path| path.length_mm() >= length_mm);
        }
    }
    (before - drawing.path_count()) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{drawing, line, path};
    use penstock_drawing::Path;
    use proptest::prelude::*;

    #[test]
    fn what_is_as_long_as_the_limit_stays() {
        let dot = Path { start: kurbo::Point::ZERO, segments: Vec::new() };
        let mut some = drawing(vec![line((0.0, 0.0), (2.0, 0.0)), line((0.0, 0.0), (1.9, 0.0)), dot]);
        assert_eq!(drop_shorter(&mut some, 0.0), 0);
        assert_eq!(drop_shorter(&mut some, 2.0), 2);
        assert_eq!(some.layers[0].paths, [line((0.0, 0.0), (2.0, 0.0))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn what_stays_is_long_enough_and_in_its_order(paths in prop::collection::vec(path(), 0..20), limit in 0.0..200.0) {
            let mut some = drawing(paths.clone());
            let dropped = drop_shorter(&mut some, limit);
            let long: Vec<Path> = paths.iter().filter(|path| path.length_mm() >= limit).cloned().collect();
            prop_assert_eq!(dropped as usize, paths.len() - long.len());
            prop_assert_eq!(&some.layers[0].paths, &long);
        }
    }
}
