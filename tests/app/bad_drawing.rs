//! Drawings to cut that mean harm, or came out broken: each of `analyze`, `quote`, `nest` and `gcode` says what
//! is wrong and where, within 10 s and 1 GiB, and leaves no file of a failed run.

use crate::memory::MemoryWatch;
use crate::process::{Outcome, Running};
use crate::shop::{Shop, WORK, names_in};
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

const GIB: u64 = 1 << 30;
const LIMIT: Duration = Duration::from_secs(10);
const TASKS: [&str; 4] = ["analyze", "quote", "nest", "gcode"];

/// Runs a task on one file under a memory watch; what came of it and the largest peak of any process, in bytes.
fn run(shop: &Shop, task: &str, file: &Path) -> (Outcome, u64) {
    let (file, out) = (file.to_str().unwrap(), shop.path("out"));
    let mut words = vec!["run", task, file, "--out", out.to_str().unwrap(), "--json"];
    if task == "nest" {
        words.extend(["--set", "time_limit_s=1"]);
    }
    let running = Running::start(&mut shop.command(&words));
    let watch = MemoryWatch::start(running.id());
    let outcome = running.outcome(WORK);
    (outcome, watch.peak_bytes())
}

/// It is refused within the limits, with these words, and leaves nothing.
#[track_caller]
fn refused(task: &str, file: &Path, words: &[&str]) {
    let shop = Shop::open();
    let (outcome, peak) = run(&shop, task, file);
    let name = file.file_name().unwrap().to_str().unwrap();
    assert_eq!(outcome.code, Some(1), "{task} {name}: {outcome:?}");
    assert!(outcome.took < LIMIT, "{task} {name} took {:?}", outcome.took);
    assert!(peak < GIB, "{task} {name} took {peak} bytes");
    assert_eq!(outcome.stdout, "");
    for word in words {
        assert!(outcome.stderr.contains(word), "{task}: {word} is not in: {}", outcome.stderr);
    }
    assert_eq!(names_in(&shop.path("out")), Vec::<String>::new());
}

fn line(from: (&str, &str), to: (&str, &str)) -> String {
    format!("0\nLINE\n8\n0\n10\n{}\n20\n{}\n11\n{}\n21\n{}\n", from.0, from.1, to.0, to.1)
}

fn dxf(blocks: &str, entities: &str) -> String {
    format!("{blocks}0\nSECTION\n2\nENTITIES\n{entities}0\nENDSEC\n0\nEOF\n")
}

/// 9 blocks, each an array of 100 × 100 of the one before: 10³⁶ lines.
fn bomb() -> String {
    let array =
        |name: &str| format!("0\nINSERT\n8\n0\n2\n{name}\n10\n0\n20\n0\n70\n100\n71\n100\n44\n2\n45\n2\n");
    let mut blocks = String::from("0\nSECTION\n2\nBLOCKS\n");
    for number in 0..9 {
        let inner = match number {
            0 => line(("0", "0"), ("1", "1")),
            _ => array(&format!("B{}", number - 1)),
        };
        let _ = write!(blocks, "0\nBLOCK\n8\n0\n2\nB{number}\n70\n0\n10\n0\n20\n0\n{inner}0\nENDBLK\n");
    }
    dxf(&(blocks + "0\nENDSEC\n"), &array("B8"))
}

#[test]
fn small_files_are_refused_with_their_place_by_every_task() {
    let shop = Shop::open();
    let far = line(("0", "0"), ("1e300", "0")) + &line(("1e300", "0"), ("0", "0"));
    let open = line(("0", "0"), ("nan", "0")) + &line(("50", "50"), ("0", "0"));
    for (name, content, words) in [
        ("empty.dxf", String::new(), &["empty.dxf", "empty"][..]),
        ("far.dxf", dxf("", &far), &["far.dxf", "1e300", "line "]),
        ("bomb.dxf", bomb(), &["bomb.dxf", "\"B0\"", "line "]),
        ("open.dxf", dxf("", &open), &["open", "nan", "line "]),
    ] {
        let file = shop.write(name, content);
        for task in TASKS {
            // What is left of the last one can be shown, and so analyze shows it.
            if (name, task) != ("open.dxf", "analyze") {
                refused(task, Path::new(&file), words);
            }
        }
    }
    let (outcome, _) = run(&shop, "analyze", &shop.path("open.dxf"));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let named = |one: &&serde_json::Value| one["message"].as_str().unwrap().contains("nan");
    let one = diagnostics.iter().find(named).unwrap_or_else(|| panic!("{diagnostics:?}"));
    assert!(one["element"].as_str().unwrap().starts_with("line "), "{one}");
}

/// The text of the entity with this number.
type Entity = fn(usize) -> String;

/// A file of about this many bytes.
fn large(path: &Path, bytes: usize, entity: Entity) {
    let mut file = BufWriter::new(std::fs::File::create(path).unwrap());
    file.write_all(b"0\nSECTION\n2\nENTITIES\n").unwrap();
    let mut written = 0;
    for number in 0.. {
        if written >= bytes {
            break;
        }
        let text = entity(number);
        file.write_all(text.as_bytes()).unwrap();
        written += text.len();
    }
    file.write_all(b"0\nENDSEC\n0\nEOF\n").unwrap();
    file.flush().unwrap();
}

/// The `number`-th line of squares of 2 mm in rows.
fn square(number: usize) -> String {
    let corners = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
    let (x, y) = ((number / 4 % 1000) as f64 * 3.0, (number / 4000) as f64 * 3.0);
    let at = |corner: usize| {
        let (dx, dy) = corners[corner];
        (format!("{:.10}", x + dx), format!("{:.10}", y + dy))
    };
    let (from, to) = (at(number % 4), at(number % 4 + 1));
    line((&from.0, &from.1), (&to.0, &to.1))
}

/// A rational spline of 12 points.
fn spline(number: usize) -> String {
    let (x, y) = ((number % 1000) as f64 * 10.0, (number / 1000) as f64 * 10.0);
    let mut text = String::from("0\nSPLINE\n8\n0\n70\n4\n71\n3\n72\n16\n73\n12\n");
    for knot in [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9].iter().take(16) {
        let _ = write!(text, "40\n{knot}\n");
    }
    for point in 0..12 {
        let angle = f64::from(point);
        let weight = 1.0 + 0.5 * f64::from(point % 3);
        let (dx, dy) = (4.0 * angle.cos(), 4.0 * (angle * 1.7).sin());
        let _ = write!(text, "41\n{weight}\n10\n{:.6}\n20\n{:.6}\n", x + dx, y + dy);
    }
    text
}

#[test]
#[ignore = "writes 600 MB and reads it four times"]
fn files_of_200_mb_are_refused_by_every_task() {
    let shop = Shop::open();
    let files: [(&str, usize, Entity); 3] = [
        ("lines.dxf", 200_000_000, square),
        ("splines.dxf", 199_000_000, spline),
        ("more.dxf", 211_000_000, square),
    ];
    for (name, bytes, entity) in files {
        let path = shop.path(name);
        large(&path, bytes, entity);
        for task in TASKS {
            refused(task, &path, &[name, "more than"]);
        }
        std::fs::remove_file(&path).unwrap();
    }
}
