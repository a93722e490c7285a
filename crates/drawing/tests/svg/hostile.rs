//! Sources that are broken, too large or made to hurt.

use super::support::{assert_near, kinds, page, read_page, try_read};
use flate2::write::GzEncoder;
use penstock_drawing::svg::{self, ReadError, ReadOptions};
use penstock_drawing::{Diagnostics, Severity};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

#[track_caller]
fn invalid(source: &[u8]) -> (String, u32, u32) {
    match try_read(source) {
        Err(ReadError::Invalid { message, line: Some(line), column: Some(column) }) => {
            (message, line, column)
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn too_large(source: &[u8]) -> String {
    match try_read(source) {
        Err(error @ ReadError::TooLarge { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_svg_is_refused_with_its_place() {
    assert_eq!(invalid(b"").1, 1);
    assert_eq!(invalid(b" \n ").1, 1);
    assert_eq!(invalid(b"hello").1, 1);
    assert_eq!(invalid(b"\x89PNG\r\n\x1a\n\0\0").1, 1);
    let (message, line, column) = invalid(b"<?xml version='1.0'?>\n\n <html><body/></html>");
    assert_eq!((line, column), (3, 2));
    assert!(message.contains("<html>"), "{message}");
    assert_eq!(invalid(b"<svg xmlns='http://www.w3.org/2000/svg'>\n<g></h></svg>").1, 2);
    let (message, line, _) = invalid(b"<svg xmlns='http://www.w3.org/2000/svg'>\n<g>\n<path d='M0 0");
    assert_eq!(line, 3);
    assert!(message.contains("ends in the middle"), "{message}");
}

#[test]
fn every_truncation_of_a_file_is_refused_or_read_but_never_panics() {
    let source = page(r#"<!DOCTYPE x><g inkscape:groupmode="layer" inkscape:label="a"><path d="M0 0A5 5 0 0 1 9 9" style="stroke:red"/></g>"#)
        .replace("<!DOCTYPE x>", "<!-- c --><![CDATA[ x ]]>");
    for end in 0..source.len() {
        let Err(error) = try_read(&source.as_bytes()[..end]) else { panic!("read {end} bytes") };
        assert!(matches!(error, ReadError::Invalid { line: Some(_), .. }), "{end}: {error:?}");
    }
}

#[test]
fn entity_bombs_are_refused_and_harmless_entities_work() {
    let mut laughs = "<!DOCTYPE svg [<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..12 {
        let references = format!("&a{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY a{level} \"{references}\">").unwrap();
    }
    write!(laughs, "]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&a11;</text></svg>").unwrap();
    assert!(try_read(laughs.as_bytes()).is_err());

    let quadratic = format!(
        "<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>{}</text></svg>",
        "x".repeat(100_000),
        "&a;".repeat(100_000)
    );
    assert!(too_large(quadratic.as_bytes()).contains("64 MB"));

    let own = "<!DOCTYPE svg [<!ENTITY a \"&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&a;</text></svg>";
    assert!(try_read(own.as_bytes()).is_err());

    let illustrator = r#"<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
 <!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY line "<path d='M0 0H96' stroke='red'/>"> ]>
<svg xmlns="&ns_svg;" width="96" height="96">&line;</svg>"#;
    assert_near(try_read(illustrator.as_bytes()).unwrap().0.draw_mm(), 25.4, 1e-3);

    let external = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>"#;
    assert!(try_read(external.as_bytes()).is_err());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn svgz_is_read_and_bombs_are_refused() {
    let small = gzip(page(r#"<path d="M0 0H10" stroke="red"/>"#).as_bytes());
    assert_near(try_read(&small).unwrap().0.draw_mm(), 10.0, 1e-3);
    let bomb = gzip(&vec![b' '; 400 << 20]);
    assert!(too_large(&bomb).contains("SVGZ"));
    assert!(matches!(try_read(&small[..small.len() / 2]), Err(ReadError::Invalid { .. })));
}

#[test]
fn utf16_and_latin1_are_understood_and_other_bytes_are_named_by_place() {
    let source =
        page(r#"<g inkscape:groupmode="layer" inkscape:label="Fläche"><path d="M0 0H10" stroke="red"/></g>"#);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(source.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(try_read(&wide).unwrap().0.layers[0].name, "Fläche");
    let latin = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{source}");
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    assert_eq!(try_read(&latin).unwrap().0.layers[0].name, "Fläche");
    assert_eq!(invalid(b"<svg>\n \xff</svg>").1, 2);
}

#[test]
fn numbers_that_are_none_are_named_and_the_rest_is_drawn() {
    let line = r#"<path d="M0 50H100" stroke="black"/>"#;
    for (bad, element, drawn_mm) in [
        (r#"<rect id="wide" width="1e300" height="5" stroke="red"/>"#, "rect#wide", 0.0),
        (r#"<rect width="NaN" height="5" stroke="red"/>"#, "rect, line 4", 0.0),
        (r#"<circle id="c" r="inf" stroke="red"/>"#, "circle#c", 0.0),
        (r#"<path id="p" d="M0 0L10 0L NaN 5L20 0" stroke="red"/>"#, "path#p", 10.0),
        (r#"<path id="p" d="M0 0L10 0L1e300 5L20 0" stroke="red"/>"#, "path#p", 10.0),
        (
            r#"<path id="p" d="m0 0a5 5 0 0 1 10 0a1e38 5 0 0 0 9 9z" fill="none" stroke="red"/>"#,
            "path#p",
            15.708,
        ),
        (
            r##"<g display="none"><path id="q" d="M0 0A1e38 1e38 0 0 1 9 9"/></g><use id="u" href="#q"/><path id="p" d="M0 0H1e99" stroke="red"/>"##,
            "path#p",
            0.0,
        ),
        (r#"<line id="l" x2="20" stroke="red" stroke-width="NaN"/>"#, "line#l", 20.0),
        (
            r#"<g><rect id="r" x="1e99" width="5" height="5" stroke="red"><title>x</title></rect></g>"#,
            "rect#r",
            0.0,
        ),
        (r#"<polyline id="p" points="0,0 10,0 nan,5" stroke="red" fill="none"/>"#, "polyline#p", 10.0),
        (r#"<g id="g" transform="scale(1e30)"><path d="M1 1H2" stroke="red"/></g>"#, "g#g", 0.0),
        (
            r#"<g transform="scale(1e5)"><g transform="scale(1e5)"><path id="p" d="M1 1H2" stroke="red"/></g></g>"#,
            "path#p",
            0.0,
        ),
    ] {
        let (drawing, diagnostics) = read_page(&format!("\n{bad}{line}"));
        let named = diagnostics.iter().find(|it| it.severity > Severity::Note).unwrap();
        assert_eq!(named.kind, "bad-number", "{bad}");
        assert_eq!(named.element.as_deref(), Some(element), "{bad}");
        assert_near(drawing.draw_mm(), 100.0 + drawn_mm, 0.01);
    }
}

#[test]
fn a_page_without_a_usable_size_is_named_and_replaced() {
    for size in [
        r#"width="1e300" height="NaN""#,
        r#"width="0" height="-5mm""#,
        r#"width="" height="x""#,
        r#"width="1e-9" height="1e12mm""#,
    ] {
        let source = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 96 96"><path d="M0 0H96" stroke="red"/></svg>"#
        );
        let (drawing, diagnostics) = try_read(source.as_bytes()).unwrap();
        assert_near(drawing.page.width_mm, 25.4, 1e-6);
        assert_near(drawing.draw_mm(), 25.4, 1e-3);
        assert_eq!(kinds(&diagnostics), ["bad-number", "bad-number"], "{diagnostics:?}");
    }
}

#[test]
fn attributes_without_end_are_refused_before_they_are_compared() {
    let attributes: String = (0..60_000).map(|number| format!(" a{number}=\"\"")).collect();
    let begun = Instant::now();
    assert!(too_large(page(&format!("<path{attributes}/>")).as_bytes()).contains("Attributes"));
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn nesting_is_drawn_to_its_limit_and_refused_beyond() {
    let nest = |depth: usize| {
        page(&format!(
            "{}<path d='M0 0H1' stroke='red'/>{}",
            "<g transform='scale(1)'>".repeat(depth),
            "</g>".repeat(depth)
        ))
    };
    let (drawing, _) = try_read(nest(990).as_bytes()).unwrap();
    assert_eq!(drawing.path_count(), 1);
    assert!(too_large(nest(1_001).as_bytes()).contains("within"));
    assert!(too_large(nest(200_000).as_bytes()).contains("within"));
    let nested = format!("{}{}", "<svg>".repeat(900), "</svg>".repeat(900));
    assert!(try_read(page(&nested).as_bytes()).is_ok());
}

#[test]
fn uses_that_multiply_are_refused() {
    let mut content = r#"<defs><path id="u0" d="M0 0H1" stroke="red"/>"#.to_owned();
    for level in 1..10 {
        let uses = format!("<use href=\"#u{}\"/>", level - 1).repeat(10);
        write!(content, "<g id=\"u{level}\">{uses}</g>").unwrap();
    }
    content.push_str(r##"</defs><use href="#u9"/>"##);
    assert!(too_large(page(&content).as_bytes()).contains("use"));
}

#[test]
fn references_in_circles_end() {
    let content = r##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>
<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9" clip-path="url(#c)"/></clipPath>
<marker id="m"><path d="M0 0H1" stroke="red" marker-start="url(#m)"/></marker>
<pattern id="p" width="1" height="1"><rect width="9" height="9" fill="url(#p)"/></pattern>
<path d="M0 0H9" stroke="red" clip-path="url(#c)" marker-start="url(#m)" fill="url(#p)"/>"##;
    let (_, diagnostics) = try_read(page(content).as_bytes()).unwrap();
    assert_eq!(kinds(&diagnostics)[..1], ["circular-use"], "{diagnostics:?}");
}

#[test]
fn dashes_beyond_number_leave_the_line_whole() {
    let (drawing, diagnostics) =
        read_page(r#"<line x2="100" y1="5" y2="5" stroke="black" stroke-dasharray="0.0000001"/>"#);
    assert_eq!(drawing.path_count(), 1);
    assert_eq!(kinds(&diagnostics), ["dashes"]);
    let (drawing, _) = read_page(
        r#"<path d="M0 0C50 9 50 90 99 99" stroke="black" stroke-dasharray="3 1e-40" fill="none"/>"#,
    );
    assert_near(drawing.draw_mm(), 147.0, 3.0);
}

#[test]
fn wild_numbers_in_every_place_neither_panic_nor_hang() {
    let wild =
        ["1e38", "3.5e38", "-1e38", "1e-45", "1e300", "-0", "NaN", "1e9", "999999999", "1e-300", "0", ""];
    let shapes = |n: &str| {
        format!(
            r##"<clipPath id="c{n}"><rect x="{n}" width="{n}" height="5" transform="scale({n})"/></clipPath>
<g clip-path="url(#c{n})"><path d="M0 0H9" stroke="red" stroke-width="{n}"/></g>
<rect x="{n}" y="{n}" width="5" height="{n}" rx="{n}" stroke="red"/><circle cx="{n}" r="{n}" stroke="red"/>
<ellipse rx="{n}" ry="3" stroke="red"/><line x1="{n}" x2="5" stroke="red" stroke-dasharray="{n} 1" stroke-dashoffset="{n}"/>
<path d="M{n} 0A{n} 5 {n} 1 1 {n} 9C{n} 0 1 1 {n} {n}Q{n} 1 2 2S1 1 {n} 2Z" stroke="red" stroke-width="{n}" stroke-miterlimit="{n}"/>
<polygon points="{n},0 1,{n} 5,5" stroke="red"/><g transform="matrix({n} 0 0 {n} {n} 0)"><path d="M0 0H9V{n}" stroke="red"/></g>
<svg width="{n}" height="5" viewBox="0 0 {n} {n}"><path d="M0 0H9" stroke="red"/></svg>
<text x="{n}" font-size="{n}" textLength="{n}">A</text><use href="#c" x="{n}"/><image width="{n}" height="{n}" href="x"/>
<marker id="m{n}" markerWidth="{n}" refX="{n}"><path d="M0 0H1" stroke="red"/></marker><path d="M0 0L{n} 5" stroke="red" marker-mid="url(#m{n})"/>"##
        )
    };
    for number in wild {
        for outer in ["", r#"<g transform="scale(1e20)">"#, r#"<g transform="scale(1e-20) skewX(89.9999)">"#]
        {
            let close = if outer.is_empty() { "" } else { "</g>" };
            let (drawing, _) =
                read_page(&format!("{outer}{}{close}<path d='M0 0H9' stroke='red'/>", shapes(number)));
            let paths = drawing.layers.iter().flat_map(|layer| &layer.paths);
            for path in paths {
                let bounds = path.bounds().unwrap();
                assert!(bounds.x0 >= -1e7 && bounds.x1 <= 1e7 && path.length_mm().is_finite());
            }
            assert!(drawing.page.width_mm > 0.0);
            assert!(
                drawing.layers.iter().all(|layer| layer.pen.width_mm > 0.0 && layer.pen.width_mm.is_finite())
            );
        }
    }
}

#[test]
fn a_false_from_the_progress_stops_the_reading() {
    let source = page(&r#"<path d="M0 0H9" stroke="red"/>"#.repeat(100_000));
    for stop_after in [0, 1, 3] {
        let mut calls = 0;
        let mut progress = |_: &str, _: Option<f64>| {
            calls += 1;
            calls <= stop_after
        };
        let begun = Instant::now();
        let outcome =
            svg::read(source.as_bytes(), &ReadOptions::default(), &mut Diagnostics::default(), &mut progress);
        assert_eq!(outcome, Err(ReadError::Stopped));
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn two_hundred_thousand_elements_simply_work() {
    let mut content = String::new();
    for number in 0..200_000 {
        let (x, y) = (number % 450, number / 450);
        write!(content, r#"<path d="M{x} {y}l.5 .5c.1 .2 .3 .4 .1 .1" stroke="black" fill="none"/>"#)
            .unwrap();
    }
    let mut fractions = Vec::new();
    let mut progress = |_: &str, fraction: Option<f64>| {
        fractions.extend(fraction);
        true
    };
    let source = page(&content);
    let begun = Instant::now();
    let drawing =
        svg::read(source.as_bytes(), &ReadOptions::default(), &mut Diagnostics::default(), &mut progress)
            .unwrap();
    println!("read 200,000 elements in {:?}", begun.elapsed());
    assert_eq!(drawing.path_count(), 200_000);
    assert!(fractions.is_sorted() && !fractions.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[test]
fn references_that_multiply_are_refused_before_usvg_resolves_them() {
    let chain = |open: &dyn Fn(usize) -> String, shape: &dyn Fn(usize) -> String, close: &str| {
        let mut content = String::new();
        for level in 0..12 {
            write!(content, "{}{}{close}", open(level), shape(level + 1).repeat(10)).unwrap();
        }
        content + &shape(0)
    };
    let refer = |property: &'static str| {
        move |level: usize| format!(r##"<rect width="9" height="9" {property}="url(#x{level})"/>"##)
    };
    for content in [
        chain(&|level| format!(r#"<mask id="x{level}">"#), &refer("mask"), "</mask>"),
        chain(
            &|level| format!(r#"<clipPath id="x{level}" clipPathUnits="objectBoundingBox">"#),
            &refer("clip-path"),
            "</clipPath>",
        ),
        chain(
            &|level| format!(r#"<pattern id="x{level}" width=".5" height=".5">"#),
            &refer("fill"),
            "</pattern>",
        ),
    ] {
        let begun = Instant::now();
        assert!(too_large(page(&content).as_bytes()).contains("mask"));
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
    // The same clip path on many shapes is resolved once.
    let many = format!(
        r##"<clipPath id="c">{}</clipPath>{}"##,
        r#"<rect width="9" height="9"/>"#.repeat(1000),
        r##"<path d="M0 5H20" stroke="red" clip-path="url(#c)"/>"##.repeat(2000)
    );
    assert_eq!(try_read(page(&many).as_bytes()).unwrap().0.path_count(), 2000);
}

#[test]
fn a_pattern_that_usvg_cannot_place_is_one_colour_and_the_rest_is_drawn() {
    let content = r#"<pattern id="p" x=".5" width="1e-7" height=".1"><path d="M0 0H4" stroke="red"/></pattern>
<rect x="1e6" width="5" height="5" fill="url(#p)"/><path d="M0 5H20" stroke="red"/>"#;
    let (drawing, _) = read_page(content);
    assert!(drawing.draw_mm() >= 20.0);
}

#[test]
fn masks_and_clips_of_wild_numbers_neither_panic_nor_hang() {
    for number in ["1e38", "-1e38", "1e-45", "NaN", "1e9", "0", "-0", "1e-300", ""] {
        let content = format!(
            r##"<mask id="m" x="{number}" width="{number}" height="9"><rect width="{number}" height="50" fill="white"/></mask>
<mask id="n" maskUnits="userSpaceOnUse" width="100" height="100"><path d="M0 0L{number} 50" stroke="white" stroke-width="{number}"/>
<rect width="50" height="50" fill="url(#g)" opacity=".7"/></mask>
<linearGradient id="g" x1="{number}" x2="1" gradientUnits="userSpaceOnUse" spreadMethod="repeat"><stop stop-color="white"/><stop offset="1"/></linearGradient>
<pattern id="p" x="{number}" width="{number}" height="3" patternTransform="scale({number})" patternUnits="userSpaceOnUse"><path d="M0 0L3 3" stroke="red"/></pattern>
<g mask="url(#m)"><path d="M0 5H90" stroke="red"/></g><g mask="url(#n)"><rect width="90" height="90" fill="red" stroke="blue"/></g>
<rect width="40" height="40" fill="url(#p)"/><rect width="50" height="50" fill="url(#g)"/>"##
        );
        let begun = Instant::now();
        let (drawing, _) = read_page(&content);
        assert!(drawing.draw_mm().is_finite());
        assert!(begun.elapsed() < Duration::from_secs(5), "{number}: {:?}", begun.elapsed());
    }
}
