//! Every file that ezdxf, LibreCAD and the corpus bring: it opens or is explained, and its paths are as many
//! and as long and as large as ezdxf has them, layer by layer.

use super::peers;
use super::support::{kinds, read_with};
use kurbo::Rect;
use penstock_drawing::dxf::{ReadOptions, Unit, UnitsAs};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Write as _;
use std::path::PathBuf;

/// Of a length or a coordinate.
const TOLERANCE: f64 = 1e-6;

/// What is on one layer.
#[derive(Clone, Copy, Debug)]
struct Figures {
    /// None where the peer counts in another way.
    count: Option<u64>,
    length: f64,
    bounds: Rect,
}

/// In units of the file, y up; and the words of the diagnostics.
fn ours(source: &[u8]) -> Result<(BTreeMap<String, Figures>, Vec<String>), String> {
    let options = ReadOptions { units: UnitsAs::Given(Unit::MM), ..ReadOptions::default() };
    let (it, diagnostics) = read_with(source, &options).map_err(|error| error.to_string())?;
    let back = |rect: Rect| {
        let (dx, dy) = (it.origin_mm.x, it.origin_mm.y);
        Rect::new(rect.x0 - dx, dy - rect.y1, rect.x1 - dx, dy - rect.y0)
    };
    let mut layers = BTreeMap::new();
    for layer in &it.drawing.layers {
        let boxes = layer.paths.iter().filter_map(penstock_drawing::Path::bounds);
        let bounds = boxes.reduce(|one, other| one.union(other)).unwrap();
        let length = layer.paths.iter().map(penstock_drawing::Path::length_mm).sum();
        let figures = Figures { count: Some(layer.paths.len() as u64), length, bounds: back(bounds) };
        layers.insert(layer.name.to_lowercase(), figures);
    }
    Ok((layers, kinds(&diagnostics).into_iter().map(str::to_owned).collect()))
}

/// None where the peer cannot open it.
fn theirs(line: &Value) -> Option<BTreeMap<String, Figures>> {
    line["opened"].as_str()?;
    let layers = line["layers"].as_object().unwrap();
    let figures = |layer: &Value| {
        let side = |n: usize| layer["box"][n].as_f64().unwrap();
        Figures {
            count: layer["count"].as_u64(),
            length: layer["length"].as_f64().unwrap(),
            bounds: Rect::new(side(0), side(1), side(2), side(3)),
        }
    };
    Some(layers.iter().map(|(name, layer)| (name.clone(), figures(layer))).collect())
}

/// What differs on a layer; empty when nothing does.
fn difference(name: &str, ours: Option<&Figures>, theirs: Option<&Figures>) -> String {
    let (Some(ours), Some(theirs)) = (ours, theirs) else {
        return format!("  {name}: ours {ours:?}, theirs {theirs:?}\n");
    };
    let near = |a: f64, b: f64, size: f64| (a - b).abs() <= TOLERANCE * size.max(1.0);
    let size = theirs.bounds.width().max(theirs.bounds.height());
    let same_count = theirs.count.is_none_or(|count| Some(count) == ours.count);
    let same_box = near(ours.bounds.x0, theirs.bounds.x0, size)
        && near(ours.bounds.y0, theirs.bounds.y0, size)
        && near(ours.bounds.x1, theirs.bounds.x1, size)
        && near(ours.bounds.y1, theirs.bounds.y1, size);
    match same_count && same_box && near(ours.length, theirs.length, theirs.length) {
        true => String::new(),
        false => format!("  {name}:\n    ours {ours:?}\n    theirs {theirs:?}\n"),
    }
}

/// Reads all files with both; `apart` are files in which they differ, with the reason.
#[track_caller]
pub(crate) fn compare(files: &[PathBuf], apart: &[(&str, &str)]) {
    let names: Vec<_> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let said = peers::script("oracle.py", &[], &names.join("\n"));
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), files.len());
    let (mut wrong, mut compared, mut only_ours, mut explained) = (String::new(), 0, 0, 0);
    for (file, line) in files.iter().zip(&lines) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let apart = apart.iter().find(|(it, _)| *it == name);
        let (ours, words) = match ours(&std::fs::read(file).unwrap()) {
            Ok(it) => it,
            Err(error) => {
                writeln!(wrong, "{name}: does not open: {error}").unwrap();
                continue;
            }
        };
        let Some(theirs) = theirs(line) else {
            only_ours += 1;
            continue;
        };
        let layers: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        let differences: String =
            layers.iter().map(|name| difference(name, ours.get(*name), theirs.get(*name))).collect();
        match (differences.is_empty(), apart) {
            (true, None) => compared += 1,
            (false, Some(_)) => explained += 1,
            (true, Some((_, why))) => writeln!(wrong, "{name}: no longer apart ({why})").unwrap(),
            (false, None) => writeln!(wrong, "{name} {words:?}\n{differences}").unwrap(),
        }
    }
    writeln!(
        std::io::stdout().lock(),
        "{} files: {compared} alike, {explained} apart as explained, {only_ours} open only here",
        files.len()
    )
    .unwrap();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn files_of_ezdxf_and_of_the_corpus_measure_what_ezdxf_measures() {
    let files: Vec<_> = peers::ezdxf_files().into_iter().chain(peers::corpus_files()).collect();
    assert!(files.len() >= 36, "{}", files.len());
    compare(
        &files,
        &[
            ("mtext_framed_columns.dxf", "ezdxf takes the frames around a text into the text"),
            ("mtext_text_frame.dxf", "ezdxf takes the frame around a text into the text"),
        ],
    );
}

#[test]
#[ignore = "fetches 1,335 files of LibreCAD and reads them with ezdxf: a minute"]
fn files_of_librecad_measure_what_ezdxf_measures() {
    let files = peers::librecad_files();
    assert!(files.len() >= 1_300, "{}", files.len());
    compare(&files, &[]);
}
