//! Closed outlines of the ink, to a fraction of a pixel.
//!
//! Between a pixel of ink and its neighbour of paper the outline runs where the grey values, taken as a
//! slope, cross the threshold (marching squares, after Lorensen and Cline 1987). Beyond its edges the
//! picture counts as paper, so every outline is closed. On pixels that are covered by shares, as any
//! renderer and camera makes them, the error is below a tenth of a pixel.

use super::Grey;
use kurbo::{Point, Vec2};

/// More points than this are a photograph of gravel, not a drawing.
const MOST_POINTS: usize = 12_000_000;

/// One closed line around ink, or around a hole in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Outline {
    /// Its points in pixels, about one for each pixel of its length; the last one is joined to the first.
    pub points: Vec<Point>,
    /// What it encloses in square pixels; negative for a hole.
    pub area_px2: f64,
}

impl Outline {
    /// It is the edge of a hole.
    #[must_use]
    pub fn is_hole(&self) -> bool {
        self.area_px2 < 0.0
    }
}

/// Why no lines were found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TraceError {
    /// Whoever was asked whether to go on said no.
    #[error("stopped on request")]
    Stopped,
    /// More lines than anybody could want.
    #[error("the picture has too much detail to be traced")]
    TooDetailed,
}

/// All outlines of what is darker than `threshold` (lightness from 0 to 1), in the order of their uppermost
/// left crossing, and how many were left out because they enclose less than `least_px2`.
///
/// # Errors
/// [`TraceError::Stopped`] when `goes_on`, which hears how much is done from 0 to 1, says no;
/// [`TraceError::TooDetailed`] for more than 12 million points.
pub fn outlines(
    grey: &Grey,
    threshold: f64,
    least_px2: f64,
    goes_on: &mut dyn FnMut(f64) -> bool,
) -> Result<(Vec<Outline>, u64), TraceError> {
    let field = Field { grey, limit: threshold.clamp(0.0, 1.0) * f64::from(Grey::WHITE) };
    let (width, height) = (grey.width() as isize, grey.height() as isize);
    // Crossings from paper on the left to ink on the right: every outline goes up through one at least.
    let mut seen = vec![false; (width + 1) as usize * height as usize];
    let place = |at: Pixel| (at.row * (width + 1) + at.column + 1) as usize;
    let (mut found, mut specks, mut points) = (Vec::new(), 0, 0);
    for row in 0..height {
        if row % 64 == 0 && !goes_on(row as f64 / height as f64) {
            return Err(TraceError::Stopped);
        }
        for column in -1..width {
            let start = Pixel { column, row };
            let is_edge = !field.is_ink(start) && field.is_ink(start.step(Way::Right));
            if !is_edge || seen[place(start)] {
                continue;
            }
            let outline = field.follow(start, |at| seen[place(at)] = true);
            if outline.area_px2.abs() < least_px2 {
                specks += 1;
                continue;
            }
            points += outline.points.len();
            if points > MOST_POINTS {
                return Err(TraceError::TooDetailed);
            }
            found.push(outline);
        }
    }
    Ok((found, specks))
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Pixel {
    column: isize,
    row: isize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Right,
    Down,
    Left,
}

impl Way {
    fn right(self) -> Self {
        match self {
            Self::Up => Self::Right,
            Self::Right => Self::Down,
            Self::Down => Self::Left,
            Self::Left => Self::Up,
        }
    }

    fn left(self) -> Self {
        self.right().right().right()
    }
}

impl Pixel {
    fn step(self, way: Way) -> Self {
        let (across, down) = match way {
            Way::Up => (0, -1),
            Way::Right => (1, 0),
            Way::Down => (0, 1),
            Way::Left => (-1, 0),
        };
        Self { column: self.column + across, row: self.row + down }
    }

    fn middle(self) -> Point {
        Point::new(self.column as f64 + 0.5, self.row as f64 + 0.5)
    }
}

struct Field<'a> {
    grey: &'a Grey,
    limit: f64,
}

impl Field<'_> {
    fn value(&self, at: Pixel) -> f64 {
        f64::from(self.grey.pixel(at.column, at.row))
    }

    fn is_ink(&self, at: Pixel) -> bool {
        self.value(at) < self.limit
    }

    /// Where the slope between paper and ink crosses the threshold.
    fn crossing(&self, paper: Pixel, ink: Pixel) -> Point {
        let (light, dark) = (self.value(paper), self.value(ink));
        // Paper is at least the limit and ink less, so they differ.
        paper.middle().lerp(ink.middle(), ((light - self.limit) / (light - dark)).clamp(0.0, 1.0))
    }

    /// Goes round with ink on the right until it is back. `rising` hears of each paper pixel that it passes
    /// on its way up.
    fn follow(&self, start: Pixel, mut rising: impl FnMut(Pixel)) -> Outline {
        let mut points = Vec::new();
        let mut area = 0.0;
        let (mut paper, mut ink, mut way) = (start, start.step(Way::Right), Way::Up);
        loop {
            if way == Way::Up {
                rising(paper);
            }
            let point = self.crossing(paper, ink);
            if let Some(&before) = points.last() {
                area += twice_area(points[0], before, point);
            }
            if points.last() != Some(&point) {
                points.push(point);
            }
            let (ahead_left, ahead_right) = (paper.step(way), ink.step(way));
            let turns_left = match (self.is_ink(ahead_left), self.is_ink(ahead_right)) {
                (false, true) => {
                    (paper, ink) = (ahead_left, ahead_right);
                    if (paper, way) == (start, Way::Up) { break } else { continue }
                }
                (false, false) => false,
                (true, true) => true,
                // Two corners of each: what lies between them decides whether the ink hangs together.
                (true, false) => {
                    let corners = [paper, ink, ahead_left, ahead_right];
                    corners.iter().map(|&corner| self.value(corner)).sum::<f64>() / 4.0 < self.limit
                }
            };
            if turns_left {
                (ink, way) = (ahead_left, way.left());
            } else {
                (paper, way) = (ahead_right, way.right());
            }
            if (paper, way) == (start, Way::Up) {
                break;
            }
        }
        Outline { points, area_px2: area / 2.0 }
    }
}

fn twice_area(origin: Point, from: Point, to: Point) -> f64 {
    let (from, to): (Vec2, Vec2) = (from - origin, to - origin);
    from.cross(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(grey: &Grey) -> Vec<Outline> {
        outlines(grey, 0.5, 0.0, &mut |_| true).unwrap().0
    }

    #[test]
    fn a_ring_has_an_outline_and_a_hole_that_turn_opposite_ways() {
        let grey = Grey::from_fn(60, 50, |x, y| {
            let radius = (x - 30.0).hypot(y - 25.0);
            ((radius - 20.0).abs() - 4.0) + 0.5
        });
        let rings = found(&grey);
        assert_eq!(rings.len(), 2);
        let exact = std::f64::consts::PI * 24.0 * 24.0;
        assert!((rings[0].area_px2 - exact).abs() < 3.0, "{}", rings[0].area_px2);
        assert!(rings[1].is_hole());
        assert!((rings[1].area_px2 + std::f64::consts::PI * 16.0 * 16.0).abs() < 3.0);
        for point in &rings[0].points {
            assert!((point.distance(Point::new(30.0, 25.0)) - 24.0).abs() < 0.15);
        }
    }

    #[test]
    fn ink_at_the_edge_of_the_picture_is_closed_along_it() {
        let rings = found(&Grey::from_fn(8, 6, |_, _| 0.0));
        assert_eq!(rings.len(), 1);
        assert!((rings[0].area_px2 - 48.0).abs() < 0.6, "{}", rings[0].area_px2);
    }

    #[test]
    fn pixels_that_touch_by_a_corner_are_followed_whichever_way_they_hang_together() {
        for middle in [0.4, 0.6] {
            let grey = Grey::from_fn(4, 4, |x, y| match (x as i32, y as i32) {
                (1, 1) | (2, 2) => 0.0,
                (1, 2) | (2, 1) => 2.0 * middle,
                _ => 1.0,
            });
            let rings = found(&grey);
            let area: f64 = rings.iter().map(|ring| ring.area_px2).sum();
            assert_eq!(rings.len(), if middle < 0.5 { 1 } else { 2 });
            assert!(area > 0.0);
        }
    }

    #[test]
    fn specks_are_left_out_and_counted() {
        let grey = Grey::from_fn(30, 30, |x, y| {
            let is_ink = (x < 10.0 && y < 10.0) || (x as i32 % 15, y as i32 % 15) == (12, 12);
            if is_ink { 0.0 } else { 1.0 }
        });
        let (kept, specks) = outlines(&grey, 0.5, 4.0, &mut |_| true).unwrap();
        assert_eq!((kept.len(), specks), (1, 4));
    }
}
