//! From grey values to paths in millimetres.

use super::params::{Mode, TraceParams};
use super::report::Fitting;
use crate::pattern::Random;
use crate::stage::Stage;
use crate::{Cancelled, TaskError};
use kurbo::{Affine, Point, Rect, Vec2};
use penstock_drawing::picture::{self, Edges, Grey, HatchPass, TraceError, fit};
use penstock_drawing::{Path, Segment};
use std::f64::consts::PI;

/// How close lines stay to an edge that grey pixels place exactly, in pixels.
const SOFT_PX: f64 = 0.35;
/// To an edge that is known to half a pixel.
const HARD_PX: f64 = 0.75;
/// To thinned lines, whose steps are evened out before.
const MIDDLE_PX: f64 = 0.5;
/// No tolerance is below what a pixel can tell.
const FINEST_PX: f64 = 0.05;
const STIPPLE_ROUNDS: u32 = 30;
/// Directions of the sets of hatching, one for each tone, from the first.
const TURNS_DEG: [f64; 4] = [0.0, 90.0, 45.0, 135.0];

/// What was found.
pub(super) struct Found {
    pub(super) paths: Vec<Path>,
    pub(super) fitting: Fitting,
    pub(super) threshold: Option<f64>,
    pub(super) specks: u64,
    pub(super) small: u64,
}

impl Found {
    fn new(threshold: Option<f64>) -> Self {
        Self { paths: Vec::new(), fitting: Fitting::default(), threshold, specks: 0, small: 0 }
    }

    fn add(&mut self, fitted: fit::Fitted, mm_per_px: f64) {
        let count = |is_arc: bool| {
            let arcs = fitted
                .path
                .segments
                .iter()
                .filter(|&segment| matches!(segment, Segment::Arc { .. }) == is_arc);
            arcs.count() as u64
        };
        if fitted.is_circle {
            self.fitting.circles += 1;
        } else {
            self.fitting.arcs += count(true);
            self.fitting.lines += count(false);
        }
        let worst = self.fitting.worst_error_mm.get_or_insert(0.0);
        *worst = worst.max(fitted.worst * mm_per_px);
        self.paths.push(in_mm(&fitted.path, mm_per_px));
    }
}

/// Finds what the parameters ask for.
pub(super) fn vector(
    grey: &Grey,
    params: &TraceParams,
    mm_per_px: f64,
    stage: &Stage<'_>,
) -> Result<Found, TaskError> {
    match params.mode {
        Mode::Outline => outlines(grey, params, mm_per_px, stage),
        Mode::Centerline => center_lines(grey, params, mm_per_px, stage),
        Mode::Hatch => hatching(grey, params, mm_per_px, stage),
        Mode::Stipple => stipples(grey, params, mm_per_px, stage),
    }
}

fn threshold(grey: &Grey, params: &TraceParams) -> f64 {
    params.threshold.unwrap_or_else(|| picture::threshold(grey))
}

fn tolerance_px(params: &TraceParams, mm_per_px: f64, usual_px: f64) -> f64 {
    params.tolerance_mm.map_or(usual_px, |tolerance_mm| (tolerance_mm / mm_per_px).max(FINEST_PX))
}

fn outlines(
    grey: &Grey,
    params: &TraceParams,
    mm_per_px: f64,
    stage: &Stage<'_>,
) -> Result<Found, TaskError> {
    let threshold = threshold(grey, params);
    let usual_px = match picture::edges(grey, threshold) {
        Edges::Soft => SOFT_PX,
        Edges::Hard => HARD_PX,
    };
    let tolerance_px = tolerance_px(params, mm_per_px, usual_px);
    let mut found = Found::new(Some(threshold));
    let (rings, specks) =
        picture::outlines(grey, threshold, params.despeckle_px2, &mut |done| stage.at(0.5 * done).is_ok())
            .map_err(failed)?;
    found.specks = specks;
    found.fitting.tolerance_mm = Some(tolerance_px * mm_per_px);
    for (n, ring) in rings.iter().enumerate() {
        stage.at(0.5 + 0.5 * n as f64 / rings.len() as f64)?;
        if is_small(&ring.points, params, mm_per_px) {
            found.small += 1;
            continue;
        }
        if ring.is_hole() {
            found.fitting.holes += 1;
        } else {
            found.fitting.shapes += 1;
        }
        found.add(fit::ring(&ring.points, tolerance_px), mm_per_px);
    }
    Ok(found)
}

fn center_lines(
    grey: &Grey,
    params: &TraceParams,
    mm_per_px: f64,
    stage: &Stage<'_>,
) -> Result<Found, TaskError> {
    let threshold = threshold(grey, params);
    let tolerance_px = tolerance_px(params, mm_per_px, MIDDLE_PX);
    let mut found = Found::new(Some(threshold));
    let chains =
        picture::center_lines(grey, threshold, &mut |done| stage.at(0.8 * done).is_ok()).map_err(failed)?;
    found.fitting.tolerance_mm = Some(tolerance_px * mm_per_px);
    let (mut width, mut length) = (0.0, 0.0);
    for (n, chain) in chains.iter().enumerate() {
        stage.at(0.8 + 0.2 * n as f64 / chains.len() as f64)?;
        let points = chain.points.len() as f64;
        // A stroke covers about its length by its width, and its two rounded ends.
        let width_px = chain.width_px.max(1.0);
        if (points - 1.0) * width_px + PI / 4.0 * width_px * width_px < params.despeckle_px2 {
            found.specks += 1;
            continue;
        }
        if is_small(&chain.points, params, mm_per_px) {
            found.small += 1;
            continue;
        }
        width += chain.width_px * points;
        length += points;
        if let [dot] = chain.points[..] {
            found.fitting.dots += 1;
            found.paths.push(dot_at(dot, 0.0, mm_per_px));
        } else if chain.is_closed {
            found.add(fit::ring(&chain.points, tolerance_px), mm_per_px);
        } else {
            found.add(fit::strand(&chain.points, tolerance_px), mm_per_px);
        }
    }
    found.fitting.stroke_width_mm = (length > 0.0).then(|| mm_per_px * width / length);
    Ok(found)
}

fn hatching(
    grey: &Grey,
    params: &TraceParams,
    mm_per_px: f64,
    stage: &Stage<'_>,
) -> Result<Found, TaskError> {
    let mut found = Found::new(None);
    let spacing_px = params.hatch_spacing_mm / mm_per_px;
    // Detail finer than the lines are apart would only tear them.
    let grey = grey.blurred((spacing_px / 4.0).min(20.0));
    let least_px = (params.min_feature_mm / mm_per_px).max(spacing_px / 2.0);
    let levels = params.hatch_levels;
    for level in 0..levels {
        let tone = f64::from(level + 1) / f64::from(levels + 1);
        let turn = TURNS_DEG[level as usize % TURNS_DEG.len()];
        let pass = HatchPass {
            darker_than: 1.0 - tone,
            spacing_px,
            angle_deg: params.hatch_angle_deg + turn,
            shift: if (level as usize) < TURNS_DEG.len() { 0.0 } else { 0.5 },
        };
        let share = |done: f64| (f64::from(level) + done) / f64::from(levels);
        let lines = picture::hatching(&grey, &pass, least_px, &mut |done| stage.at(share(done)).is_ok())
            .map_err(failed)?;
        found.fitting.lines += lines.len() as u64;
        found.paths.extend(
            lines
                .into_iter()
                .map(|[start, to]| in_mm(&Path { start, segments: vec![Segment::Line { to }] }, mm_per_px)),
        );
    }
    Ok(found)
}

fn stipples(
    grey: &Grey,
    params: &TraceParams,
    mm_per_px: f64,
    stage: &Stage<'_>,
) -> Result<Found, TaskError> {
    let mut found = Found::new(None);
    let mut random = Random::new(params.seed);
    let dots =
        picture::stipples(grey, params.dots as usize, STIPPLE_ROUNDS, &mut || random.unit(), &mut |done| {
            stage.at(done).is_ok()
        })
        .map_err(failed)?;
    found.fitting.dots = dots.len() as u64;
    found.paths = dots.into_iter().map(|dot| dot_at(dot, params.dot_mm, mm_per_px)).collect();
    Ok(found)
}

fn is_small(points: &[Point], params: &TraceParams, mm_per_px: f64) -> bool {
    let dot = points.first().map_or(Rect::ZERO, |&point| Rect::from_points(point, point));
    let bounds = points.iter().fold(dot, |bounds, &point| bounds.union_pt(point));
    bounds.width().max(bounds.height()) * mm_per_px < params.min_feature_mm
}

fn dot_at(place: Point, size_mm: f64, mm_per_px: f64) -> Path {
    let center = (place.to_vec2() * mm_per_px).to_point();
    if size_mm <= 0.0 {
        return Path { start: center, segments: Vec::new() };
    }
    let across = Vec2::new(size_mm / 2.0, 0.0);
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    Path { start: center + across, segments: vec![half(center - across), half(center + across)] }
}

fn in_mm(path: &Path, mm_per_px: f64) -> Path {
    path.transformed(Affine::scale(mm_per_px))
}

fn failed(error: TraceError) -> TaskError {
    match error {
        TraceError::Stopped => Cancelled.into(),
        TraceError::TooDetailed => TaskError::BadInput {
            message: "The picture has too much detail to be traced".to_owned(),
            advice: Some("Blur it, raise the size of specks, or take a picture with fewer pixels".to_owned()),
        },
    }
}
