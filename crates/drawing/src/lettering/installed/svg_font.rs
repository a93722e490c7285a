//! SVG 1.1 fonts: `<glyph unicode d horiz-adv-x>` with y up, and `<hkern>`.

use super::{FontError, MOST_GLYPHS, MOST_PAIRS, MOST_SEGMENTS, Raw, turned_down};
use crate::lettering::Glyph;
use crate::{Path, Segment};
use kurbo::{CubicBez, Point, QuadBez};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::HashMap;
use svgtypes::{SimplePathSegment, SimplifyingPathParser};

/// Elements of the file.
const MOST_NODES: u32 = 500_000;

pub(super) fn read(text: &str) -> Result<Raw, FontError> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document =
        Document::parse_with_options(text, options).map_err(|error| FontError::Broken(error.to_string()))?;
    let font = document.descendants().find(|node| node.has_tag_name_any("font")).ok_or(FontError::Unknown)?;
    let face = font.children().find(|node| node.has_tag_name_any("font-face"));
    let of_face = |name: &str| face.and_then(|face| number(face, name));
    let usual_advance = number(font, "horiz-adv-x").unwrap_or(0.0);
    let mut raw = Raw {
        name: face
            .and_then(|face| face.attribute("font-family"))
            .map(|name| name.chars().take(100).collect()),
        cap_height: of_face("cap-height"),
        em: of_face("units-per-em").filter(|em| *em > 0.0).unwrap_or(1000.0),
        ..Raw::default()
    };
    let mut by_name: HashMap<&str, char> = HashMap::new();
    for node in font.children().filter(|node| node.has_tag_name_any("glyph")).take(MOST_GLYPHS) {
        let Some(character) = node.attribute("unicode").and_then(single) else { continue };
        if let Some(name) = node.attribute("glyph-name") {
            by_name.insert(name, character);
        }
        let advance = number(node, "horiz-adv-x").unwrap_or(usual_advance);
        let strokes = node.attribute("d").map(strokes).unwrap_or_default();
        raw.glyphs.entry(character).or_insert_with(|| Glyph::of(turned_down(strokes), advance));
    }
    for node in font.children().filter(|node| node.has_tag_name_any("hkern")) {
        let side = |unicode: &str, names: &str| -> Vec<char> {
            let characters = node.attribute(unicode).unwrap_or_default().split(',').filter_map(single);
            let named = node.attribute(names).unwrap_or_default().split(',');
            characters.chain(named.filter_map(|name| by_name.get(name.trim()).copied())).collect()
        };
        let (left, right) = (side("u1", "g1"), side("u2", "g2"));
        let Some(step) = number(node, "k") else { continue };
        for (left, right) in left.iter().flat_map(|left| right.iter().map(move |right| (*left, *right))) {
            if raw.kerning.len() < MOST_PAIRS {
                raw.kerning.insert((left, right), -step);
            }
        }
    }
    Ok(raw)
}

/// Files write the namespace, or leave it out.
trait AnyNamespace {
    fn has_tag_name_any(&self, name: &str) -> bool;
}

impl AnyNamespace for Node<'_, '_> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn number(node: Node<'_, '_>, name: &str) -> Option<f64> {
    node.attribute(name)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A ligature has several characters, which no letter here has.
fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// What comes before a fault in the data is kept.
fn strokes(data: &str) -> Vec<Path> {
    let mut strokes: Vec<Path> = Vec::new();
    let point = |x: f64, y: f64| Point::new(x, y);
    for segment in SimplifyingPathParser::from(data).take(MOST_SEGMENTS).map_while(Result::ok) {
        let at = strokes.last().map_or(Point::ORIGIN, Path::end);
        let next = match segment {
            SimplePathSegment::MoveTo { x, y } => {
                strokes.push(Path { start: point(x, y), segments: Vec::new() });
                continue;
            }
            SimplePathSegment::LineTo { x, y } => Segment::Line { to: point(x, y) },
            SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => {
                Segment::Cubic { c1: point(x1, y1), c2: point(x2, y2), to: point(x, y) }
            }
            SimplePathSegment::Quadratic { x1, y1, x, y } => {
                let CubicBez { p1, p2, p3, .. } = QuadBez::new(at, point(x1, y1), point(x, y)).raise();
                Segment::Cubic { c1: p1, c2: p2, to: p3 }
            }
            SimplePathSegment::ClosePath => match strokes.last() {
                Some(last) if last.end() != last.start => Segment::Line { to: last.start },
                _ => continue,
            },
        };
        if let Some(last) = strokes.last_mut() {
            last.segments.push(next);
        }
    }
    // A move that nothing follows draws nothing.
    strokes.retain(|stroke| !stroke.segments.is_empty());
    strokes
}
