//! Writes postcards and labels in single-line letters: one card, or one for each row of a table.
//!
//! A card is laid out by its template and its size, checked against the rules of the postal service, and
//! written as an SVG of its own or together with others on a sheet. Files are named by the number of the row
//! and never by what a row holds.

mod art;
mod card;
mod compose;
pub(crate) mod fit;
mod inputs;
mod merge;
mod on_path;
mod ornaments;
mod own;
mod params;
mod report;
mod run;
mod sheets;
mod size;
mod zones;

pub use params::{Font, Paper, PostcardParams};
pub use report::PostcardReport;

use crate::{Context, Input, Output, Task, TaskError, TaskInfo};
use serde_json::Value;

/// The task `postcard`.
pub struct MakePostcard;

impl Task for MakePostcard {
    type Params = PostcardParams;
    type Report = PostcardReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "postcard",
            version: 1,
            title: "Postcard",
            summary: "Writes postcards and labels in single-line letters, one or a whole table of them",
            queue: "svg-generation",
            timeout_s: 600,
            accepts: &["csv", "tsv", "txt", "svg", "lff", "jhf", "ttf", "otf"],
            inputs: (0, 3),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &PostcardParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<PostcardReport>, TaskError> {
        run::run(params, inputs, context)
    }
}
