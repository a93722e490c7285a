//! Text: as outlines, in single-line letters, left out. What a computer without fonts does with outlines is
//! tested where there are none.

use super::support::{assert_near, kinds, page, read_page, read_with};
use penstock_drawing::lettering::Face;
use penstock_drawing::svg::{ReadOptions, TextAs};
use penstock_drawing::{Diagnostic, Drawing, Severity};

fn has_fonts() -> bool {
    let mut database = usvg::fontdb::Database::new();
    database.load_system_fonts();
    !database.is_empty()
}

#[test]
fn text_is_outlines_with_a_note_or_a_warning_where_there_are_no_fonts() {
    let (drawing, diagnostics) = read_page(r#"<text id="t" x="10" y="50" font-size="10">Straße</text>"#);
    if has_fonts() {
        let note = diagnostics.iter().find(|diagnostic| diagnostic.kind == "text").unwrap();
        assert_eq!(note.severity, Severity::Note);
        assert_eq!(note.element.as_deref(), Some("text#t"));
        assert_eq!(kinds(&diagnostics), ["text"]);
        assert!(drawing.path_count() >= 6);
        let bounds = drawing.bounds().unwrap();
        assert!(bounds.x0 >= 9.0 && bounds.x1 < 80.0 && bounds.y1 < 55.0, "{bounds:?}");
    } else {
        assert_eq!(kinds(&diagnostics), ["missing-font"]);
        assert_eq!(drawing.path_count(), 0);
    }
}

#[test]
fn a_family_that_is_not_there_is_named_and_replaced() {
    if !has_fonts() {
        return;
    }
    let (drawing, diagnostics) =
        read_page(r#"<text y="50" font-size="10" font-family="No Such Family At All">A</text>"#);
    assert!(drawing.path_count() > 0);
    let missing = diagnostics.iter().find(|diagnostic| diagnostic.kind == "missing-font").unwrap();
    assert!(missing.message.contains("No Such Family At All"), "{}", missing.message);
}

#[test]
fn a_character_that_no_face_has_is_named_and_the_others_are_drawn() {
    if !has_fonts() {
        return;
    }
    // A code point that is assigned to nothing, so no font can have it.
    let (drawing, diagnostics) = read_page("<text id=\"t\" y=\"50\" font-size=\"10\">A\u{378}\u{e9}</text>");
    let missing: Vec<_> =
        diagnostics.iter().filter(|diagnostic| diagnostic.kind == "missing-character").collect();
    assert_eq!(missing.len(), 1, "{diagnostics:?}");
    assert!(missing[0].message.contains("U+0378"), "{}", missing[0].message);
    assert_eq!(missing[0].element.as_deref(), Some("text#t"));
    assert!(missing[0].x_mm.is_some());
    assert!(drawing.path_count() >= 3);
}

#[test]
fn without_text_no_font_is_asked_for() {
    let (_, diagnostics) = read_page(
        r#"<style>.a { font-family: "No Such" }</style><g class="a"><path d="M0 0H9" stroke="red"/></g>"#,
    );
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

fn single_line(content: &str) -> (Drawing, Vec<Diagnostic>) {
    let text = TextAs::SingleLine { face: Face::Sans };
    let options = ReadOptions { text, ..ReadOptions::default() };
    read_with(page(content).as_bytes(), &options).unwrap()
}

fn bounds(content: &str) -> kurbo::Rect {
    single_line(content).0.bounds().unwrap()
}

#[test]
fn single_line_text_needs_no_font_and_keeps_place_size_and_colour() {
    let (drawing, diagnostics) = single_line(
        r#"<text id="t" x="10" y="50" font-size="10" fill="red">Hi<tspan fill="blue">H</tspan></text>"#,
    );
    assert_eq!(kinds(&diagnostics), ["text"]);
    assert_eq!(diagnostics[0].element.as_deref(), Some("text#t"));
    assert_eq!(drawing.layers.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["#ff0000", "#0000ff"]);
    // H is two stems of 7 mm and a bar of 14/30 em.
    assert_near(drawing.layers[1].draw_mm(), 14.0 + 14.0 / 3.0, 1e-3);
    assert_near(drawing.layers[1].bounds().unwrap().y1, 50.0, 1e-3);
    assert_near(drawing.layers[0].pen.width_mm, 0.3, 1e-9);
}

#[test]
fn anchors_turns_and_transforms_apply() {
    let text =
        |attributes: &str| bounds(&format!(r#"<text x="50" y="50" font-size="10" {attributes}>HHH</text>"#));
    let (start, middle, end) = (text(""), text(r#"text-anchor="middle""#), text(r#"text-anchor="end""#));
    assert!(start.x0 > 50.0 && end.x1 < 50.0);
    assert_near(middle.center().x, 50.0, 1e-3);
    assert_near(end.x0 - start.x0, -22.0, 1e-3);
    let twice = text(r#"transform="scale(2) translate(-25 -25)""#);
    assert_near(twice.height(), 2.0 * start.height(), 1e-3);
    let upright = text(r#"transform="rotate(90 50 50)""#);
    assert_near(upright.height(), start.width(), 1e-3);
    let stretched = text(r#"textLength="60""#);
    assert_near(stretched.width() - start.width(), 60.0 - 22.0, 0.1);
}

#[test]
fn positions_of_characters_offsets_and_spacing_apply() {
    let one = bounds(r#"<text x="10" y="20" font-size="10">H</text>"#);
    let three = bounds(r#"<text x="10 30 50" y="20 40 60" font-size="10">HHH</text>"#);
    assert_near(three.x1, one.x1 + 40.0, 1e-3);
    assert_near(three.y1, 60.0, 1e-3);
    let moved =
        bounds(r#"<text x="10" y="20" dx="0 5" dy="0 3" font-size="10" letter-spacing="2">HH</text>"#);
    assert_near(moved.x1, one.x1 + 22.0 / 3.0 + 7.0, 1e-3);
    assert_near(moved.y1, 23.0, 1e-3);
    let turned = bounds(r#"<text x="10" y="20" rotate="90" font-size="10">H</text>"#);
    assert_near(turned.width(), 7.0, 1e-3);
    let raised =
        bounds(r#"<text x="10" y="20" font-size="10"><tspan baseline-shift="super">H</tspan></text>"#);
    assert!(raised.y1 < 18.0);
}

#[test]
fn text_follows_its_path() {
    let (drawing, diagnostics) = single_line(
        r##"<path id="p" d="M50 90V10" fill="none"/><text font-size="10"><textPath href="#p" startOffset="10">HH</textPath></text>"##,
    );
    let seen = drawing.bounds().unwrap();
    assert_near(seen.x1, 50.0, 1e-3);
    assert_near(seen.x0, 43.0, 1e-3);
    assert!(seen.y1 < 80.0 && seen.y0 > 60.0, "{seen:?}");
    assert_eq!(kinds(&diagnostics), ["invisible", "text"]);
    let (_, diagnostics) = single_line(
        r##"<path id="p" d="M50 90V80" fill="none"/><text font-size="10"><textPath href="#p">HHHH</textPath></text>"##,
    );
    assert_eq!(kinds(&diagnostics), ["invisible", "text", "text"]);
    assert!(diagnostics[2].message.starts_with("3 characters"), "{}", diagnostics[2].message);
}

#[test]
fn what_a_face_does_not_have_is_named_each_and_leaves_a_gap() {
    let (drawing, diagnostics) =
        single_line("<text id=\"t\" x=\"5\" y=\"50\" font-size=\"5\">Straße äöü é e\u{301} 你好</text>");
    let missing: Vec<_> = diagnostics.iter().filter(|it| it.kind == "missing-character").collect();
    assert_eq!(missing.len(), 2, "{diagnostics:?}");
    assert!(missing[0].message.contains("U+4F60") && missing[1].message.contains("U+597D"));
    assert_eq!(missing[0].element.as_deref(), Some("text#t"));
    let ascii = single_line("<text x=\"5\" y=\"50\" font-size=\"5\">Strae aou e e</text>").0;
    assert!(drawing.draw_mm() > ascii.draw_mm() + 10.0);
}

#[test]
fn the_strokes_of_letters_are_cut_by_clips() {
    let clip = r#"<clipPath id="c"><rect width="100" height="48"/></clipPath>"#;
    let seen =
        bounds(&format!(r#"{clip}<g clip-path="url(#c)"><text x="10" y="50" font-size="10">H</text></g>"#));
    assert_near(seen.y1, 48.0, 1e-3);
}

#[test]
fn text_may_be_left_out_and_is_named() {
    let options = ReadOptions { text: TextAs::LeaveOut, ..ReadOptions::default() };
    let source = page(r#"<text id="t" x="10" y="50" font-size="10">Hello <tspan>you</tspan></text>"#);
    let (drawing, diagnostics) = read_with(source.as_bytes(), &options).unwrap();
    assert_eq!(drawing.path_count(), 0);
    assert_eq!(kinds(&diagnostics), ["text"]);
    assert!(diagnostics[0].message.contains("Hello you"), "{}", diagnostics[0].message);
    assert!(diagnostics[0].x_mm.is_some());
}
