//! Finds attributes whose numbers make no sense. usvg drops such an element, or the rest of its path,
//! without a word.

use std::str::FromStr;
use svgtypes::{Length, NumberListParser, PathParser, PathSegment, Transform, ViewBox};

/// Far beyond any page, far inside 32-bit floats.
const LARGEST: f64 = 1e9;

/// What is wrong with an attribute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// `bad-number`, `bad-path-data` or `bad-transform`.
    pub(super) kind: &'static str,
    /// Which attribute, what is wrong, what becomes of it.
    pub(super) message: String,
}

/// Checks one attribute of an SVG element.
pub(super) fn check(name: &str, value: &str) -> Option<Fault> {
    match name {
        "d" => check_path(value),
        "points" => check_points(value),
        "transform" => check_transform(value),
        "viewBox" => check_view_box(value),
        "x" | "y" | "dx" | "dy" | "width" | "height" | "r" | "cx" | "cy" | "rx" | "ry" | "x1" | "y1" | "x2"
        | "y2" | "stroke-width" => check_length(name, value),
        _ => None,
    }
}

fn check_length(name: &str, value: &str) -> Option<Fault> {
    let value = value.trim();
    if matches!(value, "auto" | "inherit") {
        return None;
    }
    // The positions of characters are lists.
    let parts = value.split([',', ' ', '\n', '\t']).filter(|part| !part.is_empty());
    let fine = parts.fold(!value.is_empty(), |fine, part| {
        fine && Length::from_str(part).is_ok_and(|length| is_usable(length.number))
    });
    (!fine).then(|| Fault {
        kind: "bad-number",
        message: format!("{name}=\"{}\" is not a usable number; the element is left out", shortened(value)),
    })
}

fn check_view_box(value: &str) -> Option<Fault> {
    let fine = ViewBox::from_str(value)
        .is_ok_and(|it| [it.x, it.y, it.w, it.h].into_iter().all(is_usable) && it.w > 0.0 && it.h > 0.0);
    (!fine).then(|| Fault {
        kind: "bad-number",
        message: format!("viewBox=\"{}\" is not a usable area; it is not applied", shortened(value)),
    })
}

fn check_transform(value: &str) -> Option<Fault> {
    let shown = shortened(value);
    match Transform::from_str(value) {
        Ok(it) if [it.a, it.b, it.c, it.d, it.e, it.f].into_iter().all(is_usable) => None,
        Ok(_) => Some(Fault {
            kind: "bad-number",
            message: format!("transform=\"{shown}\" is too large to be drawn; the element is left out"),
        }),
        Err(_) => Some(Fault {
            kind: if names_nan(value) { "bad-number" } else { "bad-transform" },
            message: format!("transform=\"{shown}\" could not be understood; it is not applied"),
        }),
    }
}

fn check_points(value: &str) -> Option<Fault> {
    let mut count = 0_usize;
    for number in NumberListParser::from(value) {
        if !number.is_ok_and(is_usable) {
            return Some(broken(value, "points", count / 2));
        }
        count += 1;
    }
    (count % 2 == 1).then(|| Fault {
        kind: "bad-path-data",
        message: "points has an x without its y at the end; it is left out".to_owned(),
    })
}

fn check_path(value: &str) -> Option<Fault> {
    if value.trim() == "none" {
        return None;
    }
    for (index, segment) in PathParser::from(value).enumerate() {
        let fine = match segment {
            Ok(segment) => is_usable_segment(&segment),
            Err(_) => false,
        };
        if !fine {
            return Some(broken(value, "d", index));
        }
    }
    None
}

fn broken(value: &str, attribute: &str, fine: usize) -> Fault {
    let size = if names_nan(value) { "holds something that is not a number" } else { "could not be understood" };
    let kind = if names_nan(value) || holds_huge(value) { "bad-number" } else { "bad-path-data" };
    Fault { kind, message: format!("{attribute} {size}; it is drawn up to there ({fine} points or commands)") }
}

fn is_usable_segment(segment: &PathSegment) -> bool {
    let all = |numbers: &[f64]| numbers.iter().all(|&number| is_usable(number));
    match *segment {
        PathSegment::MoveTo { x, y, .. }
        | PathSegment::LineTo { x, y, .. }
        | PathSegment::SmoothQuadratic { x, y, .. } => all(&[x, y]),
        PathSegment::HorizontalLineTo { x, .. } => is_usable(x),
        PathSegment::VerticalLineTo { y, .. } => is_usable(y),
        PathSegment::CurveTo { x1, y1, x2, y2, x, y, .. } => all(&[x1, y1, x2, y2, x, y]),
        PathSegment::SmoothCurveTo { x2, y2, x, y, .. } => all(&[x2, y2, x, y]),
        PathSegment::Quadratic { x1, y1, x, y, .. } => all(&[x1, y1, x, y]),
        PathSegment::EllipticalArc { rx, ry, x_axis_rotation, x, y, .. } => all(&[rx, ry, x_axis_rotation, x, y]),
        PathSegment::ClosePath { .. } => true,
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
    if value.chars().count() <= 40 { value.to_owned() } else { value.chars().take(40).chain(['…']).collect() }
}
