//! Text along a path.

use super::TextStyle;
use super::hand::Hand;
use super::line::Compositor;
use super::remarks::{Remark, Tally};
use super::setting::{Line, Setting};
use crate::Path;
use crate::lettering::Typeface;
use kurbo::{Affine, Point};

/// The path is followed within this many mm.
const FLAT_MM: f64 = 0.01;

/// Sets a text with its baseline on a path, beginning `start_mm` along it. The middle of each letter stands on
/// the path, square to it. Letters that have no room are left out and counted in a remark; line feeds are
/// spaces.
#[must_use]
pub fn along(typeface: &Typeface, text: &str, style: &TextStyle, path: &Path, start_mm: f64) -> Setting {
    let compositor = Compositor::new(typeface, style);
    let row = compositor.row(&compositor.letters(&text.replace(['\r', '\n', '\t'], " ")));
    let hand = Hand::new(style);
    let mut points = Vec::new();
    path.flatten(FLAT_MM, &mut points);
    let way = Way::new(&points);
    let mut setting =
        Setting { width_mm: row.inked_mm(style), height_mm: style.cap_height_mm, ..Setting::default() };
    let (mut tally, mut missed) = (Tally::default(), 0);
    for (at, (letter, x)) in row.letters.iter().enumerate() {
        let half = letter.glyph.advance_em * compositor.em_mm / 2.0;
        let Some((point, angle)) = way.at(start_mm + x + half) else {
            missed += u32::from(!letter.character.is_whitespace());
            continue;
        };
        tally.count(letter);
        let place = Affine::translate(point.to_vec2())
            * Affine::rotate(angle)
            * Affine::translate((-half, 0.0))
            * Affine::scale(compositor.em_mm)
            * hand.stray(0, at);
        setting.strokes.extend(letter.glyph.strokes.iter().map(|stroke| stroke.transformed(place)));
    }
    setting.lines.push(Line {
        text: row.text(),
        left_mm: start_mm,
        width_mm: setting.width_mm,
        baseline_mm: 0.0,
    });
    setting.remarks = tally.into_remarks();
    if missed > 0 {
        setting.remarks.push(Remark::PathTooShort(missed));
    }
    setting
}

/// A polyline with the length to each of its points.
struct Way<'a> {
    points: &'a [Point],
    lengths: Vec<f64>,
}

impl<'a> Way<'a> {
    fn new(points: &'a [Point]) -> Self {
        let mut so_far = 0.0;
        let steps = points.windows(2).map(|pair| {
            so_far += pair[0].distance(pair[1]);
            so_far
        });
        Self { points, lengths: std::iter::once(0.0).chain(steps).collect() }
    }

    /// The place at a length, and the direction there in radians.
    fn at(&self, length: f64) -> Option<(Point, f64)> {
        if !(0.0..=*self.lengths.last()?).contains(&length) || self.points.len() < 2 {
            return None;
        }
        let next = self.lengths.partition_point(|&so_far| so_far < length).clamp(1, self.points.len() - 1);
        let (from, to) = (self.points[next - 1], self.points[next]);
        let piece = self.lengths[next] - self.lengths[next - 1];
        let share = if piece > 0.0 { (length - self.lengths[next - 1]) / piece } else { 0.0 };
        Some((from.lerp(to, share), (to - from).atan2()))
    }
}
