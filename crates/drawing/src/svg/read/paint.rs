//! One colour for what is painted with many.

use crate::Color;
use usvg::{Group, Node, Paint, Stop};

/// The colour itself, the mean over a gradient from its first to its last stop, or the first colour that a
/// pattern draws with.
pub(super) fn mean(paint: &Paint) -> Color {
    match paint {
        Paint::Color(color) => of(*color),
        Paint::LinearGradient(gradient) => mean_of(gradient.stops()),
        Paint::RadialGradient(gradient) => mean_of(gradient.stops()),
        Paint::Pattern(pattern) => first_in(pattern.root()).unwrap_or(Color::BLACK),
    }
}

/// Nothing shows through, as far as the paint itself says.
pub(super) fn is_opaque(paint: &Paint, opaque: f32) -> bool {
    let all = |stops: &[Stop]| stops.iter().all(|stop| stop.opacity().get() >= opaque);
    match paint {
        Paint::Color(_) => true,
        Paint::LinearGradient(gradient) => all(gradient.stops()),
        Paint::RadialGradient(gradient) => all(gradient.stops()),
        Paint::Pattern(_) => false,
    }
}

pub(super) fn of(color: usvg::Color) -> Color {
    Color { r: color.red, g: color.green, b: color.blue }
}

/// Weighted by how much of the way from 0 to 1 a colour takes, and by its opacity: the integral of the
/// piecewise linear gradient, whose ends are continued.
fn mean_of(stops: &[Stop]) -> Color {
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return Color::BLACK };
    let mut sums = [0.0; 4];
    let mut add = |stop: &Stop, share: f64| {
        let opacity = f64::from(stop.opacity().get());
        let color = stop.color();
        for (sum, channel) in sums.iter_mut().zip([color.red, color.green, color.blue]) {
            *sum += f64::from(channel) * opacity * share;
        }
        sums[3] += opacity * share;
    };
    add(first, f64::from(first.offset().get()));
    for ends in stops.windows(2) {
        let half = f64::from(ends[1].offset().get() - ends[0].offset().get()) / 2.0;
        add(&ends[0], half);
        add(&ends[1], half);
    }
    add(last, 1.0 - f64::from(last.offset().get()));
    if sums[3] <= 0.0 {
        return of(first.color());
    }
    let [r, g, b] = [0, 1, 2].map(|channel| (sums[channel] / sums[3]).round() as u8);
    Color { r, g, b }
}

fn first_in(group: &Group) -> Option<Color> {
    group.children().iter().find_map(|node| match node {
        Node::Group(group) => first_in(group),
        Node::Path(path) => {
            let paint = path.stroke().map(usvg::Stroke::paint).or_else(|| path.fill().map(usvg::Fill::paint));
            match paint {
                Some(Paint::Pattern(_)) | None => None,
                Some(paint) => Some(mean(paint)),
            }
        }
        Node::Text(text) => first_in(text.flattened()),
        Node::Image(_) => None,
    })
}
