//! The picture in the real webview: what is on the screen is what was drawn last. WebKit shows a canvas in its
//! own time, so it is the screen that is asked, and nothing else touches the window meanwhile.

use super::driver::{Home, Window, until};
use super::life::store_in;

/// Half of the sheet's width is one broad red stroke.
const BROAD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100">
  <path d="M50 10V90" fill="none" stroke="#b3261e" stroke-width="40"/></svg>"##;

fn red(window: &Window) -> usize {
    window.picture().count(|[r, g, b]| r > 150 && g < 80 && b < 80)
}

#[test]
fn the_screen_shows_the_drawing_and_then_what_it_becomes() {
    let home = Home::new();
    let file = home.path().join("broad.svg");
    std::fs::write(&file, BROAD).expect("a drawing");
    let window = Window::open_at(&home, &store_in(home.path()), &[&file]);
    window
        .wait("sheet with the drawing", "return !!document.querySelector('dialog[open] [data-drawn=true]');");
    let sheet = until("red stroke on the screen", || Some(red(&window)).filter(|&red| red > 10_000));
    // Half as wide and half as high again, where it still fits into the picture.
    for (turn, button) in ["Zoom out", "Zoom in"].into_iter().enumerate() {
        window.script(
            &format!(
                "document.querySelector('dialog[open] button[aria-label^=\"{button}\"]').click(); return true;"
            ),
            &[],
        );
        until(&format!("picture after {button}"), || {
            let now = red(&window);
            let smaller = 10 * now < 9 * sheet;
            (if turn == 0 { smaller } else { now.abs_diff(sheet) * 50 < sheet }).then_some(())
        });
    }
}
