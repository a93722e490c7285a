//! What measured runs teach about a machine.
//!
//! Two factors are learnt: how many times as long every way takes as the model says, and how much longer
//! every lift with its drop takes. They are the least-squares fit of
//! `measured = factor · (draw + travel) + per lift · lifts + known`, where `known` is what the profile
//! says for lifts, pen changes and pauses. Each run weighs by its length, so that what is made smallest is the
//! error as a share of the run.

use super::Estimate;

/// What a calibration may say at most: a factor outside of this means that a run was stopped in between
/// or belongs to another drawing.
const CREDIBLE_FACTOR: std::ops::RangeInclusive<f64> = 0.1..=10.0;

/// Below this determinant, relative to the product of the diagonal, two unknowns cannot be told apart.
const TOLD_APART: f64 = 1e-4;

/// One run of a machine against the clock.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MeasuredRun {
    /// What the profile that is to be calibrated says about it.
    pub estimate: Estimate,
    /// How often the tool was lifted.
    pub lifts: u64,
    /// What it took, in s.
    pub measured_s: f64,
}

/// What was learnt about a machine, and how far to trust it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Calibration {
    /// Ways take so many times as long as the profile says.
    pub speed_factor: f64,
    /// A lift with its drop takes so many seconds longer than the profile says; may be negative.
    pub per_lift_s: f64,
    /// How many runs it was learnt from.
    pub runs: usize,
    /// Root of the mean square error of the runs after calibration, as a share of each run.
    pub error: f64,
    /// The same before calibration.
    pub error_before: f64,
    /// The largest error of one run after calibration, as a share of it.
    pub worst: f64,
    /// Standard error of [`Calibration::speed_factor`]; none with too few runs to tell.
    pub speed_factor_error: Option<f64>,
    /// Standard error of [`Calibration::per_lift_s`] in s; none with too few runs to tell, or if it was not
    /// learnt because the runs do not tell lifts from ways.
    pub per_lift_error_s: Option<f64>,
}

impl Default for Calibration {
    /// Nothing learnt.
    fn default() -> Self {
        Self {
            speed_factor: 1.0,
            per_lift_s: 0.0,
            runs: 0,
            error: 0.0,
            error_before: 0.0,
            worst: 0.0,
            speed_factor_error: None,
            per_lift_error_s: None,
        }
    }
}

/// Why runs teach nothing.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
pub enum CalibrationError {
    /// The list is empty.
    #[error("there is no measured run")]
    NoRuns,
    /// A run has no length, or figures that are no numbers.
    #[error("run {number} has no time that was measured or no way that was estimated")]
    Empty {
        /// 1 for the first.
        number: usize,
    },
    /// The runs fit no machine.
    #[error(
        "the runs would mean that the machine needs {factor:.2} times its time; one was interrupted or belongs to another drawing"
    )]
    NotCredible {
        /// The factor that would fit.
        factor: f64,
    },
}

/// Learns a machine's factors from measured runs.
///
/// With one run, or runs with about the same lifts for their ways, only the factor is learnt and lifts
/// stay as they are.
///
/// # Errors
/// [`CalibrationError`] when there is nothing to learn from, or what would be learnt cannot be.
pub fn calibrate(runs: &[MeasuredRun]) -> Result<Calibration, CalibrationError> {
    if runs.is_empty() {
        return Err(CalibrationError::NoRuns);
    }
    let rows: Vec<Row> = runs
        .iter()
        .enumerate()
        .map(|(at, run)| Row::of(run).ok_or(CalibrationError::Empty { number: at + 1 }))
        .collect::<Result<_, _>>()?;
    let sums = rows.iter().fold(Sums::default(), Sums::with);
    let both = if rows.len() > 1 { sums.both() } else { None };
    let (speed_factor, per_lift_s) = both.unwrap_or_else(|| (sums.factor_alone(), 0.0));
    if !CREDIBLE_FACTOR.contains(&speed_factor) {
        return Err(CalibrationError::NotCredible { factor: speed_factor });
    }
    let errors: Vec<f64> = rows.iter().map(|row| row.error(speed_factor, per_lift_s)).collect();
    let squares: f64 = errors.iter().map(|error| error * error).sum();
    let before: f64 = rows.iter().map(|row| row.error(1.0, 0.0).powi(2)).sum();
    let count = rows.len() as f64;
    let unknowns = if both.is_some() { 2 } else { 1 };
    let variance = (rows.len() > unknowns).then(|| squares / (rows.len() - unknowns) as f64);
    Ok(Calibration {
        speed_factor,
        per_lift_s,
        runs: rows.len(),
        error: (squares / count).sqrt(),
        error_before: (before / count).sqrt(),
        worst: errors.iter().fold(0.0, |worst, error| worst.max(error.abs())),
        speed_factor_error: variance.map(|variance| sums.factor_error(variance, both.is_some())),
        per_lift_error_s: variance.filter(|_| both.is_some()).map(|variance| sums.lift_error(variance)),
    })
}

/// One run as an equation, each side over the run's length: `factor · ways + per_lift · lifts = rest`.
struct Row {
    ways: f64,
    lifts: f64,
    rest: f64,
}

impl Row {
    fn of(run: &MeasuredRun) -> Option<Self> {
        let Estimate { draw_s, lifts_s, travel_s, pen_changes_s, pauses_s, .. } = run.estimate;
        let ways_s = draw_s + travel_s;
        let rest_s = run.measured_s - lifts_s - pen_changes_s - pauses_s;
        let sound = run.measured_s > 0.0 && ways_s > 0.0 && rest_s.is_finite() && ways_s.is_finite();
        sound.then(|| Self {
            ways: ways_s / run.measured_s,
            lifts: run.lifts as f64 / run.measured_s,
            rest: rest_s / run.measured_s,
        })
    }

    fn error(&self, factor: f64, per_lift_s: f64) -> f64 {
        self.ways * factor + self.lifts * per_lift_s - self.rest
    }
}

/// The normal equations.
#[derive(Default)]
struct Sums {
    ways_ways: f64,
    ways_lifts: f64,
    lifts_lifts: f64,
    ways_rest: f64,
    lifts_rest: f64,
}

impl Sums {
    fn with(self, row: &Row) -> Self {
        Self {
            ways_ways: self.ways_ways + row.ways * row.ways,
            ways_lifts: self.ways_lifts + row.ways * row.lifts,
            lifts_lifts: self.lifts_lifts + row.lifts * row.lifts,
            ways_rest: self.ways_rest + row.ways * row.rest,
            lifts_rest: self.lifts_rest + row.lifts * row.rest,
        }
    }

    fn determinant(&self) -> f64 {
        self.ways_ways * self.lifts_lifts - self.ways_lifts * self.ways_lifts
    }

    /// Both unknowns, if the runs tell them apart.
    fn both(&self) -> Option<(f64, f64)> {
        let determinant = self.determinant();
        if determinant <= TOLD_APART * self.ways_ways * self.lifts_lifts {
            return None;
        }
        let factor = (self.ways_rest * self.lifts_lifts - self.lifts_rest * self.ways_lifts) / determinant;
        let per_lift = (self.lifts_rest * self.ways_ways - self.ways_rest * self.ways_lifts) / determinant;
        Some((factor, per_lift))
    }

    fn factor_alone(&self) -> f64 {
        self.ways_rest / self.ways_ways
    }

    fn factor_error(&self, variance: f64, both: bool) -> f64 {
        let spread = if both { self.lifts_lifts / self.determinant() } else { 1.0 / self.ways_ways };
        (variance * spread).sqrt()
    }

    fn lift_error(&self, variance: f64) -> f64 {
        (variance * self.ways_ways / self.determinant()).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(ways_s: f64, lifts: u64, measured_s: f64) -> MeasuredRun {
        let estimate = Estimate::of(ways_s * 0.7, 0.25 * lifts as f64, ways_s * 0.3, 8.0, 30.0);
        MeasuredRun { estimate, lifts, measured_s }
    }

    #[test]
    fn runs_that_cannot_be_teach_nothing() {
        assert_eq!(calibrate(&[]), Err(CalibrationError::NoRuns));
        let good = run(100.0, 10, 140.0);
        assert_eq!(calibrate(&[good, run(100.0, 10, 0.0)]), Err(CalibrationError::Empty { number: 2 }));
        assert_eq!(
            calibrate(&[MeasuredRun { measured_s: f64::NAN, ..good }]),
            Err(CalibrationError::Empty { number: 1 })
        );
        let stopped = calibrate(&[run(1000.0, 10, 45.0)]);
        assert!(matches!(stopped, Err(CalibrationError::NotCredible { .. })), "{stopped:?}");
    }

    #[test]
    fn one_run_teaches_the_factor_and_leaves_lifts_alone() {
        let calibration = calibrate(&[run(100.0, 40, 1.1 * 100.0 + 10.0 + 38.0)]).unwrap();
        assert!((calibration.speed_factor - 1.1).abs() < 1e-9);
        assert_eq!(calibration.per_lift_s, 0.0);
        assert_eq!(calibration.speed_factor_error, None);
        let alike = [run(100.0, 40, 160.0), run(200.0, 80, 282.0), run(300.0, 120, 400.0)];
        let calibration = calibrate(&alike).unwrap();
        assert_eq!(calibration.per_lift_error_s, None, "lifts and ways grew together: {calibration:?}");
    }

    #[test]
    fn the_error_says_how_far_off_the_runs_are() {
        let truth = |ways: f64, lifts: u64| 1.05 * ways + 0.25 * lifts as f64 + 0.03 * lifts as f64 + 38.0;
        let runs = [(600.0, 2000, 1.02), (900.0, 100, 0.98), (300.0, 3000, 0.98), (2000.0, 10, 1.02)]
            .map(|(ways, lifts, noise)| run(ways, lifts, truth(ways, lifts) * noise));
        let calibration = calibrate(&runs).unwrap();
        assert!((0.005..=0.03).contains(&calibration.error), "{calibration:?}");
        assert!(calibration.worst >= calibration.error && calibration.error <= calibration.error_before);
        let (factor_error, lift_error) =
            (calibration.speed_factor_error.unwrap(), calibration.per_lift_error_s.unwrap());
        assert!((calibration.speed_factor - 1.05).abs() < 3.0 * factor_error);
        assert!((calibration.per_lift_s - 0.03).abs() < 3.0 * lift_error);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn exact_runs_give_back_the_factors_that_made_them(
            factor in 0.5..2.0f64, per_lift_s in -0.1..0.3f64,
            sizes in prop::collection::vec((50.0..5000.0f64, 0u64..5000), 3..8),
        ) {
            let mut sizes = sizes;
            sizes.push((1000.0, 1));
            sizes.push((1000.0, 4000));
            let runs: Vec<_> = sizes
                .iter()
                .map(|&(ways, lifts)| {
                    run(ways, lifts, factor * ways + (0.25 + per_lift_s) * lifts as f64 + 38.0)
                })
                .collect();
            let calibration = calibrate(&runs).unwrap();
            prop_assert!((calibration.speed_factor - factor).abs() < 1e-6);
            prop_assert!((calibration.per_lift_s - per_lift_s).abs() < 1e-6);
            prop_assert!(calibration.error < 1e-9);
        }
    }
}
