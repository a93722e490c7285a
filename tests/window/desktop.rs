//! The window under a window manager, closed and moved as a person does it.

use super::driver::{Home, Window, until};
use super::job::jobs;
use super::life::{LIST, penstock, store_in};
use super::sample;
use penstock_testkit::plate;

/// Runs for a minute, whatever the machine: a nest is improved until its time is over.
fn submit_a_long_job(home: &Home, store: &str) {
    let file = home.path().join("plate.dxf");
    std::fs::write(&file, plate()).expect("a drawing");
    let file = file.to_str().expect("a path in UTF-8");
    penstock(store, &["submit", "nest", file, "--set", "quantity=20", "--set", "time_limit_s=60"]);
}

fn answer(window: &Window, button: &str) {
    let press = format!(
        "const button = [...document.querySelectorAll('dialog[open] button')].find(b => b.textContent.trim() === '{button}');
         if (!button) return false;
         // The answer may end the window, and must not take this script with it.
         setTimeout(() => button.click(), 100); return true;"
    );
    window.wait(button, &press);
}

#[test]
fn leaving_while_a_job_runs_is_asked_and_gives_the_job_back() {
    let home = Home::new();
    let store = store_in(home.path());
    let window = Window::open_on_a_desktop(&home, &store);
    window.wait("list", LIST);
    submit_a_long_job(&home, &store);
    until("running job", || jobs(&store).into_iter().find(|job| job["state"] == "running"));
    window.desktop_keys("alt+F4");
    answer(&window, "Stay");
    window.wait("window that stays", "return !document.querySelector('dialog[open]');");
    window.desktop_keys("ctrl+q");
    window.wait(
        "question",
        "return document.querySelector('dialog[open]')?.innerText.includes('1 job is running');",
    );
    answer(&window, "Quit now");
    window.ended();
    // Given back at once: no lease has to end first, and the run that was broken off does not count.
    let left = jobs(&store).remove(0);
    assert_eq!((&left["state"], &left["attempt"]), (&"queued".into(), &0.into()), "{left}");
}

#[test]
fn the_window_comes_back_where_it_was() {
    let home = Home::new();
    let store = store_in(home.path());
    let geometry = |window: &Window| window.by_hand(&["getwindowgeometry", "--shell"]);
    let size = "return window.innerWidth === 1010 && window.innerHeight > 600 && window.innerHeight < 707;";
    let window = Window::open_on_a_desktop(&home, &store);
    window.wait("list", LIST);
    window.by_hand(&["windowsize", "--sync", "1010", "707", "windowmove", "--sync", "150", "90"]);
    window.wait("smaller window", size);
    let before = geometry(&window);
    window.desktop_keys("alt+F4");
    window.ended();
    // Twice: a frame that is counted wrongly would make it creep with every start.
    for _ in 0..2 {
        let again = Window::open_on_a_desktop(&home, &store);
        again.wait("window of the same size", size);
        let place = |text: &str| {
            text.lines().filter(|line| !line.starts_with("WINDOW")).collect::<Vec<_>>().join(" ")
        };
        until(&format!("window at {}", place(&before)), || {
            (place(&geometry(&again)) == place(&before)).then_some(())
        });
        again.desktop_keys("alt+F4");
        again.ended();
    }
}

/// The window itself is a place that files can be dropped on. (Another program asks for the file only after the
/// drop, which this does not show: `/usr/bin/python3` with GTK as the place was tried by hand.)
#[test]
fn a_result_is_dragged_as_a_file() {
    let home = Home::new();
    let store = store_in(home.path());
    let window = Window::open_on_a_desktop(&home, &store);
    window.wait("list", LIST);
    let file = sample();
    penstock(&store, &["submit", "plot", file.to_str().expect("a path in UTF-8")]);
    until("finished job", || jobs(&store).into_iter().find(|job| job["state"] == "finished"));
    window.script(
        "[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.startsWith('Finished')).click(); return true;",
        &[],
    );
    window.wait("row", "const row = document.querySelector('[data-job]'); row?.click(); return !!row;");
    window.wait("files", "const tab = [...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.startsWith('Files')); tab?.click(); return !!tab;");
    let place = window.wait(
        "the file's name",
        "const name = [...document.querySelectorAll('[draggable=true]')].find(one => one.textContent === 'plot.svg')?.getBoundingClientRect();
         return name && { x: Math.round(name.x + name.width / 2), y: Math.round(name.y + name.height / 2), page: innerHeight };",
    );
    let number = |value: &serde_json::Value| value.as_i64().expect("a number");
    let geometry = window.by_hand(&["getwindowgeometry", "--shell"]);
    let height: i64 =
        geometry.lines().find_map(|line| line.strip_prefix("HEIGHT=")?.parse().ok()).expect("a height");
    // The menu stands above the page.
    let (x, y) = (number(&place["x"]), number(&place["y"]) + height - number(&place["page"]));
    let go =
        |x: i64, y: i64| window.by_hand(&["mousemove", "--window", "%1", &x.to_string(), &y.to_string()]);
    go(x, y);
    window.by_hand(&["mousedown", "1"]);
    // Far enough that it is a drag, then up and on until the window says that it hears one.
    (1..=12).for_each(|step| drop(go(x + 3 * step, y - step)));
    let mut step = 0;
    until("drag over the window", || {
        step += 1;
        go(x + 40 + step % 60, y - 60);
        let veil = window.script("return document.body.innerText.includes('Drop to');", &[]);
        (veil == true).then_some(())
    });
    window.by_hand(&["mouseup", "1"]);
    window.wait(
        "sheet with the result",
        "return document.querySelector('dialog[open]')?.innerText.includes('plot.svg');",
    );
}
