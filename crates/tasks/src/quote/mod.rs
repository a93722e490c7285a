//! Says what cutting costs, and why: every line with the figures that it was computed from.

mod calibration;
pub(crate) mod export;
mod lines;
mod machine;
mod measure;
mod money;
mod params;
mod picture;
mod price;
mod qualities;
mod rates;
mod report;

pub use calibration::CalibrationReport;
pub use export::guard::guarded;
pub use lines::Line;
pub use machine::MachineReport;
pub use measure::CutReport;
pub use money::{Currency, NoCurrency};
pub use params::{MachineName, MachineParams, Order, PaperParams, PierceKind, QuoteParams, Reader};
pub use rates::{MaterialPricing, RateModel, Rates};
pub use report::{FileUnits, PartReport, QuoteReport, Totals};

pub(crate) use machine::Shop;
pub(crate) use measure::{Drawn, Measured, read as read_drawing};
pub(crate) use price::{Position, price, used_mm2};
pub(crate) use qualities::Qualities;
pub(crate) use rates::presets;
pub(crate) use report::report;

use crate::cut;
use crate::stage::Stage;
use crate::{Context, Input, Output, Task, TaskError, TaskInfo};
use penstock_drawing::{Diagnostic, Severity};
use penstock_toolpath::jet::Material;
use serde_json::Value;

/// The task `quote`.
pub struct Quote;

impl Task for Quote {
    type Params = QuoteParams;
    type Report = QuoteReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "quote",
            version: 1,
            title: "Quote",
            summary: "Says how long parts take on a waterjet and what they cost, line by line",
            queue: "analysis",
            timeout_s: 600,
            accepts: &["dxf", "svg", "svgz", "csv"],
            inputs: (1, 200),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &QuoteParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<QuoteReport>, TaskError> {
        let formats = export::formats(&params.paper.formats)?;
        let (logs, drawings): (Vec<&Input>, Vec<&Input>) = inputs.iter().partition(|input| is_csv(input));
        let (shop, calibration) = shop(&params.machine, &logs, context)?;
        if drawings.is_empty() {
            return Err(TaskError::BadInput {
                message: "There is no drawing to quote, only a list of logged jobs".to_owned(),
                advice: Some("Give the DXF too; a bill of parts goes to analyze-csv".to_owned()),
            });
        }
        let material = cut::material(&params.cut, context)?;
        let qualities = Qualities::new(params.cut.quality, &params.order)?;
        warn_of_brittle(&material, &shop, context);
        let (mut positions, mut units, mut pictures) = (Vec::new(), Vec::new(), Vec::new());
        for (at, &input) in drawings.iter().enumerate() {
            let share = |at: usize| 0.7 * at as f64 / drawings.len() as f64;
            let stage = Stage::new(context, "Reading drawings", share(at)..share(at + 1));
            let drawn = read_drawing(input, &params.cut, context, &stage)?;
            drawn.check_layers(&qualities, context);
            let spare_mm = params.cut.kerf_mm + params.rates.web_mm;
            let measured = drawn.measure(&material, params.cut.thickness_mm, spare_mm, &qualities, &shop);
            tell_of_nest(&drawn.name, &measured, &params.rates, context);
            if drawings.len() == 1 {
                let feed = measured.cuts.first().map_or(1.0, |cut| cut.feed_mm_per_min);
                let picturing = Stage::new(context, "Picturing the parts", 0.7..0.8);
                let look = (params.cut.kerf_mm, feed);
                pictures.push(picture::write(&drawn, &qualities, look, context.out_dir(), &picturing)?);
            }
            units.push(FileUnits { file: input.name.clone(), units: drawn.units });
            positions.push(Position {
                name: distinct(drawn.name, &positions),
                file: input.name.clone(),
                quantity: params.order.quantity,
                material,
                thickness_mm: params.cut.thickness_mm,
                quality: params.cut.quality,
                customer: None,
                due: None,
                measured,
            });
        }
        let priced = price(&positions, &shop, &params.rates)?;
        let report = report(&positions, &priced, (&shop, &params.rates), calibration, units);
        let writing = Stage::new(context, "Writing the quote", 0.8..1.0);
        let mut files =
            export::write(&report, &params.paper, params.cut.kerf_mm, &formats, context, &writing)?;
        files.extend(pictures);
        Ok(Output { report, files })
    }
}

/// Says that a file is a nest, and how its material is reckoned.
fn tell_of_nest(name: &str, measured: &Measured, rates: &Rates, context: &dyn Context) {
    let Some(nested) = measured.nested else { return };
    let used_m2 = used_mm2(measured, rates) / 1e6;
    let how = match rates.nest_density_percent {
        Some(percent) => format!("by the density of {percent} % that was set"),
        None => "up to the rightmost part on each sheet; what is right of it is a remnant".to_owned(),
    };
    let message = format!(
        "{name} is a nest of {} part(s) on {} sheet(s): its material is {used_m2:.4} m², {how}",
        measured.parts, nested.sheets
    );
    context.diagnose(remark("nest", Severity::Note, message));
}

/// By its name; drawings are told apart by their content.
pub(crate) fn is_csv(input: &Input) -> bool {
    input.name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"))
}

/// The machine, calibrated by a list of logged jobs if there is one.
pub(crate) fn shop(
    params: &MachineParams,
    logs: &[&Input],
    context: &dyn Context,
) -> Result<(Shop, Option<CalibrationReport>), TaskError> {
    let learnt = match logs {
        [] => return Ok((Shop::new(params), None)),
        [log] => calibration::learn(log)?,
        [_, second, ..] => {
            return Err(TaskError::BadInput {
                message: format!("{} is a second list of logged jobs", second.name),
                advice: Some("Give the jobs of one machine in one list".to_owned()),
            });
        }
    };
    if (params.calibration, params.pierce_calibration) != (1.0, 1.0) {
        let message = format!(
            "{} goes before the calibrations {} and {} of the parameters",
            learnt.file, params.calibration, params.pierce_calibration
        );
        context.diagnose(remark("calibration", Severity::Note, message));
    }
    let params = MachineParams {
        calibration: learnt.cutting,
        pierce_calibration: learnt.of_pierces(),
        ..params.clone()
    };
    Ok((Shop::new(&params), Some(learnt)))
}

/// Says when the material is pierced in another way than asked for.
pub(crate) fn warn_of_brittle(material: &Material, shop: &Shop, context: &dyn Context) {
    if shop.pierces_gently(material) {
        let message = format!(
            "{} cracks under the full jet: it is pierced at low pressure",
            capitalised(material.name)
        );
        context.diagnose(remark("brittle", Severity::Note, message));
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name, with a number behind it if another position has it.
pub(crate) fn distinct(name: String, positions: &[Position]) -> String {
    let taken = |name: &str| positions.iter().any(|position| position.name == name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2..).map(|number| format!("{name} ({number})")).find(|name| !taken(name));
    numbered.unwrap_or(name)
}

pub(crate) fn remark(kind: &str, severity: Severity, message: String) -> Diagnostic {
    Diagnostic {
        kind: kind.to_owned(),
        severity,
        message,
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    }
}
