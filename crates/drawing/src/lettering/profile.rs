//! How close two letters may stand: the outline of each, seen from the left and from the right in bands.

use super::Glyph;

const BANDS: usize = 36;
/// Top of the first band in em, above every accent.
const TOP_EM: f64 = -1.05;
const BAND_EM: f64 = 0.04;
/// Letters see each other over so many bands up and down: a point does not slip under an overhang.
const REACH: usize = 2;
/// No pair is moved closer than by this, in em.
const MOST_EM: f64 = 0.17;

/// Leftmost and rightmost ink of each band, in em from the origin.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Profile {
    left: [f64; BANDS],
    right: [f64; BANDS],
}

impl Profile {
    pub(super) fn of(glyph: &Glyph) -> Self {
        let mut profile = Self { left: [f64::INFINITY; BANDS], right: [f64::NEG_INFINITY; BANDS] };
        let mut points = Vec::new();
        for stroke in &glyph.strokes {
            points.clear();
            stroke.flatten(0.01, &mut points);
            for (at, point) in points.iter().enumerate() {
                let from = points[at.saturating_sub(1)];
                let steps = ((point.y - from.y).abs() / (BAND_EM / 2.0)).ceil().clamp(1.0, 200.0) as usize;
                for step in 1..=steps {
                    profile.mark(from.lerp(*point, step as f64 / steps as f64));
                }
            }
        }
        profile
    }

    fn mark(&mut self, point: kurbo::Point) {
        let band = ((point.y - TOP_EM) / BAND_EM).floor().clamp(0.0, (BANDS - 1) as f64) as usize;
        self.left[band] = self.left[band].min(point.x);
        self.right[band] = self.right[band].max(point.x);
    }

    /// The smallest gap between this letter and the next one as their side bearings set them, in em. None
    /// when nothing of one stands beside anything of the other.
    pub(super) fn gap_em(&self, advance_em: f64, next: &Self) -> Option<f64> {
        let mut least = f64::INFINITY;
        for band in 0..BANDS {
            let near = band.saturating_sub(REACH)..(band + REACH + 1).min(BANDS);
            let left = next.left[near].iter().copied().fold(f64::INFINITY, f64::min);
            least = least.min(advance_em + left - self.right[band]);
        }
        least.is_finite().then_some(least)
    }

    /// How much closer the next letter may come so that the gap is that of two straight stems, in em.
    pub(super) fn closer_em(&self, advance_em: f64, next: &Self, stems_em: f64) -> f64 {
        let gap = self.gap_em(advance_em, next).unwrap_or(stems_em);
        (gap - stems_em).clamp(0.0, MOST_EM)
    }
}
