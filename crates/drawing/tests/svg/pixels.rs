//! Our lines are where resvg puts ink: on drawings of strokes alone, the pixels that it inks lie within half
//! a stroke and one pixel of our lines, and our lines run over pixels that it inks.

use penstock_drawing::svg::{self, ReadOptions};
use penstock_drawing::{Artwork, Diagnostics, Mark, Severity, Shape};
use resvg::tiny_skia;
use std::path::{Path, PathBuf};

/// Pixels along the longer side of a picture: of an icon, whose mitred corners reach further than half a
/// stroke, and of a test page.
const ICON_PX: f32 = 320.0;
const PAGE_PX: f32 = 400.0;
/// Share of the pixels that must agree, in both directions.
const SHARE: f64 = 0.99;

/// A picture of what is inked.
struct Inked {
    width: usize,
    height: usize,
    px: Vec<bool>,
}

impl Inked {
    fn of(pixmap: &tiny_skia::Pixmap) -> Self {
        let px = pixmap.pixels().iter().map(|pixel| pixel.alpha() > 8).collect();
        Self { width: pixmap.width() as usize, height: pixmap.height() as usize, px }
    }

    fn empty_like(&self) -> Self {
        Self { px: vec![false; self.px.len()], ..*self }
    }

    /// Inks all pixels whose middle is within `reach` of the line from `a` to `b`.
    fn stroke(&mut self, a: kurbo::Point, b: kurbo::Point, reach: f64) {
        let along = b - a;
        let span = |low: f64, high: f64, most: usize| {
            let from = (low - reach).floor().clamp(0.0, most as f64) as usize;
            from..(high + reach).ceil().clamp(0.0, most as f64) as usize
        };
        for y in span(a.y.min(b.y), a.y.max(b.y), self.height) {
            for x in span(a.x.min(b.x), a.x.max(b.x), self.width) {
                let middle = kurbo::Point::new(x as f64 + 0.5, y as f64 + 0.5);
                let t = ((middle - a).dot(along) / along.hypot2()).clamp(0.0, 1.0);
                let nearest = a + along * if t.is_nan() { 0.0 } else { t };
                if (middle - nearest).hypot() <= reach {
                    self.px[y * self.width + x] = true;
                }
            }
        }
    }

    /// None beyond the edge; else whether this pixel or one beside it is inked.
    fn near(&self, point: kurbo::Point) -> Option<bool> {
        let on = |value: f64, most: usize| (0.0..most as f64).contains(&value).then_some(value as usize);
        let (x, y) = (on(point.x, self.width)?, on(point.y, self.height)?);
        let rows = y.saturating_sub(1)..(y + 2).min(self.height);
        Some(rows.into_iter().any(|y| {
            let columns = x.saturating_sub(1)..(x + 2).min(self.width);
            columns.into_iter().any(|x| self.px[y * self.width + x])
        }))
    }
}

/// The shares of resvg's pixels that are near our lines, and of our lines that run over its pixels; none
/// where the drawing is not made of strokes alone.
fn agreement(bytes: &[u8], side_px: f32) -> Option<(f64, f64)> {
    let mut diagnostics = Diagnostics::default();
    let artwork =
        svg::read_artwork(bytes, &ReadOptions::default(), &mut diagnostics, &mut |_, _| true).unwrap();
    let is_stroke = |mark: &&Mark| matches!(mark.shape, Shape::Stroke(_));
    let marks: Vec<&Mark> = artwork.layers.iter().flat_map(|layer| &layer.marks).collect();
    let is_whole = diagnostics.into_vec().iter().all(|it| it.severity == Severity::Note);
    if marks.is_empty() || !marks.iter().all(is_stroke) || !is_whole {
        return None;
    }
    let tree = usvg::Tree::from_data(bytes, &usvg::Options::default()).unwrap();
    let scale = side_px / tree.size().width().max(tree.size().height());
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let mut pixmap = tiny_skia::Pixmap::new(width.ceil() as u32, height.ceil() as u32)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Some(compare(&Inked::of(&pixmap), &artwork, &marks, f64::from(side_px)))
}

fn compare(theirs: &Inked, artwork: &Artwork, marks: &[&Mark], side_px: f64) -> (f64, f64) {
    let px_per_mm = side_px / artwork.page.width_mm.max(artwork.page.height_mm);
    let mut ours = theirs.empty_like();
    let (mut run, mut hit) = (0_u32, 0_u32);
    let mut points = Vec::new();
    for mark in marks {
        let Shape::Stroke(path) = &mark.shape else { continue };
        points.clear();
        path.flatten(0.05 / px_per_mm, &mut points);
        let points: Vec<_> = points.iter().map(|it| (it.to_vec2() * px_per_mm).to_point()).collect();
        let reach = mark.width_mm.unwrap() * px_per_mm / 2.0 + 1.0;
        ours.stroke(points[0], points[0], reach);
        if let Some(is_hit) = theirs.near(points[0]) {
            run += 1;
            hit += u32::from(is_hit);
        }
        for ends in points.windows(2) {
            ours.stroke(ends[0], ends[1], reach);
            let steps = (ends[1] - ends[0]).hypot().ceil().max(1.0) as u32;
            for step in 0..steps {
                let at = ends[0].lerp(ends[1], (f64::from(step) + 0.5) / f64::from(steps));
                if let Some(is_hit) = theirs.near(at) {
                    run += 1;
                    hit += u32::from(is_hit);
                }
            }
        }
    }
    let inked = theirs.px.iter().filter(|it| **it).count();
    let both = theirs.px.iter().zip(&ours.px).filter(|(theirs, ours)| **theirs && **ours).count();
    (both as f64 / inked.max(1) as f64, f64::from(hit) / f64::from(run.max(1)))
}

/// How many of these are strokes alone; each of them agrees.
fn check(files: &[PathBuf]) -> usize {
    let (mut count, mut apart) = (0, Vec::new());
    for file in files {
        let Some((inked, drawn)) = agreement(&std::fs::read(file).unwrap(), ICON_PX) else { continue };
        count += 1;
        if inked < SHARE || drawn < SHARE {
            apart.push(format!("{}: {inked:.4} {drawn:.4}", file.display()));
        }
    }
    assert!(apart.is_empty(), "{apart:#?}");
    count
}

#[test]
fn our_lines_are_where_resvg_inks_a_sample_of_icons() {
    assert!(check(&super::icons::sample(200)) > 120);
}

#[test]
#[ignore = "reads and paints 6,600 drawings: minutes"]
fn our_lines_are_where_resvg_inks_all_icons() {
    assert!(check(&super::icons::all()) > 4_000);
}

#[test]
fn our_lines_are_where_resvg_inks_drawings_from_elsewhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/svg");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    // Larger ones keep resvg busy for half a minute.
    let is_small = |path: &PathBuf| path.metadata().is_ok_and(|it| it.is_file() && it.len() < 300_000);
    let files: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(is_small).collect();
    assert!(check(&files) > 5);
}

#[test]
fn features_agree_too() {
    for content in [
        r##"<defs><path id="l" d="M0 0H10" stroke="black"/></defs><use href="#l" x="20" y="30"/><use href="#l" y="10"/>"##,
        r##"<symbol id="s" viewBox="0 0 10 10"><path d="M1 1L9 9" stroke="black"/></symbol><use href="#s" x="20" width="50" height="30"/>"##,
        r#"<path d="M10 10C90 10 10 90 90 90" fill="none" stroke="black" stroke-width="2" stroke-dasharray="7 4 1 4" stroke-dashoffset="3"/>"#,
        r#"<marker id="m" viewBox="0 0 10 10" markerWidth="6" markerHeight="6" refX="5" refY="5" orient="auto"><path d="M1 1L9 5L1 9" fill="none" stroke="red"/></marker><path d="M20 20L50 70L80 20" fill="none" stroke="black" stroke-width="2" marker-mid="url(#m)" marker-end="url(#m)"/>"#,
        r#"<clipPath id="c"><circle cx="50" cy="50" r="30"/></clipPath><g clip-path="url(#c)" fill="none" stroke="black"><path d="M0 0L100 100M0 50H100"/><circle cx="50" cy="50" r="25"/></g>"#,
        r#"<mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" width="100" height="100"><rect width="100" height="100" fill="white"/><circle cx="50" cy="50" r="30"/></mask><g mask="url(#m)" fill="none" stroke="black"><path d="M0 0L100 100M0 50H100"/></g>"#,
        r#"<svg x="10" y="20" width="50" height="50" viewBox="0 0 10 20"><path d="M0 5H30" stroke="black"/></svg><switch><path systemLanguage="xx" d="M0 5H30" stroke="black"/><path d="M0 95H30" stroke="black"/></switch>"#,
        r#"<g stroke="black" stroke-width="6" stroke-linecap="round"><path d="M10 10z"/><path d="M30 10h0"/><line x1="50" y1="10" x2="50" y2="10"/><polyline points="70,10 70,10"/></g>"#,
        r#"<pattern id="p" width="9" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(20) translate(3 1)"><path d="M0 0L9 7" stroke="red" stroke-width=".8"/></pattern><circle cx="50" cy="50" r="40" fill="url(#p)"/>"#,
    ] {
        let source = super::support::page(content);
        let (inked, drawn) = agreement(source.as_bytes(), PAGE_PX).unwrap_or_else(|| panic!("{content}"));
        // A stroke that is cut at a slant shows a corner beyond its middle line.
        assert!(inked >= 0.97 && drawn >= SHARE, "{inked:.4} {drawn:.4} {content}");
    }
}
