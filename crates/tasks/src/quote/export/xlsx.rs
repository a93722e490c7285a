//! quote.xlsx: a sheet for each table, and one with every input of every line in full.
//!
//! Text is always stored as text and guarded besides: somebody may save the sheet as a CSV.

use super::guard::guarded;
use super::sheet::{Sheet, Table};
use crate::quote::{QuoteReport, Reader};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};

/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (8, 70);

/// Writes it.
pub(super) fn write(
    sheet: &Sheet,
    report: &QuoteReport,
    reader: Reader,
    out: &mut dyn Write,
) -> io::Result<()> {
    let bytes = workbook(sheet, report, reader).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(sheet: &Sheet, report: &QuoteReport, reader: Reader) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Same inputs, same bytes: no time of writing.
    let properties = DocProperties::new().set_title(&sheet.title).set_company(&sheet.company);
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    for (at, table) in sheet.tables.iter().enumerate() {
        let page = book.add_worksheet().set_name(table.title)?;
        let row = if at == 0 { head(page, sheet)? } else { 0 };
        fill(page, table, row)?;
    }
    if reader == Reader::Shop {
        inputs(book.add_worksheet().set_name("Inputs")?, report)?;
    }
    book.save_to_buffer()
}

fn head(page: &mut Worksheet, sheet: &Sheet) -> Result<u32, XlsxError> {
    page.write_string_with_format(0, 0, &sheet.title, &Format::new().set_bold().set_font_size(16))?;
    let mut facts = vec![("Total", sheet.total.clone())];
    facts.extend(sheet.head.iter().cloned());
    if !sheet.company.is_empty() {
        facts.insert(0, ("Company", sheet.company.clone()));
    }
    if !sheet.note.is_empty() {
        facts.push(("Note", sheet.note.clone()));
    }
    let mut row = 1;
    for (label, value) in facts {
        page.write_string_with_format(row, 0, label, &Format::new().set_bold())?;
        page.write_string(row, 1, value)?;
        row += 1;
    }
    Ok(row + 1)
}

fn fill(page: &mut Worksheet, table: &Table, first_row: u32) -> Result<(), XlsxError> {
    let first_sum = table.rows.len() - table.sums;
    for (column, place) in table.columns.iter().zip(0_u16..) {
        let align = if column.right { FormatAlign::Right } else { FormatAlign::Left };
        let heading = Format::new().set_bold().set_align(align).set_border_bottom(FormatBorder::Thin);
        page.write_string_with_format(first_row, place, &column.title, &heading)?;
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(place)));
        let widest = cells.map(|cell| cell.text.chars().count()).chain([column.title.chars().count()]).max();
        let width = widest.unwrap_or(0).clamp(WIDTHS.0, WIDTHS.1);
        page.set_column_width(place, width as f64 + 2.0)?;
    }
    for (at, (row, place)) in table.rows.iter().zip(first_row + 1..).enumerate() {
        let mut format = Format::new();
        if at >= first_sum {
            format = format.set_bold();
        }
        for (cell, column) in row.iter().zip(0_u16..) {
            match cell.number {
                Some((number, digits)) => {
                    let zeros = "0".repeat(digits.0);
                    let shown = if digits.0 == 0 { "#,##0".to_owned() } else { format!("#,##0.{zeros}") };
                    page.write_number_with_format(
                        place,
                        column,
                        number,
                        &format.clone().set_num_format(shown),
                    )?;
                }
                None => {
                    page.write_string_with_format(place, column, &cell.text, &format)?;
                }
            }
        }
    }
    if first_row == 0 {
        page.set_freeze_panes(1, 0)?;
    }
    Ok(())
}

/// One row for each figure, with all its digits.
fn inputs(page: &mut Worksheet, report: &QuoteReport) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    for (title, column) in
        ["Part", "Line", "Amount, minor units", "Formula", "Input", "Value"].iter().zip(0..)
    {
        page.write_string_with_format(0, column, *title, &heading)?;
    }
    for (column, width) in [(0, 24.0), (1, 20.0), (2, 20.0), (3, 60.0), (4, 24.0), (5, 20.0)] {
        page.set_column_width(column, width)?;
    }
    let mut row = 1;
    for line in &report.lines {
        for (name, value) in &line.inputs {
            page.write_string(row, 0, guarded(line.part.as_deref().unwrap_or("Order")))?;
            page.write_string(row, 1, guarded(&line.name))?;
            page.write_number(row, 2, line.amount_minor as f64)?;
            page.write_string(row, 3, guarded(&line.formula))?;
            page.write_string(row, 4, guarded(name))?;
            page.write_number(row, 5, value.as_f64().unwrap_or(f64::NAN))?;
            row += 1;
        }
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}
