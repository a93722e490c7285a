//! How far each pixel of ink is from paper: exact Euclidean distances in linear time (Felzenszwalb and
//! Huttenlocher, Theory of Computing, 2012).

use super::thin::Ink;

/// Distance from the middle of each pixel to the nearest middle of a pixel of paper, in pixels; the places
/// are those of `ink`.
pub(super) fn to_paper(ink: &Ink) -> Vec<f32> {
    let far = (ink.stride + ink.rows) as f32;
    let mut squares: Vec<f32> =
        ink.is_ink.iter().map(|&is_ink| if is_ink { far * far } else { 0.0 }).collect();
    let mut envelope = Envelope::default();
    for row in 0..ink.rows {
        envelope.pass(&mut squares, row * ink.stride, 1, ink.stride);
    }
    for column in 0..ink.stride {
        envelope.pass(&mut squares, column, ink.stride, ink.rows);
    }
    squares.iter_mut().for_each(|square| *square = square.sqrt());
    squares
}

/// The lower envelope of parabolas along one line of pixels.
#[derive(Default)]
struct Envelope {
    values: Vec<f32>,
    roots: Vec<usize>,
    /// From where on each root's parabola is the lowest.
    starts: Vec<f32>,
}

impl Envelope {
    fn pass(&mut self, squares: &mut [f32], start: usize, step: usize, count: usize) {
        let Self { values, roots, starts } = self;
        values.clear();
        values.extend((0..count).map(|n| squares[start + n * step]));
        roots.clear();
        starts.clear();
        let height = |root: usize| values[root] + (root * root) as f32;
        for n in 0..count {
            let mut from = f32::NEG_INFINITY;
            while let Some(&root) = roots.last() {
                from = (height(n) - height(root)) / (2 * (n - root)) as f32;
                if starts.last().is_some_and(|&start| from > start) {
                    break;
                }
                roots.pop();
                starts.pop();
                from = f32::NEG_INFINITY;
            }
            roots.push(n);
            starts.push(from);
        }
        let mut at = 0;
        for n in 0..count {
            while starts.get(at + 1).is_some_and(|&next| next < n as f32) {
                at += 1;
            }
            let away = n as f32 - roots[at] as f32;
            squares[start + n * step] = away * away + values[roots[at]];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Grey;

    #[test]
    fn distances_are_those_of_a_search_over_all_paper() {
        let grey = Grey::from_fn(23, 17, |x, y| {
            if (x * 7.3 + y * 13.7).sin() > -0.93 || (x - 11.0).hypot(y - 8.0) < 5.0 { 0.0 } else { 1.0 }
        });
        let ink = Ink::new(&grey, 0.5);
        let place = |at: usize| ((at % ink.stride) as f64, (at / ink.stride) as f64);
        let paper: Vec<(f64, f64)> = (0..ink.is_ink.len()).filter(|&at| !ink.is_ink[at]).map(place).collect();
        for (at, &found) in to_paper(&ink).iter().enumerate() {
            let (x, y) = place(at);
            let nearest = paper.iter().map(|(px, py)| (px - x).hypot(py - y)).fold(f64::INFINITY, f64::min);
            assert!((f64::from(found) - nearest).abs() < 1e-3, "{at}: {found}, not {nearest}");
        }
    }
}
