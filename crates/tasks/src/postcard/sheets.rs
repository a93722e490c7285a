//! Several cards on a sheet of paper, with marks to cut them apart.

use super::PostcardParams;
use super::inputs::bad;
use crate::TaskError;
use kurbo::{Point, Rect};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen};

const MARKS: &str = "Cut marks";
/// Half the length of a mark.
const ARM_MM: f64 = 2.5;
/// Rounding of inches is no overhang.
const LEEWAY_MM: f64 = 0.05;

/// Where cards lie on a sheet.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Grid {
    pub(super) sheet: Page,
    card: Page,
    columns: u32,
    rows: u32,
}

impl Grid {
    /// As many as asked for, upright or across, whichever holds more.
    ///
    /// # Errors
    /// Bad input with the number that fits.
    pub(super) fn new(card: Page, params: &PostcardParams) -> Result<Self, TaskError> {
        let (short, long) = params.paper.sides_mm();
        let of = |width_mm: f64, height_mm: f64| {
            let count = |room: f64, size: f64| ((room + LEEWAY_MM) / size).floor() as u32;
            let (columns, rows) = (count(width_mm, card.width_mm), count(height_mm, card.height_mm));
            Self { sheet: Page { width_mm, height_mm }, card, columns, rows }
        };
        let (upright, across) = (of(short, long), of(long, short));
        let mut grid = if across.most() > upright.most() { across } else { upright };
        if grid.most() < params.per_sheet {
            let advice = "Take larger paper, a smaller card, or fewer cards on a sheet";
            return Err(bad(
                format!("{} cards do not fit on a sheet: {} do", params.per_sheet, grid.most()),
                Some(advice),
            ));
        }
        grid.columns = grid.columns.min(params.per_sheet);
        grid.rows = params.per_sheet.div_ceil(grid.columns);
        Ok(grid)
    }

    fn most(self) -> u32 {
        self.columns * self.rows
    }

    /// Upper left corner of a card by its number on the sheet.
    fn corner(&self, number: u32) -> Point {
        let rest = |room: f64, size: f64, count: u32| (room - size * f64::from(count)) / 2.0;
        Point::new(
            rest(self.sheet.width_mm, self.card.width_mm, self.columns)
                + f64::from(number % self.columns) * self.card.width_mm,
            rest(self.sheet.height_mm, self.card.height_mm, self.rows)
                + f64::from(number / self.columns) * self.card.height_mm,
        )
    }

    /// The cards on one sheet: layers of one name and pen together, so that each pen is put in once.
    pub(super) fn sheet_of(&self, cards: &[Drawing]) -> Drawing {
        let pen = Pen { color: Color { r: 0x9a, g: 0x9a, b: 0x9a }, width_mm: 0.2 };
        let mut layers = vec![Layer { name: MARKS.to_owned(), pen, paths: self.marks() }];
        for (number, card) in (0u32..).zip(cards) {
            let at = self.corner(number);
            for layer in &card.layers {
                let moved = layer.paths.iter().map(|path| path.moved(at.x, at.y));
                match layers.iter_mut().find(|known| known.name == layer.name && known.pen == layer.pen) {
                    Some(known) => known.paths.extend(moved),
                    None => layers.push(Layer { paths: moved.collect(), ..layer.clone() }),
                }
            }
        }
        Drawing { page: self.sheet, layers }
    }

    /// A cross at every corner of a card, as far as the paper reaches.
    fn marks(&self) -> Vec<Path> {
        let first = self.corner(0);
        let paper = Rect::new(0.0, 0.0, self.sheet.width_mm, self.sheet.height_mm);
        let mut marks = Vec::new();
        for row in 0..=self.rows {
            for column in 0..=self.columns {
                let at = Point::new(
                    first.x + f64::from(column) * self.card.width_mm,
                    first.y + f64::from(row) * self.card.height_mm,
                );
                let arms = [
                    ((at.x - ARM_MM, at.y), (at.x + ARM_MM, at.y)),
                    ((at.x, at.y - ARM_MM), (at.x, at.y + ARM_MM)),
                ];
                marks.extend(arms.into_iter().map(|(from, to)| {
                    let on_paper =
                        |(x, y): (f64, f64)| (x.clamp(paper.x0, paper.x1), y.clamp(paper.y0, paper.y1));
                    super::art::line(&[on_paper(from), on_paper(to)])
                }));
            }
        }
        marks
    }
}
