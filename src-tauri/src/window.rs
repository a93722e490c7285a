//! The one window: how it opens, where it may go, and what a second start does.

use crate::arguments::Arguments;
use crate::desk::Desk;
use crate::leave::Leaving;
use crate::place;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Instant;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

/// Its name.
pub(crate) const LABEL: &str = "main";

/// Opens the window on the app's own page.
pub(crate) fn open(app: &AppHandle, started: Instant) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Penstock")
        .inner_size(place::FIRST.0, place::FIRST.1)
        .min_inner_size(place::LEAST.0, place::LEAST.1)
        // A small laptop's screen is less than the first window.
        .prevent_overflow()
        // The window shows only its own pages; a link in a job's text leads nowhere.
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .on_page_load(move |_, load| {
            if load.event() == PageLoadEvent::Finished {
                tracing::debug!(elapsed_ms = started.elapsed().as_millis(), "The window shows its page");
            }
        })
        .build()?;
    place::restore(&window);
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            place::keep(&closing);
            if !closing.state::<Leaving>().may_close(&closing) {
                api.prevent_close();
            }
        }
    });
    Ok(())
}

/// One window for each store: the name under which a second start finds the first.
pub(crate) fn instance_name(store: Option<&str>) -> String {
    let mut hasher = DefaultHasher::new();
    let from_environment = std::env::var("PENSTOCK_STORE").ok();
    store.or(from_environment.as_deref()).unwrap_or_default().hash(&mut hasher);
    format!("app.penstock.desktop.store{:016x}", hasher.finish())
}

/// A second start: its files open here, and this window comes to the front.
pub(crate) fn second_start(app: &AppHandle, words: Vec<String>, cwd: &Path) {
    match Arguments::parse(words.into_iter().skip(1), cwd) {
        Ok(arguments) => {
            if let Some(service) = app.try_state::<Desk>().and_then(|desk| desk.if_open()) {
                service.open_files(arguments.files);
            }
        }
        Err(sentence) => tracing::warn!("A second start was not understood: {sentence}"),
    }
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = bring_to_front(&window)
    {
        tracing::debug!("The window could not be brought to the front: {error}");
    }
}

/// Shows the window above the others.
pub(crate) fn bring_to_front(window: &WebviewWindow) -> tauri::Result<()> {
    window.unminimize()?;
    window.show()?;
    window.set_focus()
}
