use crate::client::{READER, Shop, until};
use serde_json::{Value, json};
use std::io::{BufRead, Read};

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80mm\" height=\"60mm\" viewBox=\"0 0 80 60\">\
     <path d=\"M10 10h30M70 50h-20M41 10h20\" stroke=\"#1f4e9e\" fill=\"none\"/></svg>";

fn uploaded(shop: &Shop, name: &str) -> Value {
    let answer =
        shop.send(&format!("/api/upload?name={name}"), "application/octet-stream", DRAWING.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

fn submitted(shop: &Shop, input: &Value) -> String {
    let reply = shop.ask("submit", json!({"task": "plot", "inputs": [input]}));
    reply["ids"][0].as_str().unwrap().to_owned()
}

pub(crate) fn a_drawing_goes_from_the_upload_to_the_download() {
    let shop = Shop::open(Some(1));
    let upload = uploaded(&shop, "caf%C3%A9.svg");
    let source = json!({"upload": {"name": upload["name"], "sha256": upload["sha256"]}});
    let seen = shop.ask("inspect", json!({"source": source}));
    assert_eq!((&seen["width_mm"], &seen["input"]), (&json!(80.0), &upload));
    let handle = seen["preview"]["handle"].as_str().unwrap();
    let level = shop.get(&format!("/api/preview/{handle}/0"));
    assert_eq!((level.status, level.header("content-type")), (200, "application/octet-stream"));
    assert_eq!(level.body.len() as u64, seen["preview"]["levels"][0]["bytes"].as_u64().unwrap());
    assert_eq!(shop.get(&format!("/api/preview/{handle}/99")).status, 404);
    let grid = &seen["preview"]["coverage"];
    let cells = grid["columns"].as_u64().unwrap() * grid["rows"].as_u64().unwrap();
    let passes = shop.get(&format!("/api/preview/{handle}/coverage")).body;
    assert_eq!(passes.len() as u64, cells);
    assert_eq!(u64::from(*passes.iter().max().unwrap()), grid["most"].as_u64().unwrap());
    assert_eq!(shop.get("/api/preview/no-such/coverage").status, 404);

    let plan = shop.ask("plan", json!({"name": "tab", "task": "plot", "params": {}, "inputs": [upload]}));
    assert!(plan["after"]["handle"].is_string(), "{plan}");

    let id = submitted(&shop, &upload);
    let detail = until("the job has ended", || {
        let detail = shop.ask("get_job", json!({"id": id}));
        (!["queued", "running"].contains(&detail["job"]["state"].as_str().unwrap())).then_some(detail)
    });
    assert_eq!(detail["job"]["state"], "finished", "{detail}");
    assert_eq!(detail["audit"][0]["actor"], "http:full");

    let result = shop.get(&format!("/api/jobs/{id}/artifacts/plot.svg"));
    assert_eq!((result.status, result.header("content-type")), (200, "application/octet-stream"));
    assert!(result.header("content-disposition").starts_with("attachment; filename=\"plot.svg\""));
    assert!(result.header("content-security-policy").starts_with("sandbox"));
    assert!(String::from_utf8_lossy(&result.body).contains("<svg"));
    let input = shop.get(&format!("/api/jobs/{id}/artifacts/caf%C3%A9.svg"));
    assert_eq!(input.body, DRAWING.as_bytes());
    assert_eq!(shop.get(&format!("/api/jobs/{id}/artifacts/..%2F..%2Fqueue.db")).status, 404);
    shop.close();
}

pub(crate) fn events_tell_what_changes_and_end_with_the_server() {
    let shop = Shop::open(None);
    let token = format!("Authorization: Bearer {READER}");
    let mut stream = shop.raw(&["GET /api/events HTTP/1.1", "Host: localhost", &token]);
    let mut next = || -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(stream.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.trim_end().strip_prefix("data:") {
                return serde_json::from_str(data).unwrap();
            }
        }
    };
    let first = next();
    assert_eq!((&first["resync"], &first["jobs"]), (&json!(true), &json!([])));

    shop.service.open_files(vec!["/secret/place.svg".into()]);
    let upload = uploaded(&shop, "a.svg");
    let id = submitted(&shop, &upload);
    let update = loop {
        let update = next();
        assert_eq!(update["open_files"], json!([]), "paths are for the face on this machine");
        if update["jobs"] != json!([]) {
            break update;
        }
    };
    assert_eq!(
        (update["jobs"][0]["id"].as_str(), &update["counts"]),
        (Some(id.as_str()), &json!({"queued": 1}))
    );

    shop.close();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("0\r\n\r\n"), "the stream ends as a whole answer does: {rest:?}");
}

pub(crate) fn a_path_on_this_machine_cannot_be_named() {
    let shop = Shop::open(None);
    let path = shop.folder.path().join("a.svg");
    std::fs::write(&path, DRAWING).unwrap();
    let answer = shop.call("inspect", json!({"source": {"path": path}}));
    assert_eq!((answer.status, answer.json()["code"].as_str()), (400, Some("bad_request")));
    shop.close();
}

pub(crate) fn what_is_no_request_is_refused_in_words() {
    let shop = Shop::open(None);
    let unknown = shop.call("launch", json!({}));
    assert_eq!((unknown.status, unknown.json()["code"].as_str()), (404, Some("not_found")));
    let broken = shop.send("/api/get_job", "application/json", b"{");
    assert_eq!((broken.status, broken.json()["title"].as_str()), (400, Some("The request is not JSON")));
    let form = shop.send("/api/get_job", "text/plain", b"{}");
    assert_eq!(form.status, 415);
    let large = shop.send("/api/get_job", "application/json", &vec![b' '; 5 << 20]);
    assert_eq!(large.status, 413);
    let nameless = shop.send("/api/upload?name=..", "application/octet-stream", b"");
    assert_eq!((nameless.status, nameless.json()["field"].as_str()), (400, Some("name")));
    let wrong = shop.call("submit", json!({"task": "plot", "params": {"colour": 1}, "inputs": []}));
    assert_eq!((wrong.status, wrong.json()["field"].as_str()), (400, Some("colour")));
    let nobody = shop.call("get_job", json!({"id": "nobody"}));
    assert_eq!(nobody.status, 404);
    let nothing = shop.get("/api/no/such/thing");
    assert_eq!((nothing.status, nothing.json()["code"].as_str()), (404, Some("not_found")));
    shop.close();
}

pub(crate) fn the_page_is_there_or_says_how_to_make_it() {
    let shop = Shop::open(None);
    let page = shop.get_as(None, "/");
    let text = String::from_utf8_lossy(&page.body).into_owned();
    if page.status == 200 {
        assert!(page.header("content-type").starts_with("text/html"), "{text}");
        assert_eq!(
            shop.get_as(None, "/sheets/some-id").body,
            page.body,
            "a page's own addresses lead to the page"
        );
    } else {
        assert_eq!(page.status, 503);
        assert!(text.contains("make ui"), "{text}");
    }
    assert_eq!(shop.get_as(None, "/assets/no-such-file.js").status, 404);
    shop.close();
}
