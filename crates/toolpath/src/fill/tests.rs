use super::*;
use crate::region::{Indexed, TOLERANCE_MM};
use penstock_drawing::{Artwork, ArtworkLayer, Color, FillRule, Mark, Page};
use proptest::prelude::*;

const PEN_MM: f64 = 0.4;
const PATTERNS: [Pattern; 4] = [Pattern::Lines, Pattern::Cross, Pattern::Concentric, Pattern::Spiral];

fn ring(points: &[(f64, f64)]) -> Path {
    let to = |&(x, y): &(f64, f64)| Segment::Line { to: Point::new(x, y) };
    Path { start: Point::from(points[0]), segments: points[1..].iter().chain(&points[..1]).map(to).collect() }
}

fn square(x: f64, y: f64, side: f64) -> Path {
    ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
}

fn circle(x: f64, y: f64, radius: f64) -> Path {
    let half = |x| Segment::Arc { to: Point::new(x, y), bulge: 1.0 };
    Path { start: Point::new(x + radius, y), segments: vec![half(x - radius), half(x + radius)] }
}

fn region(rings: &[Path]) -> Region {
    Region::new(rings, FillRule::EvenOdd, TOLERANCE_MM)
}

fn options(pattern: Pattern) -> FillOptions {
    FillOptions { pattern, pen_width_mm: PEN_MM, overlap: 0.1, angle_deg: 0.0, outline: true }
}

fn filled(region: &Region, options: &FillOptions) -> Vec<Path> {
    fill(region, options, &mut |_| true).unwrap()
}

/// What a pen leaves on paper, in cells of an eighth of its line.
struct Ink {
    left: f64,
    top: f64,
    columns: usize,
    cells: Vec<bool>,
}

const CELL_MM: f64 = PEN_MM / 8.0;

impl Ink {
    fn of(strokes: &[Path], region: &Region) -> Self {
        let bounds = region.bounds().unwrap().inflate(2.0 * PEN_MM, 2.0 * PEN_MM);
        let columns = (bounds.width() / CELL_MM).ceil() as usize;
        let rows = (bounds.height() / CELL_MM).ceil() as usize;
        let mut ink = Self { left: bounds.x0, top: bounds.y0, columns, cells: vec![false; columns * rows] };
        let mut points = Vec::new();
        for stroke in strokes {
            points.clear();
            stroke.flatten(0.002, &mut points);
            points.push(points[points.len() - 1]);
            points.windows(2).for_each(|ends| ink.line(ends[0], ends[1]));
        }
        ink
    }

    fn line(&mut self, a: Point, b: Point) {
        let half = PEN_MM / 2.0;
        let around = kurbo::Rect::from_points(a, b).inflate(half, half);
        let cell = |at: f64, low: f64| ((at - low) / CELL_MM).max(0.0) as usize;
        for row in cell(around.y0, self.top)..=cell(around.y1, self.top) {
            for column in cell(around.x0, self.left)..=cell(around.x1, self.left) {
                let index = row * self.columns + column;
                let near =
                    crate::region::nearest_on(a, b, self.place(index)).distance(self.place(index)) <= half;
                if near && column < self.columns && index < self.cells.len() {
                    self.cells[index] = true;
                }
            }
        }
    }

    fn place(&self, index: usize) -> Point {
        let middle = |cell: usize| (cell as f64 + 0.5) * CELL_MM;
        Point::new(self.left + middle(index % self.columns), self.top + middle(index / self.columns))
    }

    /// The inked share of the region, and how far ink goes beyond it at most, in steps of a cell.
    fn covers(&self, region: &Region) -> (f64, f64) {
        let border = Indexed::new(region).unwrap();
        let (mut inside, mut inked, mut beyond_mm) = (0u32, 0u32, 0.0f64);
        for (index, &ink) in self.cells.iter().enumerate() {
            let place = self.place(index);
            if border.holds(place) {
                inside += 1;
                inked += u32::from(ink);
            } else if ink && !border.is_on_border(place, beyond_mm) {
                while !border.is_on_border(place, beyond_mm) {
                    beyond_mm += CELL_MM / 4.0;
                }
            }
        }
        (f64::from(inked) / f64::from(inside), beyond_mm)
    }
}

#[test]
fn a_square_with_a_hole_is_covered_and_the_hole_stays_white() {
    let framed = region(&[square(5.0, 5.0, 20.0), square(10.0, 10.0, 8.0)]);
    for pattern in PATTERNS {
        for angle_deg in [0.0, 30.0, 137.0] {
            for outline in [true, false] {
                let options = FillOptions { angle_deg, outline, ..options(pattern) };
                let (share, beyond_mm) = Ink::of(&filled(&framed, &options), &framed).covers(&framed);
                // Without a line around, each turn of a spiral leaves a corner white at the border.
                let least = match (outline, pattern) {
                    (true, _) => 0.995,
                    (false, Pattern::Spiral) => 0.95,
                    (false, _) => 0.97,
                };
                assert!(share >= least, "{options:?} covers {share}");
                assert!(beyond_mm <= CELL_MM, "{options:?} reaches over by {beyond_mm}");
            }
        }
    }
}

#[test]
fn plain_shapes_need_few_lifts() {
    let disc = region(&[circle(10.0, 10.0, 8.0)]);
    let frame = region(&[square(0.0, 0.0, 20.0), square(6.0, 6.0, 8.0)]);
    for angle_deg in [0.0, 30.0] {
        let lines = FillOptions { angle_deg, ..options(Pattern::Lines) };
        assert_eq!(filled(&region(&[square(0.0, 0.0, 20.0)]), &lines).len(), 1);
        assert_eq!(filled(&disc, &lines).len(), 1);
        // One side of the hole, then the other.
        assert!(filled(&frame, &lines).len() <= 4, "{}", filled(&frame, &lines).len());
    }
    assert_eq!(filled(&disc, &options(Pattern::Concentric)).len(), 1);
    // Two ways around; in the middle, which is narrower than two loops, one at each corner and each side.
    assert!(filled(&frame, &options(Pattern::Concentric)).len() <= 12);
}

#[test]
fn both_fill_rules_decide_what_is_inked() {
    let rings = [square(0.0, 0.0, 10.0), square(3.0, 3.0, 4.0)];
    for (rule, white) in [(FillRule::NonZero, false), (FillRule::EvenOdd, true)] {
        let region = Region::new(&rings, rule, TOLERANCE_MM);
        let ink = Ink::of(&filled(&region, &options(Pattern::Lines)), &region);
        let hole = Region::new(&[square(3.3, 3.3, 3.4)], FillRule::NonZero, TOLERANCE_MM);
        let share = ink.covers(&hole).0;
        assert_eq!(share < 0.01, white, "{share}");
    }
}

#[test]
fn rows_lie_at_the_angle_and_the_pitch_that_were_asked_for() {
    let wide = FillOptions { overlap: -1.5, angle_deg: 30.0, outline: false, ..options(Pattern::Lines) };
    assert!((wide.pitch_mm() - 1.0).abs() < 1e-12);
    let direction = kurbo::Vec2::from_angle(30f64.to_radians());
    let mut offsets = Vec::new();
    for stroke in filled(&region(&[square(0.0, 0.0, 20.0)]), &wide) {
        for (from, segment) in stroke.pieces() {
            let along = segment.to() - from;
            if along.hypot() > 2.0 && along.cross(direction).abs() < 1e-6 {
                offsets.push(direction.cross(from.to_vec2()));
            }
        }
    }
    offsets.sort_by(f64::total_cmp);
    // 20 mm across the corner: 20·(cos 30° + sin 30°) less a pen's width at 27 rows.
    assert!(offsets.len() > 22, "{}", offsets.len());
    for pair in offsets.windows(2) {
        assert!(pair[1] - pair[0] <= 1.0 + 1e-9 && pair[1] - pair[0] > 0.9, "{pair:?}");
    }
}

#[test]
fn what_is_narrower_than_the_pen_is_drawn_all_the_same() {
    let sliver = ring(&[(0.0, 0.0), (20.0, 0.0), (20.0, 0.2), (0.0, 0.2)]);
    let spike = ring(&[(0.0, 5.0), (20.0, 5.3), (0.0, 5.6)]);
    let annulus = [circle(10.0, 15.0, 4.0), circle(10.0, 15.0, 3.8)];
    for rings in [&[sliver][..], &[spike][..], &annulus[..]] {
        let region = region(rings);
        for pattern in PATTERNS {
            let (share, beyond_mm) = Ink::of(&filled(&region, &options(pattern)), &region).covers(&region);
            assert!(share > 0.9, "{pattern:?} covers {share}");
            assert!(beyond_mm <= PEN_MM / 2.0 + 1e-9, "{pattern:?} reaches over by {beyond_mm}");
        }
    }
    let tiny = filled(&region(&[square(3.0, 3.0, 0.05)]), &options(Pattern::Lines));
    assert_eq!(tiny.len(), 1);
    assert!(tiny[0].start.distance(Point::new(3.0, 3.0)) < 0.1);
}

#[test]
fn a_spiral_stays_arcs() {
    let disc = region(&[circle(10.0, 10.0, 8.0)]);
    let strokes = filled(&disc, &FillOptions { outline: false, ..options(Pattern::Spiral) });
    let arcs = strokes.iter().flat_map(|stroke| &stroke.segments);
    assert!(arcs.clone().all(|segment| matches!(segment, Segment::Arc { .. })));
    assert!(arcs.count() > 40);
}

#[test]
fn filling_can_be_stopped() {
    let disc = region(&[circle(10.0, 10.0, 8.0)]);
    assert!(fill(&disc, &options(Pattern::Lines), &mut |_| false).is_err());
}

fn artwork(marks: Vec<Mark>) -> Artwork {
    let layer = |(number, mark): (usize, Mark)| ArtworkLayer {
        name: number.to_string(),
        marks: vec![Mark { stack: number as u32, ..mark }],
    };
    Artwork {
        page: Page { width_mm: 50.0, height_mm: 50.0 },
        layers: marks.into_iter().enumerate().map(layer).collect(),
        elements: Vec::new(),
    }
}

fn area(rings: Vec<Path>, color: Color) -> Mark {
    Mark::area(rings, FillRule::NonZero, color)
}

fn strokes(layer: &ArtworkLayer) -> Vec<Path> {
    let stroke = |mark: &Mark| match &mark.shape {
        penstock_drawing::Shape::Stroke(path) => Some(path.clone()),
        penstock_drawing::Shape::Area { .. } => None,
    };
    layer.marks.iter().filter_map(stroke).collect()
}

#[test]
fn an_area_is_inked_where_it_shows() {
    let white = Color { r: 255, g: 255, b: 255 };
    let red = Color { r: 200, g: 0, b: 0 };
    let (below, hole, above) = (square(0.0, 0.0, 20.0), square(2.0, 2.0, 5.0), square(10.0, 10.0, 20.0));
    let mut picture = artwork(vec![
        area(vec![below.clone()], red),
        area(vec![hole.clone()], white),
        area(vec![above.clone()], Color::BLACK),
    ]);
    let how = ArtworkFill { options: options(Pattern::Lines), angle_step_deg: 45.0 };
    let filled = fill_artwork(&mut picture, &how, &mut |_| true).unwrap();
    assert_eq!((filled.areas, filled.paper, filled.hidden), (2, 1, 0));

    let shows = region(&[below]).minus(&region(&[hole])).minus(&region(&[above]));
    let (share, beyond_mm) = Ink::of(&strokes(&picture.layers[0]), &shows).covers(&shows);
    assert!(share > 0.99 && beyond_mm <= CELL_MM, "{share} {beyond_mm}");
    assert!(picture.layers[1].marks.is_empty());
    assert!(picture.layers[0].marks.iter().all(|mark| mark.color == red && mark.width_mm == Some(PEN_MM)));
    // The third layer's rows are turned by two steps.
    let upright = strokes(&picture.layers[2])
        .iter()
        .flat_map(Path::pieces)
        .filter(|(from, segment)| {
            (segment.to() - *from).hypot() > 15.0 && (segment.to().x - from.x).abs() < 1e-6
        })
        .count();
    assert!(upright > 40, "{upright}");
}

#[test]
fn what_others_hide_altogether_gets_no_ink() {
    let mut picture = artwork(vec![
        area(vec![square(5.0, 5.0, 5.0)], Color::BLACK),
        area(vec![square(0.0, 0.0, 20.0)], Color::BLACK),
    ]);
    let how = ArtworkFill { options: options(Pattern::Lines), angle_step_deg: 0.0 };
    let filled = fill_artwork(&mut picture, &how, &mut |_| true).unwrap();
    assert_eq!((filled.areas, filled.hidden), (1, 1));
}

fn blob() -> impl Strategy<Value = Path> {
    prop::collection::vec((0.0..15.0, 0.0..15.0), 3..9).prop_map(|points| ring(&points))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_area_is_covered_and_never_overrun_by_more_than_half_a_pen(
        rings in prop::collection::vec(blob(), 1..3),
        angle_deg in 0.0..180.0,
    ) {
        let region = region(&rings);
        prop_assume!(region.area_mm2() > 5.0);
        for pattern in PATTERNS {
            let options = FillOptions { angle_deg, ..options(pattern) };
            let (share, beyond_mm) = Ink::of(&filled(&region, &options), &region).covers(&region);
            prop_assert!(share > 0.95, "{:?} covers {}", pattern, share);
            prop_assert!(beyond_mm <= PEN_MM / 2.0 + 1e-9, "{:?} reaches over by {}", pattern, beyond_mm);
        }
    }
}

#[test]
fn many_loops_do_not_gather_corners() {
    // A comb: at every tooth, loops turn round a corner that grows with them.
    let mut points = vec![(0.0, 100.0), (0.0, 0.0)];
    for tooth in 0..30 {
        let x = 3.0 * f64::from(tooth);
        points.extend([(x + 1.0, 0.0), (x + 1.5, 40.0), (x + 2.0, 0.0)]);
    }
    points.extend([(100.0, 0.0), (100.0, 100.0)]);
    let loops = filled(&region(&[ring(&points)]), &options(Pattern::Concentric));
    let corners: usize = loops.iter().map(|stroke| stroke.segments.len()).sum();
    assert!(corners < 40_000, "{corners} corners in {} strokes", loops.len());
}
