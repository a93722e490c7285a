//! GIF: the first picture of a file, on the white of the paper.

use super::{Limits, ReadError, SourcePicture, pixels};
use crate::picture::Grey;
use gif::{ColorOutput, DecodeOptions, DecodingError, MemoryLimit};
use std::num::NonZeroU64;

/// Bytes of a pixel as it is decoded: three colours and alpha.
const CHANNELS: usize = 4;

pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.check_frame_consistency(true);
    if let Some(room) = NonZeroU64::new(limits.most_pixels.saturating_mul(CHANNELS as u64)) {
        options.set_memory_limit(MemoryLimit::Bytes(room));
    }
    let mut decoder = options.read_info(bytes).map_err(damaged)?;
    limits.check(decoder.width().into(), decoder.height().into())?;
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let frame = decoder.next_frame_info().map_err(damaged)?;
    let frame = frame.ok_or_else(|| ReadError::Damaged("it holds no picture".to_owned()))?;
    let [left, top, across] = [frame.left, frame.top, frame.width].map(usize::from);
    let mut colors = vec![0; decoder.buffer_size()];
    decoder.read_into_buffer(&mut colors).map_err(damaged)?;
    let mut shown = Vec::with_capacity(colors.len() / CHANNELS);
    pixels::add_bytes(&colors, CHANNELS, &mut shown);
    // A frame may be smaller than the picture: what it leaves free is paper.
    let mut values = vec![Grey::WHITE; width * height];
    for (row, from) in shown.chunks_exact(across.max(1)).enumerate() {
        let start = (top + row) * width + left;
        if let Some(to) = values.get_mut(start..start + across) {
            to.copy_from_slice(from);
        }
    }
    // What follows is not decoded; a fault in it is no fault of this picture.
    let has_more = decoder.next_frame_info().is_ok_and(|next| next.is_some());
    let grey =
        Grey::new(width, height, values).ok_or_else(|| ReadError::Damaged("it has no pixels".to_owned()))?;
    Ok(SourcePicture { grey, dpi: None, has_more })
}

fn damaged(error: DecodingError) -> ReadError {
    ReadError::Damaged(error.to_string())
}
