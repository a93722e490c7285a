//! The pictures of cards and sheets in the guide are what the program draws.

use super::support::run;
use super::{drawing, file};
use penstock_drawing::raster::{self, Picture};
use penstock_drawing::{Color, Diagnostic, Drawing};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Wide enough for a page of the guide.
const WIDTH_PX: usize = 720;

const HOUSE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200mm" height="110mm" viewBox="0 0 200 110">
    <g fill="none" stroke="#c0392b" stroke-width=".5"><path d="M8 100H192M30 100V47M130 100V47M24 50.5L80 14L136 50.5"/>
    <path d="M45 100V66H65V100M85 60H115V80H85ZM100 60V80M85 70H115M80 26a8 8 0 1 0 .01 0M72 34H88M80 26V42"/>
    <path d="M124 60H176M170 60V100M138 70H162V88H138ZM150 70V88"/></g></svg>"##;

const OWN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="148mm" height="105mm" viewBox="0 0 148 105">
    <g fill="none" stroke="#1f6f5c" stroke-width=".4"><rect x="6" y="6" width="136" height="93" rx="6"/><rect x="8" y="8" width="132" height="89" rx="5"/>
    <path d="M74 20c-8-10-22-2-14 9l14 13 14-13c8-11-6-19-14-9z"/></g>
    <path id="heading" d="M26 68Q74 46 122 68" data-size-mm="7" data-align="center"/>
    <rect id="message" x="30" y="66" width="88" height="16" data-size-mm="3.4" data-align="center"/>
    <rect id="signature" x="30" y="84" width="88" height="9" data-size-mm="4" data-align="center"/></svg>"##;

/// Every template with words that show it, and every style of a sheet.
fn pictures() -> Vec<(&'static str, &'static str, Value)> {
    let picture = |template: &str, message: &str, signature: &str| {
        let params = json!({ "template": template, "message": message, "signature": signature });
        ("postcard", params)
    };
    let address = "Hauptstraße 12a\n01069 Dresden";
    let sheet = |style: &str| {
        let params = json!({
            "render_style": style, "title": "Lake house", "subtitle": "Elevation from the north", "legend": [
                { "label": "Scale", "content": "1:50" }, { "label": "Drawn", "content": "Zoë Łukasiewicz" },
                { "label": "Date", "content": "2025-11-22" }, { "label": "Sheet", "content": "3 of 7" }],
        });
        ("artboard", params)
    };
    let all = [
        (
            "birthday",
            picture(
                "birthday",
                "Another year of good lines and sharp pens. We raise a glass to you!",
                "Ada & Grace",
            ),
        ),
        (
            "thank-you",
            picture(
                "thank-you",
                "We laughed until the neighbours came over, and then they laughed too.",
                "Ada",
            ),
        ),
        (
            "invitation",
            picture(
                "invitation",
                "Come on Saturday at eight. There will be music, cake, and a plotter that draws everyone.",
                "Zoë & Łukasz",
            ),
        ),
        (
            "plain",
            (
                "postcard",
                json!({
                    "template": "plain", "recipient": "Zoë Łukasiewicz", "address": address, "sender": "Ada King, Weg 3, 10115 Berlin",
                    "message": "Dear Zoë,\nthe pen holds, the paper lies flat, and the machine has drawn all night.\nCome and see!",
                    "signature": "Ada",
                }),
            ),
        ),
        (
            "address-only",
            (
                "postcard",
                json!({
                    "template": "address-only", "recipient": "Zoë Łukasiewicz", "address": address,
                    "sender": "Ada King\nWeg 3\n10115 Berlin",
                }),
            ),
        ),
        (
            "label",
            (
                "postcard",
                json!({
                    "template": "label", "name": "Ada Lovelace", "address_line_1": "123 Analytical Way",
                    "address_line_2": "Apt 4", "city": "Springfield", "state": "IL", "zipcode": "62701",
                    "country": "USA", "sender": "Charles Babbage\n1 Engine Rd\nLondon",
                }),
            ),
        ),
        (
            "own",
            (
                "postcard",
                json!({
                    "template": "own", "heading": "With love", "signature": "Ada",
                    "message": "One template, a hundred cards: every name from the table.",
                }),
            ),
        ),
        ("blueprint", {
            let (task, mut params) = sheet("blueprint");
            params["one_color"] = json!(true);
            (task, params)
        }),
        ("airport", sheet("airport")),
        ("basic", sheet("basic")),
    ];
    all.into_iter().map(|(name, (task, params))| (name, task, params)).collect()
}

/// The drawing as it looks on paper of a colour, `#1f3a5f`; a light pen on dark paper too.
fn on_paper(drawing: Drawing, paper: &Value) -> Picture {
    let Some(paper) = paper.as_str().filter(|paper| *paper != "#ffffff") else {
        return raster::picture(&drawing, WIDTH_PX);
    };
    let channel = |n: usize| u8::from_str_radix(&paper[2 * n + 1..2 * n + 3], 16).unwrap();
    let pen = drawing.layers[0].pen.color;
    let (paper, pen) = ([0, 1, 2].map(channel), [pen.r, pen.g, pen.b]);
    // Drawn in black the picture says how much of each pixel the pen covers.
    let mut black = drawing;
    black.layers.iter_mut().for_each(|layer| layer.pen.color = Color::BLACK);
    let mut picture = raster::picture(&black, WIDTH_PX);
    for (at, value) in picture.rgb.iter_mut().enumerate() {
        let (left, covered) = (u32::from(*value), 255 - u32::from(*value));
        *value = ((u32::from(paper[at % 3]) * left + u32::from(pen[at % 3]) * covered) / 255) as u8;
    }
    picture
}

/// With 16 steps in each channel, which is enough for lines and packs better.
fn png(picture: &Picture) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let stepped: Vec<u8> = picture.rgb.iter().map(|value| (value / 17) * 17).collect();
    encoder.write_header().unwrap().write_image_data(&stepped).unwrap();
    bytes
}

#[test]
fn the_cards_and_sheets_of_the_guide_are_what_the_program_draws() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let guide = ["postcard", "artboard"]
        .map(|page| std::fs::read_to_string(docs.join(format!("tasks/{page}.md"))).unwrap());
    let mut bytes = 0;
    for (name, task, params) in pictures() {
        let inputs = match (task, name) {
            ("artboard", _) => vec![file("house.svg", HOUSE)],
            (_, "own") => vec![file("own.svg", OWN)],
            _ => Vec::new(),
        };
        let files: Vec<_> = inputs.iter().map(|(_, input)| input.clone()).collect();
        let ran = run(task, params, &files).unwrap();
        // A card of Drawscape's size is no size of the post, and says so.
        let size = |it: &&Diagnostic| it.message.starts_with("The card is");
        let wrong: Vec<&Diagnostic> = ran.diagnostics.iter().filter(|it| !size(it)).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        let drawn = on_paper(drawing(&ran, &format!("{task}.svg")), &ran.report["paper_color"]);
        let path = docs.join(format!("pictures/cards/{name}.png"));
        assert!(
            guide.iter().any(|page| page.contains(&format!("](../pictures/cards/{name}.png)"))),
            "{name} is not shown"
        );
        if std::env::var_os("PENSTOCK_WRITE_PICTURES").is_some() {
            std::fs::write(&path, png(&drawn)).unwrap();
        }
        let stored = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        bytes += stored.len();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&stored)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(pixels.len(), drawn.rgb.len(), "{name} has another size");
        let off = pixels.iter().zip(&drawn.rgb).filter(|(one, other)| one.abs_diff(**other) > 40).count();
        // The last digits of sines differ between computers; a changed card differs in much.
        assert!(off * 200 < pixels.len(), "{name} has changed: run `make pictures` and look at it");
    }
    assert!(bytes < 600_000, "{bytes}");
}
