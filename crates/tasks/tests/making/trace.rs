//! `trace`: pictures drawn here by formula, so that the truth is known.

use crate::pictures::png;
use crate::support::{Ran, run};
use kurbo::Point;
use penstock_drawing::{Diagnostics, Drawing, Path, Segment, dxf};
use penstock_tasks::{Input, TaskError};
use serde_json::json;
use tempfile::TempDir;

/// A picture whose shapes are given by their signed distance in pixels, as a renderer covers pixels.
fn picture(size: (u32, u32), distance: impl Fn(f64, f64) -> f64) -> (TempDir, Input) {
    let folder = tempfile::tempdir().unwrap();
    let input = png(folder.path(), "picture.png", size, |x, y| distance(x, y) + 0.5);
    (folder, input)
}

fn disc(x: f64, y: f64, radius: f64) -> impl Fn(f64, f64) -> f64 {
    move |px, py| (px - x).hypot(py - y) - radius
}

fn square(x: f64, y: f64, half: f64) -> impl Fn(f64, f64) -> f64 {
    move |px, py| (px - x).abs().max((py - y).abs()) - half
}

/// What stands in trace.dxf, moved to the page.
fn traced(ran: &Ran) -> (Vec<Path>, Drawing) {
    let bytes = std::fs::read(ran.folder.path().join("trace.dxf")).unwrap();
    let mut found = Diagnostics::default();
    let read = dxf::read(&bytes, &dxf::ReadOptions::default(), &mut found, &mut |_, _| true).unwrap();
    let height_mm = ran.report["height_mm"].as_f64().unwrap();
    // The file's origin is the lower left corner of the picture.
    let paths = read.drawing.layers.iter().flat_map(|layer| &layer.paths);
    let to_page = kurbo::Vec2::new(-read.origin_mm.x, height_mm - read.origin_mm.y);
    (paths.map(|path| path.moved(to_page.x, to_page.y)).collect(), read.drawing)
}

/// Centre and radius of a path that is one circle.
fn circle(path: &Path) -> Option<(Point, f64)> {
    match path.segments[..] {
        [Segment::Arc { to, bulge: 1.0 | -1.0 }, Segment::Arc { to: back, .. }] if back == path.start => {
            Some((path.start.midpoint(to), path.start.distance(to) / 2.0))
        }
        _ => None,
    }
}

#[test]
fn two_discs_are_two_circles_in_their_place() {
    let (big, small) = (disc(520.0, 610.0, 400.0), disc(1290.0, 330.0, 200.0));
    let (folder, input) = picture((1600, 1200), |x, y| big(x, y).min(small(x, y)));
    let ran = run("trace", json!({ "dpi": 25.4 }), std::slice::from_ref(&input)).unwrap();
    assert_eq!(ran.report["fitted"]["circles"], 2);
    assert_eq!(ran.report["fitted"]["arcs"], 0);
    assert_eq!(ran.report["fitted"]["lines"], 0);
    let text = std::fs::read_to_string(ran.folder.path().join("trace.dxf")).unwrap();
    assert_eq!(text.lines().filter(|line| *line == "CIRCLE").count(), 2);
    let (paths, _) = traced(&ran);
    let mut circles: Vec<(Point, f64)> = paths.iter().filter_map(circle).collect();
    circles.sort_by(|one, other| other.1.total_cmp(&one.1));
    assert_eq!(circles.len(), 2);
    for ((center, radius), (x, y, truth)) in
        circles.iter().zip([(520.0, 610.0, 400.0), (1290.0, 330.0, 200.0)])
    {
        let worst = center.distance(Point::new(x, y)) + (radius - truth).abs();
        assert!(worst < 0.35, "{center:?} {radius}, {worst} px off");
    }
    // Peer: potrace's curves and corners for the same picture.
    let segments = potrace(&folder, &input);
    assert!(5 * circles.len() <= segments, "{segments} of potrace's");
    let svg = std::fs::read_to_string(ran.folder.path().join("trace.svg")).unwrap();
    assert_eq!((svg.matches("<circle ").count(), svg.matches("<path ").count()), (2, 0));
}

/// Segments of potrace's outlines.
fn potrace(folder: &TempDir, input: &Input) -> usize {
    let file = std::fs::File::open(&input.path).unwrap();
    let mut reader = ::png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let (width, height) = (reader.info().width, reader.info().height);
    let mut pgm = format!("P5 {width} {height} 255\n").into_bytes();
    pgm.extend(pixels);
    let (from, to) = (folder.path().join("in.pgm"), folder.path().join("out.svg"));
    std::fs::write(&from, pgm).unwrap();
    let run = std::process::Command::new("potrace").arg("-s").arg(&from).arg("-o").arg(&to).status();
    let status = run.expect("potrace starts: scripts/need.sh test installs it");
    assert!(status.success());
    let svg = std::fs::read_to_string(to).unwrap();
    let (mut segments, mut count, mut pair) = (0, 0, 6);
    for data in svg.split(" d=\"").skip(1) {
        for word in data.split('"').next().unwrap().split([' ', '\n', ',']) {
            let letter = word.chars().next().filter(char::is_ascii_alphabetic);
            if let Some(letter) = letter {
                pair = if letter.eq_ignore_ascii_case(&'c') { 6 } else { 2 };
                count = 0;
                if letter.eq_ignore_ascii_case(&'m') {
                    pair = usize::MAX;
                }
            }
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                count += 1;
                if count == pair {
                    (segments, count) = (segments + 1, 0);
                }
            }
        }
    }
    assert!(segments > 4, "{svg}");
    segments
}

#[test]
fn two_equal_squares_stay_two_in_their_places() {
    let (one, other) = (square(60.0, 60.0, 30.25), square(210.0, 110.0, 30.25));
    let (_folder, input) = picture((300, 200), |x, y| one(x, y).min(other(x, y)));
    // 300 px are 150 mm.
    let ran = run("trace", json!({ "width_mm": 150 }), &[input]).unwrap();
    assert_eq!(ran.report["mm_per_px"], 0.5);
    assert_eq!(ran.report["height_mm"], 100.0);
    assert_eq!((&ran.report["fitted"]["shapes"], &ran.report["fitted"]["lines"]), (&json!(2), &json!(8)));
    let (paths, _) = traced(&ran);
    let mut boxes: Vec<kurbo::Rect> = paths.iter().map(|path| path.bounds().unwrap()).collect();
    boxes.sort_by(|one, other| one.x0.total_cmp(&other.x0));
    for (found, (x, y)) in boxes.iter().zip([(30.0, 30.0), (105.0, 55.0)]) {
        let half = 30.25 / 2.0;
        for (value, truth) in
            [(found.x0, x - half), (found.x1, x + half), (found.y0, y - half), (found.y1, y + half)]
        {
            assert!((value - truth).abs() < 0.1, "{found:?}");
        }
    }
}

#[test]
fn a_ring_keeps_its_hole_and_the_hole_comes_first() {
    let (_folder, input) = picture((400, 400), |x, y| ((x - 200.0).hypot(y - 200.0) - 120.0).abs() - 30.0);
    let ran = run("trace", json!({ "dpi": 25.4 }), &[input]).unwrap();
    assert_eq!((&ran.report["fitted"]["shapes"], &ran.report["fitted"]["holes"]), (&json!(1), &json!(1)));
    let (paths, _) = traced(&ran);
    let radii: Vec<f64> = paths.iter().filter_map(circle).map(|(_, radius)| radius.round()).collect();
    assert_eq!(radii, [90.0, 150.0]);
}

#[test]
fn the_scale_comes_from_two_points_from_dpi_from_the_file_or_is_assumed_aloud() {
    let (_folder, input) = picture((254, 100), square(127.0, 50.0, 40.0));
    let scale = |params| {
        let ran = run("trace", params, std::slice::from_ref(&input)).unwrap();
        (ran.report["mm_per_px"].as_f64().unwrap(), ran.report["scale"].as_str().unwrap().to_owned(), ran)
    };
    // 30 and 40 px: 50 px apart.
    let (mm, from, _) = scale(json!({ "scale_from": "10,20 40,60", "distance_mm": 5 }));
    assert!((mm - 0.1).abs() < 1e-12 && from == "two_points");
    let (mm, from, _) = scale(json!({ "dpi": 254 }));
    assert!((mm - 0.1).abs() < 1e-12 && from == "dpi");
    let (mm, from, ran) = scale(json!({}));
    assert!((mm - 25.4 / 96.0).abs() < 1e-12 && from == "assumed");
    assert_eq!(ran.report["diagnostics"][0]["kind"], "assumed-scale");
}

#[test]
fn a_scale_that_is_none_or_two_is_refused() {
    let (_folder, input) = picture((100, 100), square(50.0, 50.0, 40.0));
    for (params, said) in [
        (json!({ "dpi": 100, "width_mm": 10 }), "more than once"),
        (json!({ "distance_mm": 10 }), "scale_from"),
        (json!({ "scale_from": "1,2 3", "distance_mm": 10 }), "two points"),
        (json!({ "scale_from": "1,2 1,2", "distance_mm": 10 }), "2 pixels"),
    ] {
        let error = run("trace", params, std::slice::from_ref(&input)).unwrap_err();
        assert!(matches!(&error, TaskError::BadInput { message, .. } if message.contains(said)), "{error}");
    }
}

#[test]
fn specks_and_small_features_are_left_out_and_named() {
    let (big, small, speck) = (square(60.0, 60.0, 30.0), square(150.0, 60.0, 4.0), square(180.0, 20.0, 0.8));
    let (_folder, input) = picture((200, 120), |x, y| big(x, y).min(small(x, y)).min(speck(x, y)));
    let ran = run("trace", json!({ "dpi": 25.4, "min_feature_mm": 10 }), &[input]).unwrap();
    assert_eq!(
        (&ran.report["paths"], &ran.report["specks"], &ran.report["small"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let kinds: Vec<&str> =
        ran.report["diagnostics"].as_array().unwrap().iter().filter_map(|d| d["kind"].as_str()).collect();
    assert_eq!(kinds, ["specks", "small-features"]);
}

#[test]
fn a_drawn_cross_has_two_middle_lines() {
    let (across, down) = (square(100.0, 80.0, 3.0), square(100.0, 80.0, 70.0));
    let (_folder, input) = picture((200, 160), move |x, y| {
        let bar = |px: f64, py: f64| across(px, 80.0).min(across(100.0, py)).max(down(px, py));
        bar(x, y)
    });
    let ran = run("trace", json!({ "mode": "centerline", "dpi": 25.4 }), &[input]).unwrap();
    assert_eq!(ran.report["paths"], 2);
    let (paths, _) = traced(&ran);
    let lengths: Vec<f64> = paths.iter().map(Path::length_mm).collect();
    assert!(lengths.iter().all(|length| (125.0..145.0).contains(length)), "{lengths:?}");
    let width = ran.report["fitted"]["stroke_width_mm"].as_f64().unwrap();
    assert!((width - 6.0).abs() < 1.0, "{width}");
}

#[test]
fn the_dot_of_an_i_is_kept_and_a_grain_of_dust_is_not() {
    // A stem three pixels wide with a dot of the same width above, and one grey pixel.
    let (stem, dot) = (square(30.5, 60.5, 0.0), disc(30.5, 20.5, 1.8));
    let (_folder, input) = picture((60, 100), move |x, y| {
        let stem = stem(x, 60.5).max((y - 60.5).abs() - 25.0) - 1.5;
        stem.min(dot(x, y)).min(disc(50.5, 80.5, 0.6)(x, y))
    });
    let ran = run("trace", json!({ "mode": "centerline", "dpi": 150 }), &[input]).unwrap();
    assert_eq!((&ran.report["paths"], &ran.report["specks"]), (&json!(2), &json!(1)));
}

#[test]
fn hatching_is_denser_where_it_is_darker_and_dots_are_as_many_as_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let input = png(folder.path(), "steps.png", (300, 100), |x, _| (x / 100.0).floor() * 0.4 + 0.1);
    let ran = run("trace", json!({ "mode": "hatch", "width_mm": 90 }), std::slice::from_ref(&input)).unwrap();
    let (paths, _) = traced(&ran);
    let inked = |third: f64| -> f64 {
        let inside = |path: &&Path| ((path.start.x + path.end().x) / 2.0 / 30.0).floor() == third;
        paths.iter().filter(inside).map(Path::length_mm).sum()
    };
    assert!(
        inked(0.0) > 1.5 * inked(1.0) && inked(1.0) > 1.5 * inked(2.0),
        "{} {} {}",
        inked(0.0),
        inked(1.0),
        inked(2.0)
    );
    let ran = run("trace", json!({ "mode": "stipple", "width_mm": 90, "dots": 500 }), &[input]).unwrap();
    assert_eq!((&ran.report["paths"], &ran.report["fitted"]["dots"]), (&json!(500), &json!(500)));
}

#[test]
fn a_picture_of_sixty_thousand_pixels_a_side_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.png");
    let mut encoder = ::png::Encoder::new(std::fs::File::create(&path).unwrap(), 60_000, 60_000);
    encoder.set_color(::png::ColorType::Grayscale);
    encoder.set_depth(::png::BitDepth::One);
    // The header is written; of the pixels there is nothing.
    drop(encoder.write_header().unwrap());
    let input = Input { name: "bomb.png".to_owned(), path };
    let error = run("trace", json!({}), &[input]).unwrap_err();
    assert!(error.to_string().contains("60000 × 60000"), "{error}");
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    let (_folder, input) =
        picture((120, 90), |x, y| disc(50.0, 40.0, 30.0)(x, y).min(square(90.0, 60.0, 15.0)(x, y)));
    for mode in ["outline", "centerline", "hatch", "stipple"] {
        let once = || {
            let ran = run("trace", json!({ "mode": mode, "dpi": 50 }), std::slice::from_ref(&input)).unwrap();
            ["trace.svg", "trace.dxf"].map(|name| std::fs::read(ran.folder.path().join(name)).unwrap())
        };
        assert_eq!(once(), once(), "{mode}");
    }
}
