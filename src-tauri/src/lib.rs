//! The desktop shell: the window, its commands and its life. Everything that Penstock can do is in
//! `penstock-service`; nothing here but what needs a window.

mod arguments;
mod carry;
mod commands;
mod desk;
mod leave;
mod menu;
mod place;
mod tray;
mod window;

use arguments::Arguments;
use desk::Desk;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tauri::{Manager, RunEvent};
use tracing_subscriber::EnvFilter;

/// Jobs that the window's own worker runs at once: half the cores, at least one.
fn local_slots() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    u32::try_from(cores / 2).unwrap_or(1).max(1)
}

/// Opens the window and stays until it is closed.
#[must_use]
pub fn run() -> ExitCode {
    let started = Instant::now();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("PENSTOCK_LOG").unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(std::io::stderr)
        .init();
    let cwd = std::env::current_dir().unwrap_or_default();
    let arguments = match Arguments::parse(std::env::args().skip(1), &cwd) {
        Ok(arguments) => arguments,
        Err(sentence) => {
            tracing::error!("{sentence}");
            return ExitCode::from(2);
        }
    };
    match build(arguments, started) {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    shut_down(app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!("The window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(arguments: Arguments, started: Instant) -> tauri::Result<tauri::App> {
    let same_store = window::instance_name(arguments.store.as_deref());
    tauri::Builder::default()
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .callback(|app, words, cwd| window::second_start(app, words, cwd.as_ref()))
                .dbus_id(same_store)
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            app.manage(Desk::open(penstock_service::Options {
                store: arguments.store,
                local_worker: Some(local_slots()),
                opened_files: arguments.files,
            }));
            app.manage(leave::Leaving::default());
            carry::sweep(app.handle());
            app.set_menu(menu::bar(app.handle())?)?;
            app.on_menu_event(|app, event| menu::chosen(app, &event));
            window::open(app.handle(), started)?;
            if let Some(tray) = tray::Tray::show(app.handle())? {
                app.manage(tray);
            }
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// Gives running jobs a moment to end, then back to the queue: closing the window loses nothing.
fn shut_down(app: &tauri::AppHandle) {
    if let Some(service) = app.try_state::<Desk>().and_then(|desk| desk.if_open()) {
        let ended = tauri::async_runtime::block_on(async {
            tokio::time::timeout(Duration::from_secs(20), service.shutdown()).await
        });
        if ended.is_err() {
            tracing::warn!(
                "The local worker did not end in time; its jobs are taken up again at the next start"
            );
        }
    }
}
