//! Files that mean harm, or merely came out broken: an error that names the place, or the rest of the
//! drawing with a diagnostic; never a crash, over 1 GiB, over 10 s, or a file from a failed run.

use crate::memory::MemoryWatch;
use crate::process::{Outcome, Running};
use crate::shop::{Shop, WORK, names_in, number};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

const GIB: u64 = 1 << 30;
const LIMIT: Duration = Duration::from_secs(10);

/// Plots one file under a memory watch; what came of it and the largest peak of any process, in bytes.
fn plot(shop: &Shop, name: &str, content: &[u8]) -> (Outcome, u64) {
    let file = shop.write(name, content);
    let out = shop.path("out");
    let running =
        Running::start(&mut shop.command(&["run", "plot", &file, "--out", out.to_str().unwrap(), "--json"]));
    let watch = MemoryWatch::start(running.id());
    let outcome = running.outcome(WORK);
    (outcome, watch.peak_bytes())
}

/// It must be refused with these words, and leave nothing.
#[track_caller]
fn refused(name: &str, content: &[u8], words: &[&str]) {
    let shop = Shop::open();
    let (outcome, peak) = plot(&shop, name, content);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.took < LIMIT, "{name} took {:?}", outcome.took);
    assert!(peak < GIB, "{name} took {peak} bytes");
    assert_eq!(outcome.stdout, "");
    for word in [&[name], words].concat() {
        assert!(outcome.stderr.contains(word), "{word} is not in: {}", outcome.stderr);
    }
    assert_eq!(names_in(&shop.path("out")), Vec::<String>::new());
    assert_eq!(names_in(&shop.path("tmp")), Vec::<String>::new());
}

/// It must be drawn but for what cannot be: the report, and the diagnostic that names this element.
#[track_caller]
fn drawn_but_for(element: &str, inner: &str) -> (Value, Value) {
    let shop = Shop::open();
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100">
<g fill="none" stroke="#000000" stroke-width="0.3"><path d="M10 10h40"/>
{inner}
<path d="M10 20h40"/></g></svg>"##
    );
    let (outcome, peak) = plot(&shop, "odd.svg", svg.as_bytes());
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.took < LIMIT, "it took {:?}", outcome.took);
    assert!(peak < GIB, "it took {peak} bytes");
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert!(number(&report["draw_mm"]) >= 79.99, "the rest of the drawing is there: {report}");
    assert_eq!(names_in(&shop.path("out")), ["plot.svg", "report.json"]);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let named =
        diagnostics.iter().find(|one| one["element"].as_str().is_some_and(|name| name.contains(element)));
    let named = named.unwrap_or_else(|| panic!("nothing names {element}: {diagnostics:?}")).clone();
    assert!(
        named["kind"].is_string() && named["severity"].is_string() && named["message"].is_string(),
        "{named}"
    );
    (report, named)
}

#[test]
fn an_empty_file_is_refused() {
    refused("empty.svg", b"", &[]);
}

#[test]
fn a_truncated_file_is_refused_with_its_place() {
    let whole = crate::drawings::three_layers();
    let cut = whole.find("</g>").unwrap() - 20;
    let mut cut_at = cut;
    while !whole.is_char_boundary(cut_at) {
        cut_at -= 1;
    }
    refused("truncated.svg", &whole.as_bytes()[..cut_at], &["line "]);
}

#[test]
fn what_is_not_xml_is_refused_with_its_place() {
    refused("letter.svg", b"Dear customer,\nplease find <attached>\n", &["line 1"]);
    refused("noise.svg", &[0x89, b'P', b'N', b'G', 0xff, 0xfe, 0, 1, 2, 3], &[]);
}

#[test]
fn an_entity_bomb_is_refused_with_its_place() {
    let mut bomb = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE svg [\n<!ENTITY a \"0123456789\">\n");
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    for pair in names.windows(2) {
        let _ = writeln!(bomb, "<!ENTITY {} \"{}\">", pair[1], format!("&{};", pair[0]).repeat(10));
    }
    bomb.push_str(
        "]>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1mm\" height=\"1mm\"><text>&j;</text></svg>\n",
    );
    refused("entities.svg", bomb.as_bytes(), &["&j; on line 14"]);
}

#[test]
fn an_svgz_bomb_of_400_mb_is_refused() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(br#"<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="10mm">"#).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..400 {
        gzip.write_all(&spaces).unwrap();
    }
    gzip.write_all(b"</svg>").unwrap();
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 4 << 20, "the bomb itself is small");
    refused("bomb.svgz", &bomb, &["SVGZ"]);
}

#[test]
fn a_decent_svgz_works() {
    let shop = Shop::open();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(crate::drawings::three_layers().as_bytes()).unwrap();
    let (outcome, _) = plot(&shop, "fine.svgz", &gzip.finish().unwrap());
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
}

#[test]
fn a_rectangle_beyond_all_measure_is_left_out_with_its_place() {
    drawn_but_for("huge", r#"<rect id="huge" x="5" y="5" width="1e300" height="10"/>"#);
}

#[test]
fn not_a_number_in_a_path_is_diagnosed_with_its_place() {
    drawn_but_for("broken", r#"<path id="broken" d="M10 60 L NaN 70 L 30 80"/>"#);
}

#[test]
fn a_filter_that_would_render_for_a_minute_is_not_rendered() {
    let (_, diagnostic) = drawn_but_for(
        "cloud",
        r#"<defs><filter id="f" x="0" y="0" width="100000%" height="100000%" filterRes="30000"><feTurbulence baseFrequency=".9" numOctaves="200000000"/></filter></defs>
<rect id="cloud" x="5" y="30" width="20" height="10" filter="url(#f)"/>"#,
    );
    assert_eq!(diagnostic["kind"], "filter", "{diagnostic}");
}

#[test]
fn nesting_without_end_does_not_take_the_parent_down() {
    let mut deep = String::from(r#"<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="10mm">"#);
    deep.push_str(&"<g>".repeat(500_000));
    let shop = Shop::open();
    let (outcome, peak) = plot(&shop, "deep.svg", deep.as_bytes());
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(peak < GIB && outcome.took < LIMIT, "{peak} bytes, {:?}", outcome.took);
    assert_eq!(names_in(&shop.path("out")), Vec::<String>::new());
}

#[test]
fn a_drawing_of_200_000_elements_simply_works() {
    let shop = Shop::open();
    let (outcome, peak) = plot(&shop, "many.svg", crate::drawings::strokes(200_000, 3).as_bytes());
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(peak < GIB, "it took {peak} bytes");
    assert!(outcome.stderr.lines().count() >= 2, "there is progress on standard error: {}", outcome.stderr);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert!(
        number(&report["travel_mm"]) < 0.1 * number(&report["travel_before_mm"]),
        "{}",
        report["travel_mm"]
    );
}
