//! The catalogue: one file a task, from parameters to report and artifacts.
//!
//! A task is a plain function of parameters, inputs and a [`Context`]; it knows nothing of queues. Same
//! inputs and parameters give the same bytes. What it is called, what it takes and what it returns is
//! declared once, by its [`Task`] implementation; forms, checks, help, HTTP schema, TypeScript types
//! and the reference page all come from that.

mod context;
mod task;

pub use context::{Cancelled, Context, Input};
pub use task::{MadeFile, FileRole, Output, ParamFault, Task, TaskError, TaskInfo};
