//! Files that people drew, where they are at hand.

use super::support::run;
use super::{number, of_kind};
use penstock_tasks::Input;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/dxf")
}

fn analyze(path: &Path) -> Result<super::Ran, penstock_tasks::TaskError> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    run("analyze", json!({}), &[Input { name, path: path.to_owned() }])
}

/// The report on one file; none where it is not here.
#[expect(clippy::print_stdout, reason = "what is not checked is said")]
fn report(name: &str) -> Option<Value> {
    let path = corpus().join(name);
    if !path.is_file() {
        println!("{} is not here: nothing is checked", path.display());
        return None;
    }
    Some(analyze(&path).unwrap().report)
}

const INCH_MM: f64 = 25.4;

#[test]
fn the_tray_and_the_wrench_measure_what_ezdxf_measures() {
    if let Some(tray) = report("trimesh-1002_tray_bottom.DXF") {
        assert!(
            (number(&tray, "/metrics/cut_length_mm") / INCH_MM - 65.57).abs() < 0.005,
            "{}",
            tray["metrics"]
        );
        assert!((number(&tray, "/metrics/width_mm") / INCH_MM - 14.0).abs() < 0.005);
        assert_eq!((&tray["metrics"]["parts"], &tray["metrics"]["open_lines"]), (&json!(1), &json!(0)));
        assert_eq!(tray["units"]["declared"], "inches");
    }
    if let Some(wrench) = report("trimesh-wrench.dxf") {
        assert!((number(&wrench, "/metrics/cut_length_mm") / INCH_MM - 11.53).abs() < 0.005);
        // To nine digits it is 3.250918077, arcs taken as arcs.
        assert!((number(&wrench, "/metrics/width_mm") / INCH_MM - 3.251).abs() < 0.005);
        assert!((number(&wrench, "/metrics/height_mm") / INCH_MM - 0.94).abs() < 0.005);
        assert_eq!(wrench["metrics"]["open_lines"], 0);
    }
}

#[test]
fn blocks_with_faults_are_measured_and_told() {
    let Some(insert) = report("trimesh-insert.dxf") else { return };
    assert!((number(&insert, "/metrics/drawn_length_mm") - 1320.0).abs() < 0.005, "{}", insert["metrics"]);
    // Twice a line without a length, and a line of half a millimetre there and back.
    assert_eq!((of_kind(&insert, "zero-length").len(), of_kind(&insert, "overlap").len()), (2, 2));
    assert!((number(&insert, "/metrics/cut_length_mm") - 1319.0).abs() < 0.005, "{}", insert["metrics"]);
}

#[test]
fn every_file_is_analysed_or_explained_and_its_repairs_hold() {
    let Ok(entries) = std::fs::read_dir(corpus()) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let begin = Instant::now();
        let name = path.display().to_string();
        match analyze(&path) {
            Ok(ran) => {
                let repaired = ran.folder.path().join("repaired.dxf");
                let again = run(
                    "analyze",
                    json!({"repair": "none"}),
                    &[Input { name: "again.dxf".into(), path: repaired }],
                )
                .unwrap_or_else(|error| panic!("{name}: {error}"));
                for finding in ran.report["findings"].as_array().unwrap() {
                    let kind = finding["kind"].as_str().unwrap();
                    if finding["repaired"] == true {
                        let left: Vec<&Value> = of_kind(&again.report, kind)
                            .into_iter()
                            .filter(|finding| finding["repair"].is_string())
                            .collect();
                        assert!(left.is_empty(), "{name}: {kind} was mended and is there again: {left:?}");
                    }
                }
                let length = |report: &Value| {
                    number(report, "/metrics/cut_length_mm") + number(report, "/metrics/open_length_mm")
                };
                let (first, second) = (length(&ran.report), length(&again.report));
                assert!((first - second).abs() <= 1e-6 * (1.0 + first), "{name}: {first} {second}");
            }
            Err(error) => assert!(error.to_string().contains("no lines"), "{name}: {error}"),
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "{name}: {:?}", begin.elapsed());
    }
}
