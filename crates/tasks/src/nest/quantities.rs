//! How many of each file are wanted.

use super::params::{Quantity, refused};
use crate::TaskError;

/// Most copies of all parts together.
pub(super) const MOST_COPIES: usize = 20_000;

/// Quantities by file name, or one for all.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Quantities {
    All(usize),
    Each(Vec<(String, usize)>),
}

impl Quantities {
    /// From the parameter; a table goes before it.
    ///
    /// # Errors
    /// [`TaskError::BadInput`] with the line that cannot be read.
    pub(super) fn new(quantity: &Quantity, table: Option<&str>) -> Result<Self, TaskError> {
        let text = match (table, quantity) {
            (Some(table), _) => table,
            (None, Quantity::Number(number)) => return Self::all(&number.to_string()),
            (None, Quantity::Text(text)) => text,
        };
        let lines: Vec<&str> =
            text.lines().flat_map(split_line).map(str::trim).filter(|line| !line.is_empty()).collect();
        match lines[..] {
            [] => Ok(Self::All(1)),
            [one] if !one.contains([',', ';', '\t', '=']) => Self::all(one),
            _ => Ok(Self::Each(
                lines
                    .iter()
                    .enumerate()
                    .filter_map(|(nth, line)| row(nth, line).transpose())
                    .collect::<Result<_, _>>()?,
            )),
        }
    }

    fn all(number: &str) -> Result<Self, TaskError> {
        number.trim().parse().ok().filter(|count| (1..=MOST_COPIES).contains(count)).map(Self::All).ok_or_else(|| {
            refused("quantity", format!("{number:?} is neither a number from 1 to {MOST_COPIES} nor lines of file and quantity"))
        })
    }

    /// For a file by its name, with or without its ending.
    pub(super) fn of(&self, file: &str) -> Option<usize> {
        let rows = match self {
            Self::All(count) => return Some(*count),
            Self::Each(rows) => rows,
        };
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let exact = rows.iter().find(|(name, _)| name.eq_ignore_ascii_case(file));
        exact.or_else(|| rows.iter().find(|(name, _)| stem(name) == stem(file))).map(|(_, count)| *count)
    }

    /// The names in the table.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let rows: &[(String, usize)] = match self {
            Self::All(_) => &[],
            Self::Each(rows) => rows,
        };
        rows.iter().map(|(name, _)| name.as_str())
    }
}

/// `a.dxf=2 b.dxf=3` on one line is two.
fn split_line(line: &str) -> Vec<&str> {
    if line.contains('=') { line.split([' ', ';', ',']).collect() } else { vec![line] }
}

/// Name and quantity; none for a line of headings.
fn row(nth: usize, line: &str) -> Result<Option<(String, usize)>, TaskError> {
    let cells: Vec<&str> =
        line.split([',', ';', '\t', '=']).map(|cell| cell.trim().trim_matches('"').trim()).collect();
    let count = cells.get(1).and_then(|cell| cell.parse::<usize>().ok());
    match (cells.first(), count) {
        (Some(name), Some(count)) if !name.is_empty() && count <= MOST_COPIES => {
            let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
            Ok(Some((name.to_owned(), count)))
        }
        _ if nth == 0 => Ok(None),
        _ => Err(refused(
            "quantity",
            format!("line {} is not a file and a quantity up to {MOST_COPIES}: {line:?}", nth + 1),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Quantities {
        Quantities::new(&Quantity::Text(text.to_owned()), None).unwrap()
    }

    #[test]
    fn one_number_is_for_all_files() {
        assert_eq!(read(" 4 ").of("a.dxf"), Some(4));
        assert_eq!(Quantities::new(&Quantity::Number(3), None).unwrap().of("b.svg"), Some(3));
        assert_eq!(read("").of("a.dxf"), Some(1));
    }

    #[test]
    fn a_table_has_headings_separators_and_folders_or_not() {
        for text in
            ["file,quantity\na.dxf,2\nb.dxf,5", "a.dxf;2\nparts/b.dxf;5\n", "A\t2\r\nb.DXF\t5", "a=2 b=5"]
        {
            let table = read(text);
            assert_eq!(
                (table.of("a.dxf"), table.of("b.dxf"), table.of("c.dxf")),
                (Some(2), Some(5), None),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused_with_its_line() {
        for (text, said) in
            [("0", "quantity"), ("many", "quantity"), ("a.dxf,2\nb.dxf,lots", "line 2"), ("-3", "quantity")]
        {
            let error = Quantities::new(&Quantity::Text(text.to_owned()), None).unwrap_err().to_string();
            assert!(error.contains(said), "{text:?}: {error}");
        }
    }
}
