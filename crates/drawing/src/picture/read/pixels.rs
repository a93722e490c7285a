//! From samples to grey values: luma of colours, over white paper where they are transparent.

use crate::picture::Grey;

/// 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), in whole numbers.
pub(super) fn luma([r, g, b]: [u16; 3]) -> u16 {
    ((299 * u64::from(r) + 587 * u64::from(g) + 114 * u64::from(b) + 500) / 1000) as u16
}

fn over_white(grey: u16, alpha: u16) -> u16 {
    let white = u64::from(Grey::WHITE);
    let mixed = u64::from(grey) * u64::from(alpha) + white * (white - u64::from(alpha));
    ((mixed + white / 2) / white) as u16
}

/// Grey of a pixel of 1 (grey), 2 (with alpha), 3 (colour) or 4 samples (with alpha), each told by `sample`.
pub(super) fn grey(channels: usize, sample: impl Fn(usize) -> u16) -> u16 {
    let grey = if channels < 3 { sample(0) } else { luma([sample(0), sample(1), sample(2)]) };
    if channels.is_multiple_of(2) { over_white(grey, sample(channels - 1)) } else { grey }
}

/// 8 bits as 16, so that white stays white.
pub(super) fn wide(value: u8) -> u16 {
    u16::from(value) * 257
}

/// Adds pixels of one byte a sample.
pub(super) fn add_bytes(pixels: &[u8], channels: usize, values: &mut Vec<u16>) {
    values.extend(pixels.chunks_exact(channels).map(|pixel| grey(channels, |n| wide(pixel[n]))));
}
