use super::support::run;
use super::{drawing, file, layer, said};
use serde_json::json;

const HOUSE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="200mm" height="100mm" viewBox="0 0 200 100">
    <path d="M20 90V40L70 10L120 40V90Z" fill="none" stroke="red"/></svg>"#;

#[test]
fn every_style_keeps_the_drawing_whole_and_apart_from_its_text() {
    let (_keep, input) = file("house.svg", HOUSE);
    for style in ["basic", "airport", "blueprint"] {
        for (size, orientation, wide, high) in [
            ("a4", "auto", 297.0, 210.0),
            ("a3", "portrait", 297.0, 420.0),
            ("letter", "landscape", 279.4, 215.9),
            ("tabloid", "portrait", 279.4, 431.8),
        ] {
            let params = json!({
                "render_style": style, "size": size, "orientation": orientation, "title": "Häuschen am See",
                "subtitle": "Elevation, north side", "legend": [
                    { "label": "Scale", "content": "1:50" }, { "label": "Drawn", "content": "Zoë Łukasiewicz" },
                    { "label": "Date", "content": "2025" }],
            });
            let ran = run("artboard", params, std::slice::from_ref(&input)).unwrap();
            assert_eq!(ran.files, ["artboard.svg", "after.preview"]);
            let (made, what) = (drawing(&ran, "artboard.svg"), format!("{style} {size}"));
            assert_eq!((made.page.width_mm, made.page.height_mm), (wide, high), "{what}");
            for kind in ["overflow", "missing-character", "outside-page"] {
                assert_eq!(said(&ran, kind), [""; 0], "{what}");
            }
            let sheet = layer(&made, "Sheet");
            let house = made.layers.iter().find(|layer| layer.name != "Sheet").unwrap();
            assert_eq!(house.paths.len(), 1, "{what}");
            let ink = house.paths[0].bounds().unwrap();
            assert!((ink.width() / ink.height() - 100.0 / 80.0).abs() < 1e-3, "{what}");
            assert!(ink.width().max(ink.height()) > 0.35 * wide.min(high), "{what} {ink:?}");
            // Nothing of the sheet's own stands inside the drawing's box, and nothing leaves the border.
            let strokes: Vec<_> = sheet.iter().filter_map(penstock_drawing::Path::bounds).collect();
            let small = strokes.iter().filter(|it| it.width() < 0.3 * wide && it.height() < 0.3 * high);
            assert!(small.clone().count() > 50, "{what}");
            assert!(small.clone().all(|it| !it.overlaps(ink)), "{what}");
            let all = made.bounds().unwrap();
            assert!(
                all.x0 > 9.99 && all.y0 > 9.99 && all.x1 < wide - 9.99 && all.y1 < high - 9.99,
                "{what} {all:?}"
            );
        }
    }
}

#[test]
fn a_drawing_without_words_gets_only_its_border() {
    let (_keep, input) = file("house.svg", HOUSE);
    let ran = run("artboard", json!({ "fill": 1.0, "one_color": true }), &[input]).unwrap();
    let made = drawing(&ran, "artboard.svg");
    assert_eq!(layer(&made, "Sheet").len() + layer(&made, "Drawing").len(), 2);
    assert_eq!(ran.report["paper_color"], "#ffffff");
}

#[test]
fn a_border_that_leaves_no_room_is_refused_and_long_words_are_named() {
    let (_keep, input) = file("house.svg", HOUSE);
    let entries: Vec<_> =
        (0..200).map(|n| json!({ "label": format!("Entry {n}"), "content": "x" })).collect();
    let error = run(
        "artboard",
        json!({ "render_style": "blueprint", "legend": entries }),
        std::slice::from_ref(&input),
    );
    assert!(error.unwrap_err().to_string().contains("leave no room"));
    let params = json!({ "render_style": "airport", "title": "W".repeat(200) });
    assert_eq!(said(&run("artboard", params, &[input]).unwrap(), "overflow").len(), 1);
}
