//! How far ink covers each pixel: strokes of one pen, one byte a pixel.
//!
//! A stroke is a band around each of its pieces with a disc at each of its points. In a row of pixels the
//! distance from the middle of the band grows evenly, so the inner loop is one addition and one clamp a
//! pixel, and the compiler does many at once. Cover is the distance from the edge in pixels, cut at 0 and
//! 1: within a few hundredths of the true area for edges of any direction.
//!
//! Bands and discs of one layer are put together by their maximum: one ink covers a pixel once, and
//! where pieces meet there is no seam. A pen thinner than a pixel is drawn one pixel wide and as much
//! paler, without discs; there strokes add up, so that dense hatching is dark as it should be.

use kurbo::Point;
use std::ops::Range;

/// The cover of one layer.
pub(super) struct Ink {
    width: usize,
    height: usize,
    pub(super) cover: Vec<u8>,
    /// Rows that hold any.
    inked: Range<usize>,
}

/// How to put ink on ink.
#[derive(Clone, Copy)]
enum Pen {
    /// Radius in pixels.
    Full { radius: f32 },
    /// Half a pixel in radius, and this opaque.
    Pale { opacity: f32 },
}

impl Ink {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, cover: vec![0; width * height], inked: height..0 }
    }

    /// Pixels of the rows that were drawn in, as one range; nothing is drawn after that.
    pub(super) fn take_rows(&mut self) -> Option<Range<usize>> {
        let rows = std::mem::replace(&mut self.inked, self.height..0);
        (rows.start < rows.end).then(|| rows.start * self.width..rows.end * self.width)
    }

    /// Draws through the points, in pixels. One point is a dot.
    pub(super) fn stroke(&mut self, points: &[Point], width_px: f64) {
        let pen = if width_px >= 1.0 {
            Pen::Full { radius: (width_px / 2.0) as f32 }
        } else {
            Pen::Pale { opacity: width_px.max(0.0) as f32 }
        };
        let radius = match pen {
            Pen::Full { radius } => f64::from(radius),
            Pen::Pale { .. } => 0.5,
        };
        match pen {
            Pen::Full { .. } => points.iter().for_each(|&point| self.disc(point, radius)),
            // A dot of a thin pen is a piece as long as the pen is wide.
            Pen::Pale { .. } => {
                if let [only] = points {
                    let half = width_px / 2.0;
                    self.band(
                        Point::new(only.x - half, only.y),
                        Point::new(only.x + half, only.y),
                        radius,
                        pen,
                    );
                }
            }
        }
        for pair in points.windows(2) {
            self.band(pair[0], pair[1], radius, pen);
        }
    }

    /// Rows of pixels whose centres lie between two heights, and their part of the picture.
    fn rows(&mut self, top: f64, bottom: f64) -> Range<usize> {
        let rows = columns(top, bottom, self.height);
        if rows.start < rows.end {
            self.inked = self.inked.start.min(rows.start)..self.inked.end.max(rows.end);
        }
        rows
    }

    fn disc(&mut self, center: Point, radius: f64) {
        if !center.is_finite() {
            return;
        }
        let reach = radius + 0.5;
        for row in self.rows(center.y - reach, center.y + reach) {
            let dy = row as f64 + 0.5 - center.y;
            let half = (reach * reach - dy * dy).max(0.0).sqrt();
            let columns = columns(center.x - half, center.x + half, self.width);
            let at = row * self.width;
            for (column, pixel) in columns.clone().zip(&mut self.cover[at + columns.start..at + columns.end])
            {
                let dx = column as f64 + 0.5 - center.x;
                let cover = (reach - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
                *pixel = (*pixel).max((cover * 255.0 + 0.5) as u8);
            }
        }
    }

    /// The pixels whose centres are beside the piece from `a` to `b`, not beyond its ends.
    fn band(&mut self, a: Point, b: Point, radius: f64, pen: Pen) {
        let way = b - a;
        let length = way.hypot();
        if !(length > 0.0 && length.is_finite() && a.is_finite()) {
            return;
        }
        let (along, reach) = (way / length, radius + 0.5);
        // How far the corners of the band are above and below the ends.
        let spread = along.x.abs() * reach;
        for row in self.rows(a.y.min(b.y) - spread, a.y.max(b.y) + spread) {
            let y = row as f64 + 0.5 - a.y;
            // At x right of a: along·(x, y) is how far along, across = y·along.x − x·along.y how far off.
            let beside = between(y * along.x, -along.y, -reach, reach);
            let between_ends = between(y * along.y, along.x, 0.0, length);
            let (from, to) = (beside.0.max(between_ends.0), beside.1.min(between_ends.1));
            let columns = columns(a.x + from, a.x + to, self.width);
            if columns.start >= columns.end {
                continue;
            }
            let first = columns.start as f64 + 0.5 - a.x;
            let across = (y * along.x - first * along.y) as f32;
            let step = -along.y as f32;
            let at = row * self.width;
            let pixels = &mut self.cover[at + columns.start..at + columns.end];
            match pen {
                Pen::Full { radius } => full(pixels, across, step, radius + 0.5),
                Pen::Pale { opacity } => pale(pixels, across, step, opacity),
            }
        }
    }
}

fn full(pixels: &mut [u8], across: f32, step: f32, reach: f32) {
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let off = (across + index as f32 * step).abs();
        let cover = ((reach - off).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        *pixel = (*pixel).max(cover);
    }
}

fn pale(pixels: &mut [u8], across: f32, step: f32, opacity: f32) {
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let off = (across + index as f32 * step).abs();
        let cover = (1.0 - off).clamp(0.0, 1.0) * opacity;
        // One ink over another of the same colour.
        let before = f32::from(*pixel);
        *pixel = (before + (255.0 - before) * cover + 0.5) as u8;
    }
}

/// The x for which `low ≤ start + x·slope ≤ high`.
fn between(start: f64, slope: f64, low: f64, high: f64) -> (f64, f64) {
    if slope.abs() < 1e-12 {
        return if (low..=high).contains(&start) { (f64::NEG_INFINITY, f64::INFINITY) } else { (0.0, -1.0) };
    }
    let (one, other) = ((low - start) / slope, (high - start) / slope);
    (one.min(other), one.max(other))
}

/// Pixels whose centres lie in `[from, to)`, cut to the picture.
fn columns(from: f64, to: f64, most: usize) -> Range<usize> {
    // A cast holds what is too small or too large at the ends of its type.
    let start = (from - 0.5).ceil().max(0.0) as usize;
    let end = (to - 0.5).ceil().max(0.0) as usize;
    let end = end.min(most);
    start.min(end)..end
}
