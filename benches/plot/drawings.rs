//! Drawings to measure with: A3 landscape, 10 mm margin, straight pieces, one layer.

use super::numbers::Numbers;
use std::f64::consts::{FRAC_PI_2, TAU};
use std::fmt::Write;

const WIDTH_MM: f64 = 420.0;
const HEIGHT_MM: f64 = 297.0;
const MARGIN_MM: f64 = 10.0;

type Place = (f64, f64);
type Line = Vec<Place>;

/// A generated drawing.
pub(super) struct Generated {
    pub(super) name: &'static str,
    lines: Vec<Line>,
    /// The fewest strokes that can draw it, where that is known: half of the nodes of a connected network
    /// at which an odd number of lines meet.
    pub(super) fewest_strokes: Option<usize>,
}

impl Generated {
    /// As an SVG of `polyline`s in millimetres.
    pub(super) fn svg(&self) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH_MM}mm\" height=\"{HEIGHT_MM}mm\" \
             viewBox=\"0 0 {WIDTH_MM} {HEIGHT_MM}\">\n<g fill=\"none\" stroke=\"#000\" stroke-width=\"0.3\">\n"
        );
        for line in &self.lines {
            svg.push_str("<polyline points=\"");
            for (x, y) in line {
                // Writing to a string cannot fail.
                let _ = write!(svg, "{x:.3},{y:.3} ");
            }
            svg.push_str("\"/>\n");
        }
        svg.push_str("</g>\n</svg>\n");
        svg
    }
}

/// The five drawings with about so many paths.
pub(super) fn all(count: usize) -> Vec<Generated> {
    vec![random(count), flow(count), truchet(count), squares(count), triangles(count)]
}

/// Lines of 1 to 10 mm anywhere within the margin.
fn random(count: usize) -> Generated {
    let mut numbers = Numbers::new(42);
    let mut lines = Vec::with_capacity(count);
    while lines.len() < count {
        let a = anywhere(&mut numbers);
        let (length, angle) = (1.0 + 9.0 * numbers.next(), TAU * numbers.next());
        let b = (a.0 + length * angle.cos(), a.1 + length * angle.sin());
        if on_page(b) {
            lines.push(vec![a, b]);
        }
    }
    Generated { name: "rand", lines, fewest_strokes: None }
}

/// Strokes of 12 points 0.6 mm apart along a trigonometric field.
fn flow(count: usize) -> Generated {
    let mut numbers = Numbers::new(43);
    let mut lines = Vec::with_capacity(count);
    while lines.len() < count {
        let mut line = vec![anywhere(&mut numbers)];
        while line.len() < 12 {
            let (x, y) = line[line.len() - 1];
            let angle = 2.0 * ((x / 37.0).sin() + (y / 29.0).cos()) + (x * y / 9000.0).sin();
            line.push((x + 0.6 * angle.cos(), y + 0.6 * angle.sin()));
        }
        if line.iter().all(|&place| on_page(place)) {
            lines.push(line);
        }
    }
    Generated { name: "flow", lines, fewest_strokes: None }
}

/// Two quarter circles a tile, of six pieces each, turned at random: they join to long curves.
fn truchet(count: usize) -> Generated {
    let mut numbers = Numbers::new(44);
    let (columns, rows) = cells(count / 2);
    let side = (WIDTH_MM - 2.0 * MARGIN_MM) / columns as f64;
    let mut lines = Vec::with_capacity(2 * columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let corner = |x: usize, y: usize| {
                (MARGIN_MM + side * (column + x) as f64, MARGIN_MM + side * (row + y) as f64)
            };
            let arc = |centre: Place, from: f64| -> Line {
                let at = |step: u32| {
                    let angle = from + FRAC_PI_2 * f64::from(step) / 6.0;
                    (centre.0 + side / 2.0 * angle.cos(), centre.1 + side / 2.0 * angle.sin())
                };
                (0..=6).map(at).collect()
            };
            if numbers.next() < 0.5 {
                lines.push(arc(corner(0, 0), 0.0));
                lines.push(arc(corner(1, 1), 2.0 * FRAC_PI_2));
            } else {
                lines.push(arc(corner(1, 0), FRAC_PI_2));
                lines.push(arc(corner(0, 1), 3.0 * FRAC_PI_2));
            }
        }
    }
    Generated { name: "truchet", lines: shuffled(lines), fewest_strokes: None }
}

/// The single edges of a lattice of squares.
fn squares(count: usize) -> Generated {
    let (columns, rows) = cells(count / 2);
    let side = (WIDTH_MM - 2.0 * MARGIN_MM) / columns as f64;
    let at = |x: usize, y: usize| (MARGIN_MM + side * x as f64, MARGIN_MM + side * y as f64);
    let mut lines = Vec::new();
    for y in 0..=rows {
        lines.extend((0..columns).map(|x| vec![at(x, y), at(x + 1, y)]));
        if y < rows {
            lines.extend((0..=columns).map(|x| vec![at(x, y), at(x, y + 1)]));
        }
    }
    // Around the rim, all nodes but the corners join three edges.
    let fewest_strokes = Some((columns - 1) + (rows - 1));
    Generated { name: "square", lines: shuffled(lines), fewest_strokes }
}

/// The single edges of a lattice of triangles: every other row stands half a cell to the right.
fn triangles(count: usize) -> Generated {
    let (columns, rows) = cells(count / 3);
    let side = (WIDTH_MM - 2.0 * MARGIN_MM) / (columns as f64 + 0.5);
    let at = |x: usize, y: usize| {
        let shift = 0.5 * (y % 2) as f64;
        (MARGIN_MM + side * (x as f64 + shift), MARGIN_MM + side * 0.75_f64.sqrt() * y as f64)
    };
    let mut edges = Vec::new();
    for y in 0..=rows {
        edges.extend((0..columns).map(|x| [(x, y), (x + 1, y)]));
        if y < rows {
            edges.extend((0..=columns).map(|x| [(x, y), (x, y + 1)]));
            let (right, left) = if y % 2 == 0 { (1, 0) } else { (0, 1) };
            edges.extend((0..columns).map(|x| [(x + right, y), (x + left, y + 1)]));
        }
    }
    let mut degree = vec![0u32; (columns + 1) * (rows + 1)];
    for (x, y) in edges.iter().flatten() {
        degree[y * (columns + 1) + x] += 1;
    }
    let odd = degree.iter().filter(|degree| *degree % 2 == 1).count();
    let lines = edges.into_iter().map(|edge| edge.map(|(x, y)| at(x, y)).to_vec()).collect();
    Generated { name: "tri", lines: shuffled(lines), fewest_strokes: Some((odd / 2).max(1)) }
}

/// Columns and rows of so many cells in the proportions of the page.
fn cells(count: usize) -> (usize, usize) {
    let share = (WIDTH_MM - 2.0 * MARGIN_MM) / (HEIGHT_MM - 2.0 * MARGIN_MM);
    let rows = (count as f64 / share).sqrt();
    ((rows * share).round() as usize, rows.round() as usize)
}

fn anywhere(numbers: &mut Numbers) -> Place {
    let across = |size: f64, number: f64| MARGIN_MM + (size - 2.0 * MARGIN_MM) * number;
    (across(WIDTH_MM, numbers.next()), across(HEIGHT_MM, numbers.next()))
}

fn on_page((x, y): Place) -> bool {
    (MARGIN_MM..=WIDTH_MM - MARGIN_MM).contains(&x) && (MARGIN_MM..=HEIGHT_MM - MARGIN_MM).contains(&y)
}

/// In random order and direction.
fn shuffled(mut lines: Vec<Line>) -> Vec<Line> {
    let mut numbers = Numbers::new(7);
    for at in (1..lines.len()).rev() {
        lines.swap(at, (numbers.next() * (at + 1) as f64) as usize);
        if numbers.next() < 0.5 {
            lines[at].reverse();
        }
    }
    lines
}
