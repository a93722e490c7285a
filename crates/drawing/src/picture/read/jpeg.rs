//! JPEG, baseline and progressive: its own luma where it has one.

use super::{Limits, ReadError, SourcePicture, believable, exif, pixels, upright};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Scans of a progressive picture; a file of a thousand would keep a computer busy for nothing.
const MOST_SCANS: usize = 100;

pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    let options = DecoderOptions::new_safe()
        .set_max_width(u16::MAX.into())
        .set_max_height(u16::MAX.into())
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let info = decoder.info().ok_or_else(|| ReadError::Damaged("it has no header".to_owned()))?;
    limits.check(info.width.into(), info.height.into())?;
    let stored = decoder.input_colorspace();
    let has_luma = matches!(stored, Some(ColorSpace::Luma | ColorSpace::YCbCr));
    if !has_luma {
        decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::RGB));
    }
    let found = info.exif_data.as_deref().map(exif::read).unwrap_or_default();
    let colors = decoder.decode().map_err(damaged)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let mut values = Vec::with_capacity(width * height);
    pixels::add_bytes(&colors, if colors.len() == 3 * width * height { 3 } else { 1 }, &mut values);
    let grey = upright(width, height, values, found.orientation)
        .ok_or_else(|| ReadError::Damaged("it has fewer pixels than its header says".to_owned()))?;
    let density = (info.x_density == info.y_density).then(|| f64::from(info.x_density));
    let stated = match info.pixel_density {
        1 => density.and_then(believable),
        2 => density.and_then(|per_cm| believable(per_cm * 2.54)),
        _ => None,
    };
    Ok(SourcePicture { grey, dpi: found.dpi.or(stated), has_more: false })
}

fn damaged(error: zune_jpeg::errors::DecodeErrors) -> ReadError {
    ReadError::Damaged(error.to_string())
}
