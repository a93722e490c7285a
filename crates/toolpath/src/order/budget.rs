//! How long to go on looking.

use super::doors;
use penstock_drawing::Path;

/// What a round of [`super::further`] takes on a core of the 2020s, in s: this much, ...
const ROUND_S: f64 = 14e-6;

/// ... and this much more for every path of the layer, because moves rewrite longer stretches.
const ROUND_S_A_PATH: f64 = 0.9e-9;

/// ... and this much more for every place beyond two, on average, at which a path may be entered.
const ROUND_S_A_DOOR: f64 = 4e-6;

/// How long to go on once no single change of the order gains any more.
///
/// Rounds are the unit: they depend on nothing but the drawing and the seed, so the result is the same
/// on every machine. Seconds are turned into rounds by what a round takes on a core of the 2020s, so
/// the same seconds give the same result everywhere, but may last longer on a slower machine. Whoever
/// needs a hard limit gives `enough` to [`super::order_drawing_until`]; then [`super::Ordered`] says how many
/// rounds were left out, and the result is the best found until then.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub enum Budget {
    /// Stop there.
    #[default]
    None,
    /// So many rounds for the whole drawing.
    Rounds(u64),
    /// About so many seconds for the whole drawing.
    Seconds(f64),
}

impl Budget {
    /// Rounds for a layer of a drawing with `total` paths.
    #[must_use]
    pub fn rounds(self, paths: &[Path], total: usize) -> u64 {
        self.rounds_of(paths.len(), doors::a_path(paths), total)
    }

    fn rounds_of(self, paths: usize, doors_a_path: f64, total: usize) -> u64 {
        let share = paths as f64 / total.max(1) as f64;
        match self {
            Self::None => 0,
            Self::Rounds(rounds) => (rounds as f64 * share) as u64,
            // Negative and no number at all give 0.
            Self::Seconds(seconds) => {
                let doors_s = ROUND_S_A_DOOR * (doors_a_path - 2.0).max(0.0);
                (seconds * share / (ROUND_S + ROUND_S_A_PATH * paths as f64 + doors_s)) as u64
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_share_the_budget_by_their_paths() {
        assert_eq!(Budget::Rounds(1000).rounds_of(250, 2.0, 1000), 250);
        assert_eq!(Budget::None.rounds_of(250, 2.0, 1000), 0);
        assert_eq!(Budget::Seconds(-1.0).rounds_of(10, 2.0, 10), 0);
        assert_eq!(Budget::Seconds(f64::NAN).rounds_of(10, 2.0, 10), 0);
        let (small, large) = (
            Budget::Seconds(10.0).rounds_of(10_000, 2.0, 10_000),
            Budget::Seconds(10.0).rounds_of(100_000, 2.0, 100_000),
        );
        assert!(small > 300_000 && large < small / 3, "{small} {large}");
    }
}
