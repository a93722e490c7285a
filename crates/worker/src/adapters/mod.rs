//! Other systems' functions, run here over our own tasks.
//!
//! A job whose function has an adapter is translated: its arguments become tasks of ours with their inputs,
//! what they make is put below the worker's output folder, and the answer has the shape that the function
//! always had. Where the original answered a failure as if it were a result, the job fails here.
//! One file an adapter; each is named in [`ALL`].

mod arguments;
mod beneath;
mod complex_svg;
mod errand;
mod output;
mod postcard_svg;
mod schematic_vector_optimize;
mod settings;
mod source;
mod wjp;

pub(crate) use errand::run;
pub use settings::{AdapterSettings, DEFAULT_OUTPUT};

use arguments::Arguments;
use errand::Errand;
use penstock_jobs::Failure;

/// A function of another system.
pub(crate) trait Adapter: Send + Sync {
    /// Its dotted name on the wire.
    fn function(&self) -> &'static str;

    /// What a call of it means here.
    ///
    /// # Errors
    /// A failure of class `bad_input` that names the argument.
    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure>;
}

/// Every adapter.
const ALL: &[&dyn Adapter] = &[
    &complex_svg::GenerateComplexSvg,
    &complex_svg::BatchGenerateSvgs,
    &postcard_svg::GeneratePostcardSvg,
    &schematic_vector_optimize::SchematicVectorOptimize,
    &wjp::WorkerAnalyzeDxf,
    &wjp::WorkerCalculateCost,
    &wjp::WorkerAnalyzeCsv,
    &wjp::WorkerConvertImage,
];

/// The adapter of this function.
pub(crate) fn find(function: &str) -> Option<&'static dyn Adapter> {
    ALL.iter().find(|adapter| adapter.function() == function).copied()
}

/// The functions of other systems that a worker runs, by their dotted names.
#[must_use]
pub fn functions() -> Vec<&'static str> {
    ALL.iter().map(|adapter| adapter.function()).collect()
}
