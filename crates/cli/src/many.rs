//! Many jobs from one file: the rows of a table, the objects of a list, the files of a folder. What is wrong
//! with a row is kept beside it, so that all of them can be named at once.

use crate::failure::Failure;
use crate::params::typed;
use penstock_service::TaskInfo;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// What one job has of its own.
#[derive(Debug, Default)]
pub(crate) struct Item {
    pub(crate) params: Map<String, Value>,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) label: Option<String>,
    /// Where it comes from: `line 7`.
    pub(crate) place: Option<String>,
    /// Why it cannot be a job.
    pub(crate) fault: Option<String>,
}

/// Largest table or list in bytes.
const LARGEST: u64 = 64 << 20;

/// What a column is for.
enum Column {
    Parameter(String),
    File,
    Label,
}

/// One item for each row of a table in UTF-8, divided by commas, semicolons or tabs. Empty cells leave their
/// parameter alone; files are looked for beside the table.
///
/// # Errors
/// [`Failure::Usage`] when the table or a heading cannot be understood.
pub(crate) fn rows(task: &TaskInfo, table: &Path) -> Result<Vec<Item>, Failure> {
    let fault = |why: String| Failure::usage(format!("--from-csv {}: {why}", table.display()));
    let text = String::from_utf8(read(table).map_err(fault)?)
        .map_err(|_| fault("it is not written in UTF-8; save it as UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let unreadable = |error: csv::Error| fault(error.to_string());
    let head = records.next().ok_or_else(|| fault("it is empty".to_owned()))?.map_err(unreadable)?;
    let columns: Vec<Column> =
        head.iter().map(|heading| column(task, heading.trim())).collect::<Result<_, _>>().map_err(fault)?;
    let mut items = Vec::new();
    for record in records {
        let record = record.map_err(unreadable)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, |at| line_of(text, at));
        items.push(item(task, table, &columns, &record, line));
    }
    if items.is_empty() {
        return Err(fault("it has headings and no rows".to_owned()));
    }
    Ok(items)
}

/// The line where a record begins: its position may be that of empty lines before it.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|from| text.get(from..)).unwrap_or_default();
    let empty = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n');
    at.line() + empty.count() as u64
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let found = std::fs::metadata(file).map_err(|error| error.to_string())?;
    if found.len() > LARGEST {
        return Err(format!("it is larger than {} MB", LARGEST >> 20));
    }
    std::fs::read(file).map_err(|error| error.to_string())
}

/// What divides the headings most often, outside of quotation marks; the first of equals.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in text.lines().next().unwrap_or_default().bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(one, _)| *one == byte && !quoted) {
            *count += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(one, _)| *one)
}

fn column(task: &TaskInfo, heading: &str) -> Result<Column, String> {
    match heading {
        _ if crate::params::is_known(&task.schema, heading) => Ok(Column::Parameter(heading.to_owned())),
        "file" => Ok(Column::File),
        "label" => Ok(Column::Label),
        _ => Err(format!(
            "the heading {heading:?} is no parameter of {}, and neither `file` nor `label`",
            task.name
        )),
    }
}

fn item(task: &TaskInfo, table: &Path, columns: &[Column], record: &csv::StringRecord, line: u64) -> Item {
    let mut item = Item { place: Some(format!("line {line}")), ..Item::default() };
    if record.len() != columns.len() {
        let (found, wanted) = (record.len(), columns.len());
        item.fault = Some(format!("it has {found} values where the headings are {wanted}"));
        return item;
    }
    for (column, cell) in columns.iter().zip(record) {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        match column {
            Column::Label => item.label = Some(cell.to_owned()),
            Column::File => {
                let file = table.parent().unwrap_or(Path::new("")).join(cell);
                if !file.is_file() {
                    item.fault = Some(format!("{} is not there", file.display()));
                }
                item.files.push(file);
            }
            Column::Parameter(name) => {
                if let Err(fault) = typed(&task.schema, name, cell, &mut item.params) {
                    item.fault = Some(fault);
                }
            }
        }
    }
    item
}

/// One item for each object of a JSON list.
///
/// # Errors
/// [`Failure::Usage`] when it is no list of objects.
pub(crate) fn objects(list: &Path) -> Result<Vec<Item>, Failure> {
    let fault = |why: String| Failure::usage(format!("--from-json {}: {why}", list.display()));
    let read = read(list).map_err(fault)?;
    let parsed: Value = serde_json::from_slice(&read).map_err(|error| fault(format!("not JSON: {error}")))?;
    let Value::Array(each) = parsed else {
        return Err(fault("expected a JSON list of objects with parameters".to_owned()));
    };
    if each.is_empty() {
        return Err(fault("the list is empty".to_owned()));
    }
    let item = |(number, one)| {
        let mut item = Item { place: Some(format!("object {number}")), ..Item::default() };
        match one {
            Value::Object(params) => item.params = params,
            _ => item.fault = Some("it is no object with parameters".to_owned()),
        }
        item
    };
    Ok((1..).zip(each).map(item).collect())
}

/// The files themselves, and those in folders that the task takes, by name. Folders in folders are left
/// alone, as are hidden files.
///
/// # Errors
/// [`Failure::Usage`] when a file is not there or nothing is left.
pub(crate) fn files(task: &TaskInfo, given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in given {
        let fault = |why: String| Failure::usage(format!("{}: {why}", path.display()));
        if !path.is_dir() {
            std::fs::metadata(path).map_err(|error| fault(error.to_string()))?;
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|error| fault(error.to_string()))?;
        let mut inside = Vec::new();
        for entry in entries {
            let file = entry.map_err(|error| fault(error.to_string()))?.path();
            if file.is_file() && is_taken(task, &file) {
                inside.push(file);
            }
        }
        if inside.is_empty() {
            let endings = task.accepts.join(", ");
            return Err(fault(format!("no file in it is one that {} takes ({endings})", task.name)));
        }
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() {
        return Err(Failure::usage("--each: name the files, or a folder of them"));
    }
    Ok(files)
}

fn is_taken(task: &TaskInfo, file: &Path) -> bool {
    let hidden = file.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    !hidden && (task.accepts.is_empty() || task.accepts.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::run::find_task;

    fn table(text: &str) -> Result<Vec<Item>, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("here.svg"), "<svg/>").unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, text).unwrap();
        rows(&find_task("pattern").unwrap(), &path).map_err(|failure| match failure {
            Failure::Usage(said) => said,
            other => panic!("{other:?} is no usage failure"),
        })
    }

    #[test]
    fn columns_set_the_parameters_of_their_headings() {
        let items = table("\u{feff}kind;seed;label\nmaze;7;first\n\n\"grid\";;\n").unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(Value::Object(items[0].params.clone()), serde_json::json!({"kind": "maze", "seed": 7}));
        assert_eq!((items[0].label.as_deref(), items[0].place.as_deref()), (Some("first"), Some("line 2")));
        assert_eq!(items[1].place.as_deref(), Some("line 4"));
        assert_eq!(Value::Object(items[1].params.clone()), serde_json::json!({"kind": "grid"}));
    }

    #[test]
    fn a_bad_row_is_kept_with_its_fault_and_a_bad_heading_refuses_the_table() {
        let items =
            table("kind,seed,file\nmaze,often,\nmaze,1\nmaze,1,nowhere.svg\nmaze,1,here.svg\n").unwrap();
        let faults: Vec<bool> = items.iter().map(|item| item.fault.is_some()).collect();
        assert_eq!(faults, [true, true, true, false]);
        assert!(items[0].fault.as_ref().unwrap().contains("a whole number"));
        assert!(table("kind,colour\nmaze,red\n").unwrap_err().contains("colour"));
        assert!(table("kind\n").unwrap_err().contains("no rows"));
    }
}
