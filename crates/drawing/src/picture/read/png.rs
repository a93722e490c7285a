//! PNG of every kind, row by row, so that no more than the grey values and one row are held.

use super::{Limits, ReadError, SourcePicture, believable, exif, upright};
use crate::picture::Grey;
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
    Ok(SourcePicture { grey, dpi: stated.or(found.dpi) })
}

/// Adds pixels as grey values over white.
fn add(pixels: &[u8], colors: ColorType, depth: BitDepth, values: &mut Vec<u16>) {
    let channels = colors.samples();
    let is_wide = depth == BitDepth::Sixteen;
    let sample = |pixel: &[u8], n: usize| {
        if is_wide { u16::from_be_bytes([pixel[2 * n], pixel[2 * n + 1]]) } else { u16::from(pixel[n]) * 257 }
    };
    let bytes = channels * if is_wide { 2 } else { 1 };
    values.extend(pixels.chunks_exact(bytes).map(|pixel| {
        let grey = if channels < 3 {
            sample(pixel, 0)
        } else {
            luma([sample(pixel, 0), sample(pixel, 1), sample(pixel, 2)])
        };
        if channels.is_multiple_of(2) { over_white(grey, sample(pixel, channels - 1)) } else { grey }
    }));
}

/// 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), in whole numbers.
pub(super) fn luma([r, g, b]: [u16; 3]) -> u16 {
    ((299 * u64::from(r) + 587 * u64::from(g) + 114 * u64::from(b) + 500) / 1000) as u16
}

fn over_white(grey: u16, alpha: u16) -> u16 {
    let white = u64::from(Grey::WHITE);
    let mixed = u64::from(grey) * u64::from(alpha) + white * (white - u64::from(alpha));
    ((mixed + white / 2) / white) as u16
}

fn damaged(error: DecodingError) -> ReadError {
    ReadError::Damaged(error.to_string())
}
