//! From the drawing as it came to the order in which it is drawn.

use super::params::PlotParams;
use super::steps::{Steps, Tally};
use crate::{Cancelled, TaskError};
use penstock_drawing::{Drawing, Path};
use penstock_toolpath::filter::drop_shorter;
use penstock_toolpath::join::{JoinOptions, join};
use penstock_toolpath::join::{RetraceOptions, retrace};
use penstock_toolpath::order::{OrderOptions, Ordered, Rule, order_drawing_until};
use penstock_toolpath::simplify::simplify;
use penstock_toolpath::{Progress, Stopped, remove_duplicates, remove_overlaps};
use std::time::{Duration, Instant};

/// Travel that is more than this above the file's is more, in mm; below, it is rounding.
const ROUNDING_MM: f64 = 1e-6;
/// A search that takes so many times as long as it was given ends there. Until then its end does not
/// depend on the clock, and the same seed gives the same order.
const PATIENCE: f64 = 2.0;

/// A drawing in the order in which it is drawn.
pub(super) struct Arranged {
    pub(super) drawing: Drawing,
    pub(super) steps: Steps,
    pub(super) duplicates_removed: u64,
    pub(super) joined_gap_mm: f64,
    /// What was asked for and left out, because it would have meant more travel than the file has.
    pub(super) left_out: Option<&'static str>,
    /// The search for a better order.
    pub(super) search: Ordered,
}

/// One way to go about it.
#[derive(Clone, Copy)]
struct Way {
    /// Duplicates and overlaps.
    clean: bool,
    join: bool,
    order: Option<OrderOptions>,
    left_out: Option<&'static str>,
}

/// Cleans, joins, simplifies and orders, as `params` say.
///
/// Travel never exceeds that of the source, unless a rule of order asks for it. Where the file goes over
/// lines again to get from one place to another, or has an order that joined strokes cannot keep, one step
/// or the other is left out. That is rare, so the source is not kept for it: `again` makes it anew.
pub(super) fn arrange(
    source: (Drawing, Steps),
    params: &PlotParams,
    progress: &mut Progress<'_>,
    again: &mut dyn FnMut() -> Result<(Drawing, Steps), TaskError>,
) -> Result<Arranged, TaskError> {
    let most_mm = source.1.now.travel_mm + ROUNDING_MM;
    let asked = Way { clean: true, join: params.join, order: params.ordering(), left_out: None };
    let may_travel = asked.order.is_some_and(|order| order.rule != Rule::None);
    let ways = [
        asked,
        Way { clean: false, left_out: Some("Removing duplicates"), ..asked },
        Way { join: false, left_out: Some("Joining"), ..asked },
        Way { clean: false, join: false, left_out: Some("Removing duplicates and joining"), ..asked },
    ];
    let mut source = Some(source);
    for way in ways {
        let (drawing, steps) = match source.take() {
            Some(source) => source,
            None => again()?,
        };
        let arranged = follow(drawing, steps, way, params, progress).map_err(|_| Cancelled)?;
        if may_travel || arranged.steps.now.travel_mm <= most_mm {
            return Ok(arranged);
        }
    }
    let unchanged = Way { clean: false, join: false, order: None, left_out: Some("Every change of order") };
    let (drawing, steps) = again()?;
    Ok(follow(drawing, steps, unchanged, params, progress).map_err(|_| Cancelled)?)
}

fn follow(
    mut drawing: Drawing,
    mut steps: Steps,
    way: Way,
    params: &PlotParams,
    progress: &mut Progress<'_>,
) -> Result<Arranged, Stopped> {
    let mut duplicates_removed = 0;
    let before_search = params.share_beside_the_search();
    let mut early = |f| progress(before_search * f);
    if way.clean && params.remove_duplicates {
        for_layers(&mut drawing, &mut |f| early(0.05 * f), &mut |paths, progress| {
            duplicates_removed += remove_duplicates(paths, params.duplicate_tolerance_mm, progress)?;
            Ok(())
        })?;
        if duplicates_removed > 0 {
            steps.done("remove_duplicates", Tally::of(&drawing));
        }
    }
    if way.clean && params.remove_overlaps {
        for_layers(&mut drawing, &mut |f| early(0.05 + 0.05 * f), &mut |paths, progress| {
            let (kept, _) = remove_overlaps(std::mem::take(paths), params.duplicate_tolerance_mm, progress)?;
            *paths = kept;
            Ok(())
        })?;
        steps.done("remove_overlaps", Tally::of(&drawing));
    }
    let joined_gap_mm = if way.join { connect(&mut drawing, &mut steps, params, &mut early)? } else { 0.0 };
    if params.simplify_tolerance_mm > 0.0 {
        for_layers(&mut drawing, &mut |f| early(0.22 + 0.02 * f), &mut |paths, progress| {
            simplify(paths, params.simplify_tolerance_mm, progress)
        })?;
        steps.done("simplify", Tally::of(&drawing));
    }
    if params.filter_shorter_mm > 0.0 {
        drop_shorter(&mut drawing, params.filter_shorter_mm);
        steps.done("filter", Tally::of(&drawing));
    }
    let mut search = Ordered::default();
    if let Some(options) = way.order {
        let longest = Duration::from_secs_f64(1.0 + PATIENCE * params.order_budget_s);
        let begun = Instant::now();
        let mut enough = || begun.elapsed() > longest;
        let before = 0.25 * before_search;
        let mut progress = |f| progress(before + (1.0 - before) * f);
        search = order_drawing_until(&mut drawing, &options, &mut progress, &mut enough)?;
        steps.done("order", steps.now.longer(&drawing, 0.0));
    }
    Ok(Arranged { drawing, steps, duplicates_removed, joined_gap_mm, left_out: way.left_out, search })
}

/// Joins, and before that lets lines be drawn twice where it pays; answers the length of the gaps.
fn connect(
    drawing: &mut Drawing,
    steps: &mut Steps,
    params: &PlotParams,
    progress: &mut Progress<'_>,
) -> Result<f64, Stopped> {
    let allow_reverse = params.allow_reverse;
    let tolerance_mm = params.join_tolerance_mm;
    if params.retrace_mm > 0.0 && allow_reverse {
        let options =
            RetraceOptions { longest_mm: params.retrace_mm, tolerance_mm, profile: params.profile() };
        for_layers(drawing, &mut |f| progress(0.1 + 0.05 * f), &mut |paths, progress| {
            retrace(paths, &options, progress).map(|_| ())
        })?;
        steps.done("retrace", Tally::of(drawing));
    }
    let options = JoinOptions { tolerance_mm, allow_reverse };
    let mut gap_mm = 0.0;
    for_layers(drawing, &mut |f| progress(0.15 + 0.07 * f), &mut |paths, progress| {
        let joined = join(std::mem::take(paths), &options, progress)?;
        gap_mm += joined.gap_mm;
        *paths = joined.paths;
        Ok(())
    })?;
    steps.done("join", steps.now.longer(drawing, gap_mm));
    Ok(gap_mm)
}

type OnLayer<'a> = dyn FnMut(&mut Vec<Path>, &mut Progress<'_>) -> Result<(), Stopped> + 'a;

/// Does the same to every layer; each has an equal share of the progress.
fn for_layers(
    drawing: &mut Drawing,
    progress: &mut Progress<'_>,
    work: &mut OnLayer<'_>,
) -> Result<(), Stopped> {
    let layers = drawing.layers.len().max(1) as f64;
    for (at, layer) in drawing.layers.iter_mut().enumerate() {
        work(&mut layer.paths, &mut |f| progress((at as f64 + f) / layers))?;
    }
    Ok(())
}
