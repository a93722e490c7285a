//! quote.html: one file that needs nothing else, for the screen and for the printer.

use super::sheet::{Sheet, Table};
use std::io::{self, Write};

/// Writes it.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>\n{}</style>",
        escaped(&sheet.title),
        include_str!("quote.css")
    )?;
    writeln!(out, "<main>\n<header>\n<div>")?;
    if !sheet.company.is_empty() {
        writeln!(out, "<p class=\"company\">{}</p>", escaped(&sheet.company))?;
    }
    writeln!(out, "<h1>{}</h1>\n</div>", escaped(&sheet.title))?;
    writeln!(
        out,
        "<p class=\"total\"><span>Total</span> <strong>{}</strong></p>\n</header>",
        escaped(&sheet.total)
    )?;
    writeln!(out, "<dl>")?;
    for (label, value) in &sheet.head {
        writeln!(out, "<div><dt>{label}</dt><dd>{}</dd></div>", escaped(value))?;
    }
    writeln!(out, "</dl>")?;
    for one in &sheet.tables {
        table(one, out)?;
    }
    if !sheet.note.is_empty() {
        writeln!(out, "<p class=\"note\">{}</p>", escaped(&sheet.note))?;
    }
    writeln!(out, "<footer>{}</footer>\n</main>\n</html>", escaped(&sheet.foot))
}

fn table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section>\n<h2>{}</h2>\n<table>", escaped(table.title))?;
    let class = |right: bool| if right { " class=\"n\"" } else { "" };
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        write!(out, "<thead><tr>")?;
        for column in &table.columns {
            write!(out, "<th{}>{}</th>", class(column.right), escaped(&column.title))?;
        }
        writeln!(out, "</tr></thead>")?;
    }
    writeln!(out, "<tbody>")?;
    let first_sum = table.rows.len() - table.sums;
    for (at, row) in table.rows.iter().enumerate() {
        write!(out, "<tr{}>", if at >= first_sum { " class=\"sum\"" } else { "" })?;
        for (cell, column) in row.iter().zip(&table.columns) {
            write!(out, "<td{}>{}</td>", class(column.right), escaped(&cell.text))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}
