//! BMP, and WebP with and without loss.

use super::{Limits, ReadError, SourcePicture, believable, exif, pixels, upright};
use image::codecs::bmp::BmpDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, ImageError};
use std::io::Cursor;

const INCH_M: f64 = 0.0254;
/// Where a BMP says how many pixels a metre has, across and down.
const PER_METRE: [usize; 2] = [38, 42];

pub(super) fn bmp(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    let decoder = BmpDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let dpi = bmp_dpi(bytes);
    picture(decoder, limits, dpi, false)
}

pub(super) fn webp(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let has_more = decoder.has_animation();
    picture(decoder, limits, None, has_more)
}

fn picture(
    mut decoder: impl ImageDecoder,
    limits: Limits,
    dpi: Option<f64>,
    has_more: bool,
) -> Result<SourcePicture, ReadError> {
    let (width, height) = decoder.dimensions();
    limits.check(width.into(), height.into())?;
    let channels = match decoder.color_type() {
        ColorType::L8 => 1,
        ColorType::La8 => 2,
        ColorType::Rgb8 => 3,
        ColorType::Rgba8 => 4,
        other => return Err(ReadError::Damaged(format!("its pixels are stored as {other:?}"))),
    };
    let found = decoder.exif_metadata().ok().flatten().as_deref().map(exif::read).unwrap_or_default();
    // The limits were held against the header: this is at most four bytes for each of the allowed pixels.
    let size =
        usize::try_from(decoder.total_bytes()).map_err(|error| ReadError::Damaged(error.to_string()))?;
    let mut colors = vec![0; size];
    decoder.read_image(&mut colors).map_err(damaged)?;
    let mut values = Vec::with_capacity(size / channels);
    pixels::add_bytes(&colors, channels, &mut values);
    let grey = upright(width as usize, height as usize, values, found.orientation)
        .ok_or_else(|| ReadError::Damaged("it has fewer pixels than its header says".to_owned()))?;
    Ok(SourcePicture { grey, dpi: dpi.or(found.dpi), has_more })
}

fn bmp_dpi(bytes: &[u8]) -> Option<f64> {
    let number = |at: usize| Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    // The oldest header, of 12 bytes, has no place for it.
    let has_place = number(14).is_some_and(|size| size >= 40);
    let [across, down] = PER_METRE.map(number);
    (has_place && across == down).then_some(across).flatten().and_then(|n| believable(f64::from(n) * INCH_M))
}

fn damaged(error: ImageError) -> ReadError {
    ReadError::Damaged(error.to_string())
}
