//! Prints what joining and ordering do to synthetic drawings on A3: random lines, and the single edges
//! of a square and a triangular lattice in random order and direction.
//!
//! `cargo run --release -p penstock-toolpath --example measure -- 10000 100000`: so many paths, and then
//! ordered once more with so many rounds on top of local search.

#![allow(clippy::print_stdout, reason = "it prints its figures")]

use kurbo::Point;
use penstock_drawing::{Path, Segment};
use penstock_toolpath::join::{JoinOptions, join};
use penstock_toolpath::order::{Budget, Method, OrderOptions, order};
use std::time::Instant;

/// Numbers from 0 to 1 that are the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1u64 << 31) as f64
    }
}

fn line(a: Point, b: Point) -> Path {
    Path { start: a, segments: vec![Segment::Line { to: b }] }
}

/// Lines of 1 to 10 mm anywhere within a margin of 10 mm.
fn random(count: usize) -> Vec<Path> {
    let mut numbers = Numbers(42);
    let mut paths = Vec::with_capacity(count);
    while paths.len() < count {
        let a = Point::new(10.0 + 400.0 * numbers.next(), 10.0 + 277.0 * numbers.next());
        let (length, angle) = (1.0 + 9.0 * numbers.next(), std::f64::consts::TAU * numbers.next());
        let b = Point::new(a.x + length * angle.cos(), a.y + length * angle.sin());
        if (10.0..=410.0).contains(&b.x) && (10.0..=287.0).contains(&b.y) {
            paths.push(line(a, b));
        }
    }
    paths
}

/// The edges of a lattice of squares.
fn squares(columns: usize, rows: usize) -> Vec<Path> {
    let at = |x: usize, y: usize| Point::new(10.0 + 4.75 * x as f64, 10.0 + 4.75 * y as f64);
    let mut paths = Vec::new();
    for y in 0..=rows {
        paths.extend((0..columns).map(|x| line(at(x, y), at(x + 1, y))));
        if y < rows {
            paths.extend((0..=columns).map(|x| line(at(x, y), at(x, y + 1))));
        }
    }
    shuffled(paths)
}

/// The edges of a lattice of triangles: every other row stands half a cell to the right.
fn triangles(columns: usize, rows: usize) -> Vec<Path> {
    let at = |x: usize, y: usize| {
        Point::new(10.0 + 5.6 * (x as f64 + 0.5 * (y % 2) as f64), 10.0 + 5.6 * 0.75_f64.sqrt() * y as f64)
    };
    let mut paths = Vec::new();
    for y in 0..=rows {
        paths.extend((0..columns).map(|x| line(at(x, y), at(x + 1, y))));
        if y < rows {
            paths.extend((0..=columns).map(|x| line(at(x, y), at(x, y + 1))));
            let (right, left) = if y % 2 == 0 { (1, 0) } else { (0, 1) };
            paths.extend((0..columns).map(|x| line(at(x + right, y), at(x + left, y + 1))));
        }
    }
    shuffled(paths)
}

/// In random order and direction.
fn shuffled(mut paths: Vec<Path>) -> Vec<Path> {
    let mut numbers = Numbers(7);
    for at in (1..paths.len()).rev() {
        paths.swap(at, (numbers.next() * (at + 1) as f64) as usize);
        if numbers.next() < 0.5 {
            paths[at] = paths[at].reversed();
        }
    }
    paths
}

fn travel(paths: &[Path]) -> f64 {
    paths.windows(2).map(|pair| pair[0].end().distance(pair[1].start)).sum()
}

/// Half the number of nodes where an odd number of edges meet: both lattices are connected.
fn fewest(paths: &[Path]) -> usize {
    let mut degrees = std::collections::BTreeMap::new();
    for end in paths.iter().flat_map(|path| [path.start, path.end()]) {
        *degrees.entry(((end.x * 100.0).round() as i64, (end.y * 100.0).round() as i64)).or_insert(0) += 1;
    }
    (degrees.values().filter(|degree| *degree % 2 == 1).count() / 2).max(1)
}

fn measure(name: &str, paths: Vec<Path>, fewest: Option<usize>) {
    let (count, before) = (paths.len(), travel(&paths));
    let clock = Instant::now();
    let Ok(joined) = join(paths, &JoinOptions::default(), &mut |_| true) else { return };
    let join_s = clock.elapsed().as_secs_f64();
    let fewest = fewest.map_or(String::new(), |fewest| format!(" (fewest possible {fewest})"));
    println!("{name}: {count} paths, travel {:.2} m", before / 1000.0);
    println!("  joined to {}{fewest} in {join_s:.2} s, gaps {:.2} mm", joined.paths.len(), joined.gap_mm);
    let plain = OrderOptions::default();
    let mut ways = vec![("greedy", OrderOptions { method: Method::Greedy, ..plain }), ("best", plain)];
    for rounds in std::env::args().skip(2).filter_map(|rounds| rounds.parse().ok()) {
        ways.push(("best with rounds", OrderOptions { budget: Budget::Rounds(rounds), ..plain }));
    }
    for (name, options) in ways {
        let paths = joined.paths.clone();
        let clock = Instant::now();
        let Ok(paths) = order(paths, None, &options, &mut |_| true) else { return };
        let took_s = clock.elapsed().as_secs_f64();
        let travel_s: f64 =
            paths.windows(2).map(|pair| options.pen_up.move_s(pair[1].start - pair[0].end())).sum();
        println!(
            "  {name}: {:.2} m, {travel_s:.1} s on an AxiDraw, found in {took_s:.2} s",
            travel(&paths) / 1000.0
        );
    }
}

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(10_000);
    measure("random lines", random(count), None);
    let scale = (count as f64 / 10_000.0).sqrt();
    let side = |cells: f64| (cells * scale).round() as usize;
    for (name, paths) in
        [("squares", squares(side(84.0), side(58.0))), ("triangles", triangles(side(70.0), side(48.0)))]
    {
        let fewest = fewest(&paths);
        measure(name, paths, Some(fewest));
    }
}
