//! What is written is read back the same, and is the same picture.

use super::support::{assert_near, read, try_read};
use kurbo::Point;
use penstock_drawing::svg::{WriteOptions, write};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use proptest::prelude::*;

fn point() -> impl Strategy<Value = Point> {
    (0.0..400.0, 0.0..300.0).prop_map(|(x, y)| Point::new(x, y))
}

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        point().prop_map(|to| Segment::Line { to }),
        (point(), -4.0..4.0).prop_map(|(to, bulge)| Segment::Arc { to, bulge }),
        (point(), point(), point()).prop_map(|(c1, c2, to)| Segment::Cubic { c1, c2, to }),
    ]
}

fn layer() -> impl Strategy<Value = Layer> {
    let path = (point(), prop::collection::vec(segment(), 0..4))
        .prop_map(|(start, segments)| Path { start, segments });
    let name = "[a-zA-Z0-9 <>&\"'äß你\u{1F58A}/#\\-]{1,20}";
    (name, any::<[u8; 3]>(), 1..300_u32, prop::collection::vec(path, 1..5)).prop_map(
        |(name, [r, g, b], width, paths)| Layer {
            name,
            pen: Pen { color: Color { r, g, b }, width_mm: f64::from(width) / 100.0 },
            paths,
        },
    )
}

fn drawing() -> impl Strategy<Value = Drawing> {
    let page = Page { width_mm: 420.0, height_mm: 297.0 };
    prop::collection::vec(layer(), 1..4).prop_map(move |layers| Drawing { page, layers })
}

fn written(drawing: &Drawing) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(drawing, &WriteOptions::default(), &mut bytes).unwrap();
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn reading_back_gives_the_same_layers_names_and_lengths(drawing in drawing()) {
        let bytes = written(&drawing);
        let (back, diagnostics) = try_read(&bytes).unwrap();
        prop_assert!(diagnostics.is_empty(), "{diagnostics:?}");
        prop_assert_eq!(back.page, drawing.page);
        prop_assert_eq!(back.layers.len(), drawing.layers.len());
        for (read, made) in back.layers.iter().zip(&drawing.layers) {
            prop_assert_eq!(&read.name, &made.name);
            prop_assert_eq!(read.pen.color, made.pen.color);
            prop_assert!((read.pen.width_mm - made.pen.width_mm).abs() < 1e-9);
            prop_assert_eq!(read.paths.len(), made.paths.len());
            for (one, other) in read.paths.iter().zip(&made.paths) {
                prop_assert!((one.length_mm() - other.length_mm()).abs() <= 2e-3 + other.length_mm() * 1e-4,
                    "{one:?} {} {other:?} {}", one.length_mm(), other.length_mm());
                prop_assert!((one.start - other.start).hypot() < 1e-3 && (one.end() - other.end()).hypot() < 1e-3);
            }
        }
        prop_assert_eq!(written(&drawing), bytes);
    }

    #[test]
    fn arcs_come_back_as_arcs_on_the_same_circle(from in point(), to in point(), bulge in 0.1..3.0) {
        prop_assume!((to - from).hypot() > 1.0);
        let path = Path { start: from, segments: vec![Segment::Arc { to, bulge }] };
        let pen = Pen { color: Color::BLACK, width_mm: 0.3 };
        let page = Page { width_mm: 420.0, height_mm: 297.0 };
        let drawing = Drawing { page, layers: vec![Layer { name: "a".into(), pen, paths: vec![path.clone()] }] };
        let (back, _) = try_read(&written(&drawing)).unwrap();
        let back = &back.layers[0].paths[0];
        prop_assert!(back.segments.iter().all(|segment| matches!(segment, Segment::Arc { .. })), "{back:?}");
        prop_assert!((back.length_mm() - path.length_mm()).abs() < 2e-3 * path.length_mm().max(1.0));
        let (one, other) = (back.bounds().unwrap(), path.bounds().unwrap());
        prop_assert!((one.x0 - other.x0).abs() + (one.y1 - other.y1).abs() < 0.02, "{one:?} {other:?}");
    }
}

#[test]
fn the_file_is_in_millimetres_with_inkscape_layers_and_escaped_names() {
    let pen = Pen { color: Color { r: 31, g: 78, b: 158 }, width_mm: 0.35 };
    let segments = vec![
        Segment::Line { to: Point::new(10.5, 20.0) },
        Segment::Arc { to: Point::new(12.5, 20.0), bulge: -0.25 },
        Segment::Cubic {
            c1: Point::new(1.0, 2.0),
            c2: Point::new(-0.00001, 3.0),
            to: Point::new(5.0, 6.123_456),
        },
    ];
    let paths = vec![
        Path { start: Point::new(0.1, 0.2), segments },
        Path { start: Point::new(7.0, 8.0), segments: Vec::new() },
    ];
    let drawing = Drawing {
        page: Page { width_mm: 210.0, height_mm: 297.0 },
        layers: vec![Layer { name: "A<B> & \"C\"\u{1}\u{7}".into(), pen, paths }],
    };
    let options = WriteOptions { title: Some("T & t".into()), description: None };
    let mut bytes = Vec::new();
    write(&drawing, &options, &mut bytes).unwrap();
    let expected = r##"<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="210mm" height="297mm" viewBox="0 0 210 297">
<title>T &amp; t</title>
<g inkscape:groupmode="layer" inkscape:label="A&lt;B&gt; &amp; &quot;C&quot;" id="layer1" fill="none" stroke="#1f4e9e" stroke-width="0.35" stroke-linecap="round" stroke-linejoin="round">
<path d="M0.1,0.2L10.5,20A2.125000000 2.125000000 0 0 0 12.5,20C1,2 0,3 5,6.1235"/>
<path d="M7,8h0.001"/>
</g>
</svg>
"##;
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn dots_come_back_as_dots_in_their_place() {
    let paths: Vec<_> = (0..50)
        .map(|step| Path {
            start: Point::new(f64::from(step) * 8.3, f64::from(step) * 5.7),
            segments: Vec::new(),
        })
        .collect();
    let pen = Pen { color: Color::BLACK, width_mm: 0.3 };
    let drawing = Drawing {
        page: Page { width_mm: 420.0, height_mm: 297.0 },
        layers: vec![Layer { name: "dots".into(), pen, paths }],
    };
    let (back, _) = try_read(&written(&drawing)).unwrap();
    assert_eq!(back.layers[0].paths.len(), 50);
    for (read, made) in back.layers[0].paths.iter().zip(&drawing.layers[0].paths) {
        assert!(read.segments.is_empty());
        assert_near(read.start.x, made.start.x, 1e-3);
    }
}

/// Renders at `width` pixels in grey on white.
fn rendered(source: &str, width: u32) -> (u32, Vec<u8>) {
    let tree = usvg::Tree::from_str(source, &usvg::Options::default()).unwrap();
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil() as u32;
    let mut pixmap = resvg::tiny_skia::Pixmap::new(width, height).unwrap();
    pixmap.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    (
        height,
        pixmap
            .pixels()
            .iter()
            .map(|p| ((u16::from(p.red()) + u16::from(p.green()) + u16::from(p.blue())) / 3) as u8)
            .collect(),
    )
}

/// How many pixels of one picture have no match within one pixel of the same place in the other.
fn unmatched(one: &[u8], other: &[u8], width: usize) -> usize {
    let height = one.len() / width;
    let matches = |index: usize| {
        let (x, y) = (index % width, index / width);
        let near = |x: usize, y: usize| other[y * width + x].abs_diff(one[index]) <= 96;
        (y.saturating_sub(1)..=(y + 1).min(height - 1))
            .any(|y| (x.saturating_sub(1)..=(x + 1).min(width - 1)).any(|x| near(x, y)))
    };
    (0..one.len()).filter(|&index| !matches(index)).count()
}

#[test]
fn the_written_file_is_the_same_picture_for_drawings_of_lines() {
    let source = super::support::page(
        r#"<clipPath id="c"><circle cx="50" cy="50" r="30"/><path clip-rule="evenodd" d="M5 5H40V40H5ZM12 12H30V30H12Z"/></clipPath>
<g fill="none" stroke="black" stroke-width="0.6" stroke-linecap="round">
<g clip-path="url(#c)" stroke="maroon" stroke-width="0.2"><path d="M0 20L100 60M0 0L100 100M10 90C10 10 90 90 90 10"/><path d="M2 21H98" stroke-dasharray="4 2"/></g>
<circle cx="80" cy="80" r="15"/><ellipse cx="20" cy="80" rx="15" ry="7" transform="rotate(30 20 80)"/>
<path d="M60 5A20 10 20 1 0 90 20" stroke-dasharray="3 1.5 0 1.5"/><path d="M95 95z"/><rect x="45" y="3" width="10" height="7" rx="3"/>
</g>"#,
    );
    let (drawing, _) = read(&source);
    let output = String::from_utf8(written(&drawing)).unwrap();
    let (height, before) = rendered(&source, 800);
    let (height_after, after) = rendered(&output, 800);
    assert_eq!(height, height_after);
    let ink = before.iter().filter(|&&grey| grey < 128).count();
    assert!(ink > 5_000, "{ink}");
    // A pen ends a cut line round where the clip path ends it straight: a few pixels at those ends.
    let off = unmatched(&before, &after, 800) + unmatched(&after, &before, 800);
    assert!(off * 1000 <= ink, "{off} of {ink}");
}
