use super::{Header, MAGIC, PREAMBLE_BYTES, VERSION};
use flate2::read::ZlibDecoder;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// A header longer than this is not ours.
const LONGEST_HEADER: u32 = 64 << 20;

/// A grid with more cells is not ours.
const MOST_CELLS: u64 = 4 << 20;

/// Reads the header of a preview file.
///
/// # Errors
/// When the file cannot be read; [`io::ErrorKind::InvalidData`] when it is no preview of this version.
pub fn read_header(path: &Path) -> io::Result<Header> {
    Ok(open(path)?.0)
}

/// Reads the geometry of one level, without its padding. `header` is what [`read_header`] gave for the
/// same file.
///
/// # Errors
/// When the file cannot be read, ends too early, or has no such level.
pub fn read_level(path: &Path, header: &Header, level: usize) -> io::Result<Vec<u8>> {
    let facts = header.levels.get(level).ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("the preview has {} levels", header.levels.len()))
    })?;
    read_part(path, facts.offset, facts.bytes)
}

/// Reads how often a pen passes each spot: one byte a cell, row by row from the upper left corner. None
/// when the file does not hold it.
///
/// # Errors
/// When the file cannot be read, ends too early, or holds another number of cells than it says.
pub fn read_coverage(path: &Path, header: &Header) -> io::Result<Option<Vec<u8>>> {
    let Some(facts) = header.coverage else { return Ok(None) };
    let packed = read_part(path, facts.offset, facts.bytes)?;
    let cells = u64::from(facts.columns) * u64::from(facts.rows);
    if cells > MOST_CELLS {
        return Err(invalid("its grid of passes is too large"));
    }
    let mut counts = Vec::new();
    // One more than there should be, so that too many are noticed and never many more unpacked.
    ZlibDecoder::new(&packed[..]).take(cells + 1).read_to_end(&mut counts)?;
    if counts.len() as u64 != cells {
        return Err(invalid("its grid of passes has another size than it says"));
    }
    Ok(Some(counts))
}

fn read_part(path: &Path, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let (_, mut file, geometry) = open(path)?;
    let begin = geometry.checked_add(offset).ok_or_else(too_short)?;
    // Before anything is allocated: does the file hold what its header promises?
    if begin.checked_add(length).is_none_or(|end| end > file.metadata().map_or(0, |m| m.len())) {
        return Err(too_short());
    }
    file.seek(SeekFrom::Start(begin))?;
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| too_short())?];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The header, the file behind it, and where the geometry begins.
fn open(path: &Path) -> io::Result<(Header, File, u64)> {
    let mut file = File::open(path)?;
    let mut preamble = [0; PREAMBLE_BYTES];
    file.read_exact(&mut preamble)?;
    let [m0, m1, m2, m3, m4, m5, m6, m7, v0, v1, v2, v3, l0, l1, l2, l3] = preamble;
    let version = u32::from_le_bytes([v0, v1, v2, v3]);
    let length = u32::from_le_bytes([l0, l1, l2, l3]);
    if &[m0, m1, m2, m3, m4, m5, m6, m7] != MAGIC {
        return Err(invalid("it is no preview file"));
    }
    if version != VERSION {
        return Err(invalid(format!(
            "it is a preview of version {version}, and this program reads {VERSION}"
        )));
    }
    if length > LONGEST_HEADER {
        return Err(invalid("its header is too long"));
    }
    let mut json = vec![0; length as usize];
    file.read_exact(&mut json)?;
    Ok((serde_json::from_slice(&json)?, file, PREAMBLE_BYTES as u64 + u64::from(length)))
}

fn invalid(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}

fn too_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the preview file is shorter than its header says")
}
