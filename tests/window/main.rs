//! The real window, driven through WebKitWebDriver under Xvfb. Few tests: what only the real webview can
//! show. Everything else about the UI is tested in Chromium against `penstock serve`.
//!
//! WebDriver reaches no native dialog and no native drop, so files are named on the command line.

mod desktop;
mod driver;
mod ink;
mod job;
mod life;
mod measure;
mod picture;
mod raw;

use std::path::{Path, PathBuf};

/// Names the folder of other programs than those beside the test: a release build, to be measured.
const PROGRAMS: &str = "PENSTOCK_PROGRAMS";

/// A program that `make build` made, beside this test.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let beside = test.parent().and_then(Path::parent).expect("tests are in target/<profile>/deps");
    let folder = std::env::var_os(PROGRAMS).map_or_else(|| beside.to_owned(), PathBuf::from);
    let program = folder.join(name);
    assert!(program.is_file(), "{} is missing: run `make build` first", program.display());
    program
}

/// The drawing that comes with Penstock.
fn sample() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent");
    root.join("crates/service/sample/flow-field.svg")
}
