//! The menu bar: what the page can do, under the page's own names for it and with the same keys.
//!
//! An entry only tells the page which command was meant, so that a menu, a key and the palette can never
//! come to mean different things. Leaving is the one thing that the shell does itself.

use crate::window::LABEL;
use tauri::menu::{
    Menu, MenuBuilder, MenuEvent, MenuItemBuilder, PredefinedMenuItem, Submenu, SubmenuBuilder,
};
use tauri::{AppHandle, Emitter, Manager, Wry};

/// What the page hears when an entry was chosen; its payload is the command's name.
const EVENT: &str = "menu";
/// Closes the window as its own button does.
pub(crate) const QUIT: &str = "quit";

/// One entry: the page's name of the command, what people read, and its key.
type Entry = (&'static str, &'static str, Option<&'static str>);

const FILE: [Entry; 2] =
    [("new", "New job…", Some("CmdOrCtrl+N")), ("open", "Open drawings…", Some("CmdOrCtrl+O"))];
const GO: [Entry; 5] = [
    ("jobs", "Jobs", None),
    ("workers", "Workers", None),
    ("settings", "Settings", None),
    ("connections", "Connections…", None),
    ("notices", "Notices", None),
];
const QUEUE: [Entry; 3] = [
    ("pause-all", "Pause all queues", None),
    ("resume-all", "Resume all queues", None),
    ("check", "Check the store…", None),
];
const HELP: [Entry; 2] =
    [("palette", "Everything that can be done…", Some("CmdOrCtrl+K")), ("help", "Keyboard shortcuts", None)];

/// Every command of the page that the menu or the tray names.
#[cfg(test)]
fn named() -> impl Iterator<Item = &'static str> {
    [&FILE[..], &GO, &QUEUE, &HELP].into_iter().flatten().map(|(id, ..)| *id)
}

/// The whole menu bar.
pub(crate) fn bar(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let quit = MenuItemBuilder::with_id(QUIT, "Quit").accelerator("CmdOrCtrl+Q").build(app)?;
    let file = part(app, "File", &FILE)?;
    file.append_items(&[&PredefinedMenuItem::separator(app)?, &quit])?;
    MenuBuilder::new(app)
        .item(&file)
        .item(&part(app, "Go", &GO)?)
        .item(&part(app, "Queue", &QUEUE)?)
        .item(&part(app, "Help", &HELP)?)
        .build()
}

fn part(app: &AppHandle, title: &str, entries: &[Entry]) -> tauri::Result<Submenu<Wry>> {
    let mut menu = SubmenuBuilder::new(app, title);
    for (id, words, key) in entries {
        let mut item = MenuItemBuilder::with_id(*id, words);
        if let Some(key) = key {
            item = item.accelerator(key);
        }
        menu = menu.item(&item.build(app)?);
    }
    menu.build()
}

/// Does what was chosen, in the menu bar or the tray.
pub(crate) fn chosen(app: &AppHandle, event: &MenuEvent) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let done = match event.id().as_ref() {
        QUIT => window.close(),
        crate::tray::SHOW => crate::window::bring_to_front(&window),
        command => window.emit_to(LABEL, EVENT, command),
    };
    if let Err(error) = done {
        tracing::warn!("The menu's entry {} could not be done: {error}", event.id().as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_a_command_of_the_page() {
        let page =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/screens/commands.ts"))
                .unwrap();
        for name in named() {
            assert!(page.contains(&format!("'{name}'")), "the page has no command {name}");
        }
    }
}
