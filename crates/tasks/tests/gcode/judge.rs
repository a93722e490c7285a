//! LinuxCNC's interpreter, and its canonical output as a motion.

use kurbo::Point;
use penstock_toolpath::proof::{Motion, Pierce, Shape, Speed, Stroke};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where it is unpacked, once.
fn program() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let folder = root.join("target/rs274");
    let made = Command::new(root.join("scripts/rs274.sh")).arg(&folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder.join("usr/bin/rs274")
}

/// What LinuxCNC makes of a program.
pub(crate) fn judged(text: &str, kerf_mm: f64) -> Result<Motion, String> {
    let program = program();
    let root = program.ancestors().nth(3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (source, table) = (folder.path().join("program.ngc"), folder.path().join("tool.tbl"));
    std::fs::write(&source, text).unwrap();
    // Without a machine's own file, the table is in inches.
    std::fs::write(&table, format!("T1 P1 D{:.10} ;jet\n", kerf_mm / 25.4)).unwrap();
    let libraries =
        std::env::join_paths([root.join("usr/lib"), root.join("usr/lib/x86_64-linux-gnu")]).unwrap();
    let ran = Command::new(&program)
        .env("LD_LIBRARY_PATH", libraries)
        // It keeps the tools of all that run at once in one file there.
        .env("HOME", folder.path())
        .current_dir(folder.path())
        .args(["-g".as_ref(), "-t".as_ref(), table.as_os_str(), source.as_os_str()])
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    if !ran.status.success() {
        return Err(format!("{err}{}", out.lines().rev().take(5).collect::<Vec<_>>().join("\n")));
    }
    Ok(motion(&out))
}

/// The canonical commands, one a line: `  21 N..... STRAIGHT_FEED(-0.5, 0.2, …)`.
fn motion(output: &str) -> Motion {
    let mut motion = Motion::default();
    let (mut at, mut jet, mut feed, mut unit_mm) = (Point::ORIGIN, false, 0.0, 1.0);
    for line in output.lines() {
        let Some(command) = line.split_whitespace().nth(2) else { continue };
        let Some((name, _)) = command.split_once('(') else { continue };
        let arguments = &line[line.find('(').unwrap() + 1..line.rfind(')').unwrap()];
        let numbers: Vec<f64> =
            arguments.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        let place = |at: usize| Point::new(numbers[at] * unit_mm, numbers[at + 1] * unit_mm);
        let to = || place(0);
        let moved = match name {
            "STRAIGHT_TRAVERSE" => Some((Shape::Line { from: at, to: to() }, Speed::Rapid)),
            "STRAIGHT_FEED" => Some((Shape::Line { from: at, to: to() }, Speed::Feed(feed))),
            // End, centre, and how often it turns: positive is counter-clockwise.
            "ARC_FEED" => Some((Shape::around(at, to(), place(2), numbers[4] > 0.0), Speed::Feed(feed))),
            _ => None,
        };
        if let Some((shape, speed)) = moved {
            at = shape.to();
            motion.strokes.push(Stroke { shape, speed, jet, line: 0 });
        }
        match name {
            "USE_LENGTH_UNITS" => unit_mm = if arguments.contains("INCH") { 25.4 } else { 1.0 },
            "SET_FEED_RATE" => feed = numbers[0] * unit_mm,
            "DWELL" => motion.dwell_s += numbers[0],
            "START_SPINDLE_CLOCKWISE" => {
                jet = true;
                motion.pierces.push(Pierce { at, dwell_s: 0.0, line: 0 });
            }
            "STOP_SPINDLE_TURNING" => jet = false,
            _ => {}
        }
    }
    motion
}
