//! Text as outlines. What a computer without fonts does is tested where there are none.

use super::support::{kinds, read_page};
use penstock_drawing::Severity;

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
