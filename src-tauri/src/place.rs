//! Where the window was, kept between starts: its size, its place and whether it filled the screen.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tauri::{AppHandle, Manager, Monitor, WebviewWindow};

/// The smallest window: the UI holds at 400 px.
pub(crate) const LEAST: (f64, f64) = (400.0, 480.0);
/// The window at the first start.
pub(crate) const FIRST: (f64, f64) = (1440.0, 900.0);
/// So much of the title bar must be on a screen, or the window could not be moved back.
const REACHABLE_PX: i32 = 80;

/// A window's place in physical pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    maximized: bool,
}

/// A screen in physical pixels: its upper left corner and its size.
#[derive(Clone, Copy, Debug)]
struct Screen {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

impl From<&Monitor> for Screen {
    fn from(monitor: &Monitor) -> Self {
        let (position, size) = (monitor.position(), monitor.size());
        Self { x: position.x, y: position.y, width: size.width, height: size.height }
    }
}

impl Place {
    /// Whether a person could take hold of the window's title bar on one of these screens.
    fn reachable(&self, screens: &[Screen]) -> bool {
        let right = self.x.saturating_add_unsigned(self.width);
        screens.iter().any(|screen| {
            let (screen_right, screen_bottom) = (
                screen.x.saturating_add_unsigned(screen.width),
                screen.y.saturating_add_unsigned(screen.height),
            );
            right.min(screen_right).saturating_sub(self.x.max(screen.x)) >= REACHABLE_PX
                && self.y >= screen.y
                && self.y.saturating_add(REACHABLE_PX) <= screen_bottom
        })
    }
}

/// Brings the window to where it was. A place that cannot be read or reached any more leaves it where the
/// system put it.
pub(crate) fn restore(window: &WebviewWindow) {
    let Some(place) = file(window.app_handle()).and_then(|file| read(&file)) else { return };
    let screens: Vec<Screen> =
        window.available_monitors().unwrap_or_default().iter().map(Screen::from).collect();
    let moved = (|| {
        window.set_size(tauri::PhysicalSize::new(place.width, place.height))?;
        if place.reachable(&screens) {
            window.set_position(tauri::PhysicalPosition::new(place.x, place.y))?;
        }
        if place.maximized { window.maximize() } else { Ok(()) }
    })();
    if let Err(error) = moved {
        tracing::debug!("The window could not be brought to its place: {error}");
    }
}

/// Writes down where the window is. A window that fills the screen keeps the place it had before.
pub(crate) fn keep(window: &WebviewWindow) {
    let kept = (|| -> anyhow::Result<()> {
        let Some(file) = file(window.app_handle()) else { return Ok(()) };
        let maximized = window.is_maximized()?;
        let place = match read(&file) {
            Some(before) if maximized => Place { maximized, ..before },
            _ => {
                let (position, size) = (window.outer_position()?, window.inner_size()?);
                Place { x: position.x, y: position.y, width: size.width, height: size.height, maximized }
            }
        };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&file, serde_json::to_vec(&place)?)?;
        Ok(())
    })();
    if let Err(error) = kept {
        tracing::debug!("The window's place could not be kept: {error:#}");
    }
}

fn file(app: &AppHandle) -> Option<PathBuf> {
    app.path().app_config_dir().ok().map(|folder| folder.join("window.json"))
}

fn read(file: &std::path::Path) -> Option<Place> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREENS: [Screen; 2] = [
        Screen { x: 0, y: 0, width: 1920, height: 1080 },
        Screen { x: 1920, y: 0, width: 1280, height: 1024 },
    ];

    fn at(x: i32, y: i32) -> Place {
        Place { x, y, width: 800, height: 600, maximized: false }
    }

    #[test]
    fn a_place_on_any_screen_is_reachable() {
        for (x, y) in [(0, 0), (1900, 50), (3100, 900), (-700, 10)] {
            assert!(at(x, y).reachable(&SCREENS), "{x}, {y}");
        }
    }

    #[test]
    fn a_place_on_a_screen_that_is_gone_is_not() {
        for (x, y) in [(3200, 0), (-780, 10), (100, -1), (100, 1050), (100, 5000), (i32::MAX, i32::MAX)] {
            assert!(!at(x, y).reachable(&SCREENS), "{x}, {y}");
        }
        assert!(!at(0, 0).reachable(&[]));
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let folder = std::env::temp_dir().join(format!("penstock-place-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("window.json");
        std::fs::write(&file, b"{\"x\": 1").unwrap();
        assert_eq!(read(&file), None);
        std::fs::write(&file, serde_json::to_vec(&at(1, 2)).unwrap()).unwrap();
        assert_eq!(read(&file), Some(at(1, 2)));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
