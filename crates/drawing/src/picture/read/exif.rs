//! What EXIF says of a picture: how the camera was held, and how many pixels an inch has.
//!
//! EXIF is a small TIFF file inside of another: a header, then a directory of entries of 12 bytes. Only the
//! first directory is read, and of it the four entries that matter; whatever does not fit in is passed over.

const ORIENTATION: u16 = 0x0112;
const X_RESOLUTION: u16 = 0x011a;
const Y_RESOLUTION: u16 = 0x011b;
const RESOLUTION_UNIT: u16 = 0x0128;

/// What was found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Exif {
    /// 1 (upright) to 8.
    pub(super) orientation: u16,
    pub(super) dpi: Option<f64>,
}

impl Default for Exif {
    fn default() -> Self {
        Self { orientation: 1, dpi: None }
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// A fraction that stands where the entry at `at` points to.
    fn fraction(&self, at: usize) -> Option<f64> {
        let place = self.u32(at + 8)? as usize;
        let (over, under) = (self.u32(place)?, self.u32(place.checked_add(4)?)?);
        (under != 0).then(|| f64::from(over) / f64::from(under))
    }
}

/// Reads an EXIF block, with or without the word in front that JPEG puts there.
pub(super) fn read(bytes: &[u8]) -> Exif {
    let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    let mut exif = Exif::default();
    let is_little = match bytes {
        [b'I', b'I', 42, 0, ..] => true,
        [b'M', b'M', 0, 42, ..] => false,
        _ => return exif,
    };
    let tiff = Tiff { bytes, is_little };
    let Some(directory) = tiff.u32(4).map(|at| at as usize) else { return exif };
    let count = tiff.u16(directory).unwrap_or(0);
    let (mut across, mut down, mut unit) = (None, None, 2);
    for entry in 0..usize::from(count) {
        let at = directory + 2 + 12 * entry;
        let Some(tag) = tiff.u16(at) else { break };
        match tag {
            ORIENTATION => exif.orientation = tiff.u16(at + 8).filter(|n| (1..=8).contains(n)).unwrap_or(1),
            X_RESOLUTION => across = tiff.fraction(at),
            Y_RESOLUTION => down = tiff.fraction(at),
            RESOLUTION_UNIT => unit = tiff.u16(at + 8).unwrap_or(2),
            _ => {}
        }
    }
    // 2 is inches, 3 centimetres; 1 has no size.
    let per_inch = match unit {
        2 => Some(1.0),
        3 => Some(2.54),
        _ => None,
    };
    if let (Some(across), Some(down), Some(factor)) = (across, down, per_inch)
        && across == down
    {
        exif.dpi = super::believable(across * factor);
    }
    exif
}
