//! Sets of real drawings from npm, fetched once into the target folder: Lucide's icons and OpenMoji's black
//! emoji are made of strokes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const PACKAGES: [&str; 2] = ["lucide-static@1.62.0", "openmoji@17.0.0"];
const FOLDERS: [&str; 2] = ["lucide-static/icons", "openmoji/black/svg"];

/// Every drawing, in a fixed order.
pub(crate) fn all() -> Vec<PathBuf> {
    static MODULES: OnceLock<PathBuf> = OnceLock::new();
    let modules = MODULES.get_or_init(modules);
    let mut all = Vec::new();
    for folder in FOLDERS {
        let entries = std::fs::read_dir(modules.join(folder)).unwrap();
        let files = entries.map(|entry| entry.unwrap().path());
        all.extend(files.filter(|path| path.extension().is_some_and(|it| it == "svg")));
    }
    all.sort();
    assert!(all.len() > 6_600, "{} drawings", all.len());
    all
}

/// Every so many of them, so that there are about `count`.
pub(crate) fn sample(count: usize) -> Vec<PathBuf> {
    let all = all();
    let step = all.len() / count;
    all.into_iter().step_by(step).collect()
}

fn modules() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let ready = home.join("icons-1");
    if !ready.is_dir() {
        // Fetched beside, and moved there once it is whole.
        let fetching = home.join(format!("icons-{}-new", std::process::id()));
        std::fs::create_dir_all(&fetching).unwrap();
        std::fs::write(fetching.join("package.json"), "{}").unwrap();
        let npm = Command::new("npm")
            .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(PACKAGES)
            .current_dir(&fetching)
            .output()
            .expect("npm can be started");
        let said = String::from_utf8_lossy(&npm.stderr);
        assert!(npm.status.success(), "npm could not fetch {PACKAGES:?}: {said}");
        if std::fs::rename(&fetching, &ready).is_err() {
            assert!(ready.is_dir(), "another run has fetched them meanwhile");
            std::fs::remove_dir_all(&fetching).unwrap();
        }
    }
    ready.join("node_modules")
}
