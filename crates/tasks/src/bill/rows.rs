//! Checks a bill of parts row by row.

use super::dates::{Day, day};
use super::findings::{BillFinding, Findings};
use super::headings::{Field, Heading};
use super::numbers::{self, Decimal, NoQuantity};
use super::params::BillParams;
use super::report::LeftOutRow;
use super::table::{Row, Table};
use penstock_drawing::Severity::{self, Error, Note, Warning};
use penstock_toolpath::jet::{Material, Quality, find_material};
use std::collections::HashMap;

/// Thicker sheets are not cut.
const THICKEST_MM: f64 = 500.0;

/// One row that can be understood.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Ordered {
    pub(super) line: u64,
    pub(super) part: String,
    pub(super) file: String,
    pub(super) quantity: u32,
    pub(super) material: Material,
    pub(super) thickness_mm: f64,
    pub(super) quality: Quality,
    pub(super) due: Option<String>,
    pub(super) customer: Option<String>,
}

/// What rows are read against.
pub(super) struct Reader<'a> {
    headings: &'a [Heading],
    decimal: Decimal,
    /// Where the list says none.
    usual: Usual,
    stock_mm: Vec<f64>,
}

struct Usual {
    quantity: u32,
    material: Material,
    thickness_mm: f64,
    quality: Quality,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        table: &Table,
        headings: &'a [Heading],
        params: &BillParams,
        (material, quality): (Material, Quality),
        stock_mm: Vec<f64>,
    ) -> Self {
        let usual = Usual {
            quantity: params.order.quantity,
            material,
            thickness_mm: params.cut.thickness_mm,
            quality,
        };
        Self { headings, decimal: table.format.decimal, usual, stock_mm }
    }

    /// Reads every row; those with an error are left out.
    pub(super) fn rows(&self, rows: &[Row], findings: &mut Findings) -> Vec<Ordered> {
        let mut read: Vec<Ordered> = Vec::with_capacity(rows.len());
        let mut first_of: HashMap<String, usize> = HashMap::new();
        for row in rows {
            let Some(ordered) = self.row(row, findings) else { continue };
            let key = ordered.part.to_lowercase();
            if let Some(&first) = first_of.get(&key) {
                let (severity, message) = twice(&read[first], &ordered);
                findings.add(BillFinding {
                    kind: if severity == Error { "conflict" } else { "repeated" },
                    severity,
                    line: row.line,
                    column: self.heading(Field::Part).or_else(|| self.heading(Field::File)),
                    message,
                });
                if severity == Error {
                    continue;
                }
            } else {
                first_of.insert(key, read.len());
            }
            read.push(ordered);
        }
        read
    }

    fn heading(&self, field: Field) -> Option<String> {
        let heading = self.headings.iter().find(|heading| heading.taken_as == Some(field));
        heading.map(|heading| heading.heading.clone())
    }

    fn row(&self, row: &Row, findings: &mut Findings) -> Option<Ordered> {
        let before = findings.errors;
        let mut say = |field: Option<Field>, kind, severity, message: String| {
            let column = field.and_then(|field| self.heading(field));
            findings.add(BillFinding { kind, severity, line: row.line, column, message });
        };
        if row.cells.iter().skip(self.headings.len()).any(|cell| !cell.is_empty()) {
            let message = format!(
                "there are {} cells under {} headings; a separator stands in a text, or is missing",
                row.cells.len(),
                self.headings.len()
            );
            say(None, "cells", Error, message);
        }
        let cell = |field: Field| cell(row, self.headings, field);
        let (file, part) = match (cell(Field::File), cell(Field::Part)) {
            (Some(file), part) => (file.to_owned(), part.unwrap_or_else(|| stem(file)).to_owned()),
            (None, Some(part)) if self.heading(Field::File).is_none() => {
                (format!("{part}.dxf"), part.to_owned())
            }
            (None, _) => {
                say(Some(Field::File), "no-file", Error, "names no file".to_owned());
                (String::new(), String::new())
            }
        };
        let quantity = cell(Field::Quantity).map_or(Some(self.usual.quantity), |text| {
            let fault = match numbers::quantity(text, self.decimal) {
                Ok(quantity) => return Some(quantity),
                Err(NoQuantity::NoNumber) => "is no number".to_owned(),
                Err(NoQuantity::Fraction) => "is not a whole number".to_owned(),
                Err(NoQuantity::OutOfRange) => format!("is not from 1 to {}", numbers::MOST),
            };
            say(Some(Field::Quantity), "quantity", Error, format!("the quantity {text:?} {fault}"));
            None
        });
        let thickness_mm = cell(Field::Thickness).map_or(Some(self.usual.thickness_mm), |text| {
            let said = quoted(text);
            let Some(length) = numbers::length(text, self.decimal) else {
                let message = format!("the thickness {said} is no length");
                say(Some(Field::Thickness), "thickness", Error, message);
                return None;
            };
            if !(0.1..=THICKEST_MM).contains(&length.mm) {
                let message = format!("the thickness {said} is not from 0.1 to {THICKEST_MM} mm");
                say(Some(Field::Thickness), "thickness", Error, message);
                return None;
            }
            let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
            if length.guessed_inches {
                let message = format!("the thickness {said} is taken as inches: {:.3} mm", length.mm);
                say(Some(Field::Thickness), "unit", Warning, message);
            } else if !plain {
                let message = format!("the thickness {said} is read as {:.3} mm", length.mm);
                say(Some(Field::Thickness), "unit", Note, message);
            }
            Some(length.mm)
        });
        if let Some(mm) = thickness_mm
            && !self.stock_mm.is_empty()
            && !self.stock_mm.iter().any(|stock| (stock - mm).abs() < 0.05)
        {
            say(Some(Field::Thickness), "stock", Warning, format!("{mm} mm is not in stock"));
        }
        let material =
            cell(Field::Material).map_or(Some(self.usual.material), |text| match find_material(text) {
                Ok(found) => {
                    if !found.exact {
                        let message = format!("{text:?} is taken as {}", found.material.name);
                        say(Some(Field::Material), "material", Note, message);
                    }
                    Some(*found.material)
                }
                Err(unknown) => {
                    say(Some(Field::Material), "material", Error, unknown.to_string());
                    None
                }
            });
        let quality = cell(Field::Quality).map_or(Some(self.usual.quality), |text| {
            let read = quality(text);
            if read.is_none() {
                let message = format!("the quality {text:?} is not from 1 (separation) to 5 (excellent)");
                say(Some(Field::Quality), "quality", Error, message);
            }
            read
        });
        let due = cell(Field::Due).map(|text| match day(text) {
            Day::Certain(day) => day,
            Day::Either(one, other) => {
                let message = format!("the date {text:?} is {one} or {other}; write year-month-day");
                say(Some(Field::Due), "date", Warning, message);
                text.to_owned()
            }
            Day::No => {
                say(Some(Field::Due), "date", Warning, format!("{text:?} is no day of the calendar"));
                text.to_owned()
            }
        });
        if findings.errors > before {
            return None;
        }
        Some(Ordered {
            line: row.line,
            part,
            file,
            quantity: quantity?,
            material: material?,
            thickness_mm: thickness_mm?,
            quality: quality?,
            due,
            customer: cell(Field::Customer).map(str::to_owned),
        })
    }
}

/// As it is said: an inch mark stays one, and nothing else gets into a terminal that it could act on.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_debug().to_string().replace("\\\"", "\""))
}

/// What the row has in the column that was taken for this.
fn cell<'a>(row: &'a Row, headings: &[Heading], field: Field) -> Option<&'a str> {
    let at = headings.iter().position(|heading| heading.taken_as == Some(field))?;
    row.cells.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
}

/// What the list says in a row that is left out.
pub(super) fn as_written(row: &Row, headings: &[Heading]) -> LeftOutRow {
    let text = |field: Field| cell(row, headings, field).map(str::to_owned);
    LeftOutRow {
        line: row.line,
        part: text(Field::Part),
        file: text(Field::File),
        quantity: text(Field::Quantity),
        material: text(Field::Material),
        thickness: text(Field::Thickness),
    }
}

/// What to say of a part that comes a second time.
fn twice(first: &Ordered, again: &Ordered) -> (Severity, String) {
    let part = &again.part;
    let mut differences = Vec::new();
    if first.thickness_mm != again.thickness_mm {
        differences.push(format!("{} mm thick there and {} mm here", first.thickness_mm, again.thickness_mm));
    }
    if first.material.name != again.material.name {
        differences.push(format!("of {} there and {} here", first.material.name, again.material.name));
    }
    if stem(&first.file).to_lowercase() != stem(&again.file).to_lowercase() {
        differences.push(format!("drawn in {} there and {} here", first.file, again.file));
    }
    if differences.is_empty() {
        let message = format!("{part} is ordered in line {} too; both are counted", first.line);
        (Warning, message)
    } else {
        (Error, format!("{part} is also in line {}: {}", first.line, differences.join(", ")))
    }
}

/// The name of a file without its folder and ending.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// `3`, `Q3` or its word.
fn quality(text: &str) -> Option<Quality> {
    let word = text.trim().to_lowercase();
    let by_word = Quality::ALL.into_iter().find(|quality| quality.title() == word);
    by_word.or_else(|| Quality::try_from(word.trim_start_matches('q').trim().parse::<u8>().ok()?).ok())
}
