//! One task in a process of its own.
//!
//! Parsers abort on stack overflow and failed allocations, and a hostile file may loop for ever; only
//! a process boundary contains that. The child is the same program, started with `__child` as its
//! first argument. It takes one [`Request`] on its standard input, puts limits and a sandbox on itself
//! before it opens any input, runs the task on one thread, and answers on its standard output in
//! frames with a length (`protocol`). The parent trusts nothing that it says: frames have caps, made
//! files are looked at, and whatever happens ends in one [`End`].
//!
//! [`run`] starts a child for one task. A [`Crew`] keeps children for several tasks without files.
//!
//! Limits: `sandboxing` has a file for each platform, and only Linux has all layers; the child says in
//! its first frame what could not be applied, and [`sandbox`] asks for exactly that.

mod answers;
mod context;
mod conversation;
mod crew;
mod death;
mod entry;
mod executable;
mod folder;
mod limits;
mod process;
mod protocol;
mod resources;
mod run;
mod said;
mod sandboxing;
mod tail;
mod usage;

pub use crew::{Crew, Left};
pub use entry::{RunError, is_child, main, main_with};
pub use executable::set_executable;
pub use limits::Limits;
pub use run::{End, MadeFile, ProgressReport, Request, RequestInput, run, sandbox};
#[doc(hidden)]
pub use said::frames_in;
pub use sandboxing::{Layer, LayerState, Sandbox};
