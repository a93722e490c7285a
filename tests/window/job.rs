use super::driver::{ENTER, Window, until};
use super::{program, sample};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What `penstock jobs` says of this store.
pub(crate) fn jobs(store: &str) -> Vec<Value> {
    let output = Command::new(program("penstock"))
        .args(["jobs", "--json", "--store", store])
        .output()
        .expect("penstock runs");
    let listed: Value = serde_json::from_slice(&output.stdout).expect("penstock jobs --json prints JSON");
    listed["jobs"].as_array().cloned().unwrap_or_default()
}

/// Runs a call that must succeed.
fn penstock(words: &[&str], paths: &[&Path]) {
    let output = Command::new(program("penstock")).args(words).args(paths).output().expect("penstock runs");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_file_is_opened_seen_queued_and_plotted_and_found_again_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = format!("sqlite:{}", folder.path().join("queue.db").display());
    let file = sample();
    {
        let window = Window::open(&store, &[&file]);
        window.wait(
            "sheet with the drawing",
            "return !!document.querySelector('dialog[open] [data-drawn=true]');",
        );
        let drawn = window.picture().colours_in_the_middle();
        assert!(drawn > 40, "the preview shows the drawing, not {drawn} flat colours");
        window.press(ENTER);
        window.wait("closed sheet", "return !document.querySelector('dialog[open]');");
        let finished =
            until("finished job", || jobs(&store).into_iter().find(|job| job["state"] == "finished"));
        assert_eq!(finished["attempts_finished"], 1, "{finished}");
        assert_eq!(finished["task"], "plot");
        let (here, there) = (folder.path().join("window"), folder.path().join("run"));
        let id = finished["id"].as_str().expect("a job has an id");
        penstock(&["job", id, "--store", &store, "--fetch"], &[&here]);
        penstock(&["run", "plot"], &[&file, Path::new("--out"), &there]);
        for name in ["plot.svg", "report.json"] {
            let read = |folder: &Path| std::fs::read(folder.join(name)).expect("a file that was made");
            assert!(read(&here) == read(&there), "{name} by the window is not what `penstock run` makes");
        }
    }
    let window = Window::open(&store, &[]);
    window.wait(
        "list",
        "return document.readyState === 'complete' && !!document.querySelector('[role=tablist]');",
    );
    window.script(
        "[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.includes('Finished')).click(); return true;",
        &[],
    );
    window.wait("job of before", "return document.body.innerText.includes('flow-field.svg');");
}

#[test]
fn a_job_submitted_in_a_terminal_appears_within_a_second() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = format!("sqlite:{}", folder.path().join("queue.db").display());
    let window = Window::open(&store, &[]);
    window.wait("list", "return !!document.querySelector('[role=tablist]');");
    // Paused, so that it stays to be looked at.
    let paused =
        Command::new(program("penstock")).args(["pause", "--store", &store]).output().expect("penstock runs");
    assert!(paused.status.success(), "{}", String::from_utf8_lossy(&paused.stderr));
    let file = folder.path().join("from-a-terminal.svg");
    std::fs::copy(sample(), &file).expect("a copy");
    let submitted = Command::new(program("penstock"))
        .args(["submit", "plot", "--store", &store])
        .arg(&file)
        .output()
        .expect("penstock runs");
    assert!(submitted.status.success(), "{}", String::from_utf8_lossy(&submitted.stderr));
    let start = Instant::now();
    window.wait("job in the list", "return document.body.innerText.includes('from-a-terminal.svg');");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "the job appeared after {took:?}");
}
