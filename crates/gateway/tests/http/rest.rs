use crate::client::{READER, Shop, until};
use serde_json::{Value, json};

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80mm\" height=\"60mm\" viewBox=\"0 0 80 60\">\
     <path d=\"M10 10h30M70 50h-20\" stroke=\"#1f4e9e\" fill=\"none\"/></svg>";

fn post(shop: &Shop, path: &str, body: &Value) -> (u16, Value) {
    let answer = shop.send(path, "application/json", body.to_string().as_bytes());
    (answer.status, answer.json())
}

fn submitted(shop: &Shop, more: &Value) -> String {
    let mut job = json!({"task": "plot", "inputs": [{"name": "a.svg", "text": DRAWING}]});
    job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let (status, accepted) = post(shop, "/jobs", &job);
    assert_eq!(status, 202, "{accepted}");
    assert_eq!(accepted["status_url"], format!("/jobs/{}", accepted["job_id"].as_str().unwrap()));
    accepted["job_id"].as_str().unwrap().to_owned()
}

fn job(shop: &Shop, id: &str) -> Value {
    let answer = shop.get(&format!("/jobs/{id}"));
    assert_eq!(answer.status, 200);
    answer.json()
}

pub(crate) fn a_job_goes_from_pending_words_to_its_result() {
    let shop = Shop::open(Some(1));
    let upload = shop.send("/api/upload?name=b.svg", "application/octet-stream", DRAWING.as_bytes()).json();
    let kept = json!({"name": "b.svg", "sha256": upload["sha256"], "bytes": upload["bytes"]});
    // The last one holds the words "no drawing", in base64.
    let ids = [
        submitted(&shop, &json!({})),
        submitted(&shop, &json!({"inputs": [kept]})),
        submitted(&shop, &json!({"inputs": [{"name": "c.svg", "content": "bm8gZHJhd2luZw=="}]})),
    ];
    let ended = ids.map(|id| {
        until("it has ended", || {
            let job = job(&shop, &id);
            ["COMPLETED", "FAILED"].contains(&job["status"].as_str().unwrap()).then_some(job)
        })
    });
    for job in &ended[..2] {
        assert_eq!((&job["status"], &job["state"]), (&json!("COMPLETED"), &json!("finished")), "{job}");
        assert!(job["result"]["paths"].as_u64() == Some(2) && job["completed_at"].is_string(), "{job}");
        assert!(job["error"].is_null());
    }
    assert_eq!((&ended[2]["status"], &ended[2]["result"]), (&json!("FAILED"), &Value::Null));
    assert!(ended[2]["error"].is_string(), "{}", ended[2]);
    shop.close();
}

pub(crate) fn jobs_are_listed_cancelled_retried_and_removed() {
    let shop = Shop::open(None);
    let late = submitted(&shop, &json!({"not_before": "2096-01-01T00:00:00Z", "queue": "low"}));
    let held = submitted(&shop, &json!({"hold": true, "key": "once"}));
    assert_eq!(submitted(&shop, &json!({"key": "once"})), held, "the same key is the same job");
    let words = |id: &str| job(&shop, id)["status"].clone();
    assert_eq!((words(&late), words(&held)), (json!("PENDING"), json!("PENDING")));
    let page = shop.get("/jobs?queue=low&state=scheduled,queued&limit=5").json();
    assert_eq!(
        (page["jobs"][0]["job_id"].as_str(), page["jobs"].as_array().unwrap().len()),
        (Some(&*late), 1)
    );
    let path = |verb: &str| format!("/jobs/{late}/{verb}");
    let (status, cancelled) = post(&shop, &path("cancel"), &json!({}));
    assert_eq!(
        (status, &cancelled["state"], &cancelled["status"]),
        (200, &json!("cancelled"), &json!("FAILED"))
    );
    assert_eq!(post(&shop, &path("cancel"), &json!({})).0, 409);
    assert_eq!(post(&shop, &path("retry"), &json!({})).1["status"], "QUEUED");
    assert_eq!(shop.delete(&format!("/jobs/{held}")).status, 200);
    assert_eq!(shop.get(&format!("/jobs/{held}")).status, 404);
    for (path, body) in [
        ("/jobs", json!({"task": "plot", "colour": 1})),
        ("/jobs", json!({"task": "nonsense"})),
        ("/jobs", json!({"task": "plot", "inputs": [{"name": "a.svg", "content": "?"}]})),
        (
            "/jobs",
            json!({"task": "plot", "inputs": [{"name": "a.svg", "text": DRAWING}], "not_before": "soon"}),
        ),
    ] {
        let (status, refused) = post(&shop, path, &body);
        assert!(status == 400 && refused["title"].is_string(), "{body}: {status} {refused}");
    }
    for query in ["state=done", "limit=0", "limit=x", "cursor=nonsense"] {
        assert_eq!(shop.get(&format!("/jobs?{query}")).status, 400, "{query}");
    }
    shop.close();
}

pub(crate) fn a_batch_is_submitted_watched_stopped_and_reported() {
    let shop = Shop::open(None);
    let item = |seed: u32| json!({"params": {"seed": seed}, "label": format!("maze {seed}")});
    let body = json!({
        "label": "mazes", "job": {"task": "pattern", "params": {"kind": "maze"}}, "items": [item(1), item(2), item(3)],
    });
    let (status, made) = post(&shop, "/api/submit_batch", &body);
    assert_eq!(status, 200, "{made}");
    let path = format!("/batches/{}", made["batch"].as_str().unwrap());
    let batch = shop.get(&path).json();
    assert_eq!((&batch["label"], &batch["counts"]), (&json!("mazes"), &json!({"queued": 3})), "{batch}");
    let page = shop.get(&format!("/jobs?batch={}&limit=2", made["batch"].as_str().unwrap())).json();
    assert_eq!((&page["jobs"][0]["label"], &page["jobs"][0]["batch_id"]), (&json!("maze 3"), &made["batch"]));
    assert!(page["next"].is_string());
    assert_eq!(shop.get_as(Some(READER), &path).status, 200);
    let (status, stopped) = post(&shop, &format!("{path}/cancel"), &json!({}));
    assert_eq!(
        (status, &stopped["cancelled"], &stopped["ended"]),
        (200, &json!(3), &json!(true)),
        "{stopped}"
    );
    let report = shop.get(&format!("{path}/report")).json();
    assert_eq!(
        (&report["jobs"][0]["label"], &report["jobs"][2]["state"]),
        (&json!("maze 1"), &json!("cancelled"))
    );
    assert_eq!(shop.get("/batches?limit=1").json()["batches"][0]["batch_id"], made["batch"]);
    for missing in ["/batches/nowhere", "/batches/nowhere/report"] {
        assert_eq!(shop.get(missing).status, 404, "{missing}");
    }
    assert_eq!(post(&shop, "/batches/nowhere/cancel", &json!({})).0, 404);
    assert_eq!(shop.get("/batches?limit=0").status, 400);
    shop.close();
}

pub(crate) fn operators_see_queues_workers_and_failures_and_try_again() {
    let shop = Shop::open(Some(1));
    let id = submitted(&shop, &json!({"inputs": [{"name": "c.svg", "text": "no drawing"}]}));
    let failed = until("it has failed", || {
        let failed = shop.get("/monitoring/queue/failed").json();
        // The count and the list are two looks at a queue that moves on.
        (failed["count"] == 1 && failed["failed"][0].is_object()).then_some(failed)
    });
    assert_eq!(
        (&failed["failed"][0]["rq_job_id"], &failed["failed"][0]["status"]),
        (&json!(id), &json!("FAILED"))
    );
    assert!(failed["failed"][0]["failed_at"].is_string());
    let stats = shop.get("/monitoring/queue/stats").json();
    assert_eq!((&stats["failed"], &stats["workers"]), (&json!(1), &json!(1)), "{stats}");
    let workers = shop.get("/monitoring/queue/workers").json();
    assert_eq!((&workers["count"], &workers["workers"][0]["failed"]), (&json!(1), &json!(1)), "{workers}");
    let (status, retried) = post(&shop, "/monitoring/queue/failed", &json!({"rq_job_id": id}));
    assert_eq!((status, &retried["rq_job_id"]), (200, &json!(id)), "{retried}");
    until("it has failed again", || (job(&shop, &id)["attempt"].as_u64()? >= 2).then_some(()));
    assert_eq!(post(&shop, "/monitoring/queue/failed", &json!({"rq_job_id": "nobody"})).0, 404);
    assert_eq!(post(&shop, "/monitoring/queue/failed", &json!({})).0, 400);
    shop.close();
}

pub(crate) fn health_is_open_and_says_nothing_else() {
    let shop = Shop::open(None);
    let health = shop.get_as(None, "/monitoring/health");
    assert_eq!((health.status, health.json()), (200, json!({"status": "healthy", "store": "connected"})));
    for path in ["/jobs", "/jobs/x", "/monitoring/queue/stats", "/metrics", "/openapi.json", "/api/session"] {
        assert_eq!(shop.get_as(None, path).status, 401, "{path}");
        assert_eq!(
            shop.get_as(Some(READER), path).status,
            if path == "/jobs/x" { 404 } else { 200 },
            "{path}"
        );
    }
    shop.close();
}

pub(crate) fn prometheus_can_read_the_figures() {
    let shop = Shop::open(None);
    submitted(&shop, &json!({"queue": "a\"b"}));
    let metrics = shop.get("/metrics");
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    let text = String::from_utf8(metrics.body).unwrap();
    for line in [
        "penstock_up 1",
        "penstock_jobs{state=\"queued\"} 1",
        "penstock_queue_jobs{queue=\"a\\\"b\",state=\"queued\"} 1",
        "penstock_workers{state=\"idle\"} 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let value = line.rsplit(' ').next().unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
    shop.close();
}

pub(crate) fn a_browser_goes_on_with_a_cookie() {
    let shop = Shop::open(None);
    let host = format!("Host: {}", shop.address());
    let own = "Sec-Fetch-Site: same-origin";
    let empty = "Content-Length: 0";
    let answer = shop.send("/api/session", "application/json", b"");
    assert_eq!((answer.status, &answer.json()["kind"]), (200, &json!("admin")));
    let header = answer.header("set-cookie").to_owned();
    assert!(header.contains("HttpOnly") && header.contains("SameSite=Strict"), "{header}");
    let cookie = format!("Cookie: {}", header.split(';').next().unwrap());
    let call = "POST /api/app_info HTTP/1.1";
    assert_eq!(shop.raw_status(&[call, &host, &cookie, own, empty]), 200);
    assert_eq!(shop.raw_status(&["GET /jobs HTTP/1.1", &host, &cookie]), 200);
    // What changes something must say whence it comes; what comes from elsewhere is refused.
    assert_eq!(shop.raw_status(&[call, &host, &cookie, empty]), 401);
    assert_eq!(shop.raw_status(&[call, &host, &cookie, "Origin: http://evil.example", empty]), 403);
    assert_eq!(shop.raw_status(&["DELETE /api/session HTTP/1.1", &host, &cookie, own, empty]), 200);
    assert_eq!(shop.raw_status(&["GET /jobs HTTP/1.1", &host, &cookie]), 401);
    let noted = shop.noted_at_the_door();
    let acts: Vec<&str> = noted.iter().map(|(_, action)| action.as_str()).collect();
    assert_eq!(acts, ["sign-in", "sign-out"]);
    assert!(noted.iter().all(|(actor, _)| actor.starts_with("http:")), "{noted:?}");
    shop.close();
}

pub(crate) fn the_header_of_the_ancestors_opens_too() {
    let shop = Shop::open(None);
    let (host, call) = (format!("Host: {}", shop.address()), "GET /jobs HTTP/1.1");
    assert_eq!(shop.raw_status(&[call, &host, &format!("X-Internal-Token: {READER}")]), 200);
    assert_eq!(shop.raw_status(&[call, &host, "X-Internal-Token: wrong"]), 401);
    assert_eq!(
        shop.raw_status(&[
            "POST /jobs HTTP/1.1",
            &host,
            &format!("X-Internal-Token: {READER}"),
            "Content-Length: 0"
        ]),
        403
    );
    shop.close();
}

pub(crate) fn the_document_names_every_command_and_refers_to_nothing_that_is_missing() {
    let shop = Shop::open(None);
    let document = shop.get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    for command in penstock_service::COMMANDS {
        let operation = &document["paths"][format!("/api/{}", command.name)]["post"];
        assert_eq!(operation["operationId"], command.name, "{}", command.name);
    }
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let place = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
    }
    shop.close();
}
