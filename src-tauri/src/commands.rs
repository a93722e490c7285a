//! The window's commands: one adapter for each row of the service's table, and those that need a
//! window (native dialogs, notifications, the task bar, a channel, raw bytes).

use crate::desk::Desk;
use crate::leave::Leaving;
use crate::tray::Tray;
use penstock_service::api::types::*;
use penstock_service::{
    Batch, BatchId, ErrorCode, JobFilter, JobId, Service, TaskInfo, WireError, WorkerInfo,
};
use std::path::PathBuf;
use tauri::ipc::{Channel, Invoke, Response};
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager, State, WebviewWindow, Wry};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_notification::NotificationExt;
use tokio::sync::oneshot;

macro_rules! commands {
    ($($name:ident($request:ty) -> $response:ty, $kind:ident;)*) => {
        $(
            #[tauri::command]
            async fn $name(desk: State<'_, Desk>, request: $request) -> Result<$response, WireError> {
                desk.service().await?.$name(&desk.caller, request).await
            }
        )*

        /// Hands a call of the window to its command.
        pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![
                $($name,)* choose_files, crate::carry::drag_artifact, leave, notify, preview_coverage, preview_level, save_artifact,
                save_batch_report, show_progress, subscribe
            ]
        }
    };
}

penstock_service::for_each_command!(commands);

/// The geometry of one level of a preview, as an `ArrayBuffer`.
#[tauri::command]
async fn preview_level(desk: State<'_, Desk>, handle: String, level: u32) -> Result<Response, WireError> {
    Ok(Response::new(desk.service().await?.preview_level(&handle, level).await?))
}

/// How often a pen passes each spot of a preview, as an `ArrayBuffer` of one byte a cell.
#[tauri::command]
async fn preview_coverage(desk: State<'_, Desk>, handle: String) -> Result<Response, WireError> {
    Ok(Response::new(desk.service().await?.preview_coverage(&handle).await?))
}

/// Sends every [`Update`] to the window, until the window is gone.
#[tauri::command]
async fn subscribe(desk: State<'_, Desk>, channel: Channel<Update>) -> Result<(), WireError> {
    let mut following = desk.service().await?.follow();
    tauri::async_runtime::spawn(async move {
        while let Some(update) = following.next().await {
            if channel.send(update).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Tells a person who looks elsewhere. What is worth telling is decided by the page, which knows whether
/// somebody looks at it.
///
/// # Errors
/// When the system shows no notifications.
#[tauri::command]
async fn notify(app: AppHandle, title: String, body: String) -> Result<(), WireError> {
    app.notification().builder().title(title).body(body).show().map_err(|error| WireError {
        code: ErrorCode::Failed,
        title: "The system shows no notifications".into(),
        advice: None,
        detail: Some(error.to_string()),
        field: None,
    })
}

/// How far all that runs is, in the task bar or dock: 0 to 100, none when nothing runs; and in a sentence
/// for the icon beside the clock.
#[tauri::command]
async fn show_progress(window: WebviewWindow, percent: Option<u64>, sentence: Option<String>) {
    if let Some(tray) = window.try_state::<Tray>()
        && let Err(error) = tray.say(sentence.as_deref())
    {
        tracing::debug!("The icon beside the clock says nothing: {error}");
    }
    let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
    let shown = window.set_progress_bar(ProgressBarState { status: Some(status), progress: percent });
    if let Err(error) = shown {
        tracing::debug!("The task bar shows no progress: {error}");
    }
}

/// The answer when the window was to be closed while jobs run here: leave now, or stay.
#[tauri::command]
async fn leave(window: WebviewWindow, leaving: State<'_, Leaving>, now: bool) -> Result<(), WireError> {
    if now {
        return window.destroy().map_err(|error| WireError {
            code: ErrorCode::Internal,
            title: "The window could not be closed".into(),
            advice: Some("Close it once more".into()),
            detail: Some(error.to_string()),
            field: None,
        });
    }
    leaving.stay();
    Ok(())
}

/// Asks for files to open; none when the person closes the dialog.
#[tauri::command]
async fn choose_files(app: AppHandle, window: WebviewWindow) -> Result<Vec<String>, WireError> {
    let (tell, told) = oneshot::channel();
    app.dialog()
        .file()
        .set_parent(&window)
        .set_title("Open drawings")
        .add_filter("Drawings", &Service::input_endings())
        .pick_files(move |files| drop(tell.send(files)));
    let files = told.await.ok().flatten().unwrap_or_default();
    Ok(files
        .into_iter()
        .filter_map(|file| file.into_path().ok())
        .map(|path| path.display().to_string())
        .collect())
}

/// Asks where to save an artifact and saves it there, under the name that is suggested unless a person gives
/// another; the place, or none when the dialog was closed.
#[tauri::command]
async fn save_artifact(
    app: AppHandle,
    window: WebviewWindow,
    desk: State<'_, Desk>,
    id: JobId,
    name: String,
    suggested: String,
) -> Result<Option<String>, WireError> {
    let service = desk.service().await?;
    let Some(to) = ask_where(&app, &window, &suggested).await? else { return Ok(None) };
    service.save_artifact(&id, &name, &to).await?;
    Ok(Some(to.display().to_string()))
}

/// Asks where to save the report of a batch and saves it there as a table; the place, or none when the dialog
/// was closed.
#[tauri::command]
async fn save_batch_report(
    app: AppHandle,
    window: WebviewWindow,
    desk: State<'_, Desk>,
    id: BatchId,
    name: String,
) -> Result<Option<String>, WireError> {
    let service = desk.service().await?;
    let Some(to) = ask_where(&app, &window, &name).await? else { return Ok(None) };
    service.save_batch_table(&desk.caller, id, &to).await?;
    Ok(Some(to.display().to_string()))
}

/// Asks for the place of a new file; none when the dialog was closed.
async fn ask_where(
    app: &AppHandle,
    window: &WebviewWindow,
    name: &str,
) -> Result<Option<PathBuf>, WireError> {
    let (tell, told) = oneshot::channel();
    app.dialog()
        .file()
        .set_parent(window)
        .set_title("Save")
        .set_file_name(name)
        .save_file(move |file| drop(tell.send(file)));
    let Some(chosen) = told.await.ok().flatten() else { return Ok(None) };
    let to = chosen.into_path().map_err(|error| WireError {
        code: ErrorCode::BadRequest,
        title: "That place cannot be written to".into(),
        advice: Some("Choose a folder on this computer".into()),
        detail: Some(error.to_string()),
        field: None,
    })?;
    Ok(Some(to))
}
