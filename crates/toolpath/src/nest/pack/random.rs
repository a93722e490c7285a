//! Random numbers that are the same on every machine for the same seed: xoshiro256++ (Blackman and Vigna,
//! "Scrambled linear pseudorandom number generators", 2021), seeded by SplitMix64.

use std::f64::consts::TAU;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(in super::super) struct Random {
    state: [u64; 4],
}

impl Random {
    pub(in super::super) fn new(seed: u64) -> Self {
        let mut mixed = seed;
        let state = std::array::from_fn(|_| {
            mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = mixed;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ (word >> 31)
        });
        Self { state }
    }

    /// A stream that has nothing to do with this one, for somebody who works beside it.
    pub(in super::super) fn split(&mut self) -> Self {
        Self::new(self.word())
    }

    fn word(&mut self) -> u64 {
        let s = &mut self.state;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// From 0 to under 1.
    pub(in super::super) fn unit(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From `low` to `high`; `low` when the range is empty.
    pub(in super::super) fn between(&mut self, low: f64, high: f64) -> f64 {
        if high <= low { low } else { low + self.unit() * (high - low) }
    }

    /// Under `count`; 0 for none.
    pub(in super::super) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.word()) * count as u128) >> 64) as usize
    }

    /// Normally distributed around 0 with deviation 1 (Box and Muller).
    pub(in super::super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (TAU * self.unit()).cos()
    }

    pub(in super::super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_one_others() {
        let take = |seed| {
            let mut random = Random::new(seed);
            [random.unit(), random.normal(), random.below(1000) as f64]
        };
        assert_eq!(take(7), take(7));
        assert_ne!(take(7), take(8));
    }

    #[test]
    fn numbers_fill_their_range() {
        let mut random = Random::new(1);
        let mut seen = [0usize; 10];
        for _ in 0..10_000 {
            seen[random.below(10)] += 1;
            assert!((2.0..3.0).contains(&random.between(2.0, 3.0)));
        }
        assert!(seen.iter().all(|&count| (800..1200).contains(&count)), "{seen:?}");
    }
}
