//! Letters that stray as if written by hand. The same seed gives the same strays, and a text that is changed
//! at its end keeps those before.

use super::TextStyle;
use kurbo::Affine;

/// At most, at a jitter of 1: degrees of turn, em of rise and of shift, share of size.
const TURN_DEG: f64 = 5.0;
const RISE_EM: f64 = 0.06;
const SHIFT_EM: f64 = 0.04;
const SIZE: f64 = 0.08;
/// A line climbs or falls by at most this many degrees.
const SLOPE_DEG: f64 = 1.2;

/// A hand that writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    jitter: f64,
    seed: u64,
}

impl Hand {
    pub(super) fn new(style: &TextStyle) -> Self {
        Self { jitter: style.jitter.clamp(0.0, 1.0), seed: style.seed }
    }

    /// How the letter of this number in this line is moved against its place, in em.
    pub(super) fn stray(&self, line: usize, letter: usize) -> Affine {
        if self.jitter == 0.0 {
            return Affine::IDENTITY;
        }
        let [turn, rise, shift, size] = [0, 1, 2, 3].map(|part| self.unit(line as u64, letter as u64, part));
        // Neighbours drift together: a slow wave under the quick strays.
        let wave = (letter as f64 * 0.35 + self.unit(line as u64, u64::MAX, 4) * 6.0).sin();
        Affine::translate((shift * SHIFT_EM * self.jitter, (rise * 0.6 + wave * 0.4) * RISE_EM * self.jitter))
            * Affine::rotate((turn * TURN_DEG * self.jitter).to_radians())
            * Affine::scale(1.0 + size * SIZE * self.jitter)
    }

    /// The slope of a line in radians.
    pub(super) fn slope(&self, line: usize) -> f64 {
        (self.unit(line as u64, u64::MAX, 5) * SLOPE_DEG * self.jitter).to_radians()
    }

    /// -1 to 1, by SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).
    fn unit(&self, line: u64, letter: u64, part: u64) -> f64 {
        let mixed = [line, letter, part].into_iter().fold(self.seed, |state, value| {
            let mut z = state
                .wrapping_add(value.wrapping_mul(0x9e37_79b9_7f4a_7c15))
                .wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        });
        (mixed >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}
