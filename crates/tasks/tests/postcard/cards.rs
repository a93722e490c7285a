use super::support::{Ran, run};
use super::{drawing, file, layer, said};
use penstock_drawing::Path;
use serde_json::{Value, json};

fn card(params: Value) -> Ran {
    run("postcard", params, &[]).unwrap()
}

fn text_of(recipient: &str) -> Vec<Path> {
    let ran = card(json!({ "recipient": recipient, "template": "birthday", "heading": "" }));
    layer(&drawing(&ran, "postcard.svg"), "Text").to_vec()
}

#[test]
fn every_accent_of_a_name_is_drawn_where_it_belongs() {
    let (accented, plain) = (text_of("Zoë Łukasiewicz"), text_of("Zoe Lukasiewicz"));
    // Two dots and a stroke more.
    assert_eq!(accented.len(), plain.len() + 3);
    let has = |path: &Path, paths: &[Path]| {
        paths.iter().any(|other| {
            other.start.distance(path.start) < 1e-6
                && other.end().distance(path.end()) < 1e-6
                && (other.length_mm() - path.length_mm()).abs() < 1e-6
        })
    };
    let more: Vec<&Path> = accented.iter().filter(|path| !has(path, &plain)).collect();
    let shared = accented.len() - more.len();
    // Kerning may move what follows, never what stands before.
    assert!(more.len() >= 3 && shared >= 3, "{} {}", more.len(), shared);
}

#[test]
fn the_card_of_the_issue_has_every_character_and_fits() {
    let ran = card(json!({
        "recipient": "Zoë Łukasiewicz",
        "message": "Straße, garçon, Ångström, žluťoučký kůň",
        "template": "birthday",
    }));
    assert_eq!(ran.files, ["postcard.svg", "after.preview"]);
    for kind in ["missing-character", "plain-character", "overflow", "postal-zone", "outside-page"] {
        assert_eq!(said(&ran, kind), [""; 0], "{kind}");
    }
    let drawing = drawing(&ran, "postcard.svg");
    assert_eq!((drawing.page.width_mm, drawing.page.height_mm), (148.0, 105.0));
    assert!(layer(&drawing, "Ornaments").len() > 50);
    assert!(
        drawing.layers.iter().all(|layer| (layer.pen.width_mm - 0.3).abs() < 1e-9),
        "letters scale, pens do not"
    );
}

#[test]
fn every_template_and_size_stays_inside_its_margins_and_its_postal_zones() {
    let address = "Hauptstraße 12a\n01069 Dresden\nGERMANY";
    for template in ["plain", "birthday", "thank-you", "invitation", "address-only", "label"] {
        for size in ["a6", "a5", "us-6x4", "us-6.5x4.5", "japan"] {
            for (recipient, address) in [("Ada Lovelace", address), ("", "")] {
                let message = "Thank you for the lovely evening. We laughed until the neighbours came over, and then they laughed too.";
                let ran = card(json!({
                    "template": template, "size": size, "recipient": recipient, "address": address,
                    "message": message, "signature": "Bob", "sender": "Bob, Weg 3, 12345 Ort",
                }));
                let (drawing, what) =
                    (drawing(&ran, "postcard.svg"), format!("{template} {size} {recipient}"));
                assert_eq!(said(&ran, "overflow"), [""; 0], "{what}");
                let zones: Vec<String> = said(&ran, "postal-zone")
                    .into_iter()
                    .filter(|it| !it.starts_with("The card is"))
                    .collect();
                assert_eq!(zones, [""; 0], "{what}");
                let ink = drawing.bounds().unwrap();
                let page = drawing.page;
                let edge = 5.9;
                assert!(
                    ink.x0 > edge
                        && ink.y0 > edge
                        && ink.x1 < page.width_mm - edge
                        && ink.y1 < page.height_mm - edge,
                    "{what} {ink:?}"
                );
            }
        }
    }
}

#[test]
fn drawscapes_label_is_a_preset() {
    let ran = card(json!({
        "template": "label", "name": "Ada Lovelace", "address_line_1": "123 Analytical Way",
        "address_line_2": "Apt 4", "city": "Springfield", "state": "IL", "zipcode": "62701", "country": "USA",
        "sender": "Charles Babbage\n1 Engine Rd\nLondon",
    }));
    let drawing = drawing(&ran, "postcard.svg");
    assert_eq!((drawing.page.width_mm, drawing.page.height_mm), (165.1, 114.3));
    let text = layer(&drawing, "Text");
    // The stamp box, 10 mm from the corner, in dashes.
    let corner = |x: f64, y: f64| {
        text.iter().any(|path| {
            path.start.distance((x, y).into()) < 1e-3 || path.end().distance((x, y).into()) < 1e-3
        })
    };
    for (x, y) in [(133.0, 10.0), (155.1, 10.0), (155.1, 34.9), (133.0, 34.9)] {
        assert!(corner(x, y), "{x} {y}");
    }
    assert!((ran.report["address_size_mm"].as_f64().unwrap() - 3.15).abs() < 1e-9);
    let address = text
        .iter()
        .filter_map(Path::bounds)
        .filter(|ink| ink.y0 > 42.0)
        .reduce(|all, one| all.union(one))
        .unwrap();
    assert!((address.center().x - 165.1 / 2.0).abs() < 1.0, "{address:?}");
    // Five lines, 6 mm apart.
    assert!((address.height() - (4.0 * 6.0 + 3.15)).abs() < 1.5, "{address:?}");
}

#[test]
fn what_is_too_long_is_said_and_drawn() {
    let ran = card(json!({ "recipient": "A", "message": "many words ".repeat(300) }));
    let overflow = said(&ran, "overflow");
    assert_eq!(overflow.len(), 1);
    assert!(overflow[0].starts_with("On the card the message does not fit: "), "{overflow:?}");
    let long =
        card(json!({ "recipient": "Wolfeschlegelsteinhausenbergerdorff the very long Third of his Name" }));
    assert!(said(&long, "overflow")[0].contains("the address does not fit"), "{:?}", said(&long, "overflow"));
    assert!(said(&long, "postal-zone").iter().any(|it| it.contains("reaches out of its zone")));
}

#[test]
fn the_post_is_heard_about_size_and_letters() {
    let ran = card(json!({ "recipient": "Ada", "address_size_mm": 6.0, "font": "script", "size": "custom",
        "width_mm": 120, "height_mm": 110, "postal": "de" }));
    let all = said(&ran, "postal-zone").join("\n");
    assert!(all.contains("6.0 mm high; machines read 2.3 to 4.7 mm"), "{all}");
    assert!(all.contains("joined or black letters") && all.contains("The card is 120 × 110 mm"), "{all}");
    let free = card(json!({ "recipient": "Ada", "address_size_mm": 6.0, "postal": "none" }));
    assert_eq!(said(&free, "postal-zone"), [""; 0]);
    assert_eq!(free.report["zones"], json!([]));
}

#[test]
fn a_character_that_no_face_has_is_named_and_a_box() {
    let ran = card(json!({ "recipient": "王 Wang", "postal": "none" }));
    assert_eq!(said(&ran, "missing-character"), ["“sans” has no 王 (U+738B); a box is drawn"]);
}

#[test]
fn ones_own_template_gets_its_texts_where_its_rectangles_are() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="80mm" viewBox="0 0 120 80">
        <path d="M5 5H115V75H5Z" fill="none" stroke="green"/>
        <rect id="recipient" x="60" y="50" width="50" height="20"/>
        <rect id="message" x="10" y="10" width="100" height="30" data-size-mm="4" data-align="center"/></svg>"#;
    let (_keep, input) = file("mine.svg", svg);
    let params =
        json!({ "template": "own", "recipient": "Ada", "address": "Weg 1", "message": "Hello there" });
    let ran = run("postcard", params.clone(), std::slice::from_ref(&input)).unwrap();
    let made = drawing(&ran, "postcard.svg");
    assert_eq!(made.page.width_mm, 120.0);
    assert_eq!(said(&ran, "overflow"), [""; 0]);
    let ink: Vec<_> = layer(&made, "Text").iter().filter_map(Path::bounds).collect();
    let upper = ink.iter().filter(|ink| ink.y1 < 45.0).copied().reduce(|all, one| all.union(one)).unwrap();
    assert!((upper.center().x - 60.0).abs() < 1.0 && (upper.height() - 4.0).abs() < 0.2, "{upper:?}");
    assert!(
        ink.iter().filter(|ink| ink.y0 > 45.0).all(|ink| ink.x0 > 59.0 && ink.x1 < 110.0 && ink.y1 < 70.5)
    );
    // Its own line, its own colour, and no rectangle of a place.
    assert_eq!(made.layers.iter().map(|layer| layer.paths.len()).collect::<Vec<_>>()[0], 1);
    assert!(run("postcard", params, &[]).unwrap_err().to_string().contains("needs an SVG"));
    assert!(
        run("postcard", json!({ "recipient": "A" }), &[input]).unwrap_err().to_string().contains("not “own”")
    );
}

#[test]
fn a_text_of_ones_own_template_runs_along_a_path_and_says_when_it_is_too_short() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="80mm" viewBox="0 0 120 80">
        <path id="heading" d="M20 60A40 40 0 0 1 100 60" data-size-mm="6" data-align="center"/></svg>"#;
    let (_keep, input) = file("arch.svg", svg);
    let params = |heading: &str| json!({ "template": "own", "heading": heading });
    let ran = run("postcard", params("Grand opening"), std::slice::from_ref(&input)).unwrap();
    assert_eq!((said(&ran, "overflow"), said(&ran, "no-place")), (vec![], vec![]));
    let made = drawing(&ran, "postcard.svg");
    assert_eq!(made.layers.len(), 1, "the path is not drawn");
    let text = layer(&made, "Text");
    // All letters stand on the half circle: between it and their height, as high left as right.
    let center = kurbo::Point::new(60.0, 60.0);
    let ink: Vec<kurbo::Rect> = text.iter().filter_map(Path::bounds).collect();
    for rect in &ink {
        let distance = rect.center().distance(center);
        assert!((38.0..47.5).contains(&distance), "{rect:?}: {distance}");
    }
    let all = ink.into_iter().reduce(|all, one| all.union(one)).unwrap();
    assert!((all.center().x - 60.0).abs() < 2.5 && all.y0 < 16.0, "{all:?}");
    let long = run("postcard", params(&"Grand opening ".repeat(9)), &[input]).unwrap();
    assert!(said(&long, "overflow")[0].contains("its path is"), "{:?}", said(&long, "overflow"));
}

#[test]
fn a_font_among_the_files_writes_the_card() {
    let lff = "[0041] A\n0,0;3,9;6,0\n1,3;5,3\n[0064] d\n5,0;5,9\n5,3;1,3;1,0;5,0\n";
    let (_keep, input) = file("hand.lff", lff);
    let ran = run("postcard", json!({ "recipient": "Add", "postal": "none" }), &[input]).unwrap();
    let drawing = drawing(&ran, "postcard.svg");
    assert_eq!(layer(&drawing, "Text").len(), 6);
    assert_eq!(said(&ran, "missing-character"), [""; 0]);
}

#[test]
fn a_card_says_how_to_make_it_again() {
    let first =
        card(json!({ "recipient": "Ada & \"Bob\"", "template": "invitation", "jitter": 0.5, "seed": 7 }));
    let svg = std::fs::read_to_string(first.folder.path().join("postcard.svg")).unwrap();
    let (_, rest) = svg.split_once("<desc>penstock postcard ").unwrap();
    let params = rest.split_once("</desc>").unwrap().0.replace("&quot;", "\"").replace("&amp;", "&");
    let again = card(serde_json::from_str(&params).unwrap());
    assert!(svg == std::fs::read_to_string(again.folder.path().join("postcard.svg")).unwrap());
}
