//! A font whose every character is a box.
//!
//! usvg leaves a text out when no font has its characters or nothing of it has ink, and it measures text by
//! its font. Where text is not drawn from fonts at all, this one keeps usvg content: nothing of the computer
//! is read, and the result does not depend on it. Tables and formats are those of OpenType 1.9: one glyph of
//! half an em, and a `cmap` of format 13 that leads every code point to it.

/// Half an em is 500 of these.
const UNITS_PER_EM: u16 = 1000;
const NAME: &str = "Boxes";

/// The font's file.
pub(super) fn font() -> Vec<u8> {
    let tables: [(&[u8; 4], Vec<u8>); 10] = [
        (b"OS/2", os2()),
        (b"cmap", cmap()),
        (b"glyf", glyph()),
        (b"head", head()),
        (b"hhea", hhea()),
        (b"hmtx", [500_u16, 0, 500, 0].map(u16::to_be_bytes).concat()),
        (b"loca", longs(&[0, 0, glyph().len() as u32])),
        (b"maxp", maxp()),
        (b"name", name()),
        (b"post", post()),
    ];
    let count = tables.len() as u16;
    let mut font =
        [0x0001_0000_u32.to_be_bytes().to_vec(), words(&[count, 128, 3, count * 16 - 128])].concat();
    let mut at = 12 + 16 * tables.len() as u32;
    for (tag, table) in &tables {
        font.extend_from_slice(*tag);
        font.extend_from_slice(&longs(&[0, at, table.len() as u32]));
        at += (table.len() as u32).next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend_from_slice(&table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn longs(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// Every code point to glyph 1.
fn cmap() -> Vec<u8> {
    let table = [words(&[13, 0]), longs(&[28, 0, 1, 0, 0x0010_ffff, 1])].concat();
    [words(&[0, 1, 3, 10]), longs(&[12]), table].concat()
}

/// An outline of four corners: its box, its last corner, no instructions, then the corners, each on the
/// curve, as steps from one to the next.
fn glyph() -> Vec<u8> {
    let header = words(&[1, 50, 0, 450, 700, 3, 0]);
    let steps = words(&[50, 400, 0, (-400_i16).cast_unsigned(), 0, 0, 700, 0]);
    [header, vec![1; 4], steps].concat()
}

fn head() -> Vec<u8> {
    let mut table = longs(&[0x0001_0000, 0x0001_0000, 0, 0x5f0f_3cf5]);
    table.extend(words(&[0, UNITS_PER_EM]));
    table.extend([0; 16]);
    // Box, style, smallest size, direction, long offsets, format of the glyphs.
    table.extend(words(&[0, 0, 500, 700, 0, 8, 2, 1, 0]));
    table
}

fn hhea() -> Vec<u8> {
    let mut table = longs(&[0x0001_0000]);
    table.extend(words(&[800, (-200_i16).cast_unsigned(), 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 2]));
    table
}

fn maxp() -> Vec<u8> {
    [longs(&[0x0001_0000]), words(&[2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])].concat()
}

/// Family and full name, for Windows in English.
fn name() -> Vec<u8> {
    let text: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = text.len() as u16;
    let record = |id| words(&[3, 1, 0x0409, id, length, 0]);
    [words(&[0, 3, 6 + 3 * 12]), record(1), record(4), record(6), text].concat()
}

fn os2() -> Vec<u8> {
    let mut table = words(&[0, 500, 400, 5, 0]);
    table.extend(words(&[0; 11]));
    table.extend([0; 10 + 16 + 4]);
    table.extend(words(&[0, 0, 0xffff, 800, (-200_i16).cast_unsigned(), 0, 800, 200]));
    table
}

fn post() -> Vec<u8> {
    longs(&[0x0003_0000, 0, 0, 0, 0, 0, 0, 0])
}
