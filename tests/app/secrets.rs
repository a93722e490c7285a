//! What nobody may read: no log, answer, list or file of ours holds a token or a password.

use crate::drawings::one_stroke;
use crate::serve::Server;
use crate::shop::Shop;
use rustix::process::Signal;
use std::path::Path;

/// Every file below a folder that holds this text.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if std::fs::read(&path)
                .is_ok_and(|bytes| bytes.windows(text.len()).any(|piece| piece == text.as_bytes()))
            {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

#[test]
fn the_log_at_its_most_talkative_and_every_file_hold_no_token_and_no_password() {
    const PASSWORD: &str = "hidden-password-of-the-shop";
    const INTERNAL: &str = "internal-token-of-the-shop";
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let tablet = shop.ok(&["token", "add", "tablet", "--kind", "admin"]).trim().to_owned();
    let mut serve = shop.command(&["serve", "--listen", "127.0.0.1:0"]);
    serve.env("PENSTOCK_LOG", "trace").env("PENSTOCK_KEYRING", "off").env("INTERNAL_SERVICE_TOKEN", INTERNAL);
    let server = Server::of(serve);
    let post = |token: &str, command: &str, body: serde_json::Value| {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent
            .post(format!("{}/api/{command}", server.base))
            .header("Authorization", format!("Bearer {token}"));
        let mut answer = request.send_json(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    let url = format!("redis://anna:{PASSWORD}@127.0.0.1:1/0");
    let mut answers = vec![
        post(&tablet, "save_connection", serde_json::json!({ "name": "Shop", "url": url })),
        post(&tablet, "list_connections", serde_json::json!({})),
        post(&tablet, "test_connection", serde_json::json!({ "name": "Shop" })),
        post(&tablet, "app_info", serde_json::json!({})),
        post("wrong-token-of-a-stranger", "app_info", serde_json::json!({})),
        post(INTERNAL, "list_jobs", serde_json::json!({})),
    ];
    assert_eq!((answers[0].0, answers[4].0, answers[5].0), (200, 401, 200), "{answers:?}");
    let id = shop.submit(&[&file]);
    shop.until_state(&id, "finished");
    answers.push(post(&tablet, "get_job", serde_json::json!({ "id": id })));
    answers.push(post(&tablet, "delete_connection", serde_json::json!({ "name": "Shop" })));
    server.process.signal(Signal::TERM);
    let log = server.process.outcome(crate::shop::WORK).stderr;
    assert!(log.contains("DEBUG") && log.contains("job finished"), "the log is talkative: {log}");
    for secret in [PASSWORD, INTERNAL, &tablet, "wrong-token-of-a-stranger"] {
        assert!(!log.contains(secret), "the log holds {secret}");
        assert!(answers.iter().all(|(_, text)| !text.contains(secret)), "an answer holds {secret}");
        assert_eq!(files_with(&shop.path(""), secret), Vec::<String>::new());
    }
    // Who changed the set-up stands written down.
    let acts = std::fs::read_to_string(shop.path(".config/penstock/audit.log")).unwrap();
    for act in ["token-add", "connection-save", "connection-test", "connection-delete"] {
        assert!(acts.contains(act), "{act} is not in {acts}");
    }
    assert!(acts.contains("http:tablet") && acts.contains("cli:tester"), "{acts}");
}
