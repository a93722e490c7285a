//! How the window lives: a second start, a full queue, its policy.

use super::driver::{ENTER, ESCAPE, Home, Window, until};
use super::{program, sample};
use std::path::Path;
use std::process::Command;

pub(crate) fn store_in(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("queue.db").display())
}

pub(crate) fn penstock(store: &str, words: &[&str]) -> String {
    let output = Command::new(program("penstock"))
        .args(words)
        .args(["--store", store])
        .output()
        .expect("penstock runs");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) const LIST: &str = "return !!document.querySelector('[role=tablist]');";

#[test]
fn a_second_start_hands_its_files_to_the_first_and_ends() {
    let home = Home::new();
    let store = store_in(home.path());
    let window = Window::open_at(&home, &store, &[]);
    window.wait("list", LIST);
    let mut second = home.command(&program("penstock-desktop"), window.display());
    second.args(["--store", &store]).arg(sample());
    let mut second = second.spawn().expect("a second start");
    let ended = until("end of the second start", || second.try_wait().ok().flatten());
    assert!(ended.success(), "{ended}");
    window.wait(
        "sheet with the second start's drawing",
        "return !!document.querySelector('dialog[open] [data-drawn=true]')
           && document.querySelector('dialog[open]').innerText.includes('flow-field.svg');",
    );
}

#[test]
fn a_full_queue_is_there_after_a_restart() {
    let home = Home::new();
    let store = store_in(home.path());
    penstock(&store, &["pause"]);
    let file = sample();
    let file = file.to_str().expect("a path in UTF-8");
    penstock(&store, &["submit", "plot", file, "--count", "400"]);
    let first = |window: &Window| {
        window.wait(
            "400 waiting jobs",
            "const tab = document.querySelector('[role=tab][aria-selected=true]');
             const row = document.querySelector('[data-job]');
             // Copies are one row, which opens to its jobs.
             const fold = document.querySelector('[aria-label^=\"Show the jobs of\"]');
             if (!row && fold) fold.click();
             return tab && tab.textContent.includes('400') && row && row.dataset.job;",
        )
    };
    let before = first(&Window::open_at(&home, &store, &[]));
    assert_eq!(first(&Window::open_at(&home, &store, &[])), before, "the same job is next");
}

#[test]
fn no_screen_violates_the_policy_of_the_page() {
    let home = Home::new();
    let window = Window::open_at(&home, &store_in(home.path()), &[]);
    window.wait("list", LIST);
    window.script(
        "window.violations = [];
         document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI));
         return true;",
        &[],
    );
    for keys in ["gw", ",", "gj", "2", "3", "4", "5", "1"] {
        window.press(keys);
    }
    window.script(
        "[...document.querySelectorAll('button')].find(b => b.textContent.includes('Try a sample')).click(); return true;",
        &[],
    );
    window.wait("sheet", "return !!document.querySelector('dialog[open] [data-drawn=true]');");
    // The listener hears: a script from elsewhere is refused, and nothing else was.
    window.script(
        "const s = document.createElement('script'); s.src = 'https://example.invalid/x.js'; document.head.append(s); return true;",
        &[],
    );
    let heard = window
        .wait("violation that was provoked", "return window.violations.length > 0 && window.violations;");
    let heard = heard.as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(
        heard.iter().all(|one| one.as_str().is_some_and(|one| one.contains("example.invalid"))),
        "{heard:?}"
    );
}

/// WebKit has its own mind about heights, and a dialog that is a line high is no dialog.
#[test]
fn every_dialog_can_be_seen() {
    let home = Home::new();
    let window = Window::open_at(&home, &store_in(home.path()), &[]);
    window.wait("list", LIST);
    let seen = |what: &str| {
        let high = "const box = document.querySelector('dialog[open] .frame')?.getBoundingClientRect();
                    const out = document.querySelector('dialog[open]')?.getBoundingClientRect();
                    return !!box && box.height > 100 && out.height >= box.height;";
        window.wait(&format!("{what} to be seen"), high);
    };
    for name in ["Connections", "Add a worker", "Outbox", "Look for faults", "Show shortcuts"] {
        window.script(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));",
            &[],
        );
        window.wait("palette", "return !!document.querySelector('dialog.palette[open] input');");
        seen("the palette");
        window.press(name);
        window.press(ENTER);
        window.wait(name, "return !!document.querySelector('dialog.small[open]');");
        seen(name);
        window.press(ESCAPE);
        window.wait("closed dialog", "return !document.querySelector('dialog[open]');");
    }
}
