//! SVGs from elsewhere with the G-code that another program makes of them, where they are at hand.

use super::support::{off, paths};
use penstock_drawing::gcode::{Options, Profile, read, write};
use penstock_drawing::svg::{self, ReadOptions};
use penstock_drawing::{Diagnostics, Drawing, Path};
use std::path::Path as FilePath;

/// The other program rounds to 0.001 mm and stays within 0.002 mm of curves.
const TOLERANCE_MM: f64 = 0.012;

#[test]
fn the_expected_gcode_is_met_in_geometry() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/svg-gcode");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let profile = Profile::named("bare").unwrap();
    // The other program draws every line, also where nothing says how: one without area, filled, unseen.
    let options = ReadOptions { draw_invisible: true, ..ReadOptions::default() };
    let mut count = 0;
    for entry in entries.map(|entry| entry.unwrap().path()) {
        let expected = entry.with_extension("gcode");
        if entry.extension().is_none_or(|it| it != "svg") || !expected.is_file() {
            continue;
        }
        let source = std::fs::read(&entry).unwrap();
        let ours = svg::read(&source, &options, &mut Diagnostics::default(), &mut |_, _| true).unwrap();
        let theirs = read(&std::fs::read(&expected).unwrap(), &profile, ours.page).unwrap();
        assert_same_picture(&ours, &theirs, &entry);
        // And what we write is what was expected, too.
        let mut bytes = Vec::new();
        write(&ours, &[], &Options { tolerance_mm: 0.002, ..Options::new(profile.clone()) }, &mut bytes)
            .unwrap();
        assert_same_picture(&read(&bytes, &profile, ours.page).unwrap(), &theirs, &entry);
        count += 1;
    }
    assert!(count > 5, "{count} pairs");
}

/// Every point of each is near a line of the other: order and joints are each program's own.
#[track_caller]
fn assert_same_picture(one: &Drawing, other: &Drawing, file: &FilePath) {
    let apart = |one: &Drawing, other: &Drawing| {
        let nearest = |path: &&Path| {
            paths(other).iter().map(|other| off(path, other, 0.05)).fold(f64::INFINITY, f64::min)
        };
        paths(one).iter().map(nearest).fold(0.0, f64::max)
    };
    let (there, back) = (apart(one, other), apart(other, one));
    assert!(there <= TOLERANCE_MM && back <= TOLERANCE_MM, "{}: {there} and {back} mm", file.display());
}
