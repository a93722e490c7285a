//! `postcard` and `artboard` through their front door.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "artboard/mod.rs"]
mod artboard;
#[path = "postcard/cards.rs"]
mod cards;
#[path = "postcard/merge.rs"]
mod merge;
#[path = "postcard/pictures.rs"]
mod pictures;
#[path = "postcard/read_back.rs"]
mod read_back;
mod support;

use penstock_drawing::{Drawing, Path};
use penstock_tasks::Input;
use std::path::PathBuf;
use support::Ran;
use tempfile::TempDir;

/// A drawing that was made.
fn drawing(ran: &Ran, name: &str) -> Drawing {
    let svg = std::fs::read(ran.folder.path().join(name)).unwrap();
    let mut diagnostics = penstock_drawing::Diagnostics::default();
    let options = penstock_drawing::svg::ReadOptions::default();
    penstock_drawing::svg::read(&svg, &options, &mut diagnostics, &mut |_, _| true).unwrap()
}

fn layer<'a>(drawing: &'a Drawing, name: &str) -> &'a [Path] {
    drawing.layers.iter().find(|layer| layer.name == name).map_or(&[], |layer| &layer.paths)
}

/// Messages of the diagnostics of one kind.
fn said(ran: &Ran, kind: &str) -> Vec<String> {
    let all = ran.report["diagnostics"].as_array().unwrap();
    let some = all.iter().filter(|it| it["kind"] == kind);
    some.map(|it| it["message"].as_str().unwrap().to_owned()).collect()
}

/// A file for a task, in a folder that lives as long as the first of the pair.
fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, Input) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("1");
    std::fs::write(&path, content).unwrap();
    (folder, Input { name: name.to_owned(), path })
}
