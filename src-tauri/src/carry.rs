//! A result that is dragged out of the window: kept as a file of its name, then given to the system.

use crate::desk::Desk;
use penstock_service::{ErrorCode, JobId, WireError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use tauri::{AppHandle, Manager, State, WebviewWindow};

/// Where dragged files lie; a file manager may still copy one after the drag has ended.
fn folder(app: &AppHandle) -> Option<PathBuf> {
    app.path().app_cache_dir().ok().map(|cache| cache.join("dragged"))
}

/// Removes what the last window left.
pub(crate) fn sweep(app: &AppHandle) {
    if let Some(folder) = folder(app).filter(|folder| folder.exists())
        && let Err(error) = std::fs::remove_dir_all(&folder)
    {
        tracing::debug!("Files that were dragged before could not be removed: {error}");
    }
}

/// Starts to drag an artifact of a job out of the window; the button is down.
///
/// # Errors
/// When the artifact is gone, its file cannot be written, or the system starts no drag.
#[tauri::command]
pub(crate) async fn drag_artifact(
    app: AppHandle,
    window: WebviewWindow,
    desk: State<'_, Desk>,
    id: JobId,
    name: String,
) -> Result<(), WireError> {
    let service = desk.service().await?;
    // Ids of other systems may hold anything; the folder needs only to differ from other jobs'.
    let mut job = DefaultHasher::new();
    id.as_str().hash(&mut job);
    let folder = folder(&app)
        .ok_or_else(|| refused("This system names no folder for such files"))?
        .join(format!("{:016x}", job.finish()));
    tokio::fs::create_dir_all(&folder).await.map_err(|error| refused(&error.to_string()))?;
    service.save_artifact_in(&id, &name, &folder).await?;
    let file = folder.join(&name);
    app.run_on_main_thread(move || {
        if let Err(error) = start(&window, file) {
            tracing::warn!("The file could not be dragged: {error}");
        }
    })
    .map_err(|error| refused(&error.to_string()))
}

fn start(window: &WebviewWindow, file: PathBuf) -> Result<(), String> {
    #[cfg(target_os = "linux")]
    let from = &window.gtk_window().map_err(|error| error.to_string())?;
    #[cfg(not(target_os = "linux"))]
    let from = window;
    let picture = drag::Image::Raw(include_bytes!("../../icons/32x32.png").to_vec());
    drag::start_drag(from, drag::DragItem::Files(vec![file]), picture, |_, _| {}, drag::Options::default())
        .map_err(|error| error.to_string())
}

fn refused(detail: &str) -> WireError {
    WireError {
        code: ErrorCode::Failed,
        title: "The file cannot be dragged out of the window".into(),
        advice: Some("Save it with its button".into()),
        detail: Some(detail.to_owned()),
        field: None,
    }
}
