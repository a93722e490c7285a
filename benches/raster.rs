//! Full-page pictures 2,000 pixels wide by our rasteriser and by resvg, drawing only, and what the preview
//! of 100,000 paths takes: processor time, in one run.
//!
//! The drawings are polylines that cross themselves heavily, which is what plotters draw and where
//! general renderers are slow, and short lines all over the page. `PENSTOCK_BENCH_CORPUS` names the
//! corpus' folder of SVGs (else `shared/corpus/svg` beside the repository); its `vpype-500_polylines.svg`
//! is measured where it is at hand.

use crate::output::row;
use anyhow::Context as _;
use penstock_drawing::svg::{self, ReadOptions, WriteOptions};
use penstock_drawing::{Color, Diagnostics, Drawing, Layer, Page, Path, Pen, Segment, raster};
use penstock_tasks::preview;
use penstock_tasks::{Cancelled, Context, Stage};
use penstock_toolpath::time::Profile;
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::path::{Path as FilePath, PathBuf};

const WIDTH_PX: usize = 2000;
/// What a preview of 100,000 paths may take, in ms of processor time.
const PREVIEW_LIMIT_MS: f64 = 500.0;

/// Measures and prints.
pub(crate) fn compare() -> anyhow::Result<()> {
    let corpus = std::env::var_os("PENSTOCK_BENCH_CORPUS").map_or_else(
        || FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/svg"),
        PathBuf::from,
    );
    match std::fs::read(corpus.join("vpype-500_polylines.svg")) {
        Ok(source) => picture("picture of 500_polylines", &source)?,
        Err(_) => picture("picture of 100 polylines of 150 points", &svg_of(&crossing(100, 150))?)?,
    }
    let short = scattered(100_000);
    picture("picture of 100,000 short lines", &svg_of(&short)?)?;
    let folder = std::env::temp_dir().join(format!("penstock-bench-raster-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let context = Quiet(folder.clone());
    let stage = Stage::new(&context, "Preview", 0.0..1.0);
    let (taken, made) =
        cpu_ms(|| preview::write(&short, &[], Profile::AXIDRAW, &folder, "a.preview", &stage));
    std::fs::remove_dir_all(&folder)?;
    made?;
    row("preview of 100,000 paths (peer: limit)", taken, PREVIEW_LIMIT_MS, "ms")?;
    Ok(())
}

/// One drawing by both, each after it has been read.
fn picture(what: &str, source: &[u8]) -> anyhow::Result<()> {
    let options = ReadOptions::default();
    let drawing = svg::read(source, &options, &mut Diagnostics::default(), &mut |_, _| true)?;
    let (ours, picture) = cpu_ms(|| raster::picture(&drawing, WIDTH_PX));
    let tree = usvg::Tree::from_data(source, &usvg::Options::default())?;
    let (width, height) = (picture.width as u32, picture.height as u32);
    let mut pixels = resvg::tiny_skia::Pixmap::new(width, height).context("a picture of this size")?;
    let scale = width as f32 / tree.size().width();
    let scale = resvg::tiny_skia::Transform::from_scale(scale, scale);
    let (peer, ()) = cpu_ms(|| resvg::render(&tree, scale, &mut pixels.as_mut()));
    black_box((&picture, &pixels));
    row(what, ours, peer, "ms")?;
    Ok(())
}

/// Processor time of this process, and what the work gives.
fn cpu_ms<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let now = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    let start = now();
    let result = work();
    (now() - start, result)
}

fn svg_of(drawing: &Drawing) -> anyhow::Result<Vec<u8>> {
    let mut source = Vec::new();
    svg::write(drawing, &WriteOptions::default(), &mut source)?;
    Ok(source)
}

fn drawing(paths: Vec<Path>) -> Drawing {
    let pen = Pen { color: Color::BLACK, width_mm: 0.3 };
    let layers = vec![Layer { name: "lines".to_owned(), pen, paths }];
    Drawing { page: Page { width_mm: 420.0, height_mm: 297.0 }, layers }
}

/// Polylines between random places of the whole page.
fn crossing(count: usize, points: usize) -> Drawing {
    let mut random = Random(7);
    let mut place = || kurbo::Point::new(random.next() * 420.0, random.next() * 297.0);
    let mut path =
        || Path { start: place(), segments: (1..points).map(|_| Segment::Line { to: place() }).collect() };
    drawing((0..count).map(|_| path()).collect())
}

/// Lines of 1 to 10 mm.
fn scattered(count: usize) -> Drawing {
    let mut random = Random(42);
    let mut path = || {
        let start = kurbo::Point::new(10.0 + random.next() * 400.0, 10.0 + random.next() * 277.0);
        let way =
            kurbo::Vec2::from_angle(random.next() * std::f64::consts::TAU) * (1.0 + 9.0 * random.next());
        Path { start, segments: vec![Segment::Line { to: start + way }] }
    };
    drawing((0..count).map(|_| path()).collect())
}

/// Knuth's MMIX generator, its upper half.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }
}

struct Quiet(PathBuf);

impl Context for Quiet {
    fn out_dir(&self) -> &FilePath {
        &self.0
    }

    fn progress(&self, _: &str, _: Option<f64>) -> Result<(), Cancelled> {
        Ok(())
    }

    fn diagnose(&self, _: penstock_drawing::Diagnostic) {}
}
