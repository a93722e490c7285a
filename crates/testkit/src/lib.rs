//! What tests share: builders, throw-away stores, and waiting on conditions.
//!
//! Every test makes its own [`Place`]: nothing is shared between tests, and nothing stays behind.

mod jobs;
mod place;
mod wait;

pub use jobs::{new_job, worker};
pub use place::Place;
pub use wait::eventually;
