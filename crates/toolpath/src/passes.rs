//! Draws every stroke more than once, for pens that cover badly and for engraving.

use penstock_drawing::{Drawing, Path, Segment};

/// Draws each stroke `passes` times without lifting the pen: a closed one goes round again, an open one
/// goes to and fro. Where strokes may not be reversed, an open one is lifted and drawn anew from its
/// start. Dots are repeated as dots.
pub fn multipass(drawing: &mut Drawing, passes: u32, allow_reverse: bool) {
    if passes < 2 {
        return;
    }
    for layer in &mut drawing.layers {
        let paths = std::mem::take(&mut layer.paths);
        let again = |path: Path| {
            let in_one = path.is_closed() || (allow_reverse && !path.segments.is_empty());
            let (copies, path) = if in_one { (1, repeated(path, passes)) } else { (passes as usize, path) };
            std::iter::repeat_n(path, copies)
        };
        layer.paths = paths.into_iter().flat_map(again).collect();
    }
}

fn repeated(mut path: Path, passes: u32) -> Path {
    let once = path.segments.clone();
    let back: Vec<Segment> = if path.is_closed() { once.clone() } else { path.reversed().segments };
    path.segments.reserve(once.len() * (passes as usize - 1));
    for pass in 1..passes {
        path.segments.extend(if pass % 2 == 0 { &once } else { &back });
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{drawing, line, path, polygon};
    use proptest::prelude::*;

    #[test]
    fn open_strokes_go_to_and_fro_and_closed_ones_round_again() {
        let triangle = polygon(&[(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]);
        let mut twice = drawing(vec![line((0.0, 0.0), (10.0, 0.0)), triangle]);
        multipass(&mut twice, 2, true);
        let [open, closed] = &twice.layers[0].paths[..] else { panic!("{twice:?}") };
        assert_eq!((open.segments.len(), open.end()), (2, open.start));
        assert_eq!(closed.segments[..3], closed.segments[3..]);
    }

    #[test]
    fn without_reversing_an_open_stroke_is_drawn_anew() {
        let mut thrice = drawing(vec![line((0.0, 0.0), (10.0, 0.0))]);
        multipass(&mut thrice, 3, false);
        assert_eq!(thrice.layers[0].paths, vec![line((0.0, 0.0), (10.0, 0.0)); 3]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_pass_draws_the_whole_length(path in path(), passes in 1u32..5, allow_reverse in any::<bool>()) {
            let mut many = drawing(vec![path.clone()]);
            multipass(&mut many, passes, allow_reverse);
            prop_assert!((many.draw_mm() - path.length_mm() * f64::from(passes)).abs() < 1e-3);
        }
    }
}
