//! PNG of every kind, row by row, so that no more than the grey values and one row are held.

use super::{Limits, ReadError, SourcePicture, believable, exif, pixels, upright};
use png::{BitDepth, ColorType, Decoder, DecodingError, Transformations, Unit};
use std::io::Cursor;

/// Other chunks (profiles, texts) may take this much memory beside the pixels.
const ROOM_BYTES: usize = 64 << 20;

pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    // 8 bytes are the most that a pixel can take.
    let room = usize::try_from(limits.most_pixels).unwrap_or(usize::MAX).saturating_mul(8);
    let room = png::Limits { bytes: room.saturating_add(ROOM_BYTES) };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), room);
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    decoder.ignore_checksums(false);
    let header = decoder.read_header_info().map_err(damaged)?;
    limits.check(header.width.into(), header.height.into())?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (colors, depth) = reader.output_color_type();
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let mut values: Vec<u16> = Vec::with_capacity(width * height);
    if reader.info().interlaced {
        let size = reader.output_buffer_size().ok_or_else(|| damaged(DecodingError::LimitsExceeded))?;
        let mut pixels = vec![0; size];
        reader.next_frame(&mut pixels).map_err(damaged)?;
        add(&pixels, colors, depth, &mut values);
    } else {
        while let Some(row) = reader.next_row().map_err(damaged)? {
            add(row.data(), colors, depth, &mut values);
        }
    }
    let info = reader.info();
    let found = info.exif_metadata.as_deref().map(exif::read).unwrap_or_default();
    let stated = info
        .pixel_dims
        .filter(|dims| dims.unit == Unit::Meter && dims.xppu == dims.yppu)
        .and_then(|dims| believable(f64::from(dims.xppu) * 0.0254));
    let grey = upright(width, height, values, found.orientation)
        .ok_or_else(|| ReadError::Damaged("it has fewer pixels than its header says".to_owned()))?;
    // Frames of an animated PNG follow the picture that is shown where nothing moves.
    let has_more = info.is_animated();
    Ok(SourcePicture { grey, dpi: stated.or(found.dpi), has_more })
}

/// Adds pixels as grey values over white.
fn add(pixels: &[u8], colors: ColorType, depth: BitDepth, values: &mut Vec<u16>) {
    let channels = colors.samples();
    if depth != BitDepth::Sixteen {
        return pixels::add_bytes(pixels, channels, values);
    }
    let sample = |pixel: &[u8], n: usize| u16::from_be_bytes([pixel[2 * n], pixel[2 * n + 1]]);
    let pixels = pixels.chunks_exact(2 * channels);
    values.extend(pixels.map(|pixel| pixels::grey(channels, |n| sample(pixel, n))));
}

fn damaged(error: DecodingError) -> ReadError {
    ReadError::Damaged(error.to_string())
}
