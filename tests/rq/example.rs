//! The script of `examples/python`, as its README says to use it.

use crate::drawings::one_stroke;
use crate::fleet::{Fleet, WITHIN};
use crate::process::{Outcome, Running};
use crate::versions::with_each_version;
use serde_json::Value;
use std::path::Path;

with_each_version!(the_example_sends_a_drawing_and_fetches_what_was_made);

fn script(fleet: &Fleet, words: &[&str]) -> Outcome {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/python/plot_with_penstock.py");
    let mut command = fleet.environment().command();
    command.env("PYTHONDONTWRITEBYTECODE", "1").arg(path).args(["--redis", &fleet.url()]).args(words);
    Running::start(&mut command).outcome(WITHIN)
}

fn the_example_sends_a_drawing_and_fetches_what_was_made(version: &str) {
    let fleet = Fleet::open(version);
    let _worker = fleet.our_worker("shop", &[]);
    let drawing = fleet.write("page.svg", one_stroke(1));
    let out = fleet.path("plotted");
    let done = script(&fleet, &[&drawing, "--queue", "shop", "--out", out.to_str().unwrap()]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let direct = fleet.path("direct");
    fleet.ok(&["run", "plot", &drawing, "--out", direct.to_str().unwrap()]);
    let read = |folder: &Path, name: &str| std::fs::read(folder.join(name)).unwrap();
    assert!(read(&out, "plot.svg") == read(&direct, "plot.svg"), "the same file as without a queue");
    let report = |folder: &Path| serde_json::from_slice::<Value>(&read(folder, "report.json")).unwrap();
    assert_eq!(report(&out), report(&direct));

    let bad = fleet.write("bad.svg", "no drawing");
    let failed = script(&fleet, &[&bad, "--queue", "shop", "--out", out.to_str().unwrap()]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(failed.stderr.contains("bad.svg"), "{failed:?}");
}
