//! Where ink ends and paper begins.

use super::Grey;

const BINS: usize = 256;

/// How the edges of a picture's shapes look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edges {
    /// Between black and white lie grey pixels, which say where the edge runs to a fraction of a pixel.
    Soft,
    /// Black meets white: an edge is known to half a pixel.
    Hard,
}

fn histogram(grey: &Grey) -> [u64; BINS] {
    let mut bins = [0; BINS];
    grey.values().iter().for_each(|&value| bins[usize::from(value >> 8)] += 1);
    bins
}

/// The lightness from 0 to 1 that parts ink from paper best: the middle between the means of both sides of
/// Otsu's threshold (1979), so that an edge lies where a pixel is half covered. 0.5 for a picture of one tone.
#[must_use]
pub fn threshold(grey: &Grey) -> f64 {
    let bins = histogram(grey);
    let count: u64 = bins.iter().sum();
    let sum: f64 = bins.iter().enumerate().map(|(bin, &n)| bin as f64 * n as f64).sum();
    let (mut below, mut sum_below) = (0u64, 0.0);
    let (mut best, mut between) = (0.5, 0.0);
    for (bin, &n) in bins.iter().enumerate() {
        below += n;
        sum_below += bin as f64 * n as f64;
        let above = count - below;
        if below == 0 || above == 0 {
            continue;
        }
        let (dark, light) = (sum_below / below as f64, (sum - sum_below) / above as f64);
        let variance = below as f64 * above as f64 * (light - dark) * (light - dark);
        if variance > between {
            between = variance;
            best = (dark + light) / 2.0 / (BINS - 1) as f64;
        }
    }
    best
}

/// Whether there are grey pixels between black and white: at least one for every twenty pixels of edge.
#[must_use]
pub fn edges(grey: &Grey, threshold: f64) -> Edges {
    let limit = (threshold * f64::from(Grey::WHITE)).round();
    let low = (limit * 0.5) as u16;
    let high = (limit + (f64::from(Grey::WHITE) - limit) * 0.5) as u16;
    let limit = limit as u16;
    let between = grey.values().iter().filter(|&&value| value > low && value < high).count();
    let crossings: usize = grey
        .values()
        .chunks_exact(grey.width())
        .map(|row| row.windows(2).filter(|pair| (pair[0] < limit) != (pair[1] < limit)).count())
        .sum();
    if between * 20 >= crossings.max(1) { Edges::Soft } else { Edges::Hard }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_and_paper_part_in_the_middle_between_their_tones() {
        let plain = Grey::from_fn(40, 40, |x, _| if x < 9.0 { 0.0 } else { 1.0 });
        assert!((threshold(&plain) - 0.5).abs() < 0.01);
        let pale = Grey::from_fn(40, 40, |x, _| if x < 9.0 { 0.3 } else { 0.9 });
        assert!((threshold(&pale) - 0.6).abs() < 0.01);
        assert_eq!(threshold(&Grey::from_fn(4, 4, |_, _| 1.0)), 0.5);
    }

    #[test]
    fn soft_and_hard_edges_are_told_apart() {
        let disc = |x: f64, y: f64| (x - 20.0).hypot(y - 20.0) - 12.3;
        let hard = Grey::from_fn(40, 40, |x, y| if disc(x, y) < 0.0 { 0.0 } else { 1.0 });
        let soft = Grey::from_fn(40, 40, |x, y| disc(x, y) + 0.5);
        assert_eq!(edges(&hard, 0.5), Edges::Hard);
        assert_eq!(edges(&soft, 0.5), Edges::Soft);
    }
}
