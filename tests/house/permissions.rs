use super::root;
use std::collections::BTreeSet;

include!("../../crates/service/src/api/table.rs");

macro_rules! names {
    ($($name:ident($request:ty) -> $response:ty, $kind:ident;)*) => {
        const TABLE: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_command!(names);

/// Commands that need a window, beside the table's.
const SHELL: [&str; 10] = [
    "choose_files",
    "drag_artifact",
    "leave",
    "notify",
    "preview_coverage",
    "preview_level",
    "save_artifact",
    "save_batch_report",
    "show_progress",
    "subscribe",
];

/// What the window needs of Tauri itself: hearing of dropped files.
const TAURI: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

#[test]
fn the_window_may_do_exactly_what_there_is() {
    let text = std::fs::read_to_string(root().join("src-tauri/capabilities/main.json"))
        .expect("the capability is there");
    let capability: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let given: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("it has permissions")
        .iter()
        .map(|permission| permission.as_str().expect("a permission is a word").to_owned())
        .collect();
    let needed: BTreeSet<String> = TABLE
        .iter()
        .chain(&SHELL)
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .chain(TAURI.map(str::to_owned))
        .collect();
    assert_eq!(given, needed);
}

#[test]
fn the_policy_lets_nothing_in_from_outside_and_raw_bytes_through() {
    let text = std::fs::read_to_string(root().join("tauri.conf.json")).expect("the configuration is there");
    let configuration: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let policy = configuration["app"]["security"]["csp"].as_str().expect("there is a policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("object-src 'none'"));
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("https:"));
    // Without these, Tauri falls back to JSON for raw geometry, without a word.
    assert!(policy.contains("ipc: http://ipc.localhost"));
}

#[test]
fn the_policies_of_the_door_and_of_the_window_agree_in_what_is_shut() {
    let text = std::fs::read_to_string(root().join("tauri.conf.json")).expect("the configuration is there");
    let configuration: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let window = configuration["app"]["security"]["csp"].as_str().expect("there is a policy");
    let door =
        std::fs::read_to_string(root().join("crates/gateway/src/answer.rs")).expect("the door is there");
    let shut = ["object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];
    for rule in ["default-src 'self'"].iter().chain(&shut) {
        assert!(door.contains(rule) && window.contains(rule), "{rule}");
    }
    // What neither names falls back to the first.
    assert!(!door.contains("script-src") && !door.contains("unsafe-"));
    assert!(window.contains("script-src 'self';") && window.contains("frame-src 'none'"));
}

#[test]
fn the_window_has_no_way_around_its_permissions() {
    let text = std::fs::read_to_string(root().join("tauri.conf.json")).expect("the configuration is there");
    let configuration: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let security = &configuration["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    assert!(
        security["assetProtocol"].is_null() && security["dangerousDisableAssetCspModification"].is_null()
    );
    assert!(configuration["app"]["withGlobalTauri"].is_null() && configuration["plugins"].is_null());
    let text = std::fs::read_to_string(root().join("src-tauri/capabilities/main.json"))
        .expect("the capability is there");
    let capability: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert!(capability["remote"].is_null(), "no page from elsewhere has a permission");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    let folder = std::fs::read_dir(root().join("src-tauri/capabilities")).expect("the folder is there");
    assert_eq!(folder.count(), 1, "there is one capability");
}
