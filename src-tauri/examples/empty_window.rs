//! A Tauri window with nothing in it: the yardstick for the first paint (`make bench`).

use std::time::Instant;
use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    tracing_subscriber::fmt().with_env_filter("debug").with_writer(std::io::stderr).init();
    tauri::Builder::default()
        .setup(move |app| {
            // An asset without script or style, served as Penstock's own page is.
            let page = WebviewUrl::App("favicon.svg".into());
            WebviewWindowBuilder::new(app, "main", page)
                .inner_size(1440.0, 900.0)
                .on_page_load(move |_, load| {
                    if load.event() == PageLoadEvent::Finished {
                        tracing::debug!(
                            elapsed_ms = started.elapsed().as_millis(),
                            "The window shows its page"
                        );
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
