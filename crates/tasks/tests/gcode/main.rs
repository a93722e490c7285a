//! `gcode` through its front door, with LinuxCNC's own interpreter as the judge.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod documented;
mod judge;
mod programs;
#[path = "../support/mod.rs"]
mod support;

use penstock_tasks::Input;
use serde_json::Value;
use support::{Ran, run};
use tempfile::TempDir;

/// The numbers of a LINE, CIRCLE or ARC as R12 writes them.
fn entity(kind: &str, fields: &[(u32, f64)]) -> String {
    let fields: String = fields.iter().map(|(code, value)| format!("{code}\n{value}\n")).collect();
    format!("0\n{kind}\n8\n0\n{fields}")
}

fn line(from: (f64, f64), to: (f64, f64)) -> String {
    entity("LINE", &[(10, from.0), (20, from.1), (11, to.0), (21, to.1)])
}

fn circle(center: (f64, f64), radius: f64) -> String {
    entity("CIRCLE", &[(10, center.0), (20, center.1), (40, radius)])
}

fn polygon(corners: &[(f64, f64)]) -> String {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(&from, &to)| line(from, to)).collect()
}

fn dxf(entities: &str) -> String {
    format!("0\nSECTION\n2\nENTITIES\n{entities}0\nENDSEC\n0\nEOF\n")
}

/// Section 2.3 of the reference: 200 × 100 mm with four holes of 20 mm.
fn plate() -> String {
    let outline = polygon(&[(0.0, 0.0), (200.0, 0.0), (200.0, 100.0), (0.0, 100.0)]);
    let holes = [(40.0, 30.0), (160.0, 30.0), (40.0, 70.0), (160.0, 70.0)].map(|at| circle(at, 10.0));
    dxf(&(outline + &holes.concat()))
}

fn file(name: &str, content: &str) -> (TempDir, Input) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, Input { name: name.to_owned(), path })
}

fn gcode(name: &str, content: &str, params: Value) -> Result<Ran, penstock_tasks::TaskError> {
    let (_folder, input) = file(name, content);
    run("gcode", params, &[input])
}

fn text(ran: &Ran, name: &str) -> String {
    std::fs::read_to_string(ran.folder.path().join(name)).unwrap()
}
