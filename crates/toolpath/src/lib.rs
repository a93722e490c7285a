//! Pure operations on drawings: what to leave out, what to join, in which order to draw, and how long
//! the machine takes for it.
//!
//! Every operation is deterministic and, but for [`nest`], single-threaded, touches no file and no clock, and holds at
//! 100,000 paths and more: neighbours come from a k-d tree, and no step compares every path with every
//! other. Whoever calls gives a callback that hears how far the operation is and can stop it.
//!
//! | operation | what it does |
//! | --- | --- |
//! | [`hidden`] | leaves out what lies below opaque areas |
//! | [`fill`] | fills areas with strokes of the pen's width |
//! | [`pens`] | makes layers by colour, group or width, and gives each its pen |
//! | [`layout`] | puts a drawing on a sheet: size, margins, turn, place |
//! | [`crop`] | cuts a drawing to the sheet, a rectangle or a circle |
//! | [`split`] | takes strokes apart to segments, or to pieces of a length |
//! | [`filter`] | leaves out what is too short |
//! | [`remove_duplicates`] | drops paths that repeat another one of their layer |
//! | [`overlaps`] | draws once what lies on top of itself |
//! | [`join::retrace`] | lets lines be drawn twice where that spares a lift |
//! | [`join`] | makes one stroke of paths whose ends meet |
//! | [`simplify`] | drops vertices of polylines that change nothing within a tolerance |
//! | [`order`] | finds an order with little travel |
//! | [`seam`] | lets closed strokes begin anywhere |
//! | [`passes`] | draws every stroke several times |
//! | [`time`] | the motion model: seconds for strokes and moves |
//! | [`jet`] | what a waterjet can do: speeds, pierces, slow-downs |
//! | [`kerf`] | where the jet's centre runs |
//! | [`leads`] | the way from the pierce to the line, and off it |
//! | [`program`] | plans cuts and writes programs for cutting machines |
//! | [`proof`] | holds a program's text against the drawing |
//! | [`stats`] | lengths, travel and lifts |
//! | [`nest`] | puts parts on sheets, and proves it |

mod boxes;
pub mod crop;
mod cut;
mod duplicates;
pub mod fill;
pub mod filter;
pub mod hidden;
#[cfg(test)]
mod invariants;
pub mod jet;
pub mod join;
pub mod kerf;
pub mod layout;
pub mod leads;
pub mod nest;
pub mod order;
pub mod overlaps;
pub mod parts;
pub mod passes;
pub mod pens;
mod places;
mod point_tree;
pub mod program;
pub mod proof;
pub mod region;
mod rotate;
#[cfg(test)]
mod samples;
pub mod seam;
pub mod simplify;
pub mod split;
mod stack;
pub mod stats;
pub mod time;

pub use duplicates::remove_duplicates;
pub use overlaps::remove_overlaps;
pub use rotate::start_at_vertex;

/// Hears how far an operation is (0 to 1) and answers whether it may go on.
pub type Progress<'a> = dyn FnMut(f64) -> bool + 'a;

/// The [`Progress`] callback answered "stop".
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("stopped on request")]
pub struct Stopped;

/// Reports `done` of `total` every 1,024 steps.
fn tick(progress: &mut Progress<'_>, done: usize, total: usize) -> Result<(), Stopped> {
    if done.is_multiple_of(1024) && !progress(done as f64 / total.max(1) as f64) {
        return Err(Stopped);
    }
    Ok(())
}
