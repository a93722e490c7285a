//! Files that people drop: drawings, machine files, pictures, fonts.

use penstock_drawing::picture::{self, Limits};
use penstock_drawing::{Diagnostics, Drawing, Page, dmpl, dxf, gcode, hpgl, lettering, svg};

pub(crate) const SVG_WORDS: &[&str] = &[
    "<g>",
    "</g>",
    "<use href=\"#a\"/>",
    "<path d=\"",
    "transform=\"scale(1e9)\"",
    "viewBox=\"0 0 0 0\"",
    "&a;",
    "%",
    "<clipPath id=\"a\">",
    "<pattern id=\"a\" width=\"1\" height=\"1\">",
    "<mask id=\"a\">",
    "fill=\"url(#a)\"",
    "stroke-dasharray=\"1e-9 1\"",
    "<text>",
    "<tspan x=\"1 2 3\">",
    "<style>*{",
    "}</style>",
    "A1 1 0 0 1",
    "C1 2 3 4 5 6",
    "<svg>",
    "<symbol id=\"a\">",
    "<marker id=\"a\">",
    "marker-mid=\"url(#a)\"",
    "<textPath href=\"#a\">",
    "z",
    "<!--",
    "]]>",
    "<!DOCTYPE svg [<!ENTITY a \"&b;\">]>",
    "xlink:href=\"file:///etc/passwd\"",
    "clip-path=\"url(#a)\"",
    "mask=\"url(#a)\"",
    "<image href=\"data:image/png;base64,AAAA\"/>",
    "<filter id=\"a\"/>",
    "gradientTransform=\"matrix(0 0 0 0 0 0)\"",
];
pub(crate) const DXF_WORDS: &[&str] = &[
    "0\nLINE\n",
    "0\nINSERT\n2\nA\n",
    "70\n1000000\n71\n1000000\n",
    "0\nSPLINE\n",
    "0\nHATCH\n",
    "0\nLWPOLYLINE\n90\n4\n",
    "0\nENDSEC\n",
    "0\nEOF\n",
    "0\nSECTION\n2\nBLOCKS\n",
    "0\nBLOCK\n2\nA\n",
    "0\nENDBLK\n",
    "10\n1e308\n",
    "40\nNaN\n",
    "0\nTEXT\n1\nx\n",
    "0\nMTEXT\n1\n{\\fx;y}\n",
    "0\nARC\n",
    "0\nELLIPSE\n",
    "0\nDIMENSION\n",
    "9\n$INSUNITS\n70\n4\n",
    "42\n1\n",
    "0\nPOLYLINE\n66\n1\n",
    "0\nVERTEX\n",
    "0\nSEQEND\n",
    "72\n3\n73\n4\n74\n0\n",
    "AutoCAD Binary DXF\r\n\x1a\0",
];
pub(crate) const GCODE_WORDS: &[&str] = &[
    "G0", "G1", "G2", "G3", "G20", "G91", "G92", "R", "I", "J", "(", ")", ";", "*71", "N1", "X", "Y1e9",
    "M3 S90", "\r", "%",
];
pub(crate) const HPGL_WORDS: &[&str] =
    &["PU", "PD", "PA", "PR", "SP1;", ";", ",", "LB", "\x03", "-99999999", ";:", "U", "D", "EC1"];

const PAGE: Page = Page { width_mm: 210.0, height_mm: 297.0 };

fn bytes(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Every coordinate is a number, and lengths can be summed.
fn check(drawing: &Drawing) {
    for layer in &drawing.layers {
        for path in &layer.paths {
            assert!(path.start.x.is_finite() && path.start.y.is_finite(), "{:?}", path.start);
            for segment in &path.segments {
                let to = segment.to();
                assert!(to.x.is_finite() && to.y.is_finite(), "{segment:?}");
            }
        }
    }
    assert!(drawing.draw_mm().is_finite());
}

/// Layers and the order of magnitude of paths.
fn size(drawing: &Drawing) -> String {
    let letter = |count: usize| {
        char::from(b'a' + u8::try_from(count.checked_ilog2().map_or(0, |log| log + 1)).unwrap_or(25))
    };
    format!("{}{}", letter(drawing.layers.len()), letter(drawing.path_count()))
}

fn kinds(diagnostics: &Diagnostics) -> String {
    diagnostics.counts().into_keys().collect::<Vec<_>>().join(" ")
}

pub(crate) fn svg(source: &[u8]) -> String {
    let mut diagnostics = Diagnostics::default();
    match svg::read(source, &svg::ReadOptions::default(), &mut diagnostics, &mut |_, _| true) {
        Ok(drawing) => {
            check(&drawing);
            let mut written = Vec::new();
            svg::write(&drawing, &svg::WriteOptions::default(), &mut written).unwrap();
            format!("{} {}", size(&drawing), kinds(&diagnostics))
        }
        Err(error) => error.to_string(),
    }
}

pub(crate) fn dxf(source: &[u8]) -> String {
    let mut diagnostics = Diagnostics::default();
    match dxf::read(source, &dxf::ReadOptions::default(), &mut diagnostics, &mut |_, _| true) {
        Ok(read) => {
            check(&read.drawing);
            format!("{} {}", size(&read.drawing), kinds(&diagnostics))
        }
        Err(error) => error.to_string(),
    }
}

/// The first byte chooses the profile.
pub(crate) fn gcode(source: &[u8]) -> String {
    let profiles = gcode::profiles();
    let Some((first, rest)) = source.split_first() else { return String::new() };
    match gcode::read(rest, &profiles[usize::from(*first) % profiles.len()], PAGE) {
        Ok(drawing) => {
            check(&drawing);
            size(&drawing)
        }
        Err(error) => error.to_string(),
    }
}

/// The first byte chooses the machine.
pub(crate) fn hpgl(source: &[u8]) -> String {
    let Some((first, rest)) = source.split_first() else { return String::new() };
    match hpgl::read(rest, &hpgl::DEVICES[usize::from(*first) % hpgl::DEVICES.len()], None, PAGE) {
        Ok(drawing) => {
            check(&drawing);
            size(&drawing)
        }
        Err(error) => error.to_string(),
    }
}

pub(crate) fn dmpl(source: &[u8]) -> String {
    match dmpl::read(source, PAGE) {
        Ok(drawing) => {
            check(&drawing);
            size(&drawing)
        }
        Err(error) => error.to_string(),
    }
}

pub(crate) fn picture(source: &[u8]) -> String {
    match picture::read(source, Limits { most_pixels: 1 << 20, longest_side: 4096 }) {
        Ok(picture) => format!("fine {}", picture.dpi.is_some()),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn font(source: &[u8]) -> String {
    match lettering::Font::read("fuzz", source) {
        Ok(font) => format!("fine {}", font.name.len().min(3)),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn svg_seeds() -> Vec<Vec<u8>> {
    let page = |inner: &str| {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100mm" height="80mm" viewBox="0 0 100 80">{inner}</svg>"##
        )
    };
    let inner = [
        r##"<g id="a" fill="none" stroke="#123"><path d="M1 2L3 4h5v6H7V8c1 2 3 4 5 6s1 2 3 4q1 2 3 4t5 6a5 3 30 0 1 7 8z"/></g><use href="#a" x="3"/>"##,
        r##"<defs><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><circle r="2" cx="2" cy="2"/></pattern><clipPath id="c"><circle r="30" cx="40" cy="40"/></clipPath></defs><rect width="50" height="40" rx="3" fill="url(#p)" clip-path="url(#c)" transform="rotate(20 3 4) skewX(9)"/>"##,
        r##"<style>.a{stroke:red;stroke-width:2px;stroke-dasharray:3 1 2}</style><polyline class="a" points="1,2 3,4 5 6"/><ellipse class="a" rx="9" ry="4"/><line x1="1" x2="9" style="stroke:#00f8"/>"##,
        r##"<defs><path id="t" d="M5 50C30 10 60 90 95 30"/><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient><marker id="m" markerWidth="4" markerHeight="4"><path d="M0 0L4 2L0 4z"/></marker><mask id="k"><rect width="50" height="90" fill="white"/></mask></defs><text font-size="8"><textPath href="#t">along</textPath></text><text x="3 9 12" y="9">abc<tspan dy="3">d</tspan></text><path d="M1 1L90 70L40 60" stroke="url(#g)" fill="none" marker-mid="url(#m)" mask="url(#k)"/>"##,
        r##"<switch><g systemLanguage="de"/><g><svg x="5" width="30" height="9" viewBox="0 0 3 1" preserveAspectRatio="xMinYMax slice"><rect width="3" height="1"/></svg></g></switch><symbol id="s" viewBox="0 0 1 1"><path d="M0 0h1v1"/></symbol><use href="#s" width="9" height="9"/><image width="9" height="9" href="data:image/png;base64,iVBORw0KGgo="/>"##,
    ];
    inner.iter().map(|inner| page(inner).into_bytes()).collect()
}

pub(crate) fn dxf_seeds() -> Vec<Vec<u8>> {
    let tags = |text: &str| {
        let lines: Vec<String> = text
            .split('|')
            .map(|tag| {
                tag.trim()
                    .split_once(' ')
                    .map_or_else(|| format!("{tag}\n"), |(code, value)| format!("{code}\n{value}\n"))
            })
            .collect();
        lines.concat().into_bytes()
    };
    let around = |blocks: &str, entities: &str| {
        tags(&format!(
            "0 SECTION|2 HEADER|9 $ACADVER|1 AC1015|9 $INSUNITS|70 4|0 ENDSEC|0 SECTION|2 TABLES|0 TABLE|2 LAYER|0 LAYER|2 A|70 0|62 3|0 ENDTAB|0 ENDSEC|0 SECTION|2 BLOCKS|{blocks}0 ENDSEC|0 SECTION|2 ENTITIES|{entities}|0 ENDSEC|0 EOF"
        ))
    };
    vec![
        around(
            "",
            "0 LINE|8 A|10 1|20 2|11 3|21 2|0 CIRCLE|8 A|10 5|20 6|40 7|0 ARC|8 A|10 5|20 6|40 7|50 10|51 200",
        ),
        around(
            "",
            "0 LWPOLYLINE|8 A|90 4|70 1|10 0|20 0|42 1|10 5|20 0|10 5|20 5|42 -0.4|10 0|20 5|0 ELLIPSE|8 A|10 1|20 1|11 5|21 0|40 0.5|41 0|42 6.28",
        ),
        around(
            "",
            "0 SPLINE|8 A|70 8|71 3|72 8|73 4|74 0|40 0|40 0|40 0|40 0|40 1|40 1|40 1|40 1|10 0|20 0|10 1|20 3|10 4|20 1|10 5|20 5",
        ),
        around(
            "0 BLOCK|8 0|2 A|70 0|10 0|20 0|0 LINE|8 0|10 0|20 0|11 1|21 1|0 ENDBLK|0 BLOCK|8 0|2 B|70 0|10 0|20 0|0 INSERT|8 0|2 A|10 1|20 1|41 2|50 30|0 ENDBLK|",
            "0 INSERT|8 A|2 B|10 5|20 5|41 1|42 -1|50 45|70 3|71 2|44 4|45 5",
        ),
        around(
            "",
            "0 HATCH|8 A|2 SOLID|70 1|71 0|91 1|92 2|72 1|73 1|93 3|10 0|20 0|42 0|10 5|20 0|42 0.5|10 5|20 5|42 0|97 0|75 0|76 1|98 0",
        ),
        around(
            "",
            "0 POLYLINE|8 A|66 1|70 1|0 VERTEX|8 A|10 0|20 0|42 0.5|0 VERTEX|8 A|10 5|20 0|0 SEQEND|0 TEXT|8 A|10 1|20 1|40 3|1 word|0 MTEXT|8 A|10 1|20 9|40 3|1 {\\fArial;a}\\Pb|0 SOLID|8 A|10 0|20 0|11 1|21 0|12 0|22 1|13 1|23 1",
        ),
        binary(),
    ]
}

/// A binary file with one line: tags as two bytes of code and a value of its type.
fn binary() -> Vec<u8> {
    let mut file = b"AutoCAD Binary DXF\r\n\x1a\0".to_vec();
    let mut text = |code: u16, value: &str| {
        file.extend(code.to_le_bytes());
        file.extend(value.as_bytes());
        file.push(0);
    };
    text(0, "SECTION");
    text(2, "ENTITIES");
    text(0, "LINE");
    text(8, "A");
    for (code, value) in [(10_u16, 1.0_f64), (20, 2.0), (11, 5.0), (21, 6.0)] {
        file.extend(code.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    for word in ["ENDSEC", "EOF"] {
        file.extend([0, 0]);
        file.extend(word.as_bytes());
        file.push(0);
    }
    file
}

pub(crate) fn gcode_seeds() -> Vec<Vec<u8>> {
    bytes(&[
        "0G21\nG90\nM3 S30\nG0 X1 Y2\nM3 S90\nG1 X30 Y2 F800\nG2 X40 Y12 I0 J10\nG3 X30 Y2 R10\nM3 S30\nG0 X0 Y0\n",
        "1N10 G20 (inches)\nG91\nG1 X.5 Y-.25 ; a comment\nG92 X0 Y0\nG1 Z-1\nX1Y1*55\nM2\n%\n",
        "2G17 G21 G90 G94\nG0 Z5\nG0 X10 Y10\nG1 Z0 F300\nG2 X10 Y10 I5 J0\nG1 X20\nG0 Z5\nM30\n",
    ])
}

pub(crate) fn hpgl_seeds() -> Vec<Vec<u8>> {
    bytes(&[
        "0IN;SP1;PU100,200;PD300,400,500,600;PR;PD10,-20;PU;LBtext\x03;SP0;",
        "1IN;IP;VS20;SP2;PA;PU0,0;PD1000,0,1000,1000;PU;",
    ])
}

pub(crate) fn dmpl_seeds() -> Vec<Vec<u8>> {
    bytes(&[";:HAEC1 P1 U100,200 D300,400,500,600 U0,0 @", ";:EC5 A P2 D10,20 R D-5,7 U H"])
}

pub(crate) fn picture_seeds() -> Vec<Vec<u8>> {
    let grey: Vec<u8> = (0..=255).collect();
    let mut seeds = Vec::new();
    for (color, depth, length) in [
        (png::ColorType::Grayscale, png::BitDepth::Eight, 256),
        (png::ColorType::Rgba, png::BitDepth::Eight, 1024),
        (png::ColorType::Grayscale, png::BitDepth::Sixteen, 512),
    ] {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 16, 16);
        encoder.set_color(color);
        encoder.set_depth(depth);
        encoder.write_header().unwrap().write_image_data(&grey.repeat(4)[..length]).unwrap();
        seeds.push(file);
    }
    // A grey JPEG of 8 × 8 pixels: one block, one code in each table.
    let mut jpeg = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    jpeg.extend([1; 64]);
    jpeg.extend([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    for class in [0x00, 0x10] {
        jpeg.extend([0xff, 0xc4, 0, 20, class, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    jpeg.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x3f, 0xff, 0xd9]);
    seeds.push(jpeg);
    seeds.extend(OTHER_PICTURES.map(<[u8]>::to_vec));
    seeds
}

/// The other formats that are read, 24 × 16 pixels each.
const OTHER_PICTURES: [&[u8]; 8] = [
    include_bytes!("../../../crates/tasks/tests/making/photographs/lossless.webp"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/lossy.webp"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/moving.gif"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/packed.bmp"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/colours.tif"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/deep.tif"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/inks.tif"),
    include_bytes!("../../../crates/tasks/tests/making/photographs/fax.tif"),
];

pub(crate) fn font_seeds() -> Vec<Vec<u8>> {
    let mut seeds = bytes(&[
        r##"<svg xmlns="http://www.w3.org/2000/svg"><defs><font id="f" horiz-adv-x="500"><font-face font-family="F" units-per-em="1000" cap-height="700"/><missing-glyph d="M0 0h9"/><glyph unicode="A" horiz-adv-x="600" d="M0 0L300 700L600 0M100 300h400"/><glyph unicode="B" d="M0 0v700c300 0 300-350 0-350"/><hkern u1="A" u2="B" k="30"/></font></defs></svg>"##,
        "# Format: LibreCAD Font 1\n# Name: T\n# LetterSpacing: 3\n\n[0041] A\n0,0;3,9;6,0\n1,3;5,3,A0.5\n\n[0042] B\nC0041\n0,0;0,9\n",
        "12345  9MWRMNRFRT RMWRR\n 8345 12I[RFJ[ RRFZ[ RMTWT\n",
    ]);
    seeds.push(opentype());
    seeds
}

/// The head of a TrueType file with tables that are there and too short.
fn opentype() -> Vec<u8> {
    let tables = [b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name"];
    let mut file = vec![0, 1, 0, 0, 0, tables.len() as u8, 0, 0x80, 0, 3, 0, 0];
    let begin = 12 + 16 * tables.len() as u32;
    for (nth, tag) in tables.iter().enumerate() {
        file.extend(*tag);
        file.extend([0; 4]);
        file.extend((begin + 64 * nth as u32).to_be_bytes());
        file.extend(64_u32.to_be_bytes());
    }
    file.extend((0..64 * tables.len()).map(|at| (at % 7) as u8));
    file
}
