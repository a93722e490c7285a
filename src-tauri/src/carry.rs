//! A result that is dragged out of the window: kept as a file of its name, then given to the system.

use crate::desk::Desk;
use penstock_service::{ErrorCode, JobId, WireError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
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
        if let Err(error) = start(&window, &file) {
            tracing::warn!("The file could not be dragged: {error}");
        }
    })
    .map_err(|error| refused(&error.to_string()))
}

const PICTURE: &[u8] = include_bytes!("../../icons/32x32.png");

/// With GTK itself: the crate `drag` takes its answer away when the file is dropped, and the program that it was
/// dropped on asks for the file only then.
#[cfg(target_os = "linux")]
fn start(window: &WebviewWindow, file: &Path) -> Result<(), String> {
    use gtk::gdk_pixbuf::{PixbufLoader, prelude::PixbufLoaderExt};
    use gtk::prelude::{DragContextExtManual, ObjectExt, WidgetExt};
    use gtk::{TargetList, gdk, glib};
    use std::{cell::RefCell, rc::Rc};

    let from = window.gtk_window().map_err(|error| error.to_string())?;
    let address = glib::filename_to_uri(file, None).map_err(|error| error.to_string())?;
    let targets = TargetList::new(&[]);
    targets.add_uri_targets(0);
    let button = gdk::ffi::GDK_BUTTON_PRIMARY;
    let answers = Rc::new(RefCell::new(Vec::new()));
    let tell = move |_: &_, _: &_, data: &gtk::SelectionData, _, _| {
        data.set_uris(&[address.as_str()]);
    };
    answers.borrow_mut().push(from.connect_drag_data_get(tell));
    let told = Rc::clone(&answers);
    // The other program has the file, or nobody wanted it.
    let end =
        from.connect_drag_end(move |from, _| told.take().into_iter().for_each(|one| from.disconnect(one)));
    answers.borrow_mut().push(end);
    let Some(context) =
        from.drag_begin_with_coordinates(&targets, gdk::DragAction::COPY, button, None, -1, -1)
    else {
        answers.take().into_iter().for_each(|one| from.disconnect(one));
        return Err("the system starts no drag".to_owned());
    };
    let loader = PixbufLoader::new();
    if loader.write(PICTURE).and_then(|()| loader.close()).is_ok()
        && let Some(picture) = loader.pixbuf()
    {
        context.drag_set_icon_pixbuf(&picture, 0, 0);
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn start(window: &WebviewWindow, file: &Path) -> Result<(), String> {
    let picture = drag::Image::Raw(PICTURE.to_vec());
    let files = drag::DragItem::Files(vec![file.to_owned()]);
    drag::start_drag(window, files, picture, |_, _| {}, drag::Options::default())
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
