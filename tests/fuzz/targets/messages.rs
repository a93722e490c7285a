//! What faces send: parameters, the window's messages, requests over HTTP.

use penstock_gateway::{Options as Door, serve};
use penstock_service::{COMMANDS, Caller, ErrorCode, Kind, Options, Service};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const WORDS: &[&str] = &[
    "null",
    "true",
    "{}",
    "[]",
    "[[[[",
    "\"\"",
    "\"a\":",
    "1e999",
    "-1",
    "\\u0000",
    "\\ud800",
    "\"../../x\"",
    "\"plot\"",
    "\"id\":",
    "\"params\":{",
    "}",
    "\"inputs\":[",
    "\"limit\":99999999999",
    "\"cursor\":\"x\"",
    "\"to\":\"front\"",
    "%2e%2e%2f",
    "?",
    "&limit=1",
    "\r\n",
    "Content-Length: 5\r\n",
    "Transfer-Encoding: chunked\r\n",
];

/// Longer than any honest answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);
const TOKEN: &str = "a-token-for-the-fuzzer";

/// A service on a store of its own, without a worker, behind a door of its own.
struct Shop {
    runtime: Runtime,
    service: Service,
    door: SocketAddr,
    _folder: TempDir,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    // One thread besides this one: each reserves address space, of which there is 1 GiB.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(8)
        .enable_all()
        .build()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Some(format!("sqlite:{}", folder.path().join("queue.db").display()));
    let (service, door) = runtime.block_on(async {
        let service = Service::open(Options { store, ..Options::default() }).await.unwrap();
        let listen = ([127, 0, 0, 1], 0).into();
        let door = serve(service.clone(), Door { listen, token: Some(TOKEN.into()), ..Door::default() })
            .await
            .unwrap();
        (service, door.address())
    });
    Shop { runtime, service, door, _folder: folder }
});

/// A task and its parameters: the first line is its name.
pub(crate) fn parameters(source: &[u8]) -> String {
    let end = source.iter().position(|byte| *byte == b'\n').unwrap_or(source.len());
    let task = String::from_utf8_lossy(&source[..end]);
    let Ok(given) = serde_json::from_slice::<Value>(source.get(end + 1..).unwrap_or_default()) else {
        return "no JSON".into();
    };
    match penstock_tasks::check_params(&task, &given) {
        Ok(filled) => {
            let again = penstock_tasks::check_params(&task, &filled);
            assert_eq!(again.as_ref(), Ok(&filled), "what was filled in is what would be filled in");
            format!("fine {task}")
        }
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

/// A command and its request, as the window sends them: the first line is the command.
pub(crate) fn ipc(source: &[u8]) -> String {
    let end = source.iter().position(|byte| *byte == b'\n').unwrap_or(source.len());
    let command = String::from_utf8_lossy(&source[..end]).into_owned();
    let Ok(request) = serde_json::from_slice::<Value>(source.get(end + 1..).unwrap_or_default()) else {
        return "no JSON".into();
    };
    let caller = Caller { actor: "desktop:fuzz".into(), may: Kind::Admin, may_name_paths: true };
    let answer = SHOP.runtime.block_on(async {
        let answer = SHOP.service.dispatch(&caller, &command, request);
        tokio::time::timeout(PATIENCE, answer).await
    });
    match answer.unwrap_or_else(|_| panic!("{command} does not answer")) {
        Ok(_) => format!("fine {command}"),
        Err(error) => {
            assert_ne!(error.code, ErrorCode::Internal, "{command}: {error:?}");
            format!("{command} {:?} {}", error.code, error.detail.unwrap_or_default())
        }
    }
}

/// A request: its first line, and the rest as its body. The door adds what HTTP needs.
pub(crate) fn http(source: &[u8]) -> String {
    let end = source.iter().position(|byte| *byte == b'\n').unwrap_or(source.len());
    let line: String = String::from_utf8_lossy(&source[..end]).chars().filter(|c| !c.is_control()).collect();
    let body = source.get(end + 1..).unwrap_or_default();
    let mut socket = TcpStream::connect(SHOP.door).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        SHOP.door,
        body.len()
    );
    // It may answer, and close, before it has heard everything.
    let _ = socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(body));
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match socket.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => answer.extend(&piece[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(error) => panic!("no answer to {line:?}: {error}"),
        }
        // A stream of events never ends.
        if answer.starts_with(b"HTTP/1.1 200") && answer.windows(17).any(|w| w == b"text/event-stream") {
            break;
        }
    }
    let first = String::from_utf8_lossy(&answer[..answer.len().min(12)]).into_owned();
    assert!(!first.starts_with("HTTP/1.1 500"), "{line:?}: {}", String::from_utf8_lossy(&answer));
    let path: String = line
        .split(' ')
        .take(2)
        .collect::<Vec<_>>()
        .join(" ")
        .split('?')
        .next()
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect();
    format!(
        "{path} {}",
        first.replace(|c: char| c.is_ascii_digit(), "").len() + usize::from(*answer.get(9).unwrap_or(&0))
    )
}

/// A request for each command, as honest as can be without a worker.
fn requests() -> Vec<(&'static str, Value)> {
    let id = "00000000-0000-7000-8000-000000000000";
    let input = json!({ "name": "a.svg", "text": "<svg xmlns='http://www.w3.org/2000/svg' width='9mm' height='9mm'/>" });
    COMMANDS
        .iter()
        .map(|row| row.name)
        // A test of a connection dials out, and keeping one writes into a keyring.
        .filter(|name| !name.contains("connection"))
        .map(|name| {
            let request = match name {
                "submit" | "hold_job" => json!({ "task": "plot", "inputs": [input], "params": { "draw_speed_mm_per_s": 30 }, "queue": "low", "count": 1, "key": "k", "connection": "x" }),
                "list_jobs" => json!({ "queue": "low", "state": "queued", "search": "a", "limit": 5 }),
                "move_jobs" => json!({ "ids": [id], "to": "front" }),
                "pause_queue" | "resume_queue" => json!({ "name": "low", "queue": "low" }),
                "stop_worker" => json!({ "name": "w", "now": false }),
                "inspect" | "plan" => json!({ "task": "plot", "input": { "name": "a.svg", "sha256": "0".repeat(64), "bytes": 1 }, "inputs": [], "params": {} }),
                _ => json!({ "id": id, "ids": [id], "name": "x", "repair": false }),
            };
            (name, request)
        })
        .collect()
}

pub(crate) fn parameter_seeds() -> Vec<Vec<u8>> {
    let seed = |name: &str, params: &Value| format!("{name}\n{params}").into_bytes();
    let mut seeds = Vec::new();
    for task in penstock_tasks::catalogue() {
        let filled = penstock_tasks::check_params(task.name, &json!({})).unwrap_or(json!({}));
        seeds.push(seed(task.name, &json!({})));
        seeds.push(seed(task.name, &filled));
    }
    seeds
}

pub(crate) fn ipc_seeds() -> Vec<Vec<u8>> {
    requests().into_iter().map(|(name, request)| format!("{name}\n{request}").into_bytes()).collect()
}

pub(crate) fn http_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = requests()
        .into_iter()
        .map(|(name, request)| format!("POST /api/{name}\n{request}").into_bytes())
        .collect();
    let more = [
        "GET /jobs?queue=low&state=QUEUED&limit=5&search=a\n",
        "POST /jobs\n{\"task\":\"plot\",\"inputs\":[{\"name\":\"a.svg\",\"text\":\"<svg/>\"}]}",
        "GET /jobs/00000000-0000-7000-8000-000000000000\n",
        "POST /jobs/x/cancel\n",
        "POST /jobs/x/retry\n{}",
        "DELETE /jobs/x\n",
        "POST /analyze-dxf?async_mode=true\n{\"dxf_path\":\"../a.dxf\",\"material\":\"steel\",\"thickness\":3,\"kerf\":1}",
        "POST /cost\n{\"dxf_path\":\"/etc/passwd\",\"rate_per_m\":1}",
        "POST /api/artboard/create\n{\"pattern\":\"grid\",\"width\":9,\"height\":9,\"complexity\":1}",
        "GET /monitoring/queue/stats\n",
        "POST /monitoring/queue/failed\n{\"rq_job_id\":\"x\"}",
        "GET /metrics\n",
        "GET /openapi.json\n",
        "POST /api/upload?name=a.svg\n<svg/>",
        "GET /api/preview/x/0\n",
        "GET /api/preview/x/coverage\n",
        "GET /api/jobs/x/artifacts/..%2f..%2fetc%2fpasswd\n",
        "GET /api/session\n",
        "GET /index.html\n",
        "OPTIONS *\n",
    ];
    seeds.extend(more.map(|text| text.as_bytes().to_vec()));
    seeds
}
