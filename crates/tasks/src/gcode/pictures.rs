//! Pictures of a program: what the jet does, in the order in which it does it.

use kurbo::{Rect, Vec2};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use penstock_toolpath::jet::Machine;
use penstock_toolpath::parts::{Contour, Part};
use penstock_toolpath::program::{CutPlan, Role, Run};
use penstock_toolpath::time::{Motion, Profile};

/// For lines that are no cuts.
const THIN_MM: f64 = 0.15;

/// Sheet, parts, rapids, leads and cuts, each on a layer of its own.
pub(super) fn sorted(plan: &CutPlan, parts: &[Part], sheet: Rect, kerf_mm: f64) -> Drawing {
    let [mut leads, mut cuts] = [const { Vec::<Path>::new() }; 2];
    let way = |(start, to)| Path { start, segments: vec![Segment::Line { to }] };
    let rapids = plan.ways().map(way).collect();
    for run in plan.runs() {
        for (from, one) in run.pieces() {
            let paths = if one.role == Role::Contour { &mut cuts } else { &mut leads };
            match paths.last_mut().filter(|path: &&mut Path| path.end() == from) {
                Some(path) => path.segments.push(one.segment),
                None => paths.push(Path { start: from, segments: vec![one.segment] }),
            }
        }
    }
    let drawn = parts
        .iter()
        .flat_map(|part| part.contours().map(Contour::path).chain(&part.slits).cloned().collect::<Vec<_>>());
    let layers = vec![
        layer("sheet", Color { r: 0x99, g: 0x99, b: 0x99 }, THIN_MM, vec![edge(sheet)]),
        layer("rapids", Color { r: 0x2c, g: 0xa0, b: 0x2c }, THIN_MM, rapids),
        layer("cuts", Color { r: 0xae, g: 0xc7, b: 0xe8 }, kerf_mm, cuts),
        layer("leads", Color { r: 0xff, g: 0x7f, b: 0x0e }, kerf_mm / 2.0, leads),
        layer("parts", Color::BLACK, THIN_MM, drawn.collect()),
    ];
    on_page(layers, sheet)
}

/// The parts as they are drawn.
pub(super) fn drawn(parts: &[Part], sheet: Rect) -> Drawing {
    let contours = |of: fn(&Part) -> Vec<Path>| parts.iter().flat_map(of).collect();
    let layers = vec![
        layer(
            "holes",
            Color { r: 0x1f, g: 0x77, b: 0xb4 },
            THIN_MM,
            contours(|part| part.holes.iter().map(Contour::path).chain(&part.slits).cloned().collect()),
        ),
        layer("outlines", Color::BLACK, THIN_MM, contours(|part| vec![part.outer.path().clone()])),
    ];
    on_page(layers, sheet)
}

/// What the jet does, run by run in order: a picture that plays.
pub(super) fn played(plan: &CutPlan, sheet: Rect, kerf_mm: f64) -> Drawing {
    let runs = plan.runs().map(Run::path).collect();
    on_page(vec![layer("cuts", Color { r: 0x1f, g: 0x77, b: 0xb4 }, kerf_mm, runs)], sheet)
}

/// Plays at the mean speed of the cuts, with the mean time of a pierce.
pub(super) fn profile(plan: &CutPlan, machine: &Machine) -> Profile {
    let (runs, time) = (plan.runs().count().max(1) as f64, plan.time(machine));
    let length_mm: f64 = plan.runs().map(|run| run.path().length_mm()).sum();
    let mm_per_s = if time.cut_s > 0.0 { length_mm / time.cut_s } else { 1.0 };
    Profile {
        pen_down: Motion::plane(mm_per_s, 1000.0, 0.01),
        pen_up: Motion::plane(machine.rapid_mm_per_min / 60.0, machine.rapid_mm_per_s2, 0.01),
        lift_s: 0.0,
        drop_s: time.pierce_s / runs,
        pen_change_s: None,
        pause_s: 0.0,
    }
}

fn layer(name: &str, color: Color, width_mm: f64, paths: Vec<Path>) -> Layer {
    Layer { name: name.to_owned(), pen: Pen { color, width_mm }, paths }
}

fn edge(sheet: Rect) -> Path {
    let to = |x, y| Segment::Line { to: (x, y).into() };
    let Rect { x0, y0, x1, y1 } = sheet;
    Path { start: (x0, y0).into(), segments: vec![to(x1, y0), to(x1, y1), to(x0, y1), to(x0, y0)] }
}

/// The sheet is the page.
fn on_page(mut layers: Vec<Layer>, sheet: Rect) -> Drawing {
    let by: Vec2 = -sheet.origin().to_vec2();
    for path in layers.iter_mut().flat_map(|layer| &mut layer.paths) {
        *path = path.moved(by.x, by.y);
    }
    layers.retain(|layer| !layer.paths.is_empty());
    Drawing { page: Page { width_mm: sheet.width(), height_mm: sheet.height() }, layers }
}
