//! Figures of the real window, printed: `PENSTOCK_PROGRAMS=$PWD/target/release cargo test --locked --workspace --test
//! window measure -- --ignored --nocapture` on a machine that does nothing else.

use super::driver::{Home, Window};
use super::life::{LIST, penstock, store_in};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Waves from edge to edge, of a thousand pieces each. A debug build reads a tenth of a million in the time of
/// a release build for all.
fn waves() -> u32 {
    let debug = cfg!(debug_assertions) && std::env::var_os(super::PROGRAMS).is_none();
    if debug { 100 } else { 1000 }
}

fn a_million_segments() -> String {
    let mut svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="420mm" height="297mm" viewBox="0 0 420 297" fill="none" stroke="#1f4e9e" stroke-width=".1">"##.to_owned();
    for row in 0..waves() {
        let y = 2.0 + f64::from(row) * 290.0 / f64::from(waves());
        svg.push_str("<path d=\"");
        for at in 0..=1000 {
            let x = 2.0 + f64::from(at) * 0.41;
            let up = 3.0 * (f64::from(at) / 7.0 + f64::from(row) / 11.0).sin();
            write!(svg, "{}{x:.2} {:.2}", if at == 0 { 'M' } else { 'L' }, y + up).expect("text");
        }
        svg.push_str("\"/>");
    }
    svg.push_str("</svg>");
    svg
}

/// Milliseconds in the page from pressing a button to the frame after the page shows what it should.
fn took(window: &Window, press: &str, shows: &str) -> Value {
    window.script(
        &format!(
            "const start = performance.now();
             (() => {{ {press} }})();
             return await new Promise((done) => {{
               const look = () => {{
                 if ((() => {{ {shows} }})()) requestAnimationFrame(() => done(Math.round(performance.now() - start)));
                 else if (performance.now() - start > 5000) done('nothing within 5 s');
                 else requestAnimationFrame(look);
               }};
               requestAnimationFrame(look);
             }});"
        ),
        &[],
    )
}

const CANCELS: usize = 10;

#[test]
#[ignore = "a measurement: it prints figures, and needs a release build and a quiet machine"]
fn measure_a_million_segments_open_and_playing() {
    let home = Home::new();
    let store = store_in(home.path());
    penstock(&store, &["pause"]);
    let drawing = a_million_segments();
    for n in 0..=CANCELS {
        let file = home.path().join(format!("million-{n}.svg"));
        std::fs::write(&file, &drawing).expect("a drawing");
        penstock(&store, &["submit", "plot", file.to_str().expect("a path in UTF-8")]);
    }
    let window = Window::open_at(&home, &store, &[]);
    window.wait("list", LIST);
    window.wait("rows", "return document.querySelectorAll('[data-job]').length > 10;");
    // How long the page's thread was busy with one thing: the longest time between two messages to itself.
    window.script(
        "const gaps = (window.gaps = { longest: 0, over: 0 });
         let last = performance.now();
         const channel = new MessageChannel();
         channel.port1.onmessage = () => {
           const now = performance.now();
           gaps.longest = Math.max(gaps.longest, now - last);
           if (now - last > 50) gaps.over += 1;
           last = now;
           channel.port2.postMessage(0);
         };
         channel.port2.postMessage(0);
         return true;",
        &[],
    );
    let row = |n: usize| {
        format!(
            "[...document.querySelectorAll('[data-job]')].find((row) => row.textContent.includes('million-{n}.svg'))"
        )
    };
    let opened = took(
        &window,
        &format!("{}.click();", row(CANCELS)),
        "return !!document.querySelector('[data-drawn=true]');",
    );
    println!("{} segments, open until drawn: {opened} ms", 1000 * waves());
    window.wait("drawing", "return !!document.querySelector('[data-drawn=true]');");
    window.script(
        "[...document.querySelectorAll('button')].find((one) => (one.ariaLabel ?? '').startsWith('Play')).click(); return true;",
        &[],
    );
    let cancels: Vec<Value> = (0..CANCELS)
        .map(|n| {
            window.script(&format!("{}.querySelector('input').click(); return true;", row(n)), &[]);
            took(
                &window,
                "[...document.querySelectorAll('[role=toolbar] button')].find((one) => one.textContent.includes('Cancel')).click();",
                &format!("return [...document.querySelectorAll('[role=status]')].some((one) => one.textContent.includes('ancelled') && one.textContent.includes('million-{n}.svg'));"),
            )
        })
        .collect();
    println!("Cancel until the page says so: {} ms", json!(cancels));
    let resumed = took(
        &window,
        "[...document.querySelectorAll('footer button')].find((one) => one.textContent.trim() === 'Resume').click();",
        "return !document.querySelector('footer').textContent.includes('paused');",
    );
    println!("Resume until the page says so: {resumed} ms");
    penstock(&store, &["pause"]);
    println!(
        "renderer, longest slice of the picture, the thread's gaps: {}",
        window.script(
            "const view = document.querySelector('[data-slice-ms]');
             return { renderer: view.dataset.renderer, slice_ms: view.dataset.sliceMs, ...window.gaps };",
            &[],
        )
    );
    println!("memory of the webview: {} MB", window.webview_mb());
    assert!(cancels.iter().all(Value::is_number), "{cancels:?}");
}
