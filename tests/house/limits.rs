//! `docs/limits.md` against the code: every value, every sentence, and no limit left out.

use super::{files, root};
use std::collections::BTreeSet;

/// Where untrusted bytes are read: a limit here that the table does not name fails the test.
const READERS: &[&str] = &[
    "crates/drawing/src/svg/read/",
    "crates/drawing/src/dxf/",
    "crates/drawing/src/gcode/read.rs",
    "crates/drawing/src/hpgl/read.rs",
    "crates/drawing/src/dmpl/read.rs",
    "crates/drawing/src/picture/read/",
    "crates/drawing/src/lettering/installed/",
    "crates/tasks/src/bill/table.rs",
    "crates/tasks/src/postcard/merge/table.rs",
    "crates/tasks/src/postcard/inputs.rs",
    "crates/tasks/src/nest/read.rs",
    "crates/tasks/src/picture_file.rs",
    "crates/queue/src/rq/",
    "crates/worker/src/child/",
    "crates/worker/src/outward/",
    "crates/gateway/src/",
];
/// How the names of limits begin.
const BEGINNINGS: [&str; 4] = ["MOST", "LARGEST", "LONGEST", "DEEPEST"];

struct Row {
    what: String,
    value: f64,
    file: String,
    name: String,
    said: Option<String>,
}

/// The rows that name a constant.
fn table() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/limits.md")).expect("the table is there");
    let rows: Vec<Row> = text.lines().filter(|line| line.starts_with("| ")).filter_map(row).collect();
    assert!(rows.len() > 60, "the table was understood: {} rows", rows.len());
    rows
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> =
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_end_matches('|').trim()).collect();
    let quoted: Vec<&str> = cells.get(2)?.split('`').skip(1).step_by(2).collect();
    let [file, name] = quoted[..] else { return None };
    let said = cells.get(3).map(|said| said.trim_matches('`').to_owned()).filter(|said| !said.is_empty());
    let value = of_people(cells[1]).unwrap_or_else(|| panic!("{:?} is no value", cells[1]));
    Some(Row { what: cells[0].to_owned(), value, file: file.to_owned(), name: name.to_owned(), said })
}

/// `200 MiB`, `1,000`, `15 min`; times in seconds.
fn of_people(text: &str) -> Option<f64> {
    let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
    let number: f64 = number.replace(',', "").parse().ok()?;
    let unit = match unit {
        "" | "s" => 1.0,
        "KiB" => 1024.0,
        "MiB" | "Mi" => 1_048_576.0,
        "GiB" => 1_073_741_824.0,
        "min" => 60.0,
        _ => return None,
    };
    Some(number * unit)
}

/// The value of a constant or, for a name in small letters, of a field in a `Default`.
fn in_code(source: &str, name: &str) -> Option<f64> {
    let constant = format!("const {name}: ");
    let field = format!("{name}: ");
    let is_field = name.starts_with(|c: char| c.is_ascii_lowercase());
    source.lines().map(str::trim).find_map(|line| {
        if !is_field {
            let (_, value) = line.get(line.find(&constant)?..)?.split_once(" = ")?;
            return evaluated(source, value.split(';').next()?);
        }
        // Several fields may share a line.
        let at = line
            .match_indices(&field)
            .find(|(at, _)| !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))?
            .0;
        evaluated(source, line[at + field.len()..].split([',', '}']).next()?)
    })
}

/// Numbers, `*`, `<<`, durations and other constants of the same file.
fn evaluated(source: &str, text: &str) -> Option<f64> {
    let text = text.trim();
    let within = |open: &str| text.strip_prefix(open)?.strip_suffix(')');
    if let Some(seconds) = within("Duration::from_secs(") {
        return evaluated(source, seconds);
    }
    if let Some(ms) = within("Duration::from_millis(") {
        return Some(evaluated(source, ms)? / 1000.0);
    }
    if let Some((left, right)) = text.split_once("<<") {
        return Some(evaluated(source, left)? * evaluated(source, right)?.exp2());
    }
    if let Some((left, right)) = text.split_once('*') {
        return Some(evaluated(source, left)? * evaluated(source, right)?);
    }
    text.replace('_', "").parse().ok().or_else(|| {
        let is_name = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        if is_name { in_code(source, text) } else { None }
    })
}

#[test]
fn every_limit_of_the_table_is_the_one_in_the_code() {
    for Row { what, value, file, name, .. } in table() {
        let source =
            std::fs::read_to_string(root().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let found = in_code(&source, &name)
            .unwrap_or_else(|| panic!("{what}: {file} has no {name} that can be read"));
        assert!(
            (found - value).abs() <= 1e-9 * value,
            "{what}: {name} in {file} is {found}, the table says {value}"
        );
    }
}

#[test]
fn every_sentence_of_the_table_is_said_by_its_crate() {
    let all = files();
    for Row { what, file, said, .. } in table() {
        let Some(said) = said else { continue };
        let home = &file[..file.find("/src/").expect("a limit stands in a crate") + 5];
        let is_said = all.iter().filter(|path| path.starts_with(home)).any(|path| {
            std::fs::read_to_string(root().join(path)).is_ok_and(|source| source.contains(&said))
        });
        assert!(is_said, "{what}: nothing in {home} says {said:?}");
    }
}

#[test]
fn no_limit_of_a_reader_is_missing_in_the_table() {
    let known: BTreeSet<(String, String)> = table().into_iter().map(|row| (row.file, row.name)).collect();
    let mut missing = Vec::new();
    for file in files()
        .into_iter()
        .filter(|file| file.ends_with(".rs") && READERS.iter().any(|place| file.starts_with(place)))
    {
        if file.ends_with("tests.rs") || file.contains("/tests/") {
            continue;
        }
        let source = std::fs::read_to_string(root().join(&file)).expect("a source is text");
        for line in source.lines() {
            let Some((_, rest)) = line.split_once("const ") else { continue };
            let Some((name, kind)) = rest.split_once(": ") else { continue };
            let is_limit = BEGINNINGS.iter().any(|word| name.starts_with(word))
                && !kind.starts_with('&')
                && !kind.starts_with('[');
            if is_limit && !known.contains(&(file.clone(), name.to_owned())) {
                missing.push(format!("{file} {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "docs/limits.md does not name:\n{}", missing.join("\n"));
}

#[test]
fn values_are_understood() {
    let source = "const KIB: u32 = 1024;\nconst MOST: u32 = 64 * KIB;\nconst TIME: Duration = Duration::from_secs(15 * 60);\n    Self { most_pixels: 40_000_000, side: 3 << 2 }";
    assert_eq!(in_code(source, "MOST"), Some(65_536.0));
    assert_eq!(in_code(source, "TIME"), Some(900.0));
    assert_eq!((in_code(source, "most_pixels"), in_code(source, "side")), (Some(4e7), Some(12.0)));
    assert_eq!(
        (of_people("15 min"), of_people("1,000"), of_people("many")),
        (Some(900.0), Some(1000.0), None)
    );
}
