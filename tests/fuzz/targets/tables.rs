//! Tables that people export from anywhere, read by the tasks that take them.

use penstock_tasks::{Cancelled, Context, Diagnostic, Input, TaskError};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

pub(crate) const WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\r\n",
    "\n",
    "sep=;\n",
    "\u{feff}",
    "1.234,56",
    "=cmd|'/c calc'!A0",
    "Part,Qty,Material\n",
    "\0",
    "é",
    "Name,Street\n",
];

/// A context that is never asked to stop.
struct Alone(TempDir);

impl Context for Alone {
    fn out_dir(&self) -> &Path {
        self.0.path()
    }

    fn progress(&self, _: &str, _: Option<f64>) -> Result<(), Cancelled> {
        Ok(())
    }

    fn diagnose(&self, _: Diagnostic) {}
}

fn run(task: &str, name: &str, params: &Value, source: &[u8]) -> String {
    let context = Alone(tempfile::tempdir().unwrap());
    let path = context.0.path().join("input");
    std::fs::write(&path, source).unwrap();
    match penstock_tasks::run(task, params, &[Input { name: name.into(), path }], &context) {
        Ok(output) => {
            let kinds: std::collections::BTreeSet<&str> = output.report["diagnostics"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|d| d["kind"].as_str())
                .collect();
            format!("fine {kinds:?}")
        }
        Err(TaskError::BadInput { message, .. }) => message,
        Err(other) => panic!("{other:?}"),
    }
}

pub(crate) fn bill(source: &[u8]) -> String {
    run("analyze-csv", "list.csv", &json!({}), source)
}

pub(crate) fn addresses(source: &[u8]) -> String {
    // Drawing a card costs a hundred times its row: few rows say as much.
    let rows = source
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(3)
        .map_or(source.len(), |(at, _)| at);
    run("postcard", "people.csv", &json!({}), &source[..rows])
}

pub(crate) fn bill_seeds() -> Vec<Vec<u8>> {
    [
        "Part,Quantity,Material,Thickness\nBracket,4,Steel,3\nPlate,2,Alu,1.5\n",
        "sep=;\nTeil;Menge;Preis\n\"Winkel \"\"A\"\"\";4;1.234,56\nPlatte;2;0,5\n",
        "Num\u{e9}ro,Quantit\u{e9}\nA,1\n",
        "file\tqty\tmaterial\na.dxf\t1\tglass\n\nb.dxf\t-2\t\n",
        "\u{feff}Item|Qty|Notes\nA|1|=1+1\nB|two|\"two\nlines\"\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

pub(crate) fn address_seeds() -> Vec<Vec<u8>> {
    [
        "Name,Street,City,Country,Message\nAnn Lee,1 High St,Leeds,UK,Hello\nBob,,Paris,France,\"Two\nlines\"\n",
        "recipient;address;message\nJ\u{fc}rgen;Weg 3, 10115 Berlin;Gr\u{fc}\u{df}e\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}
