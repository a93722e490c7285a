//! 24 files and more, through `penstock submit` and one worker.

use super::files_of_lines::{
    bill_of_a_million_columns, dxf_array, dxf_binary, dxf_circle, dxf_doubling, dxf_numbers, dxf_spline,
    endless_line,
};
use super::{Ends, assert_unharmed, differs};
use crate::drawings::one_stroke;
use crate::memory::MemoryWatch;
use crate::shop::{Shop, WORK};
use crate::wait::until;
use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

/// A file: its name, the task and its settings, its bytes, how it ends.
type Row = (&'static str, &'static str, &'static [&'static str], fn() -> Vec<u8>, Ends);

const FILES: &[Row] = &[
    ("billion-laughs.svg", "plot", &[], billion_laughs, Ends::Refused("&j;")),
    ("quadratic-entities.svg", "plot", &[], quadratic_entities, Ends::Refused("64 MB")),
    ("external-entity.svg", "plot", &[], external_entity, Ends::Refused("line 1")),
    ("packed.svgz", "plot", &[], svgz_bomb, Ends::Refused("once inflated")),
    ("packed-and-cut.svgz", "plot", &[], cut_svgz, Ends::Refused("packed-and-cut.svgz")),
    ("247-bytes.svg", "plot", &[], turbulence, Ends::DrawnBut("filter")),
    ("use-in-a-circle.svg", "plot", &[], use_circle, Ends::DrawnBut("circular-use")),
    ("use-of-uses.svg", "plot", &[], use_of_uses, Ends::Refused("use")),
    ("masks-of-masks.svg", "plot", &[], masks, Ends::Refused("mask")),
    ("deep-groups.svg", "plot", &[], deep_groups, Ends::Refused("within elements")),
    ("attributes.svg", "plot", &[], attributes, Ends::Refused("Attributes")),
    (
        "dashes.svg",
        "plot",
        &[],
        || page(r#"<path d="M0 5H99" stroke="red" stroke-dasharray="1e-7"/>"#),
        Ends::DrawnBut("dashes"),
    ),
    (
        "1e300.svg",
        "plot",
        &[],
        || page(r#"<rect x="5" y="5" width="1e300" height="10" stroke="red"/>"#),
        Ends::DrawnBut("bad-number"),
    ),
    (
        "not-a-number.svg",
        "plot",
        &[],
        || page(r#"<path d="M10 60L NaN 70L30 80" stroke="red"/>"#),
        Ends::DrawnBut("bad-number"),
    ),
    ("many-points.svg", "plot", &[], many_points, Ends::Done),
    ("tiles.svg", "plot", &[], tiles, Ends::DrawnBut("pattern")),
    ("picture-inside.svg", "plot", &[], picture_inside, Ends::DrawnBut("raster-image")),
    ("file-outside.svg", "plot", &[], file_outside, Ends::DrawnBut("raster-image")),
    ("millions-of-pixels.png", "trace", &[], png_bomb, Ends::Refused("pixels")),
    ("jpeg-of-65535.jpg", "trace", &[], jpeg_bomb, Ends::Refused("damaged")),
    ("array.dxf", "analyze", &[], dxf_array, Ends::Refused("million")),
    ("doubling.dxf", "analyze", &[], dxf_doubling, Ends::Refused("million")),
    ("circle.dxf", "analyze", &[], dxf_circle, Ends::DrawnBut("block-cycle")),
    ("numbers.dxf", "analyze", &[], dxf_numbers, Ends::DrawnBut("bad-number")),
    ("spline.dxf", "analyze", &[], dxf_spline, Ends::DrawnBut("bad-spline")),
    ("binary.dxf", "analyze", &[], dxf_binary, Ends::Refused("DXF")),
    ("million-columns.csv", "analyze-csv", &[], bill_of_a_million_columns, Ends::Refused("columns")),
    (
        "open-quote.csv",
        "analyze-csv",
        &[],
        || b"Part,Quantity\n\"A,1\n".repeat(2).into_iter().chain(*b"B,2\n\"").collect(),
        Ends::Refused("never closed"),
    ),
    ("endless.gcode", "plot", &[], endless_line, Ends::Refused("endless.gcode")),
    ("composite.ttf", "trace", &[], truetype, Ends::Refused("composite.ttf")),
];

#[test]
fn every_hostile_file_ends_in_a_clear_word_and_harms_nobody() {
    assert!(FILES.len() >= 24);
    let shop = Shop::open();
    let good = shop.write("good.svg", one_stroke(1));
    let mut worker = shop.worker(&["--concurrency", "2"]);
    let watch = MemoryWatch::start(worker.id());
    let before = shop.submit(&[&good]);
    shop.until_state(&before, "finished");
    let began = Instant::now();
    let ids: Vec<String> = FILES
        .iter()
        .map(|(name, task, settings, bytes, _)| {
            let file = shop.write(name, bytes());
            shop.ok(&[&["submit", task, &file], *settings].concat()).trim().to_owned()
        })
        .collect();
    let beside = shop.submit(&[&good]);
    let last = until(WORK, "every hostile file has ended", || {
        let jobs = shop.jobs();
        let ended = |job: &&serde_json::Value| {
            ["finished", "failed", "quarantined"].contains(&job["state"].as_str().unwrap_or_default())
        };
        (jobs.iter().filter(ended).count() == FILES.len() + 2).then_some(began.elapsed())
    });
    println!("{} files in {last:?}", FILES.len());
    let wrong: Vec<String> = FILES
        .iter()
        .zip(&ids)
        .filter_map(|((name, .., ends), id)| differs(name, *ends, &shop.job(id)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(shop.state(&beside), "finished");
    let after = shop.submit(&[&good]);
    shop.until_state(&after, "finished");
    assert_unharmed(&mut worker, watch);
    // What a drawing names outside itself is not in what it became.
    let secret = FILES.iter().position(|row| row.0 == "file-outside.svg").unwrap();
    let plot = shop.path("taken");
    shop.ok(&["job", &ids[secret], "--fetch", plot.to_str().unwrap()]);
    for name in crate::shop::names_in(&plot) {
        assert!(!String::from_utf8_lossy(&std::fs::read(plot.join(name)).unwrap()).contains("root:"));
    }
}

fn page(inner: &str) -> Vec<u8> {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100"><path d="M10 90h40" stroke="blue"/>{inner}</svg>"#
    )
    .into_bytes()
}

fn billion_laughs() -> Vec<u8> {
    let mut bomb = String::from("<!DOCTYPE svg [<!ENTITY a \"0123456789\">\n");
    for pair in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].windows(2) {
        let _ = writeln!(bomb, "<!ENTITY {} \"{}\">", pair[1], format!("&{};", pair[0]).repeat(10));
    }
    bomb.push_str("]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&j;</text></svg>");
    bomb.into_bytes()
}

fn quadratic_entities() -> Vec<u8> {
    let (value, uses) = ("x".repeat(100_000), "&a;".repeat(100_000));
    format!("<!DOCTYPE svg [<!ENTITY a \"{value}\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>{uses}</text></svg>").into_bytes()
}

fn external_entity() -> Vec<u8> {
    br#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>"#.to_vec()
}

fn gzip(pieces: &[(&[u8], usize)]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for (piece, times) in pieces {
        (0..*times).for_each(|_| encoder.write_all(piece).unwrap());
    }
    encoder.finish().unwrap()
}

/// 400 MB of spaces.
fn svgz_bomb() -> Vec<u8> {
    let spaces = vec![b' '; 1 << 20];
    gzip(&[(br#"<svg xmlns="http://www.w3.org/2000/svg">"#, 1), (&spaces, 400), (b"</svg>", 1)])
}

fn cut_svgz() -> Vec<u8> {
    let mut packed = gzip(&[(&page(""), 1)]);
    packed.truncate(packed.len() / 2);
    packed
}

/// Holds a core for ever in programs that render filters (measured: usvg and resvg, over 30 s).
fn turbulence() -> Vec<u8> {
    br#"<svg xmlns="http://www.w3.org/2000/svg" width="9999" height="9999"><filter id="f" x="0" y="0" width="1" height="1"><feTurbulence baseFrequency=".9" numOctaves="200000000"/></filter><rect width="9999" height="9999" filter="url(#f)"/></svg>"#.to_vec()
}

fn use_circle() -> Vec<u8> {
    page(r##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>"##)
}

fn use_of_uses() -> Vec<u8> {
    let mut content = r#"<defs><path id="u0" d="M0 0H1" stroke="red"/>"#.to_owned();
    for level in 1..10 {
        let _ = write!(
            content,
            "<g id=\"u{level}\">{}</g>",
            format!("<use href=\"#u{}\"/>", level - 1).repeat(10)
        );
    }
    page(&(content + r##"</defs><use href="#u9"/>"##))
}

fn masks() -> Vec<u8> {
    let mut content = String::new();
    for level in 0..12 {
        let inner = format!(r##"<rect width="9" height="9" mask="url(#x{})"/>"##, level + 1).repeat(10);
        let _ = write!(content, r#"<mask id="x{level}">{inner}</mask>"#);
    }
    page(&(content + r##"<rect width="9" height="9" mask="url(#x0)"/>"##))
}

fn deep_groups() -> Vec<u8> {
    page(&("<g>".repeat(200_000) + &"</g>".repeat(200_000)))
}

fn attributes() -> Vec<u8> {
    let attributes: String = (0..60_000).map(|number| format!(" a{number}=\"\"")).collect();
    page(&format!("<path{attributes}/>"))
}

/// A hundred thousand points in one path, the most that one attribute of a decent file has, a hundred times.
fn many_points() -> Vec<u8> {
    let mut path = String::from("M0 0");
    for number in 0..500_000 {
        path.push_str(if number % 2 == 0 { "l.1 .1" } else { "l-.1-.099" });
    }
    page(&format!(r#"<path d="{path}" fill="none" stroke="red"/>"#))
}

fn tiles() -> Vec<u8> {
    page(
        r##"<pattern id="p" width=".0001" height=".0001" patternUnits="userSpaceOnUse"><path d="M0 0h.00005" stroke="red"/></pattern><rect width="100" height="100" fill="url(#p)"/>"##,
    )
}

/// A picture of 60,000 pixels a side whose data are not there.
fn png_bomb() -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        file.extend(kind);
        file.extend(data);
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        file.extend(crc.sum().to_be_bytes());
    };
    let side = 60_000_u32.to_be_bytes();
    chunk(b"IHDR", &[&side[..], &side[..], &[8, 6, 0, 0, 0]].concat());
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), Compression::fast());
    (0..64).for_each(|_| packed.write_all(&vec![0; 1 << 20]).unwrap());
    chunk(b"IDAT", &packed.finish().unwrap());
    chunk(b"IEND", &[]);
    file
}

fn jpeg_bomb() -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8];
    file.extend([0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]);
    file.extend([0xff, 0xd9]);
    file
}

fn picture_inside() -> Vec<u8> {
    use base64::Engine as _;
    let data = base64::engine::general_purpose::STANDARD.encode(png_bomb());
    page(&format!(r#"<image width="90" height="90" href="data:image/png;base64,{data}"/>"#))
}

fn file_outside() -> Vec<u8> {
    page(
        r#"<image width="90" height="90" href="file:///etc/passwd"/><style>@import url("file:///etc/passwd");</style>"#,
    )
}

/// A font whose one letter is made of itself, where a picture is expected.
fn truetype() -> Vec<u8> {
    let mut file = vec![0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0];
    file.extend(b"glyf\0\0\0\0\0\0\0\x1c\0\0\0\x10");
    file.extend([0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0]);
    file
}
