//! Aligned columns for people. Widths count what a terminal shows, not bytes, so that labels in any
//! script line up; on a terminal the widest column that may shrink gives way.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A shrinking column keeps at least this many columns of the terminal.
const LEAST_COLUMNS: usize = 12;
const GAP: &str = "  ";

/// How a column behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Column {
    /// Left-aligned, always whole.
    Text,
    /// Left-aligned, cut with an ellipsis when the terminal is too narrow.
    Shrinks,
    /// Right-aligned, always whole.
    Number,
}

/// A heading and rows under it.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these headings.
    pub(crate) fn new<const N: usize>(columns: [(&str, Column); N]) -> Self {
        let headings = columns.iter().map(|(heading, _)| (*heading).to_owned()).collect();
        Self { columns: columns.iter().map(|(_, column)| *column).collect(), rows: vec![headings] }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.map(|cell| one_line(&cell)).into());
    }

    /// The text, every line ended; lines fit into `terminal` columns as far as shrinking allows.
    pub(crate) fn render(&self, terminal: Option<usize>) -> String {
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|at| {
                self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0)
            })
            .collect();
        if let Some(terminal) = terminal {
            self.shrink(&mut widths, terminal);
        }
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, &width), column) in row.iter().zip(&widths).zip(&self.columns) {
                let cell = cut(cell, width);
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                match column {
                    Column::Number => line.extend([pad.as_str(), &cell, GAP]),
                    Column::Text | Column::Shrinks => line.extend([&cell, pad.as_str(), GAP]),
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn shrink(&self, widths: &mut [usize], terminal: usize) {
        loop {
            let total = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
            let over = total.saturating_sub(terminal);
            let widest = widths
                .iter_mut()
                .zip(&self.columns)
                .filter(|(width, column)| **column == Column::Shrinks && **width > LEAST_COLUMNS)
                .map(|(width, _)| width)
                .max();
            match widest {
                Some(width) if over > 0 => *width = width.saturating_sub(over).max(LEAST_COLUMNS),
                _ => return,
            }
        }
    }
}

/// Control characters would move the cursor, or worse.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// At most this many terminal columns, with an ellipsis where something was left out.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table =
            Table::new([("Label", Column::Shrinks), ("Jobs", Column::Number), ("State", Column::Text)]);
        table.row(["日本 map.svg".into(), "7".into(), "queued".into()]);
        table.row(["a very long name of a drawing.svg".into(), "12345".into(), "running".into()]);
        table
    }

    #[test]
    fn columns_line_up_by_what_a_terminal_shows() {
        let text = sample().render(None);
        let ends: Vec<usize> =
            text.lines().map(|line| line.rsplit_once("  ").map_or(0, |(before, _)| before.width())).collect();
        assert_eq!(ends, vec![ends[0]; 3], "{text}");
        assert!(text.lines().all(|line| line.trim_end() == line));
    }

    #[test]
    fn a_narrow_terminal_cuts_only_what_may_shrink() {
        let text = sample().render(Some(40));
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert!(text.contains('…') && text.contains("12345") && text.contains("running"), "{text}");
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let mut table = Table::new([("Label", Column::Text)]);
        table.row(["a\x1b[31m\nb".into()]);
        assert!(table.render(None).chars().all(|c| c == '\n' || !c.is_control()));
        assert_eq!(table.render(None).lines().count(), 2);
    }
}
