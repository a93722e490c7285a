//! quote.csv: the lines of the quote, or for a customer the prices of the parts.

use super::guard::guarded;
use crate::quote::{QuoteReport, Reader};
use serde_json::Value;
use std::io::{self, Write};

/// Writes it: UTF-8, commas, a line of headings, the total in the last row.
pub(super) fn write(report: &QuoteReport, reader: Reader, out: &mut dyn Write) -> io::Result<()> {
    // Spreadsheets take a CSV for UTF-8 only by this mark.
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::Writer::from_writer(out);
    let total = report.currency.plain(report.total_minor);
    match reader {
        Reader::Shop => {
            table.write_record(["part", "line", "amount", "currency", "formula", "inputs"])?;
            for line in &report.lines {
                let inputs: Vec<String> =
                    line.inputs.iter().map(|(name, value)| format!("{name}={}", exact(value))).collect();
                table.write_record([
                    &guarded(line.part.as_deref().unwrap_or_default()),
                    &guarded(&line.name),
                    &report.currency.plain(line.amount_minor),
                    report.currency.code(),
                    &guarded(&line.formula),
                    &guarded(&inputs.join("; ")),
                ])?;
            }
            table.write_record(["", "Total", &total, report.currency.code(), "", ""])?;
        }
        Reader::Customer => {
            table.write_record(["part", "quantity", "amount", "currency"])?;
            for part in &report.parts {
                let amount = report.currency.plain(part.price_minor);
                table.write_record([
                    &guarded(&part.name),
                    &part.quantity.to_string(),
                    &amount,
                    report.currency.code(),
                ])?;
            }
            let parts: i64 = report.parts.iter().map(|part| part.price_minor).sum();
            for (name, amount) in [("Setup and minimum", report.net_minor - parts), ("Tax", report.tax_minor)]
            {
                if amount != 0 {
                    table.write_record([name, "", &report.currency.plain(amount), report.currency.code()])?;
                }
            }
            table.write_record(["Total", "", &total, report.currency.code()])?;
        }
    }
    table.flush()
}

/// All digits that a number has.
fn exact(value: &Value) -> String {
    value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string())
}
