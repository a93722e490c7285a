//! A table of delimited values: its headings, its rows, and what is wrong with a row.

use super::headings::Meaning;
use super::text::{self, Bytes};
use crate::TaskError;
use crate::postcard::PostcardParams;
use crate::postcard::card::{Card, Parts, lines, with_breaks};
use crate::postcard::inputs::bad;
use crate::postcard::params::Delimiter;
use csv::{ByteRecord, ReaderBuilder};

/// More cards than a person draws in a year.
const MOST_ROWS: usize = 10_000;
const MOST_COLUMNS: usize = 200;
/// A row over more lines has a quotation mark that nothing closes.
const MOST_LINES: u64 = 60;
const LONGEST_VALUE: usize = 20_000;

/// A table that was read.
pub(in crate::postcard) struct Table {
    pub(in crate::postcard) delimiter: char,
    pub(in crate::postcard) encoding: String,
    /// Headings with what each means.
    pub(in crate::postcard) columns: Vec<(String, Option<Meaning>)>,
    pub(in crate::postcard) rows: Vec<Row>,
    /// Rows without any value, which are passed over.
    pub(in crate::postcard) blank_rows: u64,
}

/// One row.
pub(in crate::postcard) struct Row {
    /// Counted from 1 without the headings.
    pub(in crate::postcard) number: u32,
    /// Line of the file where it begins.
    pub(in crate::postcard) line: u64,
    values: Result<Vec<String>, RowFault>,
}

/// Why a row makes no card.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(in crate::postcard) enum RowFault {
    #[error("it has {found} values where the headings are {wanted}")]
    Columns { found: usize, wanted: usize },
    #[error("the value in column “{column}” is not written in {encoding}")]
    Bytes { column: String, encoding: String },
    #[error("a quotation mark is opened here and not closed for {0} lines")]
    OpenQuote(u64),
    #[error("the value in column “{0}” is too long")]
    TooLong(String),
    #[error("there is no recipient")]
    NoRecipient,
    #[error("{0}")]
    Overflow(String),
}

impl Table {
    pub(in crate::postcard) fn read(
        name: &str,
        bytes: &[u8],
        params: &PostcardParams,
    ) -> Result<Self, TaskError> {
        let (plain, how, encoding) = text::recognised(bytes, params.encoding);
        let delimiter = match params.delimiter {
            Delimiter::Auto => recognised_delimiter(&plain),
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        };
        // A line `sep=;` is Excel's way to say it.
        let (plain, skipped) = match plain.strip_prefix(b"sep=") {
            Some(rest) => match rest.iter().position(|byte| *byte == b'\n') {
                Some(end) => (&rest[end + 1..], 1),
                None => (rest, 0),
            },
            None => (plain.as_slice(), 0),
        };
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(plain);
        let mut records = reader.byte_records();
        let broken = |error: csv::Error| bad(format!("{name} cannot be read: {error}"), None);
        let first = records.next().ok_or_else(|| bad(format!("{name} is empty"), None))?.map_err(broken)?;
        let columns = headings(name, &first, how)?;
        let mut table =
            Self { delimiter: delimiter.into(), encoding, columns, rows: Vec::new(), blank_rows: 0 };
        for record in records {
            let record = record.map_err(broken)?;
            if record.iter().all(|value| value.iter().all(u8::is_ascii_whitespace)) {
                table.blank_rows += 1;
                continue;
            }
            if table.rows.len() >= MOST_ROWS {
                let advice = "Split the table, or begin with first_row in a second job";
                return Err(bad(format!("{name} has more than {MOST_ROWS} rows"), Some(advice)));
            }
            let line = record.position().map_or(0, |at| line_of(plain, at)) + skipped;
            let number = table.rows.len() as u32 + 1;
            let values = table.values(&record, how);
            table.rows.push(Row { number, line, values });
        }
        Ok(table)
    }

    fn values(&self, record: &ByteRecord, how: Bytes) -> Result<Vec<String>, RowFault> {
        let wanted = self.columns.len();
        let feeds = record.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
        if feeds > MOST_LINES {
            return Err(RowFault::OpenQuote(feeds));
        }
        let beyond = record.iter().skip(wanted).any(|value| !value.is_empty());
        if record.len() < wanted || beyond {
            return Err(RowFault::Columns { found: record.len(), wanted });
        }
        let values = record.iter().zip(&self.columns).map(|(value, (column, _))| {
            let text = how
                .decode(value)
                .ok_or_else(|| RowFault::Bytes { column: column.clone(), encoding: self.encoding.clone() })?;
            if text.len() > LONGEST_VALUE {
                return Err(RowFault::TooLong(column.clone()));
            }
            Ok(text.trim().to_owned())
        });
        values.collect()
    }

    /// The card of a row: what the row does not say is as the parameters have it.
    pub(in crate::postcard) fn card(&self, row: &Row, params: &PostcardParams) -> Result<Card, RowFault> {
        let values = row.values.as_ref().map_err(Clone::clone)?;
        let of = |meaning: Meaning| {
            let columns = self.columns.iter().zip(values);
            columns
                .filter(|((_, it), _)| *it == Some(meaning))
                .map(|(_, value)| value.as_str())
                .find(|value| !value.is_empty())
        };
        let filled = |text: &str| self.fill(text, values);
        let text = |meaning: Meaning, usual: &str| filled(of(meaning).unwrap_or(usual));
        let names = [of(Meaning::FirstName), of(Meaning::LastName)];
        let full: String = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let recipient = of(Meaning::Recipient).map_or(full, str::to_owned);
        if recipient.is_empty() {
            return Err(RowFault::NoRecipient);
        }
        let parts = Parts {
            recipient,
            address: text(Meaning::Address, &params.address),
            line_1: text(Meaning::Line1, &params.address_line_1),
            line_2: text(Meaning::Line2, &params.address_line_2),
            city: text(Meaning::City, &params.city),
            state: text(Meaning::State, &params.state),
            zipcode: text(Meaning::Zipcode, &params.zipcode),
            country: text(Meaning::Country, &params.country),
        };
        let usual = Card::of(params, &parts);
        Ok(Card {
            address: usual.address,
            heading: with_breaks(&text(Meaning::Heading, &usual.heading)),
            message: with_breaks(&text(Meaning::Message, &usual.message)),
            signature: with_breaks(&text(Meaning::Signature, &usual.signature)),
            sender: lines(&text(Meaning::Sender, &usual.sender.join("\n"))),
        })
    }

    /// Puts values in for `{Column}`; what names no column stays as it is.
    fn fill(&self, text: &str, values: &[String]) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let value = after.split_once('}').and_then(|(name, behind)| {
                let at =
                    self.columns.iter().position(|(column, _)| column.eq_ignore_ascii_case(name.trim()))?;
                Some((values.get(at)?, behind))
            });
            match value {
                Some((value, behind)) => {
                    filled.push_str(value);
                    rest = behind;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// The line where a record begins: its position may be that of empty lines before it.
fn line_of(bytes: &[u8], at: &csv::Position) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n');
    at.line() + empty.count() as u64
}

fn headings(name: &str, first: &ByteRecord, how: Bytes) -> Result<Vec<(String, Option<Meaning>)>, TaskError> {
    if first.len() > MOST_COLUMNS {
        return Err(bad(format!("{name} has {} columns; the most is {MOST_COLUMNS}", first.len()), None));
    }
    let headings: Option<Vec<String>> = first.iter().map(|value| how.decode(value)).collect();
    let headings = headings.ok_or_else(|| {
        bad(format!("The headings of {name} are not written in {}", how.name()), Some("Say its encoding"))
    })?;
    let columns: Vec<(String, Option<Meaning>)> =
        headings.into_iter().map(|text| (text.trim().to_owned(), Meaning::of(&text))).collect();
    let has = |wanted| columns.iter().any(|(_, meaning)| *meaning == Some(wanted));
    if has(Meaning::Recipient) || has(Meaning::FirstName) || has(Meaning::LastName) {
        return Ok(columns);
    }
    let found: Vec<String> = columns.iter().take(12).map(|(text, _)| format!("“{text}”")).collect();
    Err(bad(
        format!("{name} has no column for the recipient; its headings are {}", found.join(", ")),
        Some("Call that column recipient or name; check the delimiter if the headings above look wrong"),
    ))
}

/// What divides the headings most often, outside of quotation marks.
fn recognised_delimiter(bytes: &[u8]) -> u8 {
    if let Some([delimiter, ..]) = bytes.strip_prefix(b"sep=") {
        return *delimiter;
    }
    let line =
        bytes.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| delimiter == byte && !is_quoted) {
            *count += 1;
        }
    }
    // The first of equals, so that a table of one column is divided by commas.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, TaskError> {
        Table::read("list.csv", text.as_bytes(), &PostcardParams::default())
    }

    fn params(message: &str) -> PostcardParams {
        PostcardParams { message: message.to_owned(), ..PostcardParams::default() }
    }

    #[test]
    fn delimiters_headings_and_lines_are_recognised() {
        let table = read("Vorname;Nachname;\"Straße; Nr\";PLZ;Ort\nZoë;Łukasiewicz;\"Weg 1\nHof\";01069;Dresden\n\nA;B;C;D;E\n").unwrap();
        assert_eq!(table.delimiter, ';');
        assert_eq!(table.columns[0].1, Some(Meaning::FirstName));
        assert_eq!((table.rows[0].line, table.rows[1].line, table.rows[1].number), (2, 5, 2));
        let card = table.card(&table.rows[0], &params("")).unwrap();
        assert_eq!(card.address, ["Zoë Łukasiewicz", "01069 Dresden"]);
        for (text, delimiter) in [
            ("name\tcity\na\tb", '\t'),
            ("name|city\na|b", '|'),
            ("name\nx", ','),
            ("sep=;\nname;x\na;b", ';'),
        ] {
            assert_eq!(read(text).unwrap().delimiter, delimiter);
        }
    }

    #[test]
    fn a_row_fills_the_message_and_what_it_lacks_is_as_set() {
        let table = read("name,Gift,message\nAda,a book,\nBob,tea,\"Hi {gift} {nothing\"\n").unwrap();
        let params = params("Dear {Name}, thank you for {Gift}. {unknown}");
        assert_eq!(
            table.card(&table.rows[0], &params).unwrap().message,
            "Dear Ada, thank you for a book. {unknown}"
        );
        assert_eq!(table.card(&table.rows[1], &params).unwrap().message, "Hi tea {nothing");
    }

    #[test]
    fn what_is_wrong_with_a_row_is_said() {
        let long = format!("\"open\n{}", "x\n".repeat(80));
        let table = read(&format!("name,city\nAda\nA,B,C\n,Paris\nB,b,\n{long}")).unwrap();
        let fault = |at: usize| table.card(&table.rows[at], &params("")).unwrap_err();
        assert_eq!(fault(0), RowFault::Columns { found: 1, wanted: 2 });
        assert_eq!(fault(1), RowFault::Columns { found: 3, wanted: 2 });
        assert_eq!(fault(2), RowFault::NoRecipient);
        assert!(table.card(&table.rows[3], &params("")).is_ok(), "empty values at the end do no harm");
        assert!(matches!(fault(4), RowFault::OpenQuote(81)));
        assert!(read("").is_err() && read("shoe,size\n1,2\n").is_err());
    }
}
