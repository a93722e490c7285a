//! Pictures in, and the guide's pictures out.

use crate::support::run;
use crate::thumbnail;
use penstock_tasks::{Input, TaskError};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Kinds that draw a picture.
const IMAGE_STYLES: [&str; 6] = ["stipple", "tsp", "hatched", "image_spiral", "squiggle", "halftone"];

/// A grey PNG of these lightnesses from 0 to 1.
pub(crate) fn png(
    folder: &Path,
    name: &str,
    (width, height): (u32, u32),
    lightness: impl Fn(f64, f64) -> f64,
) -> Input {
    let pixel = |n: u32| {
        let value = lightness(f64::from(n % width) + 0.5, f64::from(n / width) + 0.5);
        (value.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    let pixels: Vec<u8> = (0..width * height).map(pixel).collect();
    let path = folder.join(name);
    let file = std::fs::File::create(&path).unwrap();
    let mut encoder = ::png::Encoder::new(file, width, height);
    encoder.set_color(::png::ColorType::Grayscale);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    Input { name: name.to_owned(), path }
}

#[test]
fn an_image_style_draws_the_picture_that_it_is_given_in_its_shape() {
    let folder = tempfile::tempdir().unwrap();
    // Black on the left, white on the right, twice as wide as high.
    let picture = png(folder.path(), "half.png", (200, 100), |x, _| if x < 100.0 { 0.1 } else { 1.0 });
    for kind in IMAGE_STYLES {
        let params = json!({ "kind": kind, "width_mm": 120, "height_mm": 120, "margin_mm": 10 });
        let ran = run("pattern", params, std::slice::from_ref(&picture)).unwrap();
        let svg = std::fs::read(ran.folder.path().join("pattern.svg")).unwrap();
        let mut diagnostics = penstock_drawing::Diagnostics::default();
        let options = penstock_drawing::svg::ReadOptions::default();
        let drawing =
            penstock_drawing::svg::read(&svg, &options, &mut diagnostics, &mut |_, _| true).unwrap();
        let bounds = drawing.bounds().unwrap();
        // 100 mm wide and 50 high, in the middle of the sheet.
        assert!(bounds.y0 > 33.0 && bounds.y1 < 87.0, "{kind}: {bounds:?}");
        let ink = |left: bool| -> f64 {
            let mut points = Vec::new();
            let mut length = 0.0;
            for path in drawing.layers.iter().flat_map(|layer| &layer.paths) {
                points.clear();
                path.flatten(0.05, &mut points);
                // A dot counts a little too.
                length += if points.len() == 1 && (points[0].x < 60.0) == left { 0.3 } else { 0.0 };
                length += points
                    .windows(2)
                    .filter(|pair| (pair[0].x < 60.0) == left)
                    .map(|pair| pair[0].distance(pair[1]))
                    .sum::<f64>();
            }
            length
        };
        assert!(ink(true) > 1.7 * ink(false), "{kind}: {} and {}", ink(true), ink(false));
    }
}

#[test]
fn a_picture_for_a_kind_that_takes_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let picture = png(folder.path(), "any.png", (4, 4), |_, _| 0.5);
    let error = run("pattern", json!({ "kind": "maze" }), &[picture]).unwrap_err();
    assert!(
        matches!(&error, TaskError::BadInput { message, .. } if message == "Maze takes no picture"),
        "{error}"
    );
}

#[test]
fn the_pictures_of_the_guide_are_what_the_program_draws() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let guide = std::fs::read_to_string(docs.join("tasks/pattern.md")).unwrap();
    let mut bytes = 0;
    for kind in thumbnail::kinds() {
        let name = format!("pictures/patterns/{kind}.png");
        assert!(guide.contains(&format!("](../{name})")), "docs/tasks/pattern.md does not show {kind}");
        if std::env::var_os("PENSTOCK_WRITE_PICTURES").is_some() {
            let drawn = thumbnail::png(&json!({ "kind": kind }), thumbnail::WIDTH_PX).unwrap();
            std::fs::write(docs.join(&name), drawn).unwrap();
        }
        let file = std::fs::read(docs.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        bytes += file.len();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let mut packed = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut packed).unwrap();
        let (width, height, greys) = thumbnail::greys(&json!({ "kind": kind }), thumbnail::WIDTH_PX).unwrap();
        let stored = |x: usize, y: usize| {
            let pair = packed[y * width.div_ceil(2) + x / 2];
            if x.is_multiple_of(2) { pair >> 4 } else { pair & 15 }
        };
        let off: usize =
            (0..width * height).filter(|n| stored(n % width, n / width).abs_diff(greys[*n]) > 1).count();
        // Sines differ in their last digit from one computer to the next; a changed drawing differs in much.
        assert!(off * 200 < width * height, "{kind} has changed: run `make pictures` and look at it");
    }
    assert!(bytes < 3_000_000, "{bytes}");
}
