//! What unit a drawing is in: what it declares, and what speaks for or against that.
//!
//! Evidence is the size of the drawing against what a table holds, and the diameters of its holes: most are
//! round numbers in the unit that the designer thought in. Nothing is ever scaled because of it.

use super::header::Header;
use super::places::Places;
use super::units::Unit;
use crate::{Drawing, Path, Segment};

/// What was found about units.
#[derive(Clone, PartialEq, Debug)]
pub struct Units {
    /// What the file declares; None when it declares none.
    pub declared: Option<Unit>,
    /// What the drawing was read in.
    pub used: Unit,
    /// Whether to trust it.
    pub verdict: Verdict,
    /// Why: one sentence each.
    pub evidence: Vec<String>,
}

/// Whether to trust the unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It was given by the caller.
    Given,
    /// The file declares it and nothing speaks against it.
    Declared,
    /// The file declares none; millimetres were used. What it likely is, where something shows it.
    Undeclared {
        /// What the evidence speaks for.
        likely: Option<Unit>,
    },
    /// The file declares one, and the evidence speaks for another: ask before cutting.
    Doubtful {
        /// What the evidence speaks for.
        likely: Unit,
    },
}

impl Verdict {
    /// A person should be asked.
    #[must_use]
    pub fn asks(self) -> bool {
        matches!(self, Self::Undeclared { .. } | Self::Doubtful { .. })
    }
}

/// Parts on a cutting table are between these sizes, in mm.
const SIZES_MM: std::ops::RangeInclusive<f64> = 1.0..=8_000.0;
/// Holes looked at.
const MOST_HOLES: usize = 10_000;
/// A diameter is round when it is this close to a round one, in its unit.
const ROUND: f64 = 2e-5;

/// Judges. Extents and diameters of `holes` are in units of the file.
pub(super) fn judge(
    header: &Header<'_>,
    places: &Places,
    given: Option<Unit>,
    raw_width: f64,
    raw_height: f64,
    holes: &[f64],
) -> Units {
    let declared = header.units.and_then(|(number, _)| Unit::of_number(number));
    let used = given.or(declared).unwrap_or(Unit::MM);
    let mut evidence = Vec::new();
    match (header.units, declared) {
        (Some((_, line)), Some(unit)) => {
            evidence.push(format!("The file declares {unit} ($INSUNITS, {})", places.name(line)));
        }
        (Some((number, line)), None) => {
            evidence
                .push(format!("The file declares no unit ($INSUNITS is {number}, {})", places.name(line)));
        }
        (None, _) => evidence.push("The file does not say its unit ($INSUNITS is missing)".to_owned()),
    }
    match header.measurement {
        Some(0) => evidence.push("Its patterns are imperial ($MEASUREMENT is 0)".to_owned()),
        Some(1) => evidence.push("Its patterns are metric ($MEASUREMENT is 1)".to_owned()),
        _ => {}
    }
    let (width, height) = (raw_width * used.mm(), raw_height * used.mm());
    evidence.push(format!("In {used} it measures {width:.2} × {height:.2} mm"));
    let size = raw_width.max(raw_height);
    let fits = |unit: Unit| size > 0.0 && SIZES_MM.contains(&(size * unit.mm()));
    let by_holes = thought_in(holes, &mut evidence);
    let likely = [by_holes, Some(Unit::MM), Some(Unit::INCH)].into_iter().flatten().find(|&unit| fits(unit));
    let verdict = match (given, declared) {
        (Some(_), _) => Verdict::Given,
        (None, None) => {
            let imperial = header.measurement == Some(0) && fits(Unit::INCH);
            Verdict::Undeclared { likely: by_holes.filter(|&it| fits(it)).or(imperial.then_some(Unit::INCH)) }
        }
        (None, Some(unit)) => match likely {
            Some(likely) if likely != unit && size > 0.0 && !fits(unit) => {
                evidence.push(format!(
                    "No table holds that; in {likely} it would be {:.2} mm",
                    size * likely.mm()
                ));
                Verdict::Doubtful { likely }
            }
            Some(likely) if by_holes == Some(likely) && is_mixed_up(unit, likely) => {
                let factor = (unit.mm() / likely.mm()).max(likely.mm() / unit.mm());
                evidence.push(format!("Its holes speak for {likely}, a factor of {factor}"));
                Verdict::Doubtful { likely }
            }
            _ => Verdict::Declared,
        },
    };
    Units { declared, used, verdict, evidence }
}

/// Millimetres and inches are taken for each other, and both for metres, which some programs declare
/// whatever is drawn: no hole of a part is half a metre wide.
fn is_mixed_up(declared: Unit, likely: Unit) -> bool {
    declared != likely && [Unit::MM, Unit::INCH, Unit::METRE].contains(&declared)
}

/// The unit in which most holes are round, where that is clear. `diameters` are numbers of the file; the
/// unit is the one that these numbers count.
fn thought_in(diameters: &[f64], evidence: &mut Vec<String>) -> Option<Unit> {
    let mut different = diameters.to_vec();
    different.sort_by(f64::total_cmp);
    different.dedup_by(|a, b| (*a - *b).abs() < ROUND);
    if different.is_empty() {
        return None;
    }
    let near = |value: f64, step: f64, tolerance: f64| {
        let steps = value / step;
        value > 0.0 && (steps - steps.round()).abs() * step <= tolerance && steps.round() >= 1.0
    };
    let count = |test: &dyn Fn(f64) -> bool| different.iter().filter(|&&diameter| test(diameter)).count();
    let all = different.len();
    // Round in mm as they stand; in 1/32 inch as they stand; round once multiplied by 25.4.
    let metric = count(&|d| near(d, 0.1, ROUND) && d >= 0.5);
    let fractions = count(&|d| (near(d, 1.0 / 32.0, 1e-4) || near(d, 0.005, ROUND)) && d < 4.0);
    let metric_in_inches = count(&|d| near(d * 25.4, 0.5, 2e-3) && d < 4.0);
    let imperial_in_mm = count(&|d| near(d / 25.4, 1.0 / 32.0, 4e-5) && !near(d, 0.1, ROUND));
    let most = |count: usize| count * 4 >= all * 3;
    let shown = || {
        let list: Vec<String> = different.iter().take(5).map(|d| format!("{d:.4}")).collect();
        list.join(", ")
    };
    let (unit, why) = if most(imperial_in_mm) {
        (Unit::MM, "are fractions of an inch once divided by 25.4")
    } else if most(metric_in_inches) && !most(metric) {
        (Unit::INCH, "are round millimetres once multiplied by 25.4")
    } else if most(metric) {
        // Small numbers such as 0.5 are as round in one as in the other.
        if most(fractions) {
            return None;
        }
        (Unit::MM, "are round in millimetres")
    } else if most(fractions) {
        (Unit::INCH, "are fractions of an inch")
    } else {
        return None;
    };
    let holes = if all == 1 {
        "The sizes of its holes".to_owned()
    } else {
        format!("Of {all} different hole sizes most")
    };
    evidence.push(format!("{holes} {why}: {}", shown()));
    Some(unit)
}

/// Diameters of full circles, in units of the drawing.
pub(super) fn diameters(drawing: &Drawing) -> Vec<f64> {
    let paths = drawing.layers.iter().flat_map(|layer| &layer.paths);
    paths.filter_map(diameter).take(MOST_HOLES).collect()
}

fn diameter(path: &Path) -> Option<f64> {
    match path.segments[..] {
        [Segment::Arc { to: half, bulge: one }, Segment::Arc { to, bulge: other }]
            if to == path.start && one == other && (one.abs() - 1.0).abs() < 1e-9 =>
        {
            Some(path.start.distance(half))
        }
        _ => None,
    }
}
