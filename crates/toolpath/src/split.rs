//! Takes strokes apart: to their segments, so that they can be joined anew, or to pieces of a length, so
//! that a brush can be dipped between them.

use penstock_drawing::{Drawing, Path, Segment};

/// Makes every segment a stroke of its own.
pub fn split_all(drawing: &mut Drawing) {
    for layer in &mut drawing.layers {
        let paths = std::mem::take(&mut layer.paths);
        for path in paths {
            if path.segments.len() < 2 {
                layer.paths.push(path);
                continue;
            }
            let pieces = path.pieces().map(|(start, &segment)| Path { start, segments: vec![segment] });
            layer.paths.extend(pieces);
        }
    }
}

/// Cuts strokes longer than `length_mm` to pieces of that length; the last piece of a stroke may be
/// shorter. Pieces follow each other in the order and direction of the stroke. A length of 0 cuts nothing.
pub fn split_longer(drawing: &mut Drawing, length_mm: f64) {
    if length_mm.is_nan() || length_mm <= 0.0 {
        return;
    }
    for layer in &mut drawing.layers {
        let paths = std::mem::take(&mut layer.paths);
        for path in paths {
            if path.length_mm() <= length_mm {
                layer.paths.push(path);
            } else {
                split_path(&path, length_mm, &mut layer.paths);
            }
        }
    }
}

/// A rest shorter than this, in mm, is rounding.
const NO_REST_MM: f64 = 1e-6;

fn split_path(path: &Path, length_mm: f64, out: &mut Vec<Path>) {
    let mut open = Path { start: path.start, segments: Vec::new() };
    let mut left = length_mm;
    for (from, segment) in path.pieces() {
        let length = segment.length_mm(from);
        let mut done_mm = 0.0;
        while length - done_mm > left + NO_REST_MM {
            let begin = at_length(from, segment, length, done_mm);
            done_mm += left;
            let end = at_length(from, segment, length, done_mm);
            open.segments.push(segment.piece(from, begin..end).1);
            let start = open.end();
            out.push(std::mem::replace(&mut open, Path { start, segments: Vec::new() }));
            left = length_mm;
        }
        let begin = at_length(from, segment, length, done_mm);
        let rest = if begin == 0.0 { *segment } else { segment.piece(from, begin..1.0).1 };
        open.segments.push(rest);
        left = (left - (length - done_mm)).max(0.0);
    }
    out.push(open);
}

/// The parameter this far along a segment.
fn at_length(from: kurbo::Point, segment: &Segment, length: f64, along_mm: f64) -> f64 {
    let Segment::Cubic { c1, c2, to } = *segment else { return along_mm / length };
    if along_mm <= 0.0 {
        return 0.0;
    }
    kurbo::ParamCurveArclen::inv_arclen(&kurbo::CubicBez::new(from, c1, c2, to), along_mm, 1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{drawing, line, path, polygon};
    use proptest::prelude::*;

    #[test]
    fn all_means_every_segment() {
        let mut some =
            drawing(vec![polygon(&[(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]), line((1.0, 1.0), (2.0, 2.0))]);
        split_all(&mut some);
        assert_eq!(some.path_count(), 4);
        assert_eq!(some.layers[0].paths[0], line((0.0, 0.0), (10.0, 0.0)));
    }

    #[test]
    fn pieces_have_the_length_and_the_last_one_the_rest() {
        let mut some = drawing(vec![line((0.0, 0.0), (25.0, 0.0)), line((0.0, 5.0), (10.0, 5.0))]);
        split_longer(&mut some, 10.0);
        let lengths: Vec<f64> = some.layers[0].paths.iter().map(Path::length_mm).collect();
        assert_eq!(lengths, [10.0, 10.0, 5.0, 10.0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn pieces_follow_each_other_and_add_up(path in path(), length_mm in 3.0..80.0) {
            let mut some = drawing(vec![path.clone()]);
            split_longer(&mut some, length_mm);
            let pieces = &some.layers[0].paths;
            prop_assert!((some.draw_mm() - path.length_mm()).abs() < 1e-2);
            prop_assert_eq!(pieces[0].start, path.start);
            prop_assert_eq!(pieces[pieces.len() - 1].end(), path.end());
            for (number, piece) in pieces.iter().enumerate() {
                prop_assert!(piece.length_mm() <= length_mm + 1e-3);
                prop_assert!(number + 1 == pieces.len() || piece.length_mm() >= length_mm - 1e-3);
                prop_assert!(number == 0 || pieces[number - 1].end() == piece.start);
            }
        }
    }
}
