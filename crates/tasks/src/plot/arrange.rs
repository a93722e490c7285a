//! From the drawing as it came to the order in which it is drawn.

use super::params::{Order, PlotParams};
use penstock_drawing::Drawing;
use penstock_toolpath::join::{JoinOptions, join};
use penstock_toolpath::order::{Method, OrderOptions, order_drawing};
use penstock_toolpath::simplify::simplify;
use penstock_toolpath::stats::travel_mm;
use penstock_toolpath::{Progress, Stopped, remove_duplicates};

/// Travel that is more than this above the file's is more, in mm; below, it is rounding.
const ROUNDING_MM: f64 = 1e-6;

/// A drawing in the order in which it is drawn.
pub(super) struct Arranged {
    pub(super) drawing: Drawing,
    pub(super) duplicates_removed: u64,
    pub(super) joined_gap_mm: f64,
    /// What was asked for and left out, because it would have meant more travel than the file has.
    pub(super) left_out: Option<&'static str>,
}

/// One way to go about it.
#[derive(Clone, Copy)]
struct Way {
    remove_duplicates: bool,
    join: bool,
    order: bool,
    left_out: Option<&'static str>,
}

/// Removes duplicates, joins, simplifies and orders, as `params` say.
///
/// Travel never exceeds that of the source. Where the file goes over lines again to get from one place
/// to another, or has an order that joined strokes cannot keep, one step or the other is left out.
pub(super) fn arrange(
    source: Drawing,
    params: &PlotParams,
    progress: &mut Progress<'_>,
) -> Result<Arranged, Stopped> {
    let most_mm = travel_mm(&source) + ROUNDING_MM;
    let asked = Way {
        remove_duplicates: params.remove_duplicates,
        join: params.join,
        order: params.order != Order::Keep,
        left_out: None,
    };
    let ways = [
        asked,
        Way { remove_duplicates: false, left_out: Some("Removing duplicates"), ..asked },
        Way { join: false, left_out: Some("Joining"), ..asked },
        Way {
            remove_duplicates: false,
            join: false,
            left_out: Some("Removing duplicates and joining"),
            ..asked
        },
    ];
    for way in ways {
        let arranged = follow(source.clone(), way, params, progress)?;
        if travel_mm(&arranged.drawing) <= most_mm {
            return Ok(arranged);
        }
    }
    let unchanged =
        Way { remove_duplicates: false, join: false, order: false, left_out: Some("Every change of order") };
    follow(source, unchanged, params, progress)
}

fn follow(
    mut drawing: Drawing,
    way: Way,
    params: &PlotParams,
    progress: &mut Progress<'_>,
) -> Result<Arranged, Stopped> {
    let (mut duplicates_removed, mut joined_gap_mm) = (0, 0.0);
    let layers = drawing.layers.len().max(1) as f64;
    let allow_reverse = params.allow_reverse;
    for (at, layer) in drawing.layers.iter_mut().enumerate() {
        // Ordering takes most of the time: the rest is the first quarter.
        let mut progress = |f: f64| progress(0.25 * (at as f64 + f) / layers);
        if way.remove_duplicates {
            let tolerance_mm = params.duplicate_tolerance_mm;
            duplicates_removed +=
                remove_duplicates(&mut layer.paths, tolerance_mm, &mut |f| progress(0.3 * f))?;
        }
        if way.join {
            let options = JoinOptions { tolerance_mm: params.join_tolerance_mm, allow_reverse };
            let paths = std::mem::take(&mut layer.paths);
            let joined = join(paths, &options, &mut |f| progress(0.3 + 0.6 * f))?;
            joined_gap_mm += joined.gap_mm;
            layer.paths = joined.paths;
        }
        simplify(&mut layer.paths, params.simplify_tolerance_mm, &mut |f| progress(0.9 + 0.1 * f))?;
    }
    if way.order {
        let method = if params.order == Order::Greedy { Method::Greedy } else { Method::Best };
        let options = OrderOptions { method, allow_reverse, ..OrderOptions::default() };
        order_drawing(&mut drawing, &options, &mut |f| progress(0.25 + 0.75 * f))?;
    }
    Ok(Arranged { drawing, duplicates_removed, joined_gap_mm, left_out: way.left_out })
}
