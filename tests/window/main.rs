//! The real window, driven through WebKitWebDriver under Xvfb. Few tests: what only the real webview can
//! show. Everything else about the UI is tested in Chromium against `penstock serve`.
//!
//! WebDriver reaches no native dialog and no native drop, so files are named on the command line.

mod desktop;
mod driver;
mod job;
mod life;
mod picture;
mod raw;

use std::path::{Path, PathBuf};

/// A program that `make build` made, beside this test.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let folder = test.parent().and_then(Path::parent).expect("tests are in target/<profile>/deps");
    let program = folder.join(name);
    assert!(program.is_file(), "{} is missing: run `make build` first", program.display());
    program
}

/// The drawing that comes with Penstock.
fn sample() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent");
    root.join("crates/service/sample/flow-field.svg")
}
