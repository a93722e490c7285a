//! Tone by dots: weighted Voronoi stippling (Secord, NPAR 2002).
//!
//! Dots fall where it is dark; then each moves to the centre of mass of the ink that is nearer to it than to
//! any other, again and again, until they stand as evenly as the tone lets them.

use super::{Grey, TraceError};
use kurbo::{Point, Vec2};

/// The picture is looked at with about this many pixels for each dot, and no more than are there.
const PIXELS_PER_DOT: usize = 24;
/// Nor with fewer in all: shapes would be lost.
const FEWEST_PIXELS: usize = 40_000;
/// And no more, for time.
const MOST_PIXELS: usize = 1_000_000;

/// Places of `count` dots in pixels. `unit` gives chance from 0 up to but not 1. A picture without any ink
/// gets none.
///
/// # Errors
/// [`TraceError::Stopped`] when `goes_on`, which hears how much is done from 0 to 1, says no.
pub fn stipples(
    grey: &Grey,
    count: usize,
    rounds: u32,
    unit: &mut dyn FnMut() -> f64,
    goes_on: &mut dyn FnMut(f64) -> bool,
) -> Result<Vec<Point>, TraceError> {
    let small = grey.shrunk((count * PIXELS_PER_DOT).clamp(FEWEST_PIXELS, MOST_PIXELS));
    let field = Field::new(&small);
    let mut dots = field.scatter(count, unit);
    for round in 0..rounds {
        if !goes_on(f64::from(round) / f64::from(rounds)) {
            return Err(TraceError::Stopped);
        }
        field.settle(&mut dots);
    }
    let scale =
        Vec2::new(grey.width() as f64 / small.width() as f64, grey.height() as f64 / small.height() as f64);
    Ok(dots.into_iter().map(|dot| Point::new(dot.x * scale.x, dot.y * scale.y)).collect())
}

struct Field {
    width: usize,
    height: usize,
    /// How dark each pixel is.
    weights: Vec<f32>,
}

impl Field {
    fn new(grey: &Grey) -> Self {
        let weights =
            grey.values().iter().map(|&value| 1.0 - f32::from(value) / f32::from(Grey::WHITE)).collect();
        Self { width: grey.width(), height: grey.height(), weights }
    }

    /// Dots at random, by the ink's weight; one in each equal share of it, so that none lie in heaps.
    fn scatter(&self, count: usize, unit: &mut dyn FnMut() -> f64) -> Vec<Point> {
        let whole: f64 = self.weights.iter().map(|&weight| f64::from(weight)).sum();
        if whole <= 1e-9 * self.weights.len() as f64 {
            return Vec::new();
        }
        let share = whole / count as f64;
        let mut dots = Vec::with_capacity(count);
        let (mut sum, mut wanted) = (0.0, share * unit());
        for row in 0..self.height {
            for step in 0..self.width {
                // There and back, so that neighbouring shares are neighbours.
                let column = if row % 2 == 0 { step } else { self.width - 1 - step };
                sum += f64::from(self.weights[row * self.width + column]);
                while sum > wanted && dots.len() < count {
                    dots.push(Point::new(column as f64 + unit(), row as f64 + unit()));
                    wanted = share * (dots.len() as f64 + unit());
                }
            }
        }
        dots
    }

    /// Moves each dot to the middle of its ink.
    fn settle(&self, dots: &mut [Point]) {
        let Some(near) = Buckets::new(dots, self.width, self.height) else { return };
        let mut sums = vec![(Vec2::ZERO, 0.0f64); dots.len()];
        let mut guess = 0;
        for row in 0..self.height {
            for column in 0..self.width {
                let weight = f64::from(self.weights[row * self.width + column]);
                if weight <= 0.0 {
                    continue;
                }
                let at = Point::new(column as f64 + 0.5, row as f64 + 0.5);
                guess = near.nearest(dots, at, guess);
                sums[guess].0 += at.to_vec2() * weight;
                sums[guess].1 += weight;
            }
        }
        for (dot, (sum, weight)) in dots.iter_mut().zip(sums) {
            if weight > 0.0 {
                *dot = (sum / weight).to_point();
            }
        }
    }
}

/// Dots by the square cell that they are in.
struct Buckets {
    cell: f64,
    columns: usize,
    rows: usize,
    /// Where each cell's dots begin in `dots`.
    starts: Vec<u32>,
    dots: Vec<u32>,
}

impl Buckets {
    fn new(dots: &[Point], width: usize, height: usize) -> Option<Self> {
        if dots.is_empty() {
            return None;
        }
        let cell = ((width * height) as f64 / dots.len() as f64).sqrt().max(1.0);
        let (columns, rows) = ((width as f64 / cell) as usize + 1, (height as f64 / cell) as usize + 1);
        let cell_of = |dot: Point| {
            let column = ((dot.x / cell).max(0.0) as usize).min(columns - 1);
            let row = ((dot.y / cell).max(0.0) as usize).min(rows - 1);
            row * columns + column
        };
        let mut starts = vec![0u32; columns * rows + 1];
        dots.iter().for_each(|&dot| starts[cell_of(dot) + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut sorted = vec![0; dots.len()];
        for (number, &dot) in dots.iter().enumerate() {
            let place = &mut free[cell_of(dot)];
            sorted[*place as usize] = number as u32;
            *place += 1;
        }
        Some(Self { cell, columns, rows, starts, dots: sorted })
    }

    /// The dot nearest to a place; `guess` is any dot, better a near one.
    fn nearest(&self, dots: &[Point], at: Point, guess: usize) -> usize {
        let (mut best, mut square) = (guess, dots[guess].distance_squared(at));
        let column = ((at.x / self.cell) as isize).min(self.columns as isize - 1);
        let row = ((at.y / self.cell) as isize).min(self.rows as isize - 1);
        let furthest = self.columns.max(self.rows) as isize;
        for ring in 0..=furthest {
            // What lies in the rings from here on is at least this far.
            let least = (ring - 1).max(0) as f64 * self.cell;
            if ring > 0 && least * least > square {
                break;
            }
            for y in row - ring..=row + ring {
                let step = if (y - row).abs() == ring { 1 } else { (2 * ring).max(1) };
                let mut x = column - ring;
                while x <= column + ring {
                    if x >= 0 && y >= 0 && x < self.columns as isize && y < self.rows as isize {
                        let cell = y as usize * self.columns + x as usize;
                        let inside = self.starts[cell] as usize..self.starts[cell + 1] as usize;
                        for &dot in &self.dots[inside] {
                            let away = dots[dot as usize].distance_squared(at);
                            if away < square {
                                (best, square) = (dot as usize, away);
                            }
                        }
                    }
                    x += step;
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chance() -> impl FnMut() -> f64 {
        let mut state = 7u64;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        }
    }

    #[test]
    fn dots_stand_evenly_where_the_tone_is_even() {
        let grey = Grey::from_fn(200, 200, |_, _| 0.5);
        let dots = stipples(&grey, 400, 40, &mut chance(), &mut |_| true).unwrap();
        assert_eq!(dots.len(), 400);
        for (n, dot) in dots.iter().enumerate() {
            let others = dots.iter().enumerate().filter(|(other, _)| *other != n);
            let nearest = others.map(|(_, other)| other.distance(*dot)).fold(f64::INFINITY, f64::min);
            // Ten pixels a dot: the closest that a settled set comes is well above half of it.
            assert!((5.5..15.0).contains(&nearest), "{nearest}");
        }
    }

    #[test]
    fn twice_as_dark_has_about_twice_the_dots_and_white_none() {
        let grey = Grey::from_fn(300, 100, |x, _| {
            if x < 100.0 {
                0.2
            } else if x < 200.0 {
                0.6
            } else {
                1.0
            }
        });
        let dots = stipples(&grey, 900, 20, &mut chance(), &mut |_| true).unwrap();
        let dark = dots.iter().filter(|dot| dot.x < 100.0).count();
        assert!((560..640).contains(&dark), "{dark}");
        assert!(dots.iter().all(|dot| dot.x < 200.0));
        let white = Grey::from_fn(50, 50, |_, _| 1.0);
        assert!(stipples(&white, 100, 5, &mut chance(), &mut |_| true).unwrap().is_empty());
    }
}
