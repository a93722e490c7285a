//! TrueType and OpenType with open lines.
//!
//! The format closes every contour, so programs that write single-line fonts leave the closing edge to the
//! reader, who drops it. Others draw each line there and back; such a contour is halved. A font of ordinary
//! outlines is told by its straight letters, which enclose an area: there every contour stays closed, and a
//! pen draws outlines.

use super::{FontError, MOST_GLYPHS, Raw, turned_down};
use crate::lettering::Glyph;
use crate::{Path, Segment};
use kurbo::{CubicBez, Point, QuadBez};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// It begins as such a file does.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    matches!(bytes.get(..4), Some([0, 1, 0, 0] | b"OTTO" | b"true" | b"ttcf"))
}

pub(super) fn read(bytes: &[u8]) -> Result<Raw, FontError> {
    let font = FontRef::from_index(bytes, 0).map_err(|error| FontError::Broken(error.to_string()))?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let outlines = font.outline_glyphs();
    let name = font.localized_strings(StringId::FAMILY_NAME).english_or_first();
    let mut raw = Raw {
        name: name.map(|name| name.chars().take(100).collect()),
        cap_height: metrics.cap_height.map(f64::from),
        em: f64::from(metrics.units_per_em),
        ..Raw::default()
    };
    let keeps_closed = is_of_outlines(&font, &outlines);
    for (code, id) in font.charmap().mappings().take(MOST_GLYPHS) {
        let Some(character) = char::from_u32(code) else { continue };
        let Some(contours) = contours(&outlines, id) else { continue };
        let advance = f64::from(advances.advance_width(id).unwrap_or(0.0));
        let strokes = contours.into_iter().map(|contour| contour.into_path(keeps_closed));
        raw.glyphs.insert(character, Glyph::of(turned_down(strokes.collect()), advance));
    }
    Ok(raw)
}

/// One line of a letter, y up, without its closing edge.
struct Contour {
    path: Path,
}

impl Contour {
    fn into_path(mut self, keeps_closed: bool) -> Path {
        if keeps_closed {
            if self.path.end() != self.path.start {
                self.path.segments.push(Segment::Line { to: self.path.start });
            }
            return self.path;
        }
        halved(self.path)
    }

    /// Twice the area that it encloses with its closing edge, by its points alone.
    fn doubled_area(&self) -> f64 {
        let points: Vec<Point> =
            std::iter::once(self.path.start).chain(self.path.segments.iter().map(Segment::to)).collect();
        let next = points.iter().cycle().skip(1);
        points.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>().abs()
    }
}

/// Drops the way back of a line that is drawn there and back.
pub(super) fn halved(path: Path) -> Path {
    let mut whole = path.clone();
    if whole.end() != whole.start {
        // The last piece of the way back may be the closing edge.
        whole.segments.push(Segment::Line { to: whole.start });
    }
    let count = whole.segments.len();
    if count.is_multiple_of(2) && whole.reversed().segments == whole.segments {
        whole.segments.truncate(count / 2);
        return whole;
    }
    path
}

fn contours(outlines: &OutlineGlyphCollection<'_>, id: GlyphId) -> Option<Vec<Contour>> {
    let Some(outline) = outlines.get(id) else { return Some(Vec::new()) };
    let mut pen = Pen::default();
    // A letter that cannot be drawn costs only itself.
    outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).ok()?;
    Some(pen.contours)
}

/// Letters of straight lines enclose nothing in a font of lines.
fn is_of_outlines(font: &FontRef<'_>, outlines: &OutlineGlyphCollection<'_>) -> bool {
    let charmap = font.charmap();
    let letters = ['I', 'H', 'T', 'X', 'l', '|', '-'];
    let solid = letters.into_iter().filter_map(|letter| contours(outlines, charmap.map(letter)?));
    let solid = solid.filter(|contours| {
        contours.iter().any(|contour| {
            let Some(ink) = contour.path.bounds() else { return false };
            contour.doubled_area() / 2.0 > 0.1 * ink.width() * ink.height()
                && ink.width() * ink.height() > 0.0
        })
    });
    solid.count() >= 3
}

#[derive(Default)]
struct Pen {
    contours: Vec<Contour>,
}

impl Pen {
    fn add(&mut self, segment: Segment) {
        if let Some(contour) = self.contours.last_mut() {
            contour.path.segments.push(segment);
        }
    }

    fn at(&self) -> Point {
        self.contours.last().map_or(Point::ORIGIN, |contour| contour.path.end())
    }
}

fn point(x: f32, y: f32) -> Point {
    Point::new(f64::from(x), f64::from(y))
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.contours.push(Contour { path: Path { start: point(x, y), segments: Vec::new() } });
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add(Segment::Line { to: point(x, y) });
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let CubicBez { p1, p2, p3, .. } = QuadBez::new(self.at(), point(cx0, cy0), point(x, y)).raise();
        self.add(Segment::Cubic { c1: p1, c2: p2, to: p3 });
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.add(Segment::Cubic { c1: point(cx0, cy0), c2: point(cx1, cy1), to: point(x, y) });
    }

    fn close(&mut self) {}
}
