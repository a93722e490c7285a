//! Makes the sample drawing that comes with Penstock (`crates/service/sample/flow-field.svg`): evenly
//! spaced streamlines around three eddies on A3 landscape, in three pens with names.
//!
//! `cargo run -p penstock-testkit --example flow_field > crates/service/sample/flow-field.svg`
//!
//! Spacing follows Jobard and Lefer, "Creating Evenly-Spaced Streamlines of Arbitrary Density" (1997):
//! a stroke ends where it comes closer than the spacing to one that is there. The strokes are written in
//! the order in which they were found, as generators do: that order is what Penstock improves.

use std::fmt::Write as _;
use std::io::Write as _;

const WIDTH_MM: f64 = 420.0;
const HEIGHT_MM: f64 = 297.0;
const MARGIN_MM: f64 = 18.0;
const SPACING_MM: f64 = 1.14;
const STEP_MM: f64 = 0.7;
const LONGEST_STEPS: usize = 50;
const SHORTEST_STEPS: usize = 6;
const TRIES: u32 = 260_000;

/// Eddies: centre x, y, strength (sign turns), radius of the core; all in mm.
const EDDIES: [(f64, f64, f64, f64); 3] =
    [(168.0, 150.0, 1.0, 46.0), (306.0, 112.0, -0.8, 34.0), (282.0, 226.0, 0.55, 26.0)];

/// Pens: layer name, colour, width in mm.
const PENS: [(&str, &str, f64); 3] = [
    ("Deep water · blue 0.3", "#1f4e9e", 0.3),
    ("Eddies · red 0.5", "#b3261e", 0.5),
    ("Shore · black 0.1", "#2b2f36", 0.1),
];

type Point = (f64, f64);

/// A small generator of even numbers (`SplitMix64`, Steele and others 2014), so that the file is the same
/// on every machine.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
}

/// Direction of the flow at a point: an even stream with eddies (Rankine's vortex) in it.
fn flow((x, y): Point) -> Point {
    let (mut u, mut v) = (0.75, 0.22 * (x / 61.0).sin());
    for (cx, cy, strength, core) in EDDIES {
        let (dx, dy) = (x - cx, y - cy);
        let r2 = dx * dx + dy * dy;
        let turn = strength * 230.0 / (r2 + core * core).max(1.0) * (r2.sqrt() / core).clamp(0.2, 1.0);
        u -= dy * turn;
        v += dx * turn;
    }
    let length = u.hypot(v).max(1e-9);
    (u / length, v / length)
}

struct Taken {
    cells: Vec<Vec<Point>>,
    columns: usize,
}

impl Taken {
    fn new() -> Self {
        let columns = (WIDTH_MM / SPACING_MM).ceil() as usize + 3;
        let rows = (HEIGHT_MM / SPACING_MM).ceil() as usize + 3;
        Self { cells: vec![Vec::new(); columns * rows], columns }
    }

    fn cell(&self, (x, y): Point) -> (usize, usize) {
        ((x / SPACING_MM) as usize + 1, (y / SPACING_MM) as usize + 1)
    }

    fn free(&self, at: Point, spacing_mm: f64) -> bool {
        let (column, row) = self.cell(at);
        (row - 1..=row + 1).all(|r| {
            (column - 1..=column + 1).all(|c| {
                self.cells[r * self.columns + c].iter().all(|p| (p.0 - at.0).hypot(p.1 - at.1) >= spacing_mm)
            })
        })
    }

    fn take(&mut self, stroke: &[Point]) {
        for &at in stroke {
            let (column, row) = self.cell(at);
            self.cells[row * self.columns + column].push(at);
        }
    }
}

fn on_sheet((x, y): Point) -> bool {
    (MARGIN_MM..WIDTH_MM - MARGIN_MM).contains(&x) && (MARGIN_MM..HEIGHT_MM - MARGIN_MM).contains(&y)
}

fn trace(seed: Point, taken: &Taken, longest: usize) -> Vec<Point> {
    let mut stroke = vec![seed];
    let mut at = seed;
    while stroke.len() < longest {
        let (u, v) = flow(at);
        let (mu, mv) = flow((at.0 + u * STEP_MM / 2.0, at.1 + v * STEP_MM / 2.0));
        at = (at.0 + mu * STEP_MM, at.1 + mv * STEP_MM);
        if !on_sheet(at) || !taken.free(at, SPACING_MM * 0.62) {
            break;
        }
        stroke.push(at);
    }
    stroke
}

fn pen_of((x, y): Point, dice: &mut Dice) -> usize {
    let near = EDDIES
        .iter()
        .map(|(cx, cy, s, core)| (x - cx).hypot(y - cy) / (core * s.abs().sqrt()))
        .fold(f64::MAX, f64::min);
    let blurred = near + 0.5 * (dice.unit() - 0.5);
    if blurred < 0.95 {
        1
    } else if blurred < 2.1 {
        0
    } else {
        2
    }
}

fn main() -> std::io::Result<()> {
    let mut dice = Dice(17);
    let mut taken = Taken::new();
    let mut layers: [Vec<Vec<Point>>; 3] = Default::default();
    for _ in 0..TRIES {
        let seed = (dice.unit() * WIDTH_MM, dice.unit() * HEIGHT_MM);
        if !on_sheet(seed) || !taken.free(seed, SPACING_MM) {
            continue;
        }
        let longest = SHORTEST_STEPS + (dice.unit() * (LONGEST_STEPS - SHORTEST_STEPS) as f64) as usize;
        let stroke = trace(seed, &taken, longest);
        if stroke.len() >= SHORTEST_STEPS {
            taken.take(&stroke);
            layers[pen_of(seed, &mut dice)].push(stroke);
        }
    }
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" \
         width=\"{WIDTH_MM}mm\" height=\"{HEIGHT_MM}mm\" viewBox=\"0 0 {WIDTH_MM} {HEIGHT_MM}\">\n<title>Flow field</title>\n"
    );
    for ((name, colour, width_mm), strokes) in PENS.iter().zip(&layers) {
        let _ = writeln!(
            svg,
            "<g inkscape:groupmode=\"layer\" inkscape:label=\"{name}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width_mm}\" stroke-linecap=\"round\">"
        );
        for stroke in strokes {
            svg.push_str("<path d=\"M");
            for (at, (x, y)) in stroke.iter().enumerate() {
                let _ = write!(svg, "{}{x:.2} {y:.2}", if at == 0 { "" } else { " " });
            }
            svg.push_str("\"/>\n");
        }
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    std::io::stdout().lock().write_all(svg.as_bytes())
}
