use super::driver::Window;
use serde_json::json;

/// If the policy blocked `ipc:`, Tauri would fall back and hand over a plain array, ten times slower and
/// without a word (ui.md 13.5).
#[test]
fn raw_geometry_arrives_as_an_array_buffer() {
    let folder = tempfile::tempdir().expect("a folder");
    let window = Window::open(&format!("sqlite:{}", folder.path().join("queue.db").display()), &[]);
    let shape = window.script(
        "const invoke = window.__TAURI_INTERNALS__.invoke;
         const seen = await invoke('inspect', { request: { source: { sample: {} } } });
         const bytes = await invoke('preview_level', { handle: seen.preview.handle, level: 0 });
         return { buffer: bytes instanceof ArrayBuffer, length: bytes.byteLength, said: seen.preview.levels[0].bytes };",
        &[],
    );
    assert_eq!(shape["buffer"], json!(true), "{shape}");
    assert_eq!(shape["length"], shape["said"], "{shape}");
    assert!(shape["length"].as_u64().is_some_and(|length| length > 10_000), "{shape}");
}

/// A command outside the capability does not exist for the window.
#[test]
fn the_window_reaches_no_command_that_it_was_not_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let window = Window::open(&format!("sqlite:{}", folder.path().join("queue.db").display()), &[]);
    for command in ["plugin:dialog|open", "plugin:fs|read_file", "plugin:window|close", "no_such_command"] {
        let answer = window
            .script(&format!("return await window.__TAURI_INTERNALS__.invoke('{command}', {{}});"), &[]);
        assert!(answer.get("failed").is_some(), "{command} answered {answer}");
    }
}
