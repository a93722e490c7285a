//! The list of tasks, and the one way to run any of them.

use crate::check;
use crate::schema::schema_of;
use crate::{Cancelled, Context, Input, Output, ParamFault, Task, TaskError, TaskInfo};
use penstock_drawing::Diagnostic;
use serde_json::Value;
use std::cell::RefCell;
use std::path::Path;
use std::sync::LazyLock;

/// Name of the task that looks at a file before anything is queued. It takes one input, reports
/// `{width_mm, height_mm, time_s, layers, diagnostics}` and makes `drawing.preview`. The catalogue does
/// not list it.
pub const INSPECT: &str = "inspect";

type Run = fn(&Value, &[Input], &dyn Context) -> Result<Output<Value>, TaskError>;

/// A task without its types. Schemas are made when somebody asks: a child that runs one task would spend
/// more on all of them than on a small drawing.
struct Entry {
    /// Without its schemas.
    bare: TaskInfo,
    schema: LazyLock<Value>,
    report_schema: LazyLock<Value>,
    listed: bool,
    run: Run,
}

impl Entry {
    fn info(&self) -> TaskInfo {
        TaskInfo {
            schema: self.schema.clone(),
            report_schema: self.report_schema.clone(),
            ..self.bare.clone()
        }
    }
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    vec![
        entry::<crate::plot::Plot>(true),
        entry::<crate::pattern::MakePattern>(true),
        entry::<crate::postcard::MakePostcard>(true),
        entry::<crate::artboard::MakeArtboard>(true),
        entry::<crate::trace::Trace>(true),
        entry::<crate::analyze::Analyze>(true),
        entry::<crate::quote::Quote>(true),
        entry::<crate::bill::AnalyzeCsv>(true),
        entry::<crate::nest::NestParts>(true),
        entry::<crate::gcode::Gcode>(true),
        entry::<crate::inspect::Inspect>(false),
    ]
});

fn entry<T: Task>(listed: bool) -> Entry {
    Entry {
        bare: T::info(),
        schema: LazyLock::new(schema_of::<T::Params>),
        report_schema: LazyLock::new(schema_of::<T::Report>),
        listed,
        run: run_typed::<T>,
    }
}

fn run_typed<T: Task>(
    params: &Value,
    inputs: &[Input],
    context: &dyn Context,
) -> Result<Output<Value>, TaskError> {
    let params: T::Params = serde_json::from_value(params.clone())
        .map_err(|source| bad_input(format!("The parameters cannot be read: {source}"), None))?;
    let Output { report, files } = T::run(&params, inputs, context)?;
    let report = serde_json::to_value(report)
        .map_err(|source| TaskError::Io { what: "Writing the report".to_owned(), source: source.into() })?;
    Ok(Output { report, files })
}

fn bad_input(message: String, advice: Option<String>) -> TaskError {
    TaskError::BadInput { message, advice }
}

fn entry_of(task: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.bare.name == task)
}

/// Every task that people may choose.
#[must_use]
pub fn catalogue() -> Vec<TaskInfo> {
    ENTRIES.iter().filter(|entry| entry.listed).map(Entry::info).collect()
}

/// The task with this name, [`INSPECT`] too.
#[must_use]
pub fn find(name: &str) -> Option<TaskInfo> {
    entry_of(name).map(Entry::info)
}

/// Whether [`run`] knows a task of this name; costs less than [`find`].
#[must_use]
pub fn knows(name: &str) -> bool {
    entry_of(name).is_some()
}

/// Checks parameters by the task's schema and fills in defaults; `null` stands for none given.
///
/// # Errors
/// Everything that is wrong with them; an unknown task is a fault named `task`.
pub fn check_params(task: &str, given: &Value) -> Result<Value, Vec<ParamFault>> {
    let Some(entry) = entry_of(task) else {
        return Err(vec![ParamFault {
            name: "task".to_owned(),
            message: format!("there is no task {task:?}"),
        }]);
    };
    check::check(&entry.schema, given)
}

/// Runs a task. The report holds `diagnostics`, the gravest first and otherwise in the order in which
/// they came; `context` hears of each as it comes.
///
/// # Errors
/// [`TaskError::BadInput`] for an unknown task, parameters that [`check_params`] refuses and a wrong
/// number of files; else what the task says.
pub fn run(
    task: &str,
    params: &Value,
    inputs: &[Input],
    context: &dyn Context,
) -> Result<Output<Value>, TaskError> {
    let entry = entry_of(task).ok_or_else(|| bad_input(format!("There is no task {task:?}"), None))?;
    let params = check::check(&entry.schema, params).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        bad_input(format!("The parameters cannot be used: {}", faults.join("; ")), None)
    })?;
    let (fewest, most) = entry.bare.inputs;
    if !(fewest as usize..=most as usize).contains(&inputs.len()) {
        let wanted = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
        let message = format!("{} takes {wanted} file(s), not {}", entry.bare.title, inputs.len());
        return Err(bad_input(message, None));
    }
    let collecting = Collecting { inner: context, diagnostics: RefCell::default() };
    let mut output = (entry.run)(&params, inputs, &collecting)?;
    let mut diagnostics = collecting.diagnostics.into_inner();
    diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let diagnostics = serde_json::to_value(diagnostics)
        .map_err(|source| TaskError::Io { what: "Writing the report".to_owned(), source: source.into() })?;
    if let Value::Object(report) = &mut output.report {
        report.insert("diagnostics".to_owned(), diagnostics);
    }
    Ok(output)
}

/// Passes everything on and keeps the diagnostics.
struct Collecting<'a> {
    inner: &'a dyn Context,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl Context for Collecting<'_> {
    fn out_dir(&self) -> &Path {
        self.inner.out_dir()
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        self.inner.progress(stage, fraction)
    }

    fn diagnose(&self, diagnostic: Diagnostic) {
        self.inner.diagnose(diagnostic.clone());
        self.diagnostics.borrow_mut().push(diagnostic);
    }
}
