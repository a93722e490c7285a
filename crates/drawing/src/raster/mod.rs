//! Small pictures of drawings, as a pen would make them: round ends, true widths, the upper layer above.
//!
//! This is not a renderer of SVG. It draws polylines of one colour and width, which is all that a pen
//! can do, and stays quick where general renderers do not: on lines that cross themselves a hundred
//! thousand times.

mod canvas;
mod ink;

use crate::{Color, Drawing};
use canvas::Canvas;
use ink::Ink;
use kurbo::Point;
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError};

/// Largest picture in pixels; a wider one is made smaller, and keeps its shape.
pub const MOST_PIXELS: usize = 64 << 20;
/// Lines stay this close to the true curve, in pixels.
const TOLERANCE_PX: f64 = 0.1;
const PAPER: Color = Color { r: 255, g: 255, b: 255 };

/// A picture of the whole page, 8 bits each of red, green and blue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// Row by row from the upper left corner, three bytes a pixel.
    pub rgb: Vec<u8>,
}

/// Draws the page on white, `width_px` wide, without the ways of the raised pen. At least one pixel each
/// way, and [`MOST_PIXELS`] in all.
#[must_use]
pub fn picture(drawing: &Drawing, width_px: usize) -> Picture {
    let (width, height, scale) = size(drawing.page.width_mm, drawing.page.height_mm, width_px);
    let mut canvas = Canvas::new(width, height, PAPER);
    let mut ink = Ink::new(width, height);
    let mut points: Vec<Point> = Vec::new();
    for layer in &drawing.layers {
        let width_px = layer.pen.width_mm * scale;
        for path in &layer.paths {
            points.clear();
            path.flatten(TOLERANCE_PX / scale, &mut points);
            for point in &mut points {
                *point = Point::new(point.x * scale, point.y * scale);
            }
            ink.stroke(&points, width_px);
        }
        canvas.lay_over(&mut ink, layer.pen.color);
    }
    Picture { width, height, rgb: canvas.rgb }
}

/// The same as a PNG file.
///
/// # Errors
/// Never for a picture that [`picture`] makes; the encoder checks its input all the same.
pub fn png(drawing: &Drawing, width_px: usize) -> Result<Vec<u8>, EncodingError> {
    let picture = picture(drawing, width_px);
    let mut bytes = Vec::new();
    // Both fit: the picture has at most MOST_PIXELS.
    let mut encoder = Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&picture.rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// Pixels across and down, and pixels in one mm.
fn size(width_mm: f64, height_mm: f64, width_px: usize) -> (usize, usize, f64) {
    let (width_mm, height_mm) = (width_mm.max(1e-3), height_mm.max(1e-3));
    let most = MOST_PIXELS as f64;
    let mut width = (width_px.max(1) as f64).min(most);
    let high = |width: f64| (width * height_mm / width_mm).round().max(1.0);
    if width * high(width) > most {
        width = (most * width_mm / height_mm).sqrt().floor().clamp(1.0, most);
    }
    let height = high(width).min((most / width).floor());
    (width as usize, height as usize, width / width_mm)
}

#[cfg(test)]
mod tests;
