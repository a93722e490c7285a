//! The icon beside the clock: how far the work is, the window, pause and resume.
//!
//! On Linux the icon needs a library that some desktops lack, and the crate that loads it ends the
//! program without it. So it is looked for first, and where it is missing there is no icon.

use crate::menu::QUIT;
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Wry};

/// Brings the window to the front.
pub(crate) const SHOW: &str = "show-window";
const NOTHING: &str = "Nothing is running";

/// The icon, and the line in its menu that says how far the work is.
pub(crate) struct Tray {
    icon: TrayIcon<Wry>,
    line: MenuItem<Wry>,
}

impl Tray {
    /// Shows the icon. `None` where this desktop can have none.
    ///
    /// # Errors
    /// When the system refuses it.
    pub(crate) fn show(app: &AppHandle) -> tauri::Result<Option<Self>> {
        if !has_library() {
            tracing::info!("There is no icon beside the clock: libayatana-appindicator3 is not installed");
            return Ok(None);
        }
        let line = MenuItemBuilder::with_id("progress", NOTHING).enabled(false).build(app)?;
        let item = |id: &str, words: &str| MenuItemBuilder::with_id(id, words).build(app);
        let menu = MenuBuilder::new(app)
            .items(&[&line, &item(SHOW, "Show Penstock")?])
            .separator()
            .items(&[&item("pause-all", "Pause all queues")?, &item("resume-all", "Resume all queues")?])
            .separator()
            .item(&item(QUIT, "Quit")?)
            .build()?;
        let mut icon = TrayIconBuilder::with_id("main").tooltip("Penstock").menu(&menu);
        if let Some(image) = app.default_window_icon() {
            icon = icon.icon(image.clone());
        }
        Ok(Some(Self { icon: icon.build(app)?, line }))
    }

    /// Says how far the work is; `None` when nothing runs.
    pub(crate) fn say(&self, sentence: Option<&str>) -> tauri::Result<()> {
        let sentence = sentence.unwrap_or(NOTHING);
        self.icon.set_tooltip(Some(format!("Penstock: {sentence}")))?;
        self.line.set_text(sentence)
    }
}

/// Whether the library that shows the icon is in one of the folders that the system loads from.
#[cfg(target_os = "linux")]
fn has_library() -> bool {
    const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    let multiarch = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", multiarch.as_str()]
        .iter()
        .any(|folder| NAMES.iter().any(|name| std::path::Path::new(folder).join(name).exists()))
}

#[cfg(not(target_os = "linux"))]
const fn has_library() -> bool {
    true
}
