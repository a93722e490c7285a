//! What `quote` reports.

use super::calibration::CalibrationReport;
use super::lines::Line;
use super::machine::{MachineReport, Shop};
use super::measure::CutReport;
use super::money::Currency;
use super::price::{Position, Priced, used_mm2};
use super::rates::Rates;
use crate::cut::UnitsReport;
use schemars::JsonSchema;
use serde::Serialize;

/// How amounts become whole minor units.
const ROUNDING: &str =
    "each line once, half away from zero, to one minor unit; totals are sums of rounded lines";

/// What an order costs and why.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct QuoteReport {
    /// ISO 4217 code of all amounts.
    pub currency: Currency,
    /// Minor units, such as cents, in one major unit.
    pub minor_per_major: i64,
    /// What is to be paid: all lines together.
    pub total_minor: i64,
    /// The total without tax.
    pub net_minor: i64,
    /// Tax.
    pub tax_minor: i64,
    /// Seconds that the machine runs for the whole order.
    pub time_s: f64,
    /// What the total is the sum of.
    pub lines: Vec<Line>,
    /// How lines are rounded.
    pub rounding: &'static str,
    /// What is made.
    pub parts: Vec<PartReport>,
    /// Of the whole order.
    pub totals: Totals,
    /// What it was reckoned for.
    pub machine: MachineReport,
    /// What logged jobs taught, if there were any.
    pub calibration: Option<CalibrationReport>,
    /// In which units the drawings were read.
    pub units: Vec<FileUnits>,
}

/// The parts of one file, as often as they are ordered.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PartReport {
    /// What it is called.
    pub name: String,
    /// Its file.
    pub file: String,
    /// How many sets of what the file holds.
    pub quantity: u32,
    /// Parts in one set.
    pub parts: u64,
    /// Holes in one set.
    pub holes: u64,
    /// What it is made of.
    pub material: &'static str,
    /// How thick.
    pub thickness_mm: f64,
    /// Quality of its outlines, 1 to 5.
    pub quality: u8,
    /// Who ordered it.
    pub customer: Option<String>,
    /// When it is due, as written.
    pub due: Option<String>,
    /// Box around one set.
    pub width_mm: f64,
    /// Box around one set.
    pub height_mm: f64,
    /// Cut length of one set.
    pub cut_length_mm: f64,
    /// Pierces of one set.
    pub pierces: u64,
    /// How they are made.
    pub pierce: &'static str,
    /// Seconds for each.
    pub pierce_s: f64,
    /// Area of one set, without its holes.
    pub net_area_mm2: f64,
    /// Area of the sheet that one set uses up.
    pub used_area_mm2: f64,
    /// Sheets of one set, where the file is a nest.
    pub nested_sheets: Option<u64>,
    /// Mass of one set.
    pub mass_kg: f64,
    /// Seconds for one set.
    pub unit_time_s: f64,
    /// Seconds for one set at constant speed: no slow-down in corners and small arcs.
    pub unit_time_constant_s: f64,
    /// Seconds for all of them.
    pub time_s: f64,
    /// How the lines of each quality are cut.
    pub cuts: Vec<CutReport>,
    /// Price of all of them, without tax.
    pub price_minor: i64,
}

/// Figures of the whole order, as job reports print them.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct Totals {
    /// Sets of parts.
    pub quantity: u64,
    /// Length cut.
    pub cut_length_mm: f64,
    /// Length moved with the jet off.
    pub rapid_mm: f64,
    /// Pierces.
    pub pierces: u64,
    /// Mass of the parts.
    pub mass_kg: f64,
    /// Seconds at constant speed.
    pub cutting_s: f64,
    /// Further seconds in corners and small arcs.
    pub corner_s: f64,
    /// Seconds of piercing.
    pub piercing_s: f64,
    /// Seconds with the jet off.
    pub rapid_s: f64,
    /// Slowest feed of a line.
    pub slowest_mm_per_min: f64,
    /// Fastest feed of a line.
    pub fastest_mm_per_min: f64,
    /// Length over time of cutting, corners included.
    pub average_mm_per_min: f64,
    /// Abrasive used up.
    pub abrasive_kg: f64,
    /// Water used up.
    pub water_l: f64,
}

/// In which unit a file was read.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct FileUnits {
    /// The file.
    pub file: String,
    /// Its unit.
    #[serde(flatten)]
    pub units: UnitsReport,
}

/// Puts the figures together.
pub(crate) fn report(
    positions: &[Position],
    priced: &Priced,
    (shop, rates): (&Shop, &Rates),
    calibration: Option<CalibrationReport>,
    units: Vec<FileUnits>,
) -> QuoteReport {
    let machine = shop.report();
    let parts: Vec<PartReport> = positions
        .iter()
        .zip(&priced.positions_minor)
        .map(|(position, &price_minor)| part(position, price_minor, shop, rates))
        .collect();
    QuoteReport {
        currency: priced.currency.clone(),
        minor_per_major: priced.currency.minor_per_major(),
        total_minor: priced.total_minor(),
        net_minor: priced.net_minor,
        tax_minor: priced.tax_minor,
        time_s: parts.iter().map(|part| part.time_s).fold(0.0, std::ops::Add::add),
        lines: priced.lines.clone(),
        rounding: ROUNDING,
        totals: totals(positions, &machine),
        parts,
        machine,
        calibration,
        units,
    }
}

fn part(position: &Position, price_minor: i64, shop: &Shop, rates: &Rates) -> PartReport {
    let measured = &position.measured;
    let unit_time_s = measured.time_s();
    PartReport {
        name: position.name.clone(),
        file: position.file.clone(),
        quantity: position.quantity,
        parts: measured.parts,
        holes: measured.holes,
        material: position.material.name,
        thickness_mm: position.thickness_mm,
        quality: position.quality,
        customer: position.customer.clone(),
        due: position.due.clone(),
        width_mm: measured.width_mm,
        height_mm: measured.height_mm,
        cut_length_mm: measured.length_mm(),
        pierces: measured.pierces(),
        pierce: shop.pierce_name(&position.material),
        pierce_s: measured.pierce_s,
        net_area_mm2: measured.net_area_mm2,
        used_area_mm2: used_mm2(measured, rates),
        nested_sheets: measured.nested.map(|nested| nested.sheets),
        mass_kg: mass_kg(position),
        unit_time_s,
        unit_time_constant_s: unit_time_s - measured.corner_s(),
        time_s: f64::from(position.quantity) * unit_time_s,
        cuts: measured.cuts.clone(),
        price_minor,
    }
}

fn mass_kg(position: &Position) -> f64 {
    position.measured.net_area_mm2 * position.thickness_mm * position.material.density_g_per_cm3 / 1e6
}

fn totals(positions: &[Position], machine: &MachineReport) -> Totals {
    let mut totals = Totals::default();
    let feeds =
        || positions.iter().flat_map(|position| &position.measured.cuts).map(|cut| cut.feed_mm_per_min);
    for position in positions {
        let (times, measured) = (f64::from(position.quantity), &position.measured);
        totals.quantity += u64::from(position.quantity);
        totals.pierces += u64::from(position.quantity) * measured.pierces();
        totals.cut_length_mm += times * measured.length_mm();
        totals.rapid_mm += times * measured.rapid_mm;
        totals.mass_kg += times * mass_kg(position);
        totals.cutting_s += times * measured.cutting_s();
        totals.corner_s += times * measured.corner_s();
        totals.piercing_s += times * measured.piercing_s();
        totals.rapid_s += times * measured.rapid_s;
    }
    totals.slowest_mm_per_min = feeds().reduce(f64::min).unwrap_or(0.0);
    totals.fastest_mm_per_min = feeds().reduce(f64::max).unwrap_or(0.0);
    let cutting_min = (totals.cutting_s + totals.corner_s) / 60.0;
    totals.average_mm_per_min = if cutting_min > 0.0 { totals.cut_length_mm / cutting_min } else { 0.0 };
    let jet_min = cutting_min + totals.piercing_s / 60.0;
    totals.abrasive_kg = jet_min * machine.abrasive_g_per_min / 1000.0;
    totals.water_l = jet_min * machine.water_l_per_min;
    totals
}
