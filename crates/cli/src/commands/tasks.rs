//! `penstock tasks`: the catalogue.

use crate::failure::Failure;
use crate::output;
use crate::table::{Column, Table};
use penstock_service::{Service, TaskInfo};
use serde_json::{Value, json};

/// What `penstock tasks` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Print the catalogue with each task's JSON Schema
    #[arg(long)]
    json: bool,
}

/// Lists them.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let catalogue = Service::tasks();
    if args.json {
        return output::print_json(&json!({ "tasks": catalogue }));
    }
    let text: Vec<String> = catalogue.iter().map(describe).collect();
    output::print(&text.join("\n"))
}

fn describe(task: &TaskInfo) -> String {
    let endings: Vec<String> = task.accepts.iter().map(|ending| format!(".{ending}")).collect();
    let always = parameters(&task.schema);
    let kinds = task.schema.get("allOf").and_then(Value::as_array).into_iter().flatten().filter_map(|rule| {
        let (name, word) = rule.pointer("/if/properties")?.as_object()?.iter().next()?;
        Some((format!("with {name}={}", word.get("const")?.as_str()?), parameters(rule.get("then")?)))
    });
    let kinds: String = kinds.map(|(title, table)| format!("  {title}\n{table}")).collect();
    format!(
        "{}: {}\n  takes {}; goes to queue {}\n{always}{kinds}",
        task.name,
        task.summary,
        if endings.is_empty() { "no file".to_owned() } else { endings.join(", ") },
        task.queue,
    )
}

/// The fields of an object schema as a table.
fn parameters(schema: &Value) -> String {
    let mut table =
        Table::new([("Parameter", Column::Text), ("Default", Column::Text), ("", Column::Shrinks)]);
    for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let text = |key: &str| field.get(key).and_then(Value::as_str);
        let default = field.get("default").filter(|default| !default.is_null());
        let default = default.map(ToString::to_string).unwrap_or_default();
        let unit = text("x-unit").map(|unit| format!(" {unit}")).unwrap_or_default();
        let help = text("title").or_else(|| text("description")).unwrap_or_default();
        table.row([
            format!("  {name}"),
            if default.is_empty() { default } else { format!("{default}{unit}") },
            format!("{help}{}", range(field)),
        ]);
    }
    table.render(output::stdout_columns())
}

fn range(field: &Value) -> String {
    match (field.get("minimum"), field.get("maximum")) {
        (Some(least), Some(most)) => format!(" ({least} to {most})"),
        (Some(least), None) => format!(" ({least} or more)"),
        (None, Some(most)) => format!(" ({most} or less)"),
        (None, None) => String::new(),
    }
}
