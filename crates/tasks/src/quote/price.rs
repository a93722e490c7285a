//! From what parts take to what they cost.

use super::lines::{Ledger, Line};
use super::machine::{MachineReport, Shop};
use super::measure::Measured;
use super::money::Currency;
use super::qualities::refused;
use super::rates::{MaterialPricing, Rates};
use crate::TaskError;
use penstock_toolpath::jet::Material;

/// A position of the order: so many sets of the parts of one file.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    /// What it is called; different for each position of an order.
    pub(crate) name: String,
    /// Name of its file.
    pub(crate) file: String,
    pub(crate) quantity: u32,
    pub(crate) material: Material,
    pub(crate) thickness_mm: f64,
    pub(crate) quality: u8,
    pub(crate) customer: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) measured: Measured,
}

/// What an order costs.
#[derive(Clone, Debug)]
pub(crate) struct Priced {
    pub(crate) currency: Currency,
    pub(crate) lines: Vec<Line>,
    /// Price of each position, tax apart.
    pub(crate) positions_minor: Vec<i64>,
    pub(crate) net_minor: i64,
    pub(crate) tax_minor: i64,
}

impl Priced {
    pub(crate) fn total_minor(&self) -> i64 {
        self.net_minor + self.tax_minor
    }
}

/// Computes every line.
pub(crate) fn price(positions: &[Position], shop: &Shop, rates: &Rates) -> Result<Priced, TaskError> {
    let currency = Currency::new(&rates.currency).map_err(|fault| refused("currency", &fault))?;
    let breaks = Breaks::new(&rates.quantity_breaks)?;
    let machine = shop.report();
    let mut ledger = Ledger::new(&currency);
    ledger.price(("Setup", None), rates.setup_price, "setup_price", &[("setup_price", rates.setup_price)])?;
    margin(&mut ledger, 0, None, rates.margin_percent)?;
    let mut positions_minor = Vec::with_capacity(positions.len());
    for position in positions {
        let first = ledger.lines.len();
        time(&mut ledger, position, rates)?;
        consumables(&mut ledger, position, &machine, rates)?;
        material(&mut ledger, position, rates)?;
        margin(&mut ledger, first, Some(&position.name), rates.margin_percent)?;
        let off_percent = breaks.percent_off(position.quantity);
        let price_minor = ledger.sum_from(first) as f64;
        ledger.minor(
            ("Quantity break", Some(&position.name)),
            -price_minor * off_percent / 100.0,
            "-price_minor * off_percent / 100",
            &[
                ("price_minor", price_minor),
                ("off_percent", off_percent),
                ("quantity", position.quantity.into()),
            ],
        )?;
        positions_minor.push(ledger.sum_from(first));
    }
    let so_far_minor = ledger.sum_from(0) as f64;
    let minor = currency.minor_per_major() as f64;
    ledger.minor(
        ("Minimum charge", None),
        (rates.minimum_charge * minor - so_far_minor).max(0.0),
        "minimum_charge * minor_per_major - price_minor",
        &[
            ("minimum_charge", rates.minimum_charge),
            ("price_minor", so_far_minor),
            ("minor_per_major", minor),
        ],
    )?;
    let net_minor = ledger.sum_from(0);
    ledger.minor(
        ("Tax", None),
        net_minor as f64 * rates.tax_percent / 100.0,
        "net_minor * tax_percent / 100",
        &[("net_minor", net_minor as f64), ("tax_percent", rates.tax_percent)],
    )?;
    let tax_minor = ledger.sum_from(0) - net_minor;
    let lines = ledger.lines;
    Ok(Priced { currency, lines, positions_minor, net_minor, tax_minor })
}

fn margin(ledger: &mut Ledger<'_>, first: usize, part: Option<&str>, percent: f64) -> Result<(), TaskError> {
    let cost_minor = ledger.sum_from(first) as f64;
    let name = if part.is_some() { "Margin" } else { "Margin on setup" };
    ledger.minor(
        (name, part),
        cost_minor * percent / 100.0,
        "cost_minor * margin_percent / 100",
        &[("cost_minor", cost_minor), ("margin_percent", percent)],
    )
}

fn time(ledger: &mut Ledger<'_>, position: &Position, rates: &Rates) -> Result<(), TaskError> {
    let part = Some(position.name.as_str());
    let (quantity, measured) = (f64::from(position.quantity), &position.measured);
    let (length_mm, pierces) = (measured.length_mm(), measured.pierces() as f64);
    ledger.price(
        ("Cutting by length", part),
        quantity * length_mm / 1000.0 * rates.price_per_metre,
        "quantity * cut_length_mm / 1000 * price_per_metre",
        &[("quantity", quantity), ("cut_length_mm", length_mm), ("price_per_metre", rates.price_per_metre)],
    )?;
    ledger.price(
        ("Piercing", part),
        quantity * pierces * rates.price_per_pierce,
        "quantity * pierces * price_per_pierce",
        &[("quantity", quantity), ("pierces", pierces), ("price_per_pierce", rates.price_per_pierce)],
    )?;
    for (name, rate_name, rate) in [
        ("Machine time", "machine_per_hour", rates.machine_per_hour),
        ("Labour", "labour_per_hour", rates.labour_per_hour),
    ] {
        ledger.price(
            (name, part),
            quantity * measured.time_s() / 3600.0 * rate,
            &format!("quantity * (cutting_s + corner_s + pierces * pierce_s + rapid_s) / 3600 * {rate_name}"),
            &[
                ("quantity", quantity),
                ("cutting_s", measured.cutting_s()),
                ("corner_s", measured.corner_s()),
                ("pierces", pierces),
                ("pierce_s", measured.pierce_s),
                ("rapid_s", measured.rapid_s),
                (rate_name, rate),
            ],
        )?;
    }
    Ok(())
}

fn consumables(
    ledger: &mut Ledger<'_>,
    position: &Position,
    machine: &MachineReport,
    rates: &Rates,
) -> Result<(), TaskError> {
    let part = Some(position.name.as_str());
    let (quantity, jet_s) = (f64::from(position.quantity), position.measured.jet_s());
    ledger.price(
        ("Abrasive", part),
        quantity * jet_s / 60.0 * machine.abrasive_g_per_min / 1000.0 * rates.abrasive_per_kg,
        "quantity * jet_s / 60 * abrasive_g_per_min / 1000 * abrasive_per_kg",
        &[
            ("quantity", quantity),
            ("jet_s", jet_s),
            ("abrasive_g_per_min", machine.abrasive_g_per_min),
            ("abrasive_per_kg", rates.abrasive_per_kg),
        ],
    )?;
    ledger.price(
        ("Water", part),
        quantity * jet_s / 60.0 * machine.water_l_per_min / 1000.0 * rates.water_per_m3,
        "quantity * jet_s / 60 * water_l_per_min / 1000 * water_per_m3",
        &[
            ("quantity", quantity),
            ("jet_s", jet_s),
            ("water_l_per_min", machine.water_l_per_min),
            ("water_per_m3", rates.water_per_m3),
        ],
    )?;
    ledger.price(
        ("Power", part),
        quantity * jet_s / 3600.0 * machine.hydraulic_kw / (rates.pump_efficiency_percent / 100.0)
            * rates.power_per_kwh,
        "quantity * jet_s / 3600 * hydraulic_kw / (pump_efficiency_percent / 100) * power_per_kwh",
        &[
            ("quantity", quantity),
            ("jet_s", jet_s),
            ("hydraulic_kw", machine.hydraulic_kw),
            ("pump_efficiency_percent", rates.pump_efficiency_percent),
            ("power_per_kwh", rates.power_per_kwh),
        ],
    )?;
    ledger.price(
        ("Wear", part),
        quantity * jet_s / 3600.0
            * (rates.orifice_price / rates.orifice_life_h + rates.tube_price / rates.tube_life_h),
        "quantity * jet_s / 3600 * (orifice_price / orifice_life_h + tube_price / tube_life_h)",
        &[
            ("quantity", quantity),
            ("jet_s", jet_s),
            ("orifice_price", rates.orifice_price),
            ("orifice_life_h", rates.orifice_life_h),
            ("tube_price", rates.tube_price),
            ("tube_life_h", rates.tube_life_h),
        ],
    )
}

fn material(ledger: &mut Ledger<'_>, position: &Position, rates: &Rates) -> Result<(), TaskError> {
    let part = Some(position.name.as_str());
    let quantity = f64::from(position.quantity);
    let used_mm2 = used_mm2(&position.measured, rates);
    let density = position.material.density_g_per_cm3;
    match rates.material_pricing {
        MaterialPricing::None => return Ok(()),
        MaterialPricing::Mass => ledger.price(
            ("Material", part),
            quantity * used_mm2 * position.thickness_mm * density / 1e6 * rates.material_per_kg,
            "quantity * used_area_mm2 * thickness_mm * density_g_per_cm3 / 1000000 * material_per_kg",
            &[
                ("quantity", quantity),
                ("used_area_mm2", used_mm2),
                ("thickness_mm", position.thickness_mm),
                ("density_g_per_cm3", density),
                ("material_per_kg", rates.material_per_kg),
            ],
        )?,
        MaterialPricing::Sheet => ledger.price(
            ("Material", part),
            quantity * used_mm2 / (rates.sheet_width_mm * rates.sheet_height_mm) * rates.sheet_price,
            "quantity * used_area_mm2 / (sheet_width_mm * sheet_height_mm) * sheet_price",
            &[
                ("quantity", quantity),
                ("used_area_mm2", used_mm2),
                ("sheet_width_mm", rates.sheet_width_mm),
                ("sheet_height_mm", rates.sheet_height_mm),
                ("sheet_price", rates.sheet_price),
            ],
        )?,
    }
    let net_mm2 = position.measured.net_area_mm2;
    ledger.price(
        ("Scrap credit", part),
        -(quantity * (used_mm2 - net_mm2) * position.thickness_mm * density / 1e6 * rates.scrap_per_kg),
        "-(quantity * (used_area_mm2 - net_area_mm2) * thickness_mm * density_g_per_cm3 / 1000000 * scrap_per_kg)",
        &[
            ("quantity", quantity),
            ("used_area_mm2", used_mm2),
            ("net_area_mm2", net_mm2),
            ("thickness_mm", position.thickness_mm),
            ("density_g_per_cm3", density),
            ("scrap_per_kg", rates.scrap_per_kg),
        ],
    )
}

/// The area of the sheet that one set of the parts uses up.
pub(crate) fn used_mm2(measured: &Measured, rates: &Rates) -> f64 {
    match (rates.nest_density_percent, measured.nested) {
        (Some(percent), _) => measured.net_area_mm2 / (percent / 100.0),
        (None, Some(nested)) => nested.used_mm2,
        (None, None) => measured.rectangles_mm2,
    }
}

/// Discounts by quantity.
struct Breaks(Vec<(u32, f64)>);

impl Breaks {
    fn new(text: &str) -> Result<Self, TaskError> {
        let words = text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
        let breaks = words.map(|word| {
            let fault =
                || refused("quantity_breaks", &format!("{word:?} is not of the form QUANTITY=PERCENT"));
            let (from, percent) = word.split_once('=').ok_or_else(fault)?;
            let from = from.trim().parse::<u32>().map_err(|_| fault())?;
            let percent = percent.trim().trim_end_matches('%').trim().parse::<f64>().map_err(|_| fault())?;
            if (0.0..=100.0).contains(&percent) { Ok((from, percent)) } else { Err(fault()) }
        });
        Ok(Self(breaks.collect::<Result<_, _>>()?))
    }

    /// Of the greatest quantity that is reached.
    fn percent_off(&self, quantity: u32) -> f64 {
        let reached = self.0.iter().filter(|(from, _)| *from <= quantity);
        reached.max_by_key(|(from, _)| *from).map_or(0.0, |&(_, percent)| percent)
    }
}
