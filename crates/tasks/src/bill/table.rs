//! Reads a CSV that nobody described: which encoding, which separator, which sign for decimals.
//!
//! What was taken is said in the report. What cannot be a table (nothing in it, bytes that are no text, a
//! quotation mark that is never closed) is an error.

use super::numbers::Decimal;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use schemars::JsonSchema;
use serde::Serialize;

/// Bigger ones are no list that people made.
const LARGEST_BYTES: usize = 64 << 20;
/// More rows than anybody orders; keeps the report within memory.
const MOST_ROWS: usize = 200_000;
/// More columns than any program exports; keeps a row within memory.
const MOST_COLUMNS: usize = 1_000;
/// The separator is chosen by the first rows.
const ROWS_TO_TRY: usize = 100;

/// A table of texts.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Table {
    pub(crate) format: Format,
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Row {
    /// Number of the line where it begins; the first is 1.
    pub(crate) line: u64,
    /// Trimmed cells; there may be fewer or more than headings.
    pub(crate) cells: Vec<String>,
}

/// How the file is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Format {
    /// `UTF-8`, `UTF-16LE`, `windows-1252` and so on.
    pub encoding: &'static str,
    /// What stands between cells: `,`, `;`, `|` or `tab`.
    pub separator: &'static str,
    /// The sign for decimals.
    pub decimal: Decimal,
}

/// The file is no table.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum NoTable {
    #[error("it is empty")]
    Empty,
    #[error("it holds bytes that are no text")]
    Binary,
    #[error("it has {} MB; lists may have {} MB", .0 >> 20, LARGEST_BYTES >> 20)]
    TooLarge(usize),
    #[error("the quotation mark that opens in line {line} is never closed")]
    OpenQuote { line: u64 },
    #[error("it has more than {MOST_ROWS} rows")]
    TooManyRows,
    #[error("line {line} has {found} columns; lists may have {MOST_COLUMNS}")]
    TooManyColumns { line: u64, found: usize },
    #[error("it has headings and no row below them")]
    NoRows,
    #[error("{0}")]
    Syntax(String),
}

/// Reads it.
///
/// # Errors
/// [`NoTable`] says why it is none.
pub(crate) fn read(bytes: &[u8]) -> Result<Table, NoTable> {
    if bytes.len() > LARGEST_BYTES {
        return Err(NoTable::TooLarge(bytes.len()));
    }
    let (text, encoding) = decode(bytes)?;
    let (text, told, first_line) = told_separator(&text);
    if text.trim().is_empty() {
        return Err(NoTable::Empty);
    }
    let separator = told.unwrap_or_else(|| likely_separator(text));
    if let Some(line) = open_quote(text, separator) {
        return Err(NoTable::OpenQuote { line: line + first_line - 1 });
    }
    let mut rows = records(text, separator, usize::MAX)?;
    rows.iter_mut().for_each(|row| row.line += first_line - 1);
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    if rows.is_empty() {
        return Err(NoTable::Empty);
    }
    let headings = rows.remove(0).cells;
    if rows.is_empty() {
        return Err(NoTable::NoRows);
    }
    let cells = rows.iter().flat_map(|row| &row.cells).map(String::as_str);
    let format = Format { encoding, separator: name_of(separator), decimal: Decimal::of(cells) };
    Ok(Table { format, headings, rows })
}

fn decode(bytes: &[u8]) -> Result<(String, &'static str), NoTable> {
    let as_is = |encoding: &'static Encoding, bytes: &[u8]| {
        let (text, _, damaged) = encoding.decode(bytes);
        (!damaged).then(|| (text.into_owned(), encoding.name()))
    };
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => as_is(encoding, bytes).ok_or(NoTable::Binary)?,
        None => match zeros(bytes) {
            Zeros::None => {
                as_is(UTF_8, bytes).or_else(|| as_is(WINDOWS_1252, bytes)).ok_or(NoTable::Binary)?
            }
            Zeros::Odd => as_is(UTF_16LE, bytes).ok_or(NoTable::Binary)?,
            Zeros::Even => as_is(UTF_16BE, bytes).ok_or(NoTable::Binary)?,
            Zeros::Both => return Err(NoTable::Binary),
        },
    };
    // Controls other than tab and line ends stand in no list.
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{c}');
    if decoded.0.contains(control) { Err(NoTable::Binary) } else { Ok(decoded) }
}

/// Where zero bytes stand: plain letters in UTF-16 have one each.
enum Zeros {
    None,
    Odd,
    Even,
    Both,
}

fn zeros(bytes: &[u8]) -> Zeros {
    let at = |first| bytes.iter().skip(first).step_by(2).any(|&byte| byte == 0);
    match (at(0), at(1)) {
        (false, false) => Zeros::None,
        (false, true) => Zeros::Odd,
        (true, false) => Zeros::Even,
        (true, true) => Zeros::Both,
    }
}

/// Excel's own first line, `sep=;`: the rest, the separator, and the line on which the rest begins.
fn told_separator(text: &str) -> (&str, Option<u8>, u64) {
    let text = text.trim_start_matches('\u{feff}');
    let told = text.as_bytes().get(..5).filter(|start| start[..4].eq_ignore_ascii_case(b"sep="));
    let separator = told.map(|start| start[4]).filter(|byte| b",;\t|".contains(byte));
    match (separator, text.split_once('\n')) {
        (Some(separator), Some((line, rest))) if line.trim_end().len() <= 5 => (rest, Some(separator), 2),
        _ => (text, None, 1),
    }
}

/// The one that gives most rows as many cells as the first; of equals, the one that gives more cells.
fn likely_separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let rows = records(text, separator, ROWS_TO_TRY).unwrap_or_default();
        let cells = rows.first().map_or(0, |row| row.cells.len());
        let alike = rows.iter().filter(|row| row.cells.len() == cells).count();
        if cells > 1 { (alike * 1000 / rows.len().max(1), cells) } else { (0, 0) }
    };
    // The last of equals wins: a comma, unless another one is better.
    *b"|\t;,".iter().max_by_key(|&&separator| score(separator)).unwrap_or(&b',')
}

fn records(text: &str, separator: u8, most: usize) -> Result<Vec<Row>, NoTable> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut rows, mut lines) = (Vec::new(), Lines { text: text.as_bytes(), at: 0, line: 1 });
    for record in reader.records().take(most) {
        let record = record.map_err(|error| NoTable::Syntax(error.to_string()))?;
        if rows.len() > MOST_ROWS {
            return Err(NoTable::TooManyRows);
        }
        let begins = record.position().map_or(0, csv::Position::byte) as usize;
        if record.len() > MOST_COLUMNS {
            return Err(NoTable::TooManyColumns { line: lines.of_record(begins), found: record.len() });
        }
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        rows.push(Row { line: lines.of_record(begins), cells });
    }
    Ok(rows)
}

/// Counts lines up to a record. The csv crate says where it began to look for one, which is before the
/// empty lines that it then skips.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of_record(&mut self, begins: usize) -> u64 {
        while self.at < self.text.len() {
            let byte = self.text[self.at];
            if self.at >= begins && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            let ends = byte == b'\n' || (byte == b'\r' && self.text.get(self.at + 1) != Some(&b'\n'));
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

/// The line of a quotation mark that opens a cell and is not closed.
fn open_quote(text: &str, separator: u8) -> Option<u64> {
    let (mut open, mut starts, mut line) = (None, true, 1);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += u64::from(byte == b'\n');
        match (open, byte) {
            (None, b'"') if starts => open = Some(line),
            (Some(_), b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (Some(_), b'"') => open = None,
            _ => {}
        }
        starts = open.is_none() && (byte == separator || byte == b'\n' || byte == b'\r');
    }
    open
}

fn name_of(separator: u8) -> &'static str {
    match separator {
        b';' => ";",
        b'|' => "|",
        b'\t' => "tab",
        _ => ",",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &Table, row: usize) -> Vec<&str> {
        table.rows[row].cells.iter().map(String::as_str).collect()
    }

    #[test]
    fn separator_decimal_and_encoding_are_recognised() {
        let german = "Datei;Stück;Dicke\r\nplatte.dxf;5;6,5\r\nwinkel.dxf;2;10,0\r\n";
        let (latin, _, _) = WINDOWS_1252.encode(german);
        let wide: Vec<u8> = german.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &wide].concat();
        for (bytes, encoding) in [
            (german.as_bytes(), "UTF-8"),
            (&latin, "windows-1252"),
            (&wide, "UTF-16LE"),
            (&marked, "UTF-16LE"),
        ] {
            let table = read(bytes).unwrap();
            assert_eq!(table.format, Format { encoding, separator: ";", decimal: Decimal::Comma });
            assert_eq!(table.headings, ["Datei", "Stück", "Dicke"]);
            assert_eq!(cells(&table, 1), ["winkel.dxf", "2", "10,0"]);
        }
        let english = read(b"file,qty,thickness\na.dxf,1,6.5\n").unwrap();
        assert_eq!((english.format.separator, english.format.decimal), (",", Decimal::Point));
        assert_eq!(read(b"file\tqty\na.dxf\t1\n").unwrap().format.separator, "tab");
    }

    #[test]
    fn a_heading_with_a_letter_of_two_bytes_at_the_fifth_is_a_heading() {
        for heading in ["Num\u{e9}ro", "Cat\u{e9}gorie", "sep\u{e9}", "\u{1f5d0}\u{e9}"] {
            let table = read(format!("{heading},Quantity\na,1\n").as_bytes()).unwrap();
            assert_eq!(table.headings, [heading, "Quantity"]);
        }
    }

    #[test]
    fn more_columns_than_any_program_exports_are_refused_with_their_line() {
        let wide = format!("Part,Quantity\nA,1{}\n", ",".repeat(1_000_000));
        assert_eq!(read(wide.as_bytes()), Err(NoTable::TooManyColumns { line: 2, found: 1_000_002 }));
    }

    #[test]
    fn rows_know_their_lines_past_empty_ones_and_breaks_in_cells() {
        let table =
            read(b"sep=;\nfile;note\n\n\"a.dxf\";\"two\nlines; and \"\"quotes\"\"\"\n\n\nb.dxf;x\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 8]);
        assert_eq!(cells(&table, 0)[1], "two\nlines; and \"quotes\"");
    }

    #[test]
    fn what_is_no_table_is_refused_with_the_reason() {
        assert_eq!(read(b""), Err(NoTable::Empty));
        assert_eq!(read(b" \n\n , \n"), Err(NoTable::Empty));
        assert_eq!(read(b"file,qty\n"), Err(NoTable::NoRows));
        assert_eq!(read(b"file,qty\na,\"1\nb,2\n"), Err(NoTable::OpenQuote { line: 2 }));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(NoTable::Binary));
        assert_eq!(read(b"file,qty\n\x01\x02,3\n"), Err(NoTable::Binary));
    }
}
