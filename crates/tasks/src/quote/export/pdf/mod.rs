//! quote.pdf: A4 pages set in Helvetica, which is in every reader, so that nothing has to be embedded.

mod font;
mod page;

use super::sheet::{Sheet, Table};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use font::{Face, Letters};
use page::{ACCENT, DARK, FAINT, GREY, HEIGHT, Page, Style, WIDTH, lines};
use penstock_drawing::pdf::{File, text};
use std::io::{Result, Write};

const LEFT: f64 = 48.0;
const RIGHT: f64 = WIDTH - 48.0;
const TOP: f64 = 52.0;
const BOTTOM: f64 = HEIGHT - 56.0;
/// From one line of a cell to the next.
const LEADING: f64 = 10.5;
/// Between the text of a cell and its column's edge.
const GAP: f64 = 4.0;

const BODY: Style = Style { face: Face::Regular, size: 8.5, ink: DARK };
const STRONG: Style = Style { face: Face::Bold, size: 8.5, ink: DARK };
const LABEL: Style = Style { face: Face::Regular, size: 8.0, ink: GREY };
const HEADING: Style = Style { face: Face::Bold, size: 11.0, ink: ACCENT };
const TITLE: Style = Style { face: Face::Bold, size: 22.0, ink: DARK };

/// Numbers of the objects before the first page: catalogue, pages, encoding and two fonts.
const BEFORE_PAGES: usize = 5;

/// Writes it and returns the characters that its fonts do not have.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> Result<Vec<char>> {
    let mut setting = Setting { letters: Letters::of(sheet), pages: vec![Page::default()], y: TOP };
    setting.head(sheet);
    sheet.tables.iter().for_each(|table| setting.table(table));
    setting.closing(sheet);
    setting.numbers(&sheet.title);
    let Setting { letters, pages, .. } = setting;

    let mut file = File::begin(out)?;
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", BEFORE_PAGES + 1 + 2 * at)).collect();
    file.object("<</Type/Catalog/Pages 2 0 R>>")?;
    file.object(&format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()))?;
    file.object(&letters.encoding())?;
    for name in ["Helvetica", "Helvetica-Bold"] {
        file.object(&format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding 3 0 R>>"))?;
    }
    for (at, page) in pages.iter().enumerate() {
        let content = BEFORE_PAGES + 2 + 2 * at;
        file.object(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</FR 4 0 R/FB 5 0 R>>>>/Contents {content} 0 R>>"
        ))?;
        let mut stream = ZlibEncoder::new(Vec::new(), Compression::new(6));
        stream.write_all(page.content.as_bytes())?;
        file.stream(&stream.finish()?)?;
    }
    file.object(&format!("<</Title {}>>", text(&sheet.title)))?;
    file.end(true)?;
    Ok(letters.missing)
}

/// Pages while they are set.
struct Setting {
    letters: Letters,
    pages: Vec<Page>,
    /// How far down the last page is filled.
    y: f64,
}

impl Setting {
    fn page(&mut self) -> (&mut Page, &Letters) {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        (&mut self.pages[last], &self.letters)
    }

    fn text(&mut self, x: f64, y: f64, style: Style, text: &str) {
        let (page, letters) = self.page();
        page.text(letters, (x, y), style, text);
    }

    fn text_to(&mut self, x: f64, y: f64, style: Style, text: &str) {
        let (page, letters) = self.page();
        page.text_to(letters, (x, y), style, text);
    }

    fn rule(&mut self, y: f64, width: f64, ink: page::Ink) {
        self.page().0.rule((LEFT, RIGHT), y, (width, ink));
    }

    /// A new page, unless this much still fits.
    fn room_for(&mut self, height: f64) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        self.pages.push(Page::default());
        self.y = TOP;
        true
    }

    fn head(&mut self, sheet: &Sheet) {
        if !sheet.company.is_empty() {
            let company = Style { size: 10.0, ..HEADING };
            for line in lines(&self.letters, &sheet.company, company, RIGHT - LEFT) {
                self.text(LEFT, self.y, company, &line);
                self.y += 13.0;
            }
        }
        self.y += 16.0;
        let total = Style { size: 16.0, ..TITLE };
        let taken = self.letters.width(&sheet.total, total.face, total.size);
        self.text_to(RIGHT, self.y - 17.0, LABEL, "Total");
        self.text_to(RIGHT, self.y, total, &sheet.total);
        for line in lines(&self.letters, &sheet.title, TITLE, RIGHT - LEFT - taken - 20.0) {
            self.text(LEFT, self.y, TITLE, &line);
            self.y += 24.0;
        }
        self.y -= 14.0;
        self.rule(self.y, 1.4, ACCENT);
        self.y += 16.0;
        let mut x = LEFT;
        for (label, value) in &sheet.head {
            let width = self.letters.width(value, BODY.face, 9.5).max(50.0) + 26.0;
            if x > LEFT && x + width > RIGHT {
                (x, self.y) = (LEFT, self.y + 28.0);
            }
            self.text(x, self.y, LABEL, label);
            for (at, line) in
                lines(&self.letters, value, Style { size: 9.5, ..BODY }, RIGHT - x).iter().enumerate()
            {
                self.text(x, self.y + 12.0 + 12.0 * at as f64, Style { size: 9.5, ..BODY }, line);
            }
            x += width;
        }
        self.y += 20.0;
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        self.room_for(70.0);
        self.y += 22.0;
        self.text(LEFT, self.y, HEADING, table.title);
        self.y += 14.0;
        let edges = edges(table, &self.letters);
        self.headings(table, &edges);
        let first_sum = table.rows.len() - table.sums;
        for (at, row) in table.rows.iter().enumerate() {
            let style = if at >= first_sum { STRONG } else { BODY };
            let cells = row.iter().zip(&edges);
            let set: Vec<Vec<String>> = cells
                .map(|(cell, (from, to))| lines(&self.letters, &cell.text, style, to - from - GAP))
                .collect();
            let height = set.iter().map(Vec::len).max().unwrap_or(1) as f64 * LEADING + 4.0;
            if self.room_for(height) {
                self.y += 10.0;
                self.headings(table, &edges);
            }
            if at == first_sum {
                self.rule(self.y - 8.5, 0.9, ACCENT);
                self.y += 2.0;
            }
            self.cells(table, &edges, &set, style);
            self.y += height;
            if at + 1 < first_sum {
                self.rule(self.y - 9.5, 0.4, FAINT);
            }
        }
    }

    fn headings(&mut self, table: &Table, edges: &[(f64, f64)]) {
        if table.columns.iter().all(|column| column.title.is_empty()) {
            return;
        }
        let cells = table.columns.iter().zip(edges);
        let set: Vec<Vec<String>> = cells
            .map(|(column, (from, to))| lines(&self.letters, &column.title, LABEL, to - from - GAP))
            .collect();
        self.cells(table, edges, &set, LABEL);
        self.y += set.iter().map(Vec::len).max().unwrap_or(1) as f64 * LEADING + 3.0;
        self.rule(self.y - 9.0, 0.6, GREY);
        self.y += 3.0;
    }

    fn cells(&mut self, table: &Table, edges: &[(f64, f64)], set: &[Vec<String>], style: Style) {
        for ((cell, column), &(from, to)) in set.iter().zip(&table.columns).zip(edges) {
            for (at, line) in cell.iter().enumerate() {
                let y = self.y + LEADING * at as f64;
                if column.right {
                    self.text_to(to, y, style, line);
                } else {
                    self.text(from, y, style, line);
                }
            }
        }
    }

    fn closing(&mut self, sheet: &Sheet) {
        self.y += 18.0;
        for (text, style) in [(&sheet.note, BODY), (&sheet.foot, LABEL)] {
            for line in lines(&self.letters, text, style, RIGHT - LEFT) {
                self.room_for(LEADING);
                self.text(LEFT, self.y, style, &line);
                self.y += LEADING;
            }
            self.y += 6.0;
        }
    }

    fn numbers(&mut self, title: &str) {
        let count = self.pages.len();
        for (page, number) in self.pages.iter_mut().zip(1..) {
            let y = HEIGHT - 32.0;
            page.text(&self.letters, (LEFT, y), LABEL, title);
            page.text_to(&self.letters, (RIGHT, y), LABEL, &format!("Page {number} of {count}"));
        }
    }
}

/// From where to where each column goes. The first begins and the last ends at the margin. Columns of numbers
/// are as wide as what stands in them, the others share what is left.
fn edges(table: &Table, letters: &Letters) -> Vec<(f64, f64)> {
    let all = RIGHT - LEFT;
    let natural = |(at, column): (usize, &super::sheet::Column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let widths = cells.map(|cell| letters.width(&cell.text, STRONG.face, STRONG.size));
        let widest = widths.fold(letters.width(&column.title, LABEL.face, LABEL.size), f64::max);
        if column.right { (widest + 2.0 * GAP + 2.0).min(all / 4.0) } else { 0.0 }
    };
    let mut widths: Vec<f64> = table.columns.iter().enumerate().map(natural).collect();
    // Names keep a fifth of the page, whatever the numbers take.
    let numbers: f64 = widths.iter().sum();
    let names: f64 = table.columns.iter().filter(|column| !column.right).map(|column| column.share).sum();
    let most = if names > 0.0 { all * 0.8 } else { all };
    let scale = if numbers > most || names == 0.0 { most / numbers } else { 1.0 };
    widths.iter_mut().for_each(|width| *width *= scale);
    let left = all - numbers * scale;
    let mut from = LEFT;
    let columns = table.columns.iter().zip(widths);
    columns
        .map(|(column, width)| {
            let to = from + if column.right { width } else { left * column.share / names };
            // A number keeps its distance from the column at its left.
            let edges = (if column.right { from + GAP } else { from }, to);
            from = to;
            edges
        })
        .collect()
}
