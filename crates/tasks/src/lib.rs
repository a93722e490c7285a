//! The catalogue: one file a task, from parameters to report and artifacts.
//!
//! A task is a plain function of parameters, inputs and a [`Context`]; it knows nothing of queues. Same
//! inputs and parameters give the same bytes. What it is called, what it takes and what it returns is
//! declared once, by its [`Task`] implementation; forms, checks, help, HTTP schema, TypeScript types
//! and the reference page all come from that.

pub mod analyze;
pub mod artboard;
pub mod bill;
mod catalogue;
mod check;
mod context;
pub mod cut;
mod files;
pub mod gcode;
mod inspect;
pub mod nest;
pub mod pattern;
mod picture_file;
pub mod plot;
pub mod postcard;
pub mod preview;
pub mod quote;
mod schema;
mod sheet;
mod source;
mod stage;
mod task;
pub mod trace;

pub use catalogue::{INSPECT, catalogue, check_params, find, knows, run};
pub use context::{Cancelled, Context, Input};
pub use inspect::{is_drawing, is_picture};
/// What [`Context::diagnose`] takes: whoever implements a context needs no other crate.
pub use penstock_drawing::Diagnostic;
pub use stage::Stage;
pub use task::{FileRole, MadeFile, Output, ParamFault, STOPPED_EARLY, Task, TaskError, TaskInfo};
