//! What stands on a printed quote, once for every format, so that all of them say the same.

use super::guard::guarded;
use crate::quote::{Line, PaperParams, QuoteReport, Reader};
use serde_json::Value;

/// A printed quote.
pub(crate) struct Sheet {
    pub(crate) title: String,
    pub(crate) company: String,
    /// Currency and total.
    pub(crate) total: String,
    /// Label and value, at the head.
    pub(crate) head: Vec<(&'static str, String)>,
    pub(crate) tables: Vec<Table>,
    pub(crate) note: String,
    pub(crate) foot: String,
}

/// A table with a heading.
pub(crate) struct Table {
    pub(crate) title: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// So many of the last rows are sums.
    pub(crate) sums: usize,
}

/// A column of a table.
pub(crate) struct Column {
    pub(crate) title: String,
    /// Numbers stand at the right.
    pub(crate) right: bool,
    /// Share of the width, against the other columns.
    pub(crate) share: f64,
}

/// A cell: what people read and, where it is a number, what spreadsheets count with.
#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) number: Option<(f64, Digits)>,
}

/// Digits behind the decimal point of a number in a spreadsheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits(pub(crate) usize);

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        Self { text: guarded(text), number: None }
    }

    fn count(count: u64) -> Self {
        Self { text: count.to_string(), number: Some((count as f64, Digits(0))) }
    }

    fn number(value: f64, digits: usize) -> Self {
        let digits = Digits(digits);
        Self { text: format!("{value:.digits$}", digits = digits.0), number: Some((value, digits)) }
    }

    fn time(seconds: f64) -> Self {
        Self { text: clock(seconds), number: None }
    }
}

fn column(title: impl Into<String>, right: bool, share: f64) -> Column {
    Column { title: title.into(), right, share }
}

/// h:mm:ss, to the nearest second.
pub(crate) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

impl Sheet {
    pub(crate) fn new(report: &QuoteReport, paper: &PaperParams, kerf_mm: f64) -> Self {
        let code = report.currency.code();
        let number = if paper.number.is_empty() { String::new() } else { format!(" {}", paper.number) };
        let mut tables = vec![parts(report, paper.reader)];
        match paper.reader {
            Reader::Shop => tables.extend([lines(report), job(report, kerf_mm), cuts(report)]),
            Reader::Customer => tables.push(order(report)),
        }
        let said = [("Customer", &paper.customer), ("Quote", &paper.number), ("Date", &paper.date)];
        let said = said.into_iter().filter(|(_, value)| !value.is_empty());
        let mut head: Vec<_> = said.map(|(label, value)| (label, guarded(value))).collect();
        head.push(("Machine time", clock(report.time_s)));
        let foot = format!(
            "Amounts in {code}{}. Rounding: {}.",
            if report.tax_minor == 0 { ", without tax" } else { "" },
            report.rounding
        );
        Self {
            title: guarded(&format!("Quote{number}")),
            company: guarded(&paper.company),
            total: format!("{code} {}", report.currency.grouped(report.total_minor)),
            head,
            tables,
            note: guarded(&paper.note),
            foot,
        }
    }
}

impl Sheet {
    /// Shows every text that stands on it.
    pub(crate) fn texts(&self, see: &mut dyn FnMut(&str)) {
        for text in [&self.title, &self.company, &self.total, &self.note, &self.foot] {
            see(text);
        }
        self.head.iter().for_each(|(_, value)| see(value));
        for table in &self.tables {
            table.columns.iter().for_each(|column| see(&column.title));
            table.rows.iter().flatten().for_each(|cell| see(&cell.text));
        }
    }
}

fn money(report: &QuoteReport, amount_minor: i64) -> Cell {
    let major = amount_minor as f64 / report.minor_per_major as f64;
    let digits = Digits(report.currency.digits() as usize);
    Cell { text: report.currency.grouped(amount_minor), number: Some((major, digits)) }
}

/// Price of one, which need not be a whole number of minor units.
fn unit_price(report: &QuoteReport, price_minor: i64, quantity: u32) -> Cell {
    let each = price_minor as f64 / f64::from(quantity) / report.minor_per_major as f64;
    let digits = report.currency.digits() as usize;
    let exact = price_minor % i64::from(quantity) == 0;
    Cell::number(each, if exact { digits } else { digits + 2 })
}

fn parts(report: &QuoteReport, reader: Reader) -> Table {
    let shop = reader == Reader::Shop;
    let dated = report.parts.iter().any(|part| part.due.is_some());
    let named = shop && report.parts.iter().any(|part| part.customer.is_some());
    let mut columns = vec![
        column("Part", false, 2.1),
        column("Material", false, 1.9),
        column("mm", true, 1.0),
        column("Q", true, 0.6),
        column("Size, mm", true, 2.4),
    ];
    if named {
        columns.push(column("Customer", false, 1.6));
    }
    if dated {
        columns.push(column("Due", true, 1.8));
    }
    if shop {
        columns.extend([
            column("Cut, mm", true, 1.8),
            column("Pierces", true, 1.4),
            column("kg", true, 1.2),
            column("Time", true, 1.8),
        ]);
    }
    columns.extend([
        column("Quantity", true, 1.9),
        column(format!("Each, {}", report.currency.code()), true, 1.6),
        column(report.currency.code(), true, 1.5),
    ]);
    let rows = report.parts.iter().map(|part| {
        let mut row = vec![
            Cell::text(&part.name),
            Cell::text(part.material),
            Cell::number(part.thickness_mm, if part.thickness_mm.fract() == 0.0 { 0 } else { 2 }),
            Cell::count(part.quality.into()),
            Cell::text(&format!("{:.1} × {:.1}", part.width_mm, part.height_mm)),
        ];
        if named {
            row.push(Cell::text(part.customer.as_deref().unwrap_or_default()));
        }
        if dated {
            row.push(Cell::text(part.due.as_deref().unwrap_or_default()));
        }
        if shop {
            row.extend([
                Cell::number(part.cut_length_mm, 1),
                Cell::count(part.pierces),
                Cell::number(part.mass_kg, 3),
                Cell::time(part.unit_time_s),
            ]);
        }
        row.extend([
            Cell::count(part.quantity.into()),
            unit_price(report, part.price_minor, part.quantity),
            money(report, part.price_minor),
        ]);
        row
    });
    Table { title: "Parts", rows: rows.collect(), columns, sums: 0 }
}

/// From the prices of parts to the total, without showing how they come about.
fn order(report: &QuoteReport) -> Table {
    let of = |names: &[&str]| {
        let lines =
            report.lines.iter().filter(|line| line.part.is_none() && names.contains(&line.name.as_str()));
        lines.map(|line| line.amount_minor).sum::<i64>()
    };
    let parts: i64 = report.parts.iter().map(|part| part.price_minor).sum();
    let mut rows: Vec<Vec<Cell>> = [
        ("Parts", parts),
        ("Setup", of(&["Setup", "Margin on setup"])),
        ("Minimum charge", of(&["Minimum charge"])),
    ]
    .into_iter()
    .filter(|(_, amount)| *amount != 0)
    .map(|(name, amount)| vec![Cell::text(name), money(report, amount)])
    .collect();
    let sums = sums(report);
    let count = sums.len();
    rows.extend(sums.into_iter().map(|(name, amount)| vec![Cell::text(&name), amount]));
    Table {
        title: "Price",
        columns: vec![column("", false, 3.0), column(report.currency.code(), true, 1.0)],
        rows,
        sums: count,
    }
}

fn sums(report: &QuoteReport) -> Vec<(String, Cell)> {
    let mut sums = Vec::new();
    if report.tax_minor != 0 {
        sums.push(("Net".to_owned(), money(report, report.net_minor)));
        sums.push(("Tax".to_owned(), money(report, report.tax_minor)));
    }
    sums.push(("Total".to_owned(), money(report, report.total_minor)));
    sums
}

fn lines(report: &QuoteReport) -> Table {
    let mut rows: Vec<Vec<Cell>> = report
        .lines
        .iter()
        .filter(|line| line.name != "Tax" || line.part.is_some())
        .map(|line| {
            vec![
                Cell::text(line.part.as_deref().unwrap_or("Order")),
                Cell::text(&line.name),
                Cell { text: computed(report, line), number: None },
                money(report, line.amount_minor),
            ]
        })
        .collect();
    let sums = sums(report);
    let count = sums.len();
    let empty = || Cell::text("");
    rows.extend(sums.into_iter().map(|(name, amount)| vec![Cell::text(&name), empty(), empty(), amount]));
    Table {
        title: "Price by line",
        columns: vec![
            column("Part", false, 2.2),
            column("Line", false, 2.0),
            column("Computed from", false, 7.0),
            column(report.currency.code(), true, 1.5),
        ],
        rows,
        sums: count,
    }
}

/// The figures of a line with their names and units. It never begins with a sign that a spreadsheet takes
/// for a formula.
fn computed(report: &QuoteReport, line: &Line) -> String {
    let inputs = line.inputs.iter().filter(|(name, _)| *name != "minor_per_major");
    let said: Vec<String> = inputs.map(|(name, value)| named(report, name, value)).collect();
    said.join(" · ")
}

/// Endings of names, and the units that they stand for.
const UNITS: [(&str, &str); 15] = [
    ("_g_per_cm3", " g/cm³"),
    ("_g_per_min", " g/min"),
    ("_l_per_min", " l/min"),
    ("_per_metre", " per m"),
    ("_per_pierce", " each"),
    ("_per_hour", " per h"),
    ("_per_kg", " per kg"),
    ("_per_m3", " per m³"),
    ("_per_kwh", " per kWh"),
    ("_percent", " %"),
    ("_mm2", " mm²"),
    ("_mm", " mm"),
    ("_kw", " kW"),
    ("_h", " h"),
    ("_s", " s"),
];

/// `cutting_s` 314.836 as `cutting 314.836 s`.
fn named(report: &QuoteReport, name: &str, value: &Value) -> String {
    if let (Some(name), Some(minor)) = (name.strip_suffix("_minor"), value.as_f64()) {
        return format!("{} {}", name.replace('_', " "), report.currency.grouped(minor as i64));
    }
    let unit = UNITS.iter().find_map(|(ending, unit)| Some((name.strip_suffix(ending)?, *unit)));
    let (name, unit) = unit.unwrap_or((name, ""));
    format!("{} {}{unit}", name.replace('_', " "), figure(value))
}

/// Six digits and no more than needed; the report and the spreadsheet's sheet of inputs have all.
fn figure(value: &Value) -> String {
    let Some(number) = value.as_f64() else { return value.to_string() };
    let digits = if number == 0.0 { 0 } else { (5 - number.abs().log10().floor() as i32).clamp(0, 9) };
    let text = format!("{number:.digits$}", digits = digits as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// What a job report of a CAM system holds.
fn job(report: &QuoteReport, kerf_mm: f64) -> Table {
    let (machine, totals) = (&report.machine, &report.totals);
    let bar = machine.pressure_mpa * 10.0;
    let thou = |mm: f64| mm / 0.0254;
    let facts = [
        ("Machine", machine.name.to_owned()),
        ("Pressure", format!("{:.0} MPa ({bar:.0} bar)", machine.pressure_mpa)),
        ("Orifice", format!("{:.3} mm ({:.0} thou)", machine.orifice_mm, thou(machine.orifice_mm))),
        ("Mixing tube", format!("{:.3} mm", machine.tube_mm)),
        (
            "Abrasive",
            format!("{:.0} g/min, factor {:.2}", machine.abrasive_g_per_min, machine.abrasive_factor),
        ),
        ("Kerf", format!("{kerf_mm:.2} mm")),
        (
            "Calibration",
            format!("cuts × {:.3}, pierces × {:.3}", machine.calibration, machine.pierce_calibration)
                + &report.calibration.as_ref().map_or_else(String::new, |learnt| {
                    format!(", from {} logged jobs, error {:.1} %", learnt.jobs, learnt.error_percent)
                }),
        ),
        ("Cutting length", format!("{:.1} mm", totals.cut_length_mm)),
        ("Rapid length", format!("{:.1} mm", totals.rapid_mm)),
        ("Pierces", totals.pierces.to_string()),
        (
            "Speed",
            format!(
                "{:.1} to {:.1} mm/min, average {:.1}",
                totals.slowest_mm_per_min, totals.fastest_mm_per_min, totals.average_mm_per_min
            ),
        ),
        ("Cutting time", clock(totals.cutting_s)),
        ("Corners and small arcs", clock(totals.corner_s)),
        ("Piercing time", clock(totals.piercing_s)),
        ("Rapid time", clock(totals.rapid_s)),
        ("Total time", clock(report.time_s)),
        ("Mass of parts", format!("{:.3} kg", totals.mass_kg)),
        ("Abrasive used", format!("{:.2} kg", totals.abrasive_kg)),
        ("Water used", format!("{:.0} l", totals.water_l)),
    ];
    let rows = facts.into_iter().map(|(label, value)| vec![Cell::text(label), Cell::text(&value)]).collect();
    let columns = vec![column("", false, 1.0), column("", false, 3.0)];
    Table { title: "Job", columns, rows, sums: 0 }
}

fn cuts(report: &QuoteReport) -> Table {
    let rows = report.parts.iter().flat_map(|part| {
        part.cuts.iter().map(|cut| {
            vec![
                Cell::text(&part.name),
                Cell::count(cut.quality.into()),
                Cell::count(cut.pierces),
                Cell::number(cut.length_mm, 3),
                Cell::number(cut.feed_mm_per_min, 2),
                Cell::number(cut.cutting_s, 2),
                Cell::number(cut.corner_s, 2),
            ]
        })
    });
    Table {
        title: "Cuts of one set",
        rows: rows.collect(),
        columns: vec![
            column("Part", false, 3.0),
            column("Quality", true, 1.0),
            column("Pierces", true, 1.0),
            column("Length, mm", true, 1.5),
            column("Feed, mm/min", true, 1.5),
            column("Cutting, s", true, 1.3),
            column("Corners, s", true, 1.3),
        ],
        sums: 0,
    }
}
