//! Finds attributes whose numbers make no sense, and says how to make them harmless. usvg drops such an
//! element, or the rest of its path, without a word; and an arc of radius 1e38 keeps it busy for hours.

use std::fmt::Write;
use std::str::FromStr;
use svgtypes::{Length, NumberListParser, PathParser, PathSegment, Transform, ViewBox};

/// In pixels: 2.6 km. usvg multiplies up to five such numbers, and that has to fit into 32-bit floats.
const LARGEST: f64 = 1e7;
/// A view box smaller than this is a fault, not a drawing.
const SMALLEST_VIEW: f64 = 1e-6;

/// What is wrong with an attribute.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Fault {
    /// `bad-number`, `bad-path-data` or `bad-transform`.
    pub(super) kind: &'static str,
    /// Which attribute, what is wrong, what becomes of it.
    pub(super) message: String,
    pub(super) cure: Cure,
}

/// What usvg is to see instead.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Cure {
    /// Nothing of the element.
    LeaveOut,
    /// Another value.
    Value(String),
}

/// Checks one attribute of an SVG element.
pub(super) fn check(name: &str, value: &str) -> Option<Fault> {
    match name {
        "d" => check_path(value),
        "points" => check_points(value),
        "transform" => check_transform(value),
        "viewBox" => check_view_box(value),
        "x" | "y" | "dx" | "dy" | "width" | "height" | "r" | "cx" | "cy" | "rx" | "ry" | "x1" | "y1"
        | "x2" | "y2" | "refX" | "refY" | "markerWidth" | "markerHeight" | "textLength" => {
            check_length(name, value)
        }
        "stroke-width" | "stroke-dashoffset" => check_line(name, value),
        _ => None,
    }
}

fn is_length(value: &str) -> bool {
    // The positions of characters are lists.
    let mut parts = value.split([',', ' ', '\n', '\t']).filter(|part| !part.is_empty());
    let keywords = ["auto", "inherit", "left", "center", "right", "top", "bottom"];
    keywords.contains(&value)
        || (!value.is_empty()
            && parts.all(|part| Length::from_str(part).is_ok_and(|length| is_usable(length.number))))
}

fn check_length(name: &str, value: &str) -> Option<Fault> {
    (!is_length(value.trim())).then(|| Fault {
        kind: "bad-number",
        message: format!("{name}=\"{}\" is not a usable number; the element is left out", shortened(value)),
        cure: Cure::LeaveOut,
    })
}

fn check_line(name: &str, value: &str) -> Option<Fault> {
    let usual = if name == "stroke-width" { "1" } else { "0" };
    (!is_length(value.trim())).then(|| Fault {
        kind: "bad-number",
        message: format!("{name}=\"{}\" is not a usable number; it is taken as {usual}", shortened(value)),
        cure: Cure::Value(usual.to_owned()),
    })
}

fn check_view_box(value: &str) -> Option<Fault> {
    let fine = ViewBox::from_str(value).is_ok_and(|it| {
        [it.x, it.y, it.w, it.h].into_iter().all(is_usable) && it.w >= SMALLEST_VIEW && it.h >= SMALLEST_VIEW
    });
    (!fine).then(|| Fault {
        kind: "bad-number",
        message: format!("viewBox=\"{}\" is not a usable area; it is not applied", shortened(value)),
        cure: Cure::Value(String::new()),
    })
}

fn check_transform(value: &str) -> Option<Fault> {
    let shown = shortened(value);
    match Transform::from_str(value) {
        Ok(it) if [it.a, it.b, it.c, it.d, it.e, it.f].into_iter().all(is_usable) => None,
        Ok(_) => Some(Fault {
            kind: "bad-number",
            message: format!("transform=\"{shown}\" is too large to be drawn; the element is left out"),
            cure: Cure::LeaveOut,
        }),
        Err(_) => Some(Fault {
            kind: if names_nan(value) { "bad-number" } else { "bad-transform" },
            message: format!("transform=\"{shown}\" could not be understood; it is not applied"),
            cure: Cure::Value(String::new()),
        }),
    }
}

fn check_points(value: &str) -> Option<Fault> {
    let mut good = Vec::new();
    for number in NumberListParser::from(value) {
        match number {
            Ok(number) if is_usable(number) => good.push(number),
            _ => {
                good.truncate(good.len() / 2 * 2);
                let text = good.iter().fold(String::new(), |text, number| text + &number.to_string() + " ");
                return Some(broken("points", value, good.len() / 2, text));
            }
        }
    }
    (good.len() % 2 == 1).then(|| Fault {
        kind: "bad-path-data",
        message: "points has an x without its y at the end; it is left out".to_owned(),
        cure: Cure::Value(value.to_owned()),
    })
}

fn check_path(value: &str) -> Option<Fault> {
    if value.trim() == "none" {
        return None;
    }
    let fine = |segment: Result<PathSegment, _>| segment.ok().filter(is_usable_segment);
    if PathParser::from(value).all(|segment| fine(segment).is_some()) {
        return None;
    }
    let good: Vec<_> = PathParser::from(value).map_while(fine).collect();
    let text = good.iter().fold(String::new(), |mut text, segment| {
        push(segment, &mut text);
        text
    });
    Some(broken("d", value, good.len(), text))
}

fn broken(attribute: &str, value: &str, fine: usize, good: String) -> Fault {
    let (kind, what) = if names_nan(value) {
        ("bad-number", "holds something that is not a number")
    } else if holds_huge(value) {
        ("bad-number", "holds a number that is too large")
    } else {
        ("bad-path-data", "could not be understood to its end")
    };
    let unit = if attribute == "d" { "commands" } else { "points" };
    Fault {
        kind,
        message: format!("{attribute} {what}; it is drawn up to there ({fine} {unit})"),
        cure: Cure::Value(good),
    }
}

fn numbers(segment: &PathSegment) -> ([f64; 6], usize) {
    match *segment {
        PathSegment::MoveTo { x, y, .. }
        | PathSegment::LineTo { x, y, .. }
        | PathSegment::SmoothQuadratic { x, y, .. } => ([x, y, 0.0, 0.0, 0.0, 0.0], 2),
        PathSegment::HorizontalLineTo { x: only, .. } | PathSegment::VerticalLineTo { y: only, .. } => {
            ([only, 0.0, 0.0, 0.0, 0.0, 0.0], 1)
        }
        PathSegment::CurveTo { x1, y1, x2, y2, x, y, .. } => ([x1, y1, x2, y2, x, y], 6),
        PathSegment::SmoothCurveTo { x2: x1, y2: y1, x, y, .. }
        | PathSegment::Quadratic { x1, y1, x, y, .. } => ([x1, y1, x, y, 0.0, 0.0], 4),
        PathSegment::EllipticalArc { rx, ry, x_axis_rotation, x, y, .. } => {
            ([rx, ry, x_axis_rotation, x, y, 0.0], 5)
        }
        PathSegment::ClosePath { .. } => ([0.0; 6], 0),
    }
}

fn is_usable_segment(segment: &PathSegment) -> bool {
    let (numbers, count) = numbers(segment);
    numbers[..count].iter().all(|&number| is_usable(number))
}

/// Writes a segment as it was, to the digit.
fn push(segment: &PathSegment, out: &mut String) {
    let command = char::from(segment.command());
    out.push(if segment.is_abs() { command.to_ascii_uppercase() } else { command.to_ascii_lowercase() });
    let (numbers, count) = numbers(segment);
    for (index, number) in numbers[..count].iter().enumerate() {
        if let (PathSegment::EllipticalArc { large_arc, sweep, .. }, 3) = (segment, index) {
            let _infallible = write!(out, "{} {} ", u8::from(*large_arc), u8::from(*sweep));
        }
        let _infallible = write!(out, "{number} ");
    }
}

fn is_usable(number: f64) -> bool {
    number.abs() <= LARGEST
}

fn names_nan(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    lower.contains("nan") || lower.contains("inf")
}

fn holds_huge(value: &str) -> bool {
    value
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-')))
        .any(|word| word.parse::<f64>().is_ok_and(|number| !is_usable(number)))
}

fn shortened(value: &str) -> String {
    if value.chars().count() <= 40 {
        value.to_owned()
    } else {
        value.chars().take(40).chain(['…']).collect()
    }
}
