//! What people want to know first of a report about cutting: parts and lengths of `analyze`, the price of `quote`,
//! the sheets of `nest`, and whether the program of `gcode` is proved.

use crate::summary::length;
use crate::times::human_duration;
use serde::Deserialize;
use serde_json::Value;

/// Parts of a quote, and sheets of a nest, that are listed.
const MOST_LISTED: usize = 20;

#[derive(Deserialize, Debug)]
struct Analysis {
    metrics: Metrics,
    units: Units,
    finding_counts: std::collections::BTreeMap<String, u64>,
}

#[derive(Deserialize, Debug)]
struct Metrics {
    cut_length_mm: f64,
    pierces: u64,
    mass_kg: f64,
    width_mm: f64,
    height_mm: f64,
    parts: u64,
    holes: u64,
    open_lines: u64,
}

#[derive(Deserialize, Debug)]
struct Units {
    declared: Option<String>,
    used: String,
}

#[derive(Deserialize, Debug)]
struct Quote {
    currency: String,
    minor_per_major: i64,
    total_minor: i64,
    tax_minor: i64,
    time_s: f64,
    parts: Vec<QuotedPart>,
}

#[derive(Deserialize, Debug)]
struct QuotedPart {
    name: String,
    quantity: u64,
    cut_length_mm: f64,
    pierces: u64,
    material: String,
    thickness_mm: f64,
    unit_time_s: f64,
    price_minor: i64,
}

#[derive(Deserialize, Debug)]
struct Nest {
    density: f64,
    placed: u64,
    wanted: u64,
    sheets: Vec<Sheet>,
    unplaced: Vec<Unplaced>,
    remnant: Option<Remnant>,
}

#[derive(Deserialize, Debug)]
struct Sheet {
    width_mm: f64,
    height_mm: f64,
    used_mm: f64,
    placements: Vec<Value>,
}

#[derive(Deserialize, Debug)]
struct Unplaced {
    part: String,
    copies: u64,
    reason: String,
}

#[derive(Deserialize, Debug)]
struct Remnant {
    sheet: u64,
    width_mm: f64,
    height_mm: f64,
}

#[derive(Deserialize, Debug)]
struct Program {
    proved: bool,
    max_error_mm: f64,
    program: String,
    dialect: String,
    cut_length_mm: f64,
    pierces: u64,
    feed_mm_per_min: f64,
    time_s: f64,
    time: Seconds,
    sheet_width_mm: f64,
    sheet_height_mm: f64,
    parts: u64,
}

#[derive(Deserialize, Debug)]
struct Seconds {
    cut_s: f64,
    pierce_s: f64,
    rapid_s: f64,
}

/// The report as lines of text; none for a report about something else.
pub(crate) fn lines(report: &Value) -> Option<Vec<String>> {
    Analysis::deserialize(report)
        .map(|analysis| of_analysis(&analysis))
        .or_else(|_| Quote::deserialize(report).map(|quote| of_quote(&quote)))
        .or_else(|_| Nest::deserialize(report).map(|nest| of_nest(&nest)))
        .or_else(|_| Program::deserialize(report).map(|program| of_program(&program)))
        .ok()
}

fn of_analysis(analysis: &Analysis) -> Vec<String> {
    let Metrics { width_mm, height_mm, parts, holes, open_lines, .. } = analysis.metrics;
    let metrics = &analysis.metrics;
    let open = if open_lines > 0 { format!(", {open_lines} open lines") } else { String::new() };
    let declared = analysis
        .units
        .declared
        .as_ref()
        .map_or_else(|| "the file says none".to_owned(), |declared| format!("the file says {declared}"));
    let found: Vec<String> =
        analysis.finding_counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let mut lines = vec![
        format!("Parts   {parts}, {holes} holes{open}, {width_mm:.1} × {height_mm:.1} mm"),
        format!("Cut     {}, {} pierces", length(metrics.cut_length_mm), metrics.pierces),
        format!("Mass    {:.3} kg", metrics.mass_kg),
        format!("Unit    {} ({declared})", analysis.units.used),
    ];
    if !found.is_empty() {
        lines.push(format!("Found   {}", found.join(", ")));
    }
    lines
}

fn of_quote(quote: &Quote) -> Vec<String> {
    let money = |minor: i64| amount(minor, quote.minor_per_major);
    let tax =
        if quote.tax_minor == 0 { String::new() } else { format!(", {} of it tax", money(quote.tax_minor)) };
    let mut lines = vec![
        format!("Total   {} {}{tax}", quote.currency, money(quote.total_minor)),
        format!("Time    {} of the machine", human_duration(quote.time_s)),
    ];
    lines.extend(quote.parts.iter().take(MOST_LISTED).map(|part| {
        format!(
            "Part    {}: {} × {} {} mm, {} cut, {} pierces, {} each, {} {} in all",
            part.name,
            part.quantity,
            part.material,
            part.thickness_mm,
            length(part.cut_length_mm),
            part.pierces,
            human_duration(part.unit_time_s),
            quote.currency,
            money(part.price_minor)
        )
    }));
    lines.extend(more(quote.parts.len(), "parts"));
    lines
}

/// With as many decimals as the currency has.
fn amount(minor: i64, minor_per_major: i64) -> String {
    let digits = minor_per_major.max(1).ilog10() as usize;
    let sign = if minor < 0 { "-" } else { "" };
    let (major, rest) = (minor.abs() / minor_per_major.max(1), minor.abs() % minor_per_major.max(1));
    if digits == 0 { format!("{sign}{major}") } else { format!("{sign}{major}.{rest:0digits$}") }
}

fn of_nest(nest: &Nest) -> Vec<String> {
    let mut lines = vec![format!(
        "Placed  {} of {} on {} {}, {:.1} % of the length used",
        nest.placed,
        nest.wanted,
        nest.sheets.len(),
        if nest.sheets.len() == 1 { "sheet" } else { "sheets" },
        nest.density * 100.0
    )];
    lines.extend((1..).zip(&nest.sheets).take(MOST_LISTED).map(|(number, sheet)| {
        format!(
            "Sheet   {number}: {:.0} × {:.0} mm, {:.1} mm used, {} parts",
            sheet.width_mm,
            sheet.height_mm,
            sheet.used_mm,
            sheet.placements.len()
        )
    }));
    lines.extend(more(nest.sheets.len(), "sheets"));
    lines.extend(
        nest.unplaced.iter().map(|left| format!("Left    {} of {}: {}", left.copies, left.part, left.reason)),
    );
    lines.extend(nest.remnant.as_ref().map(|remnant| {
        format!("Remnant {:.0} × {:.0} mm of sheet {}", remnant.width_mm, remnant.height_mm, remnant.sheet)
    }));
    lines
}

fn of_program(program: &Program) -> Vec<String> {
    let proof = if program.proved {
        format!("proved, within {:.4} mm of the drawing", program.max_error_mm)
    } else {
        "not proved".to_owned()
    };
    let Seconds { cut_s, pierce_s, rapid_s } = program.time;
    vec![
        format!("Program {} for {}, {proof}", program.program, program.dialect),
        format!(
            "Sheet   {:.1} × {:.1} mm, {} parts",
            program.sheet_width_mm, program.sheet_height_mm, program.parts
        ),
        format!(
            "Cut     {}, {} pierces, up to {:.1} mm/min",
            length(program.cut_length_mm),
            program.pierces,
            program.feed_mm_per_min
        ),
        format!(
            "Time    {}: {} cutting, {} piercing, {} rapids",
            human_duration(program.time_s),
            human_duration(cut_s),
            human_duration(pierce_s),
            human_duration(rapid_s)
        ),
    ]
}

fn more(count: usize, what: &str) -> Option<String> {
    (count > MOST_LISTED).then(|| format!("        and {} more {what}", count - MOST_LISTED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_quote_is_told_in_money_and_time() {
        let report = json!({
            "currency": "EUR", "minor_per_major": 100, "total_minor": 7714, "tax_minor": 1232, "time_s": 751.6,
            "parts": [{
                "name": "wrench", "quantity": 10, "cut_length_mm": 292.9, "pierces": 2, "material": "stainless 304",
                "thickness_mm": 6.0, "unit_time_s": 75.2, "price_minor": 3482,
            }],
        });
        let lines = lines(&report).unwrap();
        assert_eq!(lines[0], "Total   EUR 77.14, 12.32 of it tax");
        assert!(lines[2].starts_with("Part    wrench: 10 × stainless 304 6 mm, "), "{}", lines[2]);
        assert!(lines[2].ends_with("EUR 34.82 in all"), "{}", lines[2]);
        assert_eq!(
            (amount(-5, 100), amount(1234, 1), amount(7, 1000)),
            ("-0.05".to_owned(), "1234".to_owned(), "0.007".to_owned())
        );
    }

    #[test]
    fn a_report_of_something_else_is_left_to_others() {
        assert_eq!(lines(&json!({ "cards": 3 })), None);
    }

    #[test]
    fn a_nest_says_what_is_left_and_why() {
        let report = json!({
            "density": 0.613, "placed": 12, "wanted": 13,
            "sheets": [{ "width_mm": 1000.0, "height_mm": 500.0, "used_mm": 198.3, "placements": [1, 2] }],
            "unplaced": [{ "part": "ring", "copies": 1, "reason": "all sheets are used up" }],
            "remnant": null,
        });
        let lines = lines(&report).unwrap();
        assert_eq!(lines[0], "Placed  12 of 13 on 1 sheet, 61.3 % of the length used");
        assert_eq!(lines[2], "Left    1 of ring: all sheets are used up");
    }
}
