//! Names the app's commands to Tauri, so that each is under a permission of its own, and keeps the
//! capabilities beside the shell's sources.

include!("../crates/service/src/api/table.rs");

macro_rules! names {
    ($($name:ident($request:ty) -> $response:ty, $kind:ident;)*) => {
        /// Every command that the window may call: the table's, then the shell's own.
        const COMMANDS: &[&str] = &[
            $(stringify!($name),)*
            "choose_files", "drag_artifact", "leave", "notify", "preview_coverage", "preview_level", "save_artifact",
            "save_batch_report", "show_progress", "subscribe",
        ];
    };
}

for_each_command!(names);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=crates/service/src/api/table.rs");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/*.json")
            .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS)),
    )?;
    Ok(())
}
