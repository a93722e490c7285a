use super::ground::Ground;
use super::kinds::Kind;
use super::noise::Noise;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rows of a landscape seen from the front. Nearer rows hide what lies behind them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Ridges {
    /// Rows.
    #[schemars(title = "Rows", range(min = 2, max = 400), extend("x-group" = "Rows"))]
    rows: u32,
    /// Height of the mountains, in distances between rows.
    #[schemars(title = "Height", range(min = 0.0, max = 40.0), extend("x-group" = "Land"))]
    height: f64,
    /// Width of a mountain.
    #[schemars(title = "Width", range(min = 2.0, max = 500.0), extend("x-group" = "Land", "x-unit" = "mm"))]
    scale_mm: f64,
    /// The edges stay flat over this share of the width.
    #[schemars(title = "Flat edges", range(min = 0.0, max = 0.5), extend("x-group" = "Land"))]
    flat: f64,
    /// Finer layers of rock.
    #[schemars(title = "Octaves", range(min = 1, max = 6), extend("x-group" = "Land"))]
    octaves: u32,
    /// Hide what lies behind a nearer row.
    #[schemars(title = "Hide what is behind", extend("x-group" = "Rows"))]
    hide: bool,
}

impl Default for Ridges {
    fn default() -> Self {
        Self { rows: 62, height: 11.0, scale_mm: 24.0, flat: 0.28, octaves: 4, hide: true }
    }
}

/// From one point of a row to the next, in mm.
const STEP_MM: f64 = 0.5;

impl Kind for Ridges {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let noise = Noise::new(&mut ground.random);
        let area = ground.area;
        let points = (area.width() / STEP_MM).ceil() as usize + 1;
        // The rear row's peaks need room too.
        let pitch = area.height() / (f64::from(self.rows - 1) + self.height);
        // The upper edge of everything nearer, from the front to the back.
        let mut skyline = vec![f64::INFINITY; points];
        for row in (0..self.rows).rev() {
            ground.at(1.0 - f64::from(row) / f64::from(self.rows))?;
            let base = area.y1 - pitch * f64::from(self.rows - 1 - row);
            let line: Vec<Point> = (0..points)
                .map(|n| {
                    let share = n as f64 / (points - 1) as f64;
                    let x = area.x0 + area.width() * share;
                    let rock = noise.layered(x / self.scale_mm, f64::from(row) * 0.35, self.octaves);
                    let rise = (0.25 + 1.1 * rock).clamp(0.0, 1.0) * self.envelope(share)
                        + 0.02 * noise.at(x / 3.0, f64::from(row) * 7.0).abs();
                    Point::new(x, base - rise.min(1.0) * self.height * pitch)
                })
                .collect();
            self.visible(&line, &skyline, row, strokes);
            for (edge, point) in skyline.iter_mut().zip(&line) {
                *edge = edge.min(point.y);
            }
        }
        Ok(())
    }
}

impl Ridges {
    /// 0 at the edges, 1 in the middle.
    fn envelope(&self, share: f64) -> f64 {
        let from_edge = share.min(1.0 - share);
        let reach = ((from_edge - self.flat) / (0.5 - self.flat).max(1e-9)).clamp(0.0, 1.0);
        reach * reach * (3.0 - 2.0 * reach)
    }

    /// Adds the parts of a row above the skyline of nearer rows, cut where the two cross.
    fn visible(&self, line: &[Point], skyline: &[f64], row: u32, strokes: &mut Strokes) {
        if !self.hide {
            strokes.line(line.iter().copied(), row);
            return;
        }
        let clear = |n: usize| skyline[n] - line[n].y;
        let mut run: Vec<Point> = Vec::new();
        for n in 0..line.len() {
            if n > 0
                && (clear(n) > 0.0) != (clear(n - 1) > 0.0)
                && clear(n).is_finite()
                && clear(n - 1).is_finite()
            {
                run.push(line[n - 1].lerp(line[n], clear(n - 1) / (clear(n - 1) - clear(n))));
            }
            if clear(n) > 0.0 {
                run.push(line[n]);
            } else if !run.is_empty() {
                strokes.line(run.drain(..), row);
            }
        }
        strokes.line(run, row);
    }
}
