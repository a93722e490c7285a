//! What stands around the entities: the header, the tables that R2000 demands, the two empty blocks of
//! model and paper space, and the root of the objects.

use super::Tags;
use crate::{Color, Drawing};
use std::collections::HashSet;
use std::io::Result;

/// Handles of what is referred to.
pub(super) const MODEL_SPACE: u64 = 0x20;
const PAPER_SPACE: u64 = 0x21;
const ROOT: u64 = 0x22;
const GROUPS: u64 = 0x23;
/// The first handle that nothing has.
pub(super) const FIRST_FREE: u64 = 0x40;
/// No file needs handles beyond this: 5 million entities, and their surroundings.
const SEED: &str = "FFFFFFF";

/// Names of layers as a DXF can hold them, no two alike. The layer `0` is in every file.
pub(super) fn names(drawing: &Drawing) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut names = Vec::with_capacity(drawing.layers.len());
    for layer in &drawing.layers {
        let plain = escaped(&layer.name);
        let mut name = plain.clone();
        let mut number = 2;
        while !taken.insert(name.to_lowercase()) {
            name = format!("{plain}_{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

/// ASCII, with `\U+XXXX` for everything else.
fn escaped(name: &str) -> String {
    let mut out = String::new();
    for character in name.trim().chars() {
        match character {
            '<' | '>' | '/' | '\\' | '"' | ':' | ';' | '?' | '*' | '|' | '=' | '`' | ',' => out.push('_'),
            ' '..='~' => out.push(character),
            c if c.is_control() => out.push('_'),
            c => match u32::from(c) {
                code @ ..=0xffff => out.push_str(&format!("\\U+{code:04X}")),
                _ => out.push('_'),
            },
        }
    }
    if out.is_empty() { "_".to_owned() } else { out }
}

pub(super) fn before(tags: &mut Tags<'_>, drawing: &Drawing, names: &[String]) -> Result<()> {
    header(tags, drawing)?;
    section(tags, "CLASSES")?;
    tags.text(0, "ENDSEC")?;
    section(tags, "TABLES")?;
    table(tags, "VPORT", 0x08, 0)?;
    let line_types = [("ByBlock", ""), ("ByLayer", ""), ("Continuous", "Solid line")];
    table(tags, "LTYPE", 0x05, line_types.len())?;
    for (name, about) in line_types {
        entry(tags, "LTYPE", 0x05, "AcDbLinetypeTableRecord", name)?;
        tags.text(3, about)?;
        tags.whole(72, 65)?;
        tags.whole(73, 0)?;
        tags.number(40, 0.0)?;
    }
    layers(tags, drawing, names)?;
    table(tags, "STYLE", 0x03, 1)?;
    entry(tags, "STYLE", 0x03, "AcDbTextStyleTableRecord", "Standard")?;
    tags.number(40, 0.0)?;
    tags.number(41, 1.0)?;
    tags.number(50, 0.0)?;
    tags.whole(71, 0)?;
    tags.number(42, 2.5)?;
    tags.text(3, "txt")?;
    tags.text(4, "")?;
    table(tags, "VIEW", 0x06, 0)?;
    table(tags, "UCS", 0x07, 0)?;
    table(tags, "APPID", 0x09, 1)?;
    entry(tags, "APPID", 0x09, "AcDbRegAppTableRecord", "ACAD")?;
    table(tags, "DIMSTYLE", 0x0a, 1)?;
    entry(tags, "DIMSTYLE", 0x0a, "AcDbDimStyleTableRecord", "Standard")?;
    table(tags, "BLOCK_RECORD", 0x01, 2)?;
    for (handle, name) in [(MODEL_SPACE, "*Model_Space"), (PAPER_SPACE, "*Paper_Space")] {
        tags.record_as("BLOCK_RECORD", handle, 0x01)?;
        tags.text(100, "AcDbSymbolTableRecord")?;
        tags.text(100, "AcDbBlockTableRecord")?;
        tags.text(2, name)?;
    }
    tags.text(0, "ENDTAB")?;
    tags.text(0, "ENDSEC")?;
    section(tags, "BLOCKS")?;
    block(tags, MODEL_SPACE, "*Model_Space")?;
    block(tags, PAPER_SPACE, "*Paper_Space")?;
    tags.text(0, "ENDSEC")?;
    section(tags, "ENTITIES")
}

fn header(tags: &mut Tags<'_>, drawing: &Drawing) -> Result<()> {
    section(tags, "HEADER")?;
    let variable = |tags: &mut Tags<'_>, name: &str| tags.text(9, name);
    variable(tags, "$ACADVER")?;
    tags.text(1, "AC1015")?;
    variable(tags, "$DWGCODEPAGE")?;
    tags.text(3, "ANSI_1252")?;
    variable(tags, "$HANDSEED")?;
    tags.text(5, SEED)?;
    variable(tags, "$INSUNITS")?;
    tags.whole(70, 4)?;
    variable(tags, "$MEASUREMENT")?;
    tags.whole(70, 1)?;
    if let Some(bounds) = drawing.bounds() {
        variable(tags, "$EXTMIN")?;
        tags.point(10, (bounds.x0, bounds.y1).into())?;
        variable(tags, "$EXTMAX")?;
        tags.point(10, (bounds.x1, bounds.y0).into())?;
    }
    tags.text(0, "ENDSEC")
}

fn section(tags: &mut Tags<'_>, name: &str) -> Result<()> {
    tags.text(0, "SECTION")?;
    tags.text(2, name)
}

/// Begins a table, and ends the one before.
fn table(tags: &mut Tags<'_>, name: &str, handle: u64, count: usize) -> Result<()> {
    if name != "VPORT" {
        tags.text(0, "ENDTAB")?;
    }
    tags.text(0, "TABLE")?;
    tags.text(2, name)?;
    tags.text(5, &format!("{handle:X}"))?;
    tags.text(330, "0")?;
    tags.text(100, "AcDbSymbolTable")?;
    tags.whole(70, count as i64)?;
    if name == "DIMSTYLE" {
        tags.text(100, "AcDbDimStyleTable")?;
    }
    Ok(())
}

fn entry(tags: &mut Tags<'_>, kind: &str, owner: u64, class: &str, name: &str) -> Result<()> {
    tags.record(kind, owner)?;
    tags.text(100, "AcDbSymbolTableRecord")?;
    tags.text(100, class)?;
    tags.text(2, name)?;
    tags.whole(70, 0)
}

fn layers(tags: &mut Tags<'_>, drawing: &Drawing, names: &[String]) -> Result<()> {
    let has_zero = names.iter().any(|name| name == "0");
    table(tags, "LAYER", 0x02, names.len() + usize::from(!has_zero))?;
    let mut layer = |name: &str, color: Color, width_mm: f64| {
        entry(tags, "LAYER", 0x02, "AcDbLayerTableRecord", name)?;
        tags.whole(62, 7)?;
        if color != Color::BLACK {
            tags.whole(420, i64::from(color.r) << 16 | i64::from(color.g) << 8 | i64::from(color.b))?;
        }
        tags.text(6, "Continuous")?;
        tags.whole(370, line_weight(width_mm))
    };
    if !has_zero {
        layer("0", Color::BLACK, 0.25)?;
    }
    for (own, name) in drawing.layers.iter().zip(names) {
        layer(name, own.pen.color, own.pen.width_mm)?;
    }
    Ok(())
}

/// In hundredths of a millimetre: the nearest that there is.
fn line_weight(width_mm: f64) -> i64 {
    const WEIGHTS: [i64; 24] =
        [0, 5, 9, 13, 15, 18, 20, 25, 30, 35, 40, 50, 53, 60, 70, 80, 90, 100, 106, 120, 140, 158, 200, 211];
    let apart = |weight: &i64| (*weight as f64 - width_mm * 100.0).abs();
    WEIGHTS.into_iter().min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(25)
}

fn block(tags: &mut Tags<'_>, owner: u64, name: &str) -> Result<()> {
    for (kind, class) in [("BLOCK", "AcDbBlockBegin"), ("ENDBLK", "AcDbBlockEnd")] {
        tags.record(kind, owner)?;
        tags.text(100, "AcDbEntity")?;
        if owner == PAPER_SPACE {
            tags.whole(67, 1)?;
        }
        tags.text(8, "0")?;
        tags.text(100, class)?;
        if kind == "BLOCK" {
            tags.text(2, name)?;
            tags.whole(70, 0)?;
            for code in [10, 20, 30] {
                tags.number(code, 0.0)?;
            }
            tags.text(3, name)?;
            tags.text(1, "")?;
        }
    }
    Ok(())
}

pub(super) fn after(tags: &mut Tags<'_>) -> Result<()> {
    tags.text(0, "ENDSEC")?;
    section(tags, "OBJECTS")?;
    tags.record_as("DICTIONARY", ROOT, 0)?;
    tags.text(100, "AcDbDictionary")?;
    tags.text(3, "ACAD_GROUP")?;
    tags.text(350, &format!("{GROUPS:X}"))?;
    tags.record_as("DICTIONARY", GROUPS, ROOT)?;
    tags.text(100, "AcDbDictionary")?;
    tags.text(0, "ENDSEC")?;
    tags.text(0, "EOF")
}
