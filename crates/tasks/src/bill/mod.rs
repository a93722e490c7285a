//! Checks lists and quotes what they order: bills of parts, and the component export of wjp's analyser.

mod components;
mod dates;
mod findings;
mod headings;
pub(crate) mod numbers;
mod params;
mod quoted;
mod readiness;
mod report;
mod rows;
pub(crate) mod table;

pub use components::{
    Advice, AreaBands, Component, ComponentsReport, LayerSums, PerimeterBands, Recommendations, Spread,
    Statistics, Summary, TopObjects,
};
pub use findings::BillFinding;
pub use headings::{Field, Heading};
pub use numbers::Decimal;
pub use params::{BillParams, ListKind};
pub use readiness::Readiness;
pub use report::{BillReport, LeftOutRow, PartsBill, Stock};
pub use table::Format;

use crate::cut;
use crate::files::io_error;
use crate::quote::{Position, Qualities, Rates, Shop, export, is_csv, price, remark, report as quote_report};
use crate::stage::Stage;
use crate::{Context, Input, MadeFile, Output, Task, TaskError, TaskInfo};
use findings::Findings;
use numbers::length;
use penstock_drawing::Severity;
use quoted::{Quoted, Reckoner};
use rows::{Reader, as_written};
use serde_json::Value;
use std::fs;
use table::{Row, Table};

/// So many rows that are left out are repeated in the report.
const SAID: usize = 1000;

/// The task `analyze-csv`.
pub struct AnalyzeCsv;

impl Task for AnalyzeCsv {
    type Params = BillParams;
    type Report = BillReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "analyze-csv",
            version: 1,
            title: "Bill of parts",
            summary: "Checks a list of parts row by row and quotes it as a whole",
            queue: "analysis",
            timeout_s: 600,
            accepts: &["csv", "dxf", "svg", "svgz", "json"],
            inputs: (1, 500),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &BillParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<BillReport>, TaskError> {
        let (lists, others): (Vec<&Input>, Vec<&Input>) = inputs.iter().partition(|input| is_csv(input));
        let [list] = lists[..] else {
            let message = match lists[..] {
                [_, second, ..] => format!("{} is a second list", second.name),
                _ => "There is no CSV among the files".to_owned(),
            };
            return Err(TaskError::BadInput {
                message,
                advice: Some("Give one CSV and its drawings".to_owned()),
            });
        };
        context.progress("Reading the list", Some(0.0))?;
        let bytes =
            fs::read(&list.path).map_err(|source| io_error(format!("Reading {}", list.name), source))?;
        let table = table::read(&bytes).map_err(|fault| unusable(list, &fault))?;
        let headings = headings::recognise(&table.headings);
        let components = match params.list {
            ListKind::Auto => components::are_components(&table.headings),
            ListKind::Parts => false,
            ListKind::Components => true,
        };
        let of = |input: &&&Input, ending: &str| input.name.to_lowercase().ends_with(ending);
        let (reports, drawings): (Vec<&Input>, Vec<&Input>) =
            others.iter().partition(|input| of(input, ".json"));
        let mut report = BillReport {
            file: list.name.clone(),
            kind: if components { "components" } else { "parts" },
            format: table.format.clone(),
            headings,
            rows: table.rows.len() as u64,
            findings: Vec::new(),
            more_findings: 0,
            bill: None,
            components: None,
        };
        let files = if components {
            report.components = Some(of_components(list, &table, &reports)?);
            Vec::new()
        } else {
            of_parts(list, &table, &drawings, params, &mut report, context)?
        };
        Ok(Output { report, files })
    }
}

fn unusable(list: &Input, fault: &dyn std::fmt::Display) -> TaskError {
    TaskError::BadInput {
        message: format!("{} cannot be used as a list: {fault}", list.name),
        advice: Some("Export it again as a CSV with one line of headings".to_owned()),
    }
}

fn of_components(list: &Input, table: &Table, reports: &[&Input]) -> Result<ComponentsReport, TaskError> {
    let found = reports
        .first()
        .map_or_else(|| Ok(readiness::Found::default()), |report| readiness::of_report(report))?;
    let components = components::read(table).map_err(|fault| unusable(list, &fault))?;
    Ok(components::report(&components, |advice| Readiness::new(&found, advice.warnings.len() as u64)))
}

fn of_parts(
    list: &Input,
    table: &Table,
    drawings: &[&Input],
    params: &BillParams,
    report: &mut BillReport,
    context: &dyn Context,
) -> Result<Vec<MadeFile>, TaskError> {
    let names_parts = |field: Field| report.headings.iter().any(|heading| heading.taken_as == Some(field));
    if !names_parts(Field::File) && !names_parts(Field::Part) {
        let seen = table.headings.join(", ");
        return Err(unusable(list, &format!("no column names a file or a part; its columns are {seen}")));
    }
    let formats = export::formats(&params.paper.formats)?;
    let material = cut::material(&params.cut, context)?;
    let qualities = Qualities::new(params.cut.quality, &params.order)?;
    let shop = Shop::new(&params.machine);
    let mut findings = Findings::default();
    let usual = (material, qualities.of_outlines());
    let reader = Reader::new(table, &report.headings, params, usual, stock(&params.stock_mm)?);
    let rows = reader.rows(&table.rows, &mut findings);
    let file_column = report.headings.iter().find(|heading| heading.taken_as == Some(Field::File));
    let reckoner = Reckoner {
        cut: &params.cut,
        spare_mm: params.cut.kerf_mm + params.rates.web_mm,
        qualities: &qualities,
        shop: &shop,
        column: file_column.map(|heading| heading.heading.clone()),
    };
    let reading = Stage::new(context, "Reading drawings", 0.1..0.8);
    let quoted = reckoner.positions(&rows, drawings, &mut findings, context, &reading)?;
    for name in &quoted.unused {
        let message = format!("{name} is named by no row of {}", list.name);
        context.diagnose(remark("unused-file", Severity::Note, message));
    }
    findings.list.sort_by_key(|finding| finding.line);
    // A list with a thousand faults is one fault: the report's own list has them all.
    findings.list.iter().take(100).for_each(|finding| context.diagnose(finding.diagnostic(&list.name)));
    let left_out = left_out(table, &quoted);
    let Quoted { positions, lines: quoted_lines, units, missing, unused } = quoted;
    let mut files = Vec::new();
    let mut quote = None;
    if !positions.is_empty() {
        let priced = price(&positions, &shop, &params.rates)?;
        let made = quote_report(&positions, &priced, (&shop, &params.rates), None, units);
        let writing = Stage::new(context, "Writing the quote", 0.8..1.0);
        files = export::write(&made, &params.paper, params.cut.kerf_mm, &formats, context, &writing)?;
        quote = Some(made);
    }
    report.findings = findings.list;
    report.more_findings = findings.more;
    report.bill = Some(PartsBill {
        complete: left_out.is_empty(),
        quoted_rows: positions.len() as u64,
        quoted_lines,
        left_out_lines: left_out.iter().map(|row| row.line).collect(),
        left_out: left_out.iter().take(SAID).map(|row| as_written(row, &report.headings)).collect(),
        missing_files: missing.into_keys().collect(),
        unused_files: unused,
        stock: stock_needed(&positions, &params.rates),
        quote,
    });
    Ok(files)
}

fn left_out<'a>(table: &'a Table, quoted: &Quoted) -> Vec<&'a Row> {
    let mut quoted = quoted.lines.iter().peekable();
    table.rows.iter().filter(|row| quoted.next_if(|quoted| **quoted == row.line).is_none()).collect()
}

fn stock(text: &str) -> Result<Vec<f64>, TaskError> {
    let words = text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
    let one = |word: &str| {
        length(word, Decimal::Point).map(|length| length.mm).ok_or_else(|| TaskError::BadInput {
            message: format!("The parameters cannot be used: stock_mm: {word:?} is no thickness"),
            advice: None,
        })
    };
    words.map(one).collect()
}

fn stock_needed(positions: &[Position], rates: &Rates) -> Vec<Stock> {
    let mut stock: Vec<Stock> = Vec::new();
    for position in positions {
        let used_mm2 = f64::from(position.quantity) * crate::quote::used_mm2(&position.measured, rates);
        let same = |stock: &&mut Stock| {
            stock.material == position.material.name && stock.thickness_mm == position.thickness_mm
        };
        match stock.iter_mut().find(same) {
            Some(stock) => stock.used_area_mm2 += used_mm2,
            None => stock.push(Stock {
                material: position.material.name,
                thickness_mm: position.thickness_mm,
                used_area_mm2: used_mm2,
                sheets_at_least: 0,
            }),
        }
    }
    for stock in &mut stock {
        stock.sheets_at_least =
            (stock.used_area_mm2 / (rates.sheet_width_mm * rates.sheet_height_mm)).ceil() as u64;
    }
    stock
}
