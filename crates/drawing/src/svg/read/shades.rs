//! What paint is worth in a mask.
//!
//! Luminance is SVG's: `0.2125·r + 0.7154·g + 0.0721·b` of the sRGB values.

use super::clip::Ink;
use super::curve;
use super::paint;
use crate::{Color, Path, Segment};
use kurbo::{Affine, Point, Rect, Vec2};
use usvg::{Paint, SpreadMethod, Stop};

/// A repeated gradient is followed over at most this many repeats to each side.
const MOST_REPEATS: f64 = 1000.0;

/// The worth of a paint over a shape.
pub(super) enum Shade {
    /// The same everywhere.
    Even(Ink),
    /// At least half in these bands (each to be filled by even-odd), less elsewhere.
    Bands(Vec<Vec<Path>>),
}

/// What a paint of this opacity is worth within `bounds` on the page. In a mask that goes `by_alpha`, only
/// opacity counts.
pub(super) fn of(paint: &Paint, by_alpha: bool, opacity: f64, to_mm: Affine, bounds: Rect) -> Shade {
    let worth = |color: Color| if by_alpha { 1.0 } else { luminance(color) };
    match paint {
        Paint::Color(color) => Shade::Even(Ink { level: worth(paint::of(*color)), opacity }),
        // Between its lines a pattern shows nothing, so as a whole it is worth less than its paint.
        Paint::Pattern(_) => Shade::Even(Ink { level: worth(paint::mean(paint)), opacity: opacity / 2.0 }),
        Paint::LinearGradient(gradient) => {
            let space = to_mm * curve::affine(gradient.transform());
            let from = Point::new(f64::from(gradient.x1()), f64::from(gradient.y1()));
            let to = Point::new(f64::from(gradient.x2()), f64::from(gradient.y2()));
            let Some(local) = local(space, bounds).filter(|_| from != to) else {
                return last(gradient.stops(), by_alpha, opacity);
            };
            let along = to - from;
            let offset = |point: Point| (point - from).dot(along) / along.hypot2();
            let offsets = corners(local).map(offset);
            let reach = local.width() + local.height();
            let light = light(gradient.stops(), by_alpha, opacity);
            let spans = spread(&light, gradient.spread_method(), offsets);
            let across = Vec2::new(-along.y, along.x) / along.hypot() * reach * 2.0;
            let middle = from + along * ((local.center() - from).dot(along) / along.hypot2());
            let shift = local.center() - middle;
            let band = |(start, end): (f64, f64)| {
                let (a, b) = (from + along * start + shift, from + along * end + shift);
                vec![ring(&[a - across, a + across, b + across, b - across]).transformed(space)]
            };
            Shade::Bands(spans.into_iter().map(band).collect())
        }
        Paint::RadialGradient(gradient) => {
            let space = to_mm * curve::affine(gradient.transform());
            let center = Point::new(f64::from(gradient.cx()), f64::from(gradient.cy()));
            let radius = f64::from(gradient.r().get());
            let Some(local) = local(space, bounds) else {
                return last(gradient.stops(), by_alpha, opacity);
            };
            let farthest =
                corners(local).map(|corner| (corner - center).hypot()).into_iter().fold(0.0, f64::max);
            let light = light(gradient.stops(), by_alpha, opacity);
            let spans = spread(&light, gradient.spread_method(), [0.0, 0.0, 0.0, farthest / radius]);
            let band = |(start, end): (f64, f64)| {
                let edges = [start, end].into_iter().filter(|offset| *offset > 0.0);
                edges.map(|offset| circle(center, offset * radius).transformed(space)).collect()
            };
            Shade::Bands(spans.into_iter().map(band).collect())
        }
    }
}

fn luminance(color: Color) -> f64 {
    let [r, g, b] = [color.r, color.g, color.b].map(|channel| f64::from(channel) / 255.0);
    0.2125 * r + 0.7154 * g + 0.0721 * b
}

/// A gradient without a direction or a space is all its last stop.
fn last(stops: &[Stop], by_alpha: bool, opacity: f64) -> Shade {
    let worth = stops.last().map_or(0.0, |stop| worth(stop, by_alpha, opacity));
    Shade::Even(Ink { level: worth, opacity: 1.0 })
}

fn worth(stop: &Stop, by_alpha: bool, opacity: f64) -> f64 {
    let level = if by_alpha { 1.0 } else { luminance(paint::of(stop.color())) };
    level * f64::from(stop.opacity().get()) * opacity
}

/// The box in the space of a gradient.
fn local(space: Affine, bounds: Rect) -> Option<Rect> {
    let back = space.inverse();
    let local = back.transform_rect_bbox(bounds);
    (space.determinant() != 0.0 && local.is_finite()).then_some(local)
}

fn corners(rect: Rect) -> [Point; 4] {
    let at = Point::new;
    [at(rect.x0, rect.y0), at(rect.x1, rect.y0), at(rect.x1, rect.y1), at(rect.x0, rect.y1)]
}

/// Where, from 0 to 1, a gradient is worth at least half; its ends go on to infinity.
fn light(stops: &[Stop], by_alpha: bool, opacity: f64) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = stops
        .iter()
        .map(|stop| (f64::from(stop.offset().get()), worth(stop, by_alpha, opacity) - 0.5))
        .collect();
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return Vec::new() };
    points.insert(0, (f64::NEG_INFINITY, first.1));
    points.push((f64::INFINITY, last.1));
    let mut spans = Vec::new();
    let mut begun = (first.1 >= 0.0).then_some(f64::NEG_INFINITY);
    for ends in points.windows(2) {
        let ((from, low), (to, high)) = (ends[0], ends[1]);
        if (low >= 0.0) != (high >= 0.0) {
            let at = from + (to - from) * low / (low - high);
            match begun.take() {
                Some(start) => spans.push((start, at)),
                None => begun = Some(at),
            }
        }
    }
    spans.extend(begun.map(|start| (start, f64::INFINITY)));
    spans
}

/// The spans of a gradient that is continued as it says, over the offsets that a shape reaches.
fn spread(light: &[(f64, f64)], method: SpreadMethod, offsets: [f64; 4]) -> Vec<(f64, f64)> {
    let low = offsets.into_iter().fold(f64::INFINITY, f64::min) - 1.0;
    let high = offsets.into_iter().fold(f64::NEG_INFINITY, f64::max) + 1.0;
    if method == SpreadMethod::Pad {
        return light
            .iter()
            .map(|&(from, to)| (from.max(low), to.min(high)))
            .filter(|it| it.0 < it.1)
            .collect();
    }
    let (first, last) = (low.floor().max(-MOST_REPEATS), high.ceil().min(MOST_REPEATS));
    let mut spans = Vec::new();
    let mut period = first;
    while period < last {
        let mirrored = method == SpreadMethod::Reflect && period.rem_euclid(2.0) == 1.0;
        for &(from, to) in light {
            let (from, to) = (from.max(0.0), to.min(1.0));
            let (from, to) = if mirrored { (1.0 - to, 1.0 - from) } else { (from, to) };
            if from < to {
                spans.push((period + from, period + to));
            }
        }
        period += 1.0;
    }
    spans
}

/// A rectangle as a ring.
pub(super) fn rectangle(rect: Rect) -> Path {
    ring(&corners(rect))
}

fn ring(corners: &[Point]) -> Path {
    let start = corners.first().copied().unwrap_or_default();
    let segments = corners.iter().skip(1).chain([&start]).map(|&to| Segment::Line { to }).collect();
    Path { start, segments }
}

fn circle(center: Point, radius: f64) -> Path {
    let half = |side: f64| Segment::Arc { to: center + Vec2::new(side * radius, 0.0), bulge: 1.0 };
    Path { start: center + Vec2::new(radius, 0.0), segments: vec![half(-1.0), half(1.0)] }
}
