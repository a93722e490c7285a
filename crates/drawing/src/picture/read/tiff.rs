//! TIFF as scanners and fax machines write it: black and white, greys, colours and four inks, packed by
//! PackBits, LZW, Deflate or fax. Palettes, JPEG inside and colours that are stored apart are refused by name.

use super::{Limits, ReadError, SourcePicture, exif, pixels, upright};
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult, Limits as Room};
use tiff::{ColorType, TiffError};

/// The most bytes that a pixel takes: four samples of two.
const BYTES_A_PIXEL: u64 = 8;

pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<SourcePicture, ReadError> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(failed)?;
    let (width, height) = decoder.dimensions().map_err(failed)?;
    limits.check(width.into(), height.into())?;
    let color = decoder.colortype().map_err(failed)?;
    let kind =
        Samples::of(color).ok_or_else(|| unsupported(&format!("its pixels are stored as {color:?}")))?;
    let mut room = Room::default();
    let most = usize::try_from(limits.most_pixels.saturating_mul(BYTES_A_PIXEL)).unwrap_or(usize::MAX);
    (room.decoding_buffer_size, room.intermediate_buffer_size) = (most, most);
    let mut decoder = decoder.with_limits(room);
    if decoder.image_buffer_layout().map_err(failed)?.planes > 1 {
        return Err(unsupported("its colours are stored apart from each other"));
    }
    let (width, height) = (width as usize, height as usize);
    let mut values = Vec::with_capacity(width * height);
    match decoder.read_image().map_err(failed)? {
        DecodingResult::U8(samples) => kind.add(&samples, width, pixels::wide, &mut values),
        DecodingResult::U16(samples) => kind.add(&samples, width, |value| value, &mut values),
        _ => return Err(unsupported("its pixels are neither of 8 nor of 16 bits")),
    }
    let has_more = decoder.more_images();
    // The file's own directory has the same fields as EXIF, which is a TIFF inside of another file.
    let found = exif::read(bytes);
    let grey = upright(width, height, values, found.orientation)
        .ok_or_else(|| ReadError::Damaged("it has fewer pixels than its header says".to_owned()))?;
    Ok(SourcePicture { grey, dpi: found.dpi, has_more })
}

/// How the samples of a pixel stand.
#[derive(Clone, Copy)]
enum Samples {
    /// Greys of fewer than eight bits, rows filled up to whole bytes.
    Packed { bits: u8 },
    /// Grey or colour, with or without alpha.
    Light { channels: usize },
    /// Cyan, magenta, yellow and black; 0 is no ink.
    Inks,
}

impl Samples {
    fn of(color: ColorType) -> Option<Self> {
        Some(match color {
            ColorType::Gray(bits @ (1 | 2 | 4)) => Self::Packed { bits },
            ColorType::Gray(8 | 16) => Self::Light { channels: 1 },
            ColorType::GrayA(8 | 16) => Self::Light { channels: 2 },
            ColorType::RGB(8 | 16) => Self::Light { channels: 3 },
            ColorType::RGBA(8 | 16) => Self::Light { channels: 4 },
            ColorType::CMYK(8 | 16) => Self::Inks,
            _ => return None,
        })
    }

    /// Adds the grey of every pixel.
    fn add<T: Copy + Into<u16>>(
        self,
        samples: &[T],
        width: usize,
        wide: impl Fn(T) -> u16,
        values: &mut Vec<u16>,
    ) {
        match self {
            Self::Packed { bits } => {
                let a_byte = 8 / usize::from(bits);
                let most = (1u16 << bits) - 1;
                for row in samples.chunks_exact(width.div_ceil(a_byte)) {
                    values.extend((0..width).map(|n| {
                        let shift = 8 - usize::from(bits) * (n % a_byte + 1);
                        let level = (row[n / a_byte].into() >> shift) & most;
                        (u32::from(level) * u32::from(u16::MAX) / u32::from(most)) as u16
                    }));
                }
            }
            Self::Light { channels } => {
                let pixels = samples.chunks_exact(channels);
                values.extend(pixels.map(|pixel| pixels::grey(channels, |n| wide(pixel[n]))));
            }
            Self::Inks => values.extend(samples.chunks_exact(4).map(|inks| {
                let left = |n: usize| u64::from(u16::MAX - wide(inks[n]));
                let light = |n: usize| (left(n) * left(3) / u64::from(u16::MAX)) as u16;
                pixels::luma([light(0), light(1), light(2)])
            })),
        }
    }
}

fn unsupported(why: &str) -> ReadError {
    ReadError::Unsupported(format!("this TIFF cannot be read: {why}"))
}

fn failed(error: TiffError) -> ReadError {
    match error {
        TiffError::UnsupportedError(what) => unsupported(&what.to_string()),
        other => ReadError::Damaged(other.to_string()),
    }
}
