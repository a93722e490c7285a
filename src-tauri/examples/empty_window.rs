//! A Tauri window with nothing in it: the yardstick for the first paint (`make bench`).

use std::time::Instant;
use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    tracing_subscriber::fmt().with_env_filter("debug").with_writer(std::io::stderr).init();
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            tauri::http::Response::new(b"<!doctype html><title>Empty</title><p>Empty".to_vec())
        })
        .setup(move |app| {
            let page = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
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
