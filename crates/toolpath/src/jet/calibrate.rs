//! What logged jobs teach about a machine.
//!
//! Learnt is how many times as long cutting takes as the model says, and, where the jobs tell pierces from
//! cuts, the same for pierces: the least-squares fit of
//! `measured = cutting factor · cutting + piercing factor · piercing + rest`. Each job weighs by its
//! length, so that what is made smallest is the error as a share of the job.

/// Factors outside of this mean that a job was interrupted or belongs to another drawing.
const CREDIBLE: std::ops::RangeInclusive<f64> = 0.1..=10.0;

/// Below this determinant, relative to the product of the diagonal, the two factors cannot be told apart.
const TOLD_APART: f64 = 1e-4;

/// One job against the clock, as the model with the factors 1 says it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LoggedJob {
    /// Estimated time of cutting in s.
    pub cutting_s: f64,
    /// Estimated time of piercing in s; 0 where the log does not tell it from cutting.
    pub piercing_s: f64,
    /// Estimated time of everything else, such as rapids, in s.
    pub rest_s: f64,
    /// What it took, in s.
    pub measured_s: f64,
}

/// A factor, and how sure it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fitted {
    /// So many times as long as the model says.
    pub factor: f64,
    /// Its standard error; none with too few jobs to tell.
    pub error: Option<f64>,
}

/// What was learnt, and how far to trust it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Calibration {
    /// For [`Setup::calibration`](super::Setup::calibration).
    pub cutting: Fitted,
    /// For [`Setup::pierce_calibration`](super::Setup::pierce_calibration). None: the jobs do not tell
    /// pierces from cuts, and both take the cutting factor.
    pub piercing: Option<Fitted>,
    /// How many jobs it was learnt from.
    pub jobs: usize,
    /// Root of the mean square error of the jobs afterwards, as a share of each.
    pub error: f64,
    /// The same before.
    pub error_before: f64,
    /// The largest error of one job afterwards, as a share of it.
    pub worst: f64,
}

/// Why jobs teach nothing.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
pub enum CalibrationError {
    /// The list is empty.
    #[error("there is no logged job")]
    NoJobs,
    /// A job has no length, or figures that are no numbers.
    #[error("job {number} has no time that was measured or no cutting that was estimated")]
    Empty {
        /// 1 for the first.
        number: usize,
    },
    /// The jobs fit no machine.
    #[error(
        "the jobs would mean that the machine needs {factor:.2} times its time; one was interrupted or belongs to another drawing"
    )]
    NotCredible {
        /// The factor that would fit.
        factor: f64,
    },
}

/// Learns a machine's factors from logged jobs.
///
/// # Errors
/// [`CalibrationError`] when there is nothing to learn from, or what would be learnt cannot be.
pub fn calibrate(jobs: &[LoggedJob]) -> Result<Calibration, CalibrationError> {
    if jobs.is_empty() {
        return Err(CalibrationError::NoJobs);
    }
    let rows = jobs.iter().enumerate();
    let rows: Vec<Row> = rows
        .map(|(at, job)| Row::of(job).ok_or(CalibrationError::Empty { number: at + 1 }))
        .collect::<Result<_, _>>()?;
    let sums = rows.iter().fold(Sums::default(), Sums::with);
    let apart = sums.apart().filter(|(_, piercing)| CREDIBLE.contains(piercing));
    let (cutting, piercing) = match apart {
        Some(factors) if rows.len() > 1 => factors,
        _ => (sums.together(), sums.together()),
    };
    if !CREDIBLE.contains(&cutting) {
        return Err(CalibrationError::NotCredible { factor: cutting });
    }
    let told_apart = apart.is_some() && rows.len() > 1;
    let errors: Vec<f64> = rows.iter().map(|row| row.error(cutting, piercing)).collect();
    let squares: f64 = errors.iter().map(|error| error * error).sum();
    let before: f64 = rows.iter().map(|row| row.error(1.0, 1.0).powi(2)).sum();
    let count = rows.len() as f64;
    let unknowns = if told_apart { 2 } else { 1 };
    let variance = (rows.len() > unknowns).then(|| squares / (rows.len() - unknowns) as f64);
    let fitted = |factor, spread: f64| Fitted { factor, error: variance.map(|v| (v * spread).sqrt()) };
    let determinant = sums.determinant();
    Ok(Calibration {
        cutting: if told_apart {
            fitted(cutting, sums.piercing_piercing / determinant)
        } else {
            fitted(cutting, 1.0 / sums.both_both())
        },
        piercing: told_apart.then(|| fitted(piercing, sums.cutting_cutting / determinant)),
        jobs: rows.len(),
        error: (squares / count).sqrt(),
        error_before: (before / count).sqrt(),
        worst: errors.iter().fold(0.0, |worst, error| worst.max(error.abs())),
    })
}

/// One job as an equation, each side over the job's length.
struct Row {
    cutting: f64,
    piercing: f64,
    measured: f64,
}

impl Row {
    fn of(job: &LoggedJob) -> Option<Self> {
        let LoggedJob { cutting_s, piercing_s, rest_s, measured_s } = *job;
        let sound = measured_s > 0.0 && cutting_s > 0.0 && piercing_s >= 0.0 && rest_s >= 0.0;
        let finite = [cutting_s, piercing_s, rest_s, measured_s].iter().all(|s| s.is_finite());
        (sound && finite).then(|| Self {
            cutting: cutting_s / measured_s,
            piercing: piercing_s / measured_s,
            measured: 1.0 - rest_s / measured_s,
        })
    }

    fn error(&self, cutting: f64, piercing: f64) -> f64 {
        self.cutting * cutting + self.piercing * piercing - self.measured
    }
}

/// The normal equations.
#[derive(Default)]
struct Sums {
    cutting_cutting: f64,
    cutting_piercing: f64,
    piercing_piercing: f64,
    cutting_measured: f64,
    piercing_measured: f64,
}

impl Sums {
    fn with(self, row: &Row) -> Self {
        Self {
            cutting_cutting: self.cutting_cutting + row.cutting * row.cutting,
            cutting_piercing: self.cutting_piercing + row.cutting * row.piercing,
            piercing_piercing: self.piercing_piercing + row.piercing * row.piercing,
            cutting_measured: self.cutting_measured + row.cutting * row.measured,
            piercing_measured: self.piercing_measured + row.piercing * row.measured,
        }
    }

    fn determinant(&self) -> f64 {
        self.cutting_cutting * self.piercing_piercing - self.cutting_piercing * self.cutting_piercing
    }

    /// Both factors, if the jobs tell them apart.
    fn apart(&self) -> Option<(f64, f64)> {
        let determinant = self.determinant();
        if determinant <= TOLD_APART * self.cutting_cutting * self.piercing_piercing {
            return None;
        }
        let cutting =
            self.cutting_measured * self.piercing_piercing - self.piercing_measured * self.cutting_piercing;
        let piercing =
            self.piercing_measured * self.cutting_cutting - self.cutting_measured * self.cutting_piercing;
        Some((cutting / determinant, piercing / determinant))
    }

    fn both_both(&self) -> f64 {
        self.cutting_cutting + 2.0 * self.cutting_piercing + self.piercing_piercing
    }

    /// One factor for cutting and piercing.
    fn together(&self) -> f64 {
        (self.cutting_measured + self.piercing_measured) / self.both_both()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn job(cutting_s: f64, piercing_s: f64, factors: (f64, f64)) -> LoggedJob {
        let measured_s = cutting_s * factors.0 + piercing_s * factors.1 + 12.0;
        LoggedJob { cutting_s, piercing_s, rest_s: 12.0, measured_s }
    }

    #[test]
    fn jobs_that_cannot_be_teach_nothing() {
        assert_eq!(calibrate(&[]), Err(CalibrationError::NoJobs));
        let good = job(300.0, 20.0, (1.1, 1.1));
        let empty = Err(CalibrationError::Empty { number: 2 });
        assert_eq!(calibrate(&[good, LoggedJob { measured_s: 0.0, ..good }]), empty);
        assert_eq!(calibrate(&[good, LoggedJob { measured_s: f64::NAN, ..good }]), empty);
        let interrupted = LoggedJob { measured_s: 30.0, ..good };
        assert!(matches!(calibrate(&[interrupted]), Err(CalibrationError::NotCredible { .. })));
    }

    #[test]
    fn one_job_teaches_one_factor_without_an_error() {
        let learnt = calibrate(&[job(300.0, 20.0, (1.2, 1.2))]).unwrap();
        assert!((learnt.cutting.factor - 1.2).abs() < 1e-9);
        assert_eq!((learnt.cutting.error, learnt.piercing), (None, None));
    }

    #[test]
    fn noise_shows_in_the_error() {
        let truth = (1.15, 1.6);
        let noisy = [(300.0, 20.0, 1.03), (900.0, 5.0, 0.97), (200.0, 150.0, 0.98), (1500.0, 60.0, 1.02)];
        let jobs = noisy.map(|(cutting, piercing, noise)| {
            let exact = job(cutting, piercing, truth);
            LoggedJob { measured_s: exact.measured_s * noise, ..exact }
        });
        let learnt = calibrate(&jobs).unwrap();
        assert!((0.005..0.04).contains(&learnt.error), "{learnt:?}");
        assert!(learnt.worst >= learnt.error && learnt.error < learnt.error_before, "{learnt:?}");
        let error = learnt.cutting.error.unwrap();
        assert!((learnt.cutting.factor - truth.0).abs() < 3.0 * error, "{learnt:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn exact_jobs_give_back_the_factors_that_made_them(
            cutting in 0.5..2.0f64, piercing in 0.3..5.0f64,
            sizes in prop::collection::vec((60.0..5000.0f64, 0.0..500.0f64), 2..8),
        ) {
            let mut sizes = sizes;
            sizes.extend([(1000.0, 1.0), (100.0, 400.0)]);
            let jobs: Vec<_> = sizes.iter().map(|&(c, p)| job(c, p, (cutting, piercing))).collect();
            let learnt = calibrate(&jobs).unwrap();
            prop_assert!((learnt.cutting.factor - cutting).abs() < 1e-6);
            prop_assert!((learnt.piercing.unwrap().factor - piercing).abs() < 1e-6);
            prop_assert!(learnt.error < 1e-9);
        }
    }
}
