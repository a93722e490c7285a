//! Reads PNG, JPEG, WebP, GIF, BMP and TIFF as grey values.
//!
//! Colours become their luma (0.299 R + 0.587 G + 0.114 B, as JPEG has it), what is transparent shows white
//! paper, 16 bits stay 16 bits, and a picture that its camera held sideways is turned upright (EXIF). The
//! size is taken from the header and held against [`Limits`] before a pixel is decoded.

mod bitmap;
mod exif;
mod foreign;
mod gif;
mod jpeg;
mod pixels;
mod png;
mod tiff;

pub use foreign::Foreign;

use super::Grey;

/// How large a picture may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Most pixels in all.
    pub most_pixels: u64,
    /// Most pixels across or down.
    pub longest_side: u32,
}

impl Default for Limits {
    /// 40 million pixels (A4 at 600 dpi has 35), 30,000 a side.
    fn default() -> Self {
        Self { most_pixels: 40_000_000, longest_side: 30_000 }
    }
}

impl Limits {
    fn check(self, width: u64, height: u64) -> Result<(), ReadError> {
        let longest = u64::from(self.longest_side);
        if width > longest || height > longest || width.saturating_mul(height) > self.most_pixels {
            return Err(ReadError::TooLarge { width, height, limits: self });
        }
        Ok(())
    }
}

/// A picture as it was read.
#[derive(Clone, PartialEq, Debug)]
pub struct SourcePicture {
    /// Its pixels, upright.
    pub grey: Grey,
    /// Pixels in one inch as the file states them, equal both ways.
    pub dpi: Option<f64>,
    /// The file holds more pictures (frames, pages); this is the first.
    pub has_more: bool,
}

/// Why a picture was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// None of the formats that are read.
    #[error("this is {}, not a PNG, JPEG, WebP, GIF, BMP or TIFF picture", .0.name)]
    Unknown(Foreign),
    /// More pixels than this program takes on.
    #[error(
        "the picture has {width} × {height} pixels; at most {} million, and {} a side, can be read",
        limits.most_pixels / 1_000_000, limits.longest_side
    )]
    TooLarge {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
        /// What was allowed.
        limits: Limits,
    },
    /// A format that is read, in a way to store it that is not.
    #[error("{0}")]
    Unsupported(String),
    /// The file is damaged.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
}

/// Reads a picture.
///
/// # Errors
/// [`ReadError`]; one that is too large is refused before it is decoded.
pub fn read(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png::read(bytes, limits),
        [0xff, 0xd8, 0xff, ..] => jpeg::read(bytes, limits),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => bitmap::webp(bytes, limits),
        [b'G', b'I', b'F', b'8', ..] => gif::read(bytes, limits),
        [b'B', b'M', ..] => bitmap::bmp(bytes, limits),
        // 43 is a TIFF of more than 4 GB, or one that could be.
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => tiff::read(bytes, limits),
        _ => Err(ReadError::Unknown(foreign::name(bytes))),
    }
}

/// The pixels, turned as EXIF's number says (1 to 8); another number leaves them alone.
fn upright(width: usize, height: usize, values: Vec<u16>, orientation: u16) -> Option<Grey> {
    if !(2..=8).contains(&orientation) {
        return Grey::new(width, height, values);
    }
    let (across, down) = if orientation >= 5 { (height, width) } else { (width, height) };
    let mut turned = Vec::with_capacity(values.len());
    for y in 0..down {
        for x in 0..across {
            let (column, row) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            turned.push(values[row * width + column]);
        }
    }
    Grey::new(across, down, turned)
}

/// A density that can be believed.
fn believable(dpi: f64) -> Option<f64> {
    (10.0..=10_000.0).contains(&dpi).then_some(dpi)
}

#[cfg(test)]
mod tests;
