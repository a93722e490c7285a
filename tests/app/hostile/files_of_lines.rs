//! Hostile DXF files, tables and machine files, made by small code.

fn dxf(blocks: &str, entities: &str) -> Vec<u8> {
    let whole = format!(
        "0 SECTION|2 HEADER|9 $INSUNITS|70 4|0 ENDSEC|0 SECTION|2 BLOCKS|{blocks}0 ENDSEC|0 SECTION|2 ENTITIES|\
         0 LINE|8 A|10 0|20 0|11 50|21 0|0 LINE|8 A|10 50|20 0|11 50|21 50|0 LINE|8 A|10 50|20 50|11 0|21 0|{entities}0 ENDSEC|0 EOF"
    );
    let tags = whole.split('|').filter_map(|tag| tag.trim().split_once(' '));
    tags.map(|(code, value)| format!("{code}\n{value}\n")).collect::<String>().into_bytes()
}

fn block(name: &str, inner: &str) -> String {
    format!("0 BLOCK|8 0|2 {name}|70 0|10 0|20 0|{inner}|0 ENDBLK|")
}

/// One insert of 32,767 columns and rows.
pub(super) fn dxf_array() -> Vec<u8> {
    dxf(
        &block("A", "0 LINE|8 0|10 0|20 0|11 1|21 1"),
        "0 INSERT|8 A|2 A|10 0|20 0|70 32767|71 32767|44 1|45 1|",
    )
}

/// Forty blocks, each with the one before twice.
pub(super) fn dxf_doubling() -> Vec<u8> {
    let mut blocks = block("B0", "0 LINE|8 0|10 0|20 0|11 1|21 1");
    for level in 1..40 {
        let insert = format!("0 INSERT|8 0|2 B{}|10 1|20 0", level - 1);
        blocks += &block(&format!("B{level}"), &format!("{insert}|{insert}"));
    }
    dxf(&blocks, "0 INSERT|8 A|2 B39|10 0|20 0|")
}

/// Blocks that hold each other.
pub(super) fn dxf_circle() -> Vec<u8> {
    let blocks = block("A", "0 INSERT|8 0|2 B|10 1|20 0") + &block("B", "0 INSERT|8 0|2 A|10 1|20 0");
    dxf(&blocks, "0 INSERT|8 A|2 A|10 0|20 0|")
}

pub(super) fn dxf_numbers() -> Vec<u8> {
    dxf("", "0 CIRCLE|8 A|10 1e308|20 NaN|40 inf|0 LINE|8 A|10 -1e300|20 0|11 1|21 1|")
}

/// Promises two thousand million knots, and has two points.
pub(super) fn dxf_spline() -> Vec<u8> {
    dxf("", "0 SPLINE|8 A|70 8|71 30000|72 2000000000|73 2000000000|74 0|40 0|40 1|10 0|20 0|10 5|20 5|")
}

/// The sentinel, and a tag that promises more than there is.
pub(super) fn dxf_binary() -> Vec<u8> {
    let mut file = b"AutoCAD Binary DXF\r\n\x1a\0".to_vec();
    file.extend([0xff, 0xff, 0xff, 0x7f]);
    file.extend([0xaa; 4096]);
    file
}

pub(super) fn bill_of_a_million_columns() -> Vec<u8> {
    let mut table = b"Part,Quantity".to_vec();
    table.extend(b",x".repeat(1_000_000));
    table.extend(b"\nA,1");
    table.extend(b",".repeat(1_000_000));
    table.push(b'\n');
    table
}

/// 32 MB of G-code without an end of line.
pub(super) fn endless_line() -> Vec<u8> {
    b"G1 X1.5 Y2.5 ".repeat(2_500_000)
}
