//! All segments by where they are.
//!
//! A long segment is filed as several short boxes, so that a diagonal across the sheet is not near everything
//! below it.

use crate::boxes::Boxes;
use kurbo::{Point, Rect};
use penstock_drawing::{Path, Segment};

/// Boxes for each segment on the average, at most.
const MOST_BOXES: f64 = 4.0;

/// One segment.
#[derive(Clone, Copy, Debug)]
pub(in crate::parts) struct Piece {
    /// Number of its line.
    pub(in crate::parts) line: u32,
    pub(in crate::parts) from: Point,
    pub(in crate::parts) segment: Segment,
    pub(in crate::parts) bounds: Rect,
    /// Number of the piece before it on its line, where there is one.
    pub(in crate::parts) before: Option<u32>,
}

/// All segments of some lines.
pub(in crate::parts) struct Pieces {
    pub(in crate::parts) list: Vec<Piece>,
    boxes: Boxes,
    /// The piece of each box.
    piece_of: Vec<u32>,
    /// Boxes of each piece begin here.
    first_box: Vec<u32>,
    rects: Vec<Rect>,
}

impl Pieces {
    pub(in crate::parts) fn new<'a>(lines: impl Iterator<Item = &'a Path>) -> Self {
        let mut list: Vec<Piece> = Vec::new();
        for (line, path) in lines.enumerate() {
            let first = list.len() as u32;
            let closed = path.is_closed();
            for (from, segment) in path.pieces() {
                let number = list.len() as u32;
                let before = (number > first).then(|| number - 1);
                let bounds = segment.bounds(from);
                list.push(Piece { line: line as u32, from, segment: *segment, bounds, before });
            }
            let last = list.len() as u32;
            if closed && last > first {
                list[first as usize].before = Some(last - 1);
            }
        }
        let reach: f64 = list.iter().map(|piece| piece.bounds.width() + piece.bounds.height()).sum();
        let step = (reach / (MOST_BOXES * list.len().max(1) as f64)).max(1e-9);
        let (mut rects, mut piece_of, mut first_box) =
            (Vec::new(), Vec::new(), Vec::with_capacity(list.len() + 1));
        for (number, piece) in list.iter().enumerate() {
            first_box.push(rects.len() as u32);
            let size = piece.bounds.width() + piece.bounds.height();
            let count = if size > 2.0 * step { (size / step).ceil() as usize } else { 1 };
            for part in 0..count {
                let share = |part: usize| part as f64 / count as f64;
                let (from, segment) = if count == 1 {
                    (piece.from, piece.segment)
                } else {
                    piece.segment.piece(piece.from, share(part)..share(part + 1))
                };
                rects.push(segment.bounds(from));
                piece_of.push(number as u32);
            }
        }
        first_box.push(rects.len() as u32);
        let boxes = Boxes::new(&rects);
        Self { list, boxes, piece_of, first_box, rects }
    }

    /// Numbers of all pieces that may be within a distance of this one, those before it and itself left out.
    /// Answers how many boxes were looked at.
    pub(in crate::parts) fn later_near(&self, piece: u32, distance_mm: f64, out: &mut Vec<u32>) -> usize {
        out.clear();
        let own = self.first_box[piece as usize]..self.first_box[piece as usize + 1];
        let mut looked_at = 0;
        for rect in &self.rects[own.start as usize..own.end as usize] {
            let around = rect.inflate(distance_mm, distance_mm);
            self.boxes.near(around, &mut |number| {
                looked_at += 1;
                let other = self.piece_of[number as usize];
                let near = self.rects[number as usize];
                let meets = near.x0 <= around.x1
                    && near.x1 >= around.x0
                    && near.y0 <= around.y1
                    && near.y1 >= around.y0;
                if other > piece && meets {
                    out.push(other);
                }
            });
        }
        out.sort_unstable();
        out.dedup();
        looked_at
    }
}
