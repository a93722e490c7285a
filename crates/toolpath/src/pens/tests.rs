use super::*;
use crate::samples::line;
use penstock_drawing::{Color, Page, Path, Pen, Shape};

const RED: Color = Color { r: 255, g: 0, b: 0 };
const BLUE: Color = Color { r: 0, g: 0, b: 255 };

fn at(y: f64) -> Path {
    line((0.0, y), (10.0, y))
}

fn artwork() -> Artwork {
    let mark = |y, color, width, group| Mark { group, ..Mark::stroke(at(y), color, width) };
    let layer = |name: &str, marks| ArtworkLayer { name: name.to_owned(), marks };
    Artwork {
        page: Page { width_mm: 100.0, height_mm: 100.0 },
        layers: vec![
            layer("sky", vec![mark(1.0, BLUE, Some(0.5), 2), mark(2.0, RED, Some(0.3), 0)]),
            layer("roof", vec![mark(3.0, RED, None, 2), mark(4.0, BLUE, Some(0.301), 1)]),
        ],
        elements: Vec::new(),
    }
}

fn regrouped(by: PensBy) -> Vec<(String, Vec<f64>)> {
    let mut artwork = artwork();
    regroup(&mut artwork, by, 0.5);
    let height = |mark: &Mark| match &mark.shape {
        Shape::Stroke(path) => path.start.y,
        Shape::Area { .. } => f64::NAN,
    };
    artwork
        .layers
        .iter()
        .map(|layer| (layer.name.clone(), layer.marks.iter().map(height).collect()))
        .collect()
}

fn named(list: &[(&str, &[f64])]) -> Vec<(String, Vec<f64>)> {
    list.iter().map(|(name, heights)| ((*name).to_owned(), heights.to_vec())).collect()
}

#[test]
fn layers_are_made_by_what_has_a_pen() {
    assert_eq!(regrouped(PensBy::Layer), named(&[("sky", &[1.0, 2.0]), ("roof", &[3.0, 4.0])]));
    assert_eq!(regrouped(PensBy::Color), named(&[("#0000ff", &[1.0, 4.0]), ("#ff0000", &[2.0, 3.0])]));
    assert_eq!(regrouped(PensBy::Width), named(&[("0.5 mm", &[1.0, 3.0]), ("0.3 mm", &[2.0, 4.0])]));
    assert_eq!(
        regrouped(PensBy::Group),
        named(&[("Group 2", &[1.0, 3.0]), ("No group", &[2.0]), ("Group 1", &[4.0])])
    );
}

fn drawing() -> Drawing {
    let layer = |name: &str, color, y| Layer {
        name: name.to_owned(),
        pen: Pen { color, width_mm: 0.3 },
        paths: vec![at(y)],
    };
    Drawing {
        page: Page { width_mm: 100.0, height_mm: 100.0 },
        layers: vec![layer("sky", BLUE, 1.0), layer("roof", RED, 2.0), layer("door", BLUE, 3.0)],
    }
}

/// Name, pen and prompt of each layer.
type Assigned = Vec<(String, u32, Option<String>)>;

fn assigned(map: &str, pause: bool) -> (Assigned, Vec<String>) {
    let mut drawing = drawing();
    let (setups, unused) = assign(&mut drawing, &map.parse().unwrap(), pause);
    assert!(setups.iter().all(|setup| setup.pause_before == setup.prompt.is_some()));
    let names = drawing.layers.iter().map(|layer| layer.name.clone());
    (names.zip(setups).map(|(name, setup)| (name, setup.pen, setup.prompt)).collect(), unused)
}

#[test]
fn without_a_map_layers_are_numbered() {
    let (layers, unused) = assigned("", false);
    let pens: Vec<_> =
        layers.iter().map(|(name, pen, prompt)| (name.as_str(), *pen, prompt.is_some())).collect();
    assert_eq!(pens, [("sky", 1, false), ("roof", 2, false), ("door", 3, false)]);
    assert!(unused.is_empty());
}

#[test]
fn a_map_names_layers_colours_and_widths_and_takes_each_pen_once() {
    let (layers, unused) = assigned("#0000FF = 2, roof=5, sea=7", true);
    let pens: Vec<_> = layers.iter().map(|(name, pen, _)| (name.as_str(), *pen)).collect();
    assert_eq!(pens, [("sky", 2), ("door", 2), ("roof", 5)]);
    assert_eq!(layers[1].2, None, "the same pen goes on");
    assert_eq!(layers[2].2.as_deref(), Some("Put in pen 5 (#ff0000, 0.3 mm) for roof"));
    assert_eq!(unused, ["sea"]);
    let (layers, _) = assigned("roof=1", false);
    let pens: Vec<_> = layers.iter().map(|(name, pen, _)| (name.as_str(), *pen)).collect();
    assert_eq!(pens, [("roof", 1), ("sky", 2), ("door", 3)]);
}

#[test]
fn what_is_no_map_is_refused_with_its_reason() {
    let refused = |text: &str| text.parse::<PenMap>().unwrap_err().to_string();
    assert_eq!(refused("red"), r##""red" is not a name and a pen, like #ff0000=1"##);
    assert_eq!(refused("red=x"), r##""red=x" is not a name and a pen, like #ff0000=1"##);
    assert_eq!(refused("red=0"), r#"pen 0 of "red" is out of range: at least 1 and at most 99"#);
    assert_eq!(refused("red=1,RED=2"), r#""RED" is named twice"#);
    assert_eq!("a=b=3".parse::<PenMap>().unwrap().pen("A=B"), Some(3));
}
