//! Puts a drawing on a sheet: which paper, which way round, how large, and where.

mod paper;

pub use paper::{PAPERS, Paper};

use crate::crop::shrunk;
use kurbo::{Affine, Point, Rect, Vec2};
use penstock_drawing::{Drawing, Page, Path, Segment};

/// How the long side of the sheet lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Orientation {
    /// As the drawing's own sheet.
    #[default]
    AsDrawing,
    /// Upright.
    Portrait,
    /// Lying.
    Landscape,
}

/// How large the drawing becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Fit {
    /// As it is.
    #[default]
    Keep,
    /// Smaller if it does not fit between the margins.
    Shrink,
    /// As large as fits between the margins.
    Fit,
    /// As small as fills the space between the margins; what hangs over is for [`crate::crop`].
    Fill,
}

/// Where the drawing lies between the margins, as shares of the free space: 0 left or top, 1 right or
/// bottom.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Align {
    /// Across.
    pub across: f64,
    /// Down.
    pub down: f64,
}

impl Align {
    /// In the middle.
    pub const CENTER: Self = Self { across: 0.5, down: 0.5 };
}

/// What to do.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Layout {
    /// Size of the new sheet in mm, either way round; none keeps the drawing's.
    pub paper_mm: Option<(f64, f64)>,
    /// How the sheet lies.
    pub orientation: Orientation,
    /// How large the drawing becomes.
    pub fit: Fit,
    /// Free border of the sheet in mm.
    pub margin_mm: f64,
    /// By how much the drawing is turned, in degrees clockwise. By 90° or 270° the drawing's own sheet is
    /// turned with it.
    pub rotate_deg: f64,
    /// Where the lines lie. None leaves them where they are on their sheet, and puts the middle of the old
    /// sheet on the middle of a new one; a drawing that is made to fit then lies in the middle.
    pub align: Option<Align>,
}

/// Lays a drawing out. Only turns, scales and moves: arcs stay arcs, pens keep their width.
pub fn lay_out(drawing: &mut Drawing, layout: &Layout) {
    let turned = drawing.bounds().map(|_| turn(drawing, layout.rotate_deg));
    let page = sheet(turned.unwrap_or(drawing.page), layout);
    let old = std::mem::replace(&mut drawing.page, page);
    let sheet = Rect::new(0.0, 0.0, page.width_mm, page.height_mm);
    let space = shrunk(sheet, layout.margin_mm.max(0.0));
    let Some(ink) = drawing.bounds() else { return };
    let scale = scale(ink, space, layout.fit);
    let align = match (layout.align, layout.fit) {
        (Some(align), _) => Some(align),
        (None, Fit::Fit | Fit::Fill) => Some(Align::CENTER),
        (None, Fit::Shrink) => (scale < 1.0).then_some(Align::CENTER),
        (None, Fit::Keep) => None,
    };
    let shift = match align {
        Some(align) => {
            let free = Vec2::new(space.width() - scale * ink.width(), space.height() - scale * ink.height());
            space.origin() + Vec2::new(free.x * align.across, free.y * align.down)
                - (ink.origin().to_vec2() * scale).to_point()
        }
        None => {
            let before = turned.unwrap_or(old);
            sheet.center() - Point::new(before.width_mm / 2.0, before.height_mm / 2.0)
        }
    };
    transform(drawing, Affine::translate(shift) * Affine::scale(scale));
}

/// Turns the lines around the middle of the sheet, and the sheet with them by quarters; the sheet that
/// they are then on.
fn turn(drawing: &mut Drawing, rotate_deg: f64) -> Page {
    let page = drawing.page;
    let quarter = (rotate_deg / 90.0).round();
    let is_quarter = (rotate_deg - 90.0 * quarter).abs() < 1e-9;
    if is_quarter && quarter.rem_euclid(4.0) == 0.0 {
        return page;
    }
    let turned = if is_quarter && quarter.rem_euclid(2.0) == 1.0 {
        Page { width_mm: page.height_mm, height_mm: page.width_mm }
    } else {
        page
    };
    let middle = |page: Page| Vec2::new(page.width_mm / 2.0, page.height_mm / 2.0);
    let rotate = match (is_quarter, quarter.rem_euclid(4.0) as u8) {
        // To the digit, so that level lines stay level.
        (true, 1) => Affine::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        (true, 2) => Affine::new([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        (true, 3) => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        _ => Affine::rotate(rotate_deg.to_radians()),
    };
    transform(drawing, Affine::translate(middle(turned)) * rotate * Affine::translate(-middle(page)));
    turned
}

fn sheet(own: Page, layout: &Layout) -> Page {
    let (width_mm, height_mm) = layout.paper_mm.unwrap_or((own.width_mm, own.height_mm));
    let lying = match layout.orientation {
        Orientation::AsDrawing if layout.paper_mm.is_none() => return own,
        Orientation::AsDrawing => own.width_mm > own.height_mm,
        Orientation::Portrait => false,
        Orientation::Landscape => true,
    };
    let (short, long) = (width_mm.min(height_mm), width_mm.max(height_mm));
    let (width_mm, height_mm) = if lying { (long, short) } else { (short, long) };
    Page { width_mm, height_mm }
}

fn scale(ink: Rect, space: Rect, fit: Fit) -> f64 {
    // A drawing that is a line has no height to fit; a dot has nothing.
    let shares = [(space.width(), ink.width()), (space.height(), ink.height())]
        .map(|(space, ink)| if ink > 0.0 { space / ink } else { f64::INFINITY });
    let least = shares[0].min(shares[1]);
    let most = shares.into_iter().filter(|share| share.is_finite()).fold(0.0, f64::max);
    let scale = match fit {
        Fit::Keep => 1.0,
        Fit::Shrink => least.min(1.0),
        Fit::Fit => least,
        Fit::Fill => most,
    };
    if scale.is_finite() && scale > 0.0 { scale } else { 1.0 }
}

/// Moves every point; the map must turn, scale evenly and move, and not mirror, for arcs to stay right.
fn transform(drawing: &mut Drawing, map: Affine) {
    if map == Affine::IDENTITY {
        return;
    }
    for Path { start, segments } in drawing.layers.iter_mut().flat_map(|layer| &mut layer.paths) {
        *start = map * *start;
        for segment in segments {
            match segment {
                Segment::Line { to } | Segment::Arc { to, .. } => *to = map * *to,
                Segment::Cubic { c1, c2, to } => (*c1, *c2, *to) = (map * *c1, map * *c2, map * *to),
            }
        }
    }
}

#[cfg(test)]
mod tests;
