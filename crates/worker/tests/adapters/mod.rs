//! Functions of other systems through a whole worker, with real children and a real web server.

use crate::shop::Shop;
use penstock_jobs::{FailureClass, Job, JobId, JobState, NewJob};
use penstock_testkit::new_job;
use penstock_worker::adapters::AdapterSettings;
use penstock_worker::outward::AllowList;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const FUNCTION: &str = "workers.svg_tasks.schematic_vector_optimize";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80mm\" height=\"60mm\" viewBox=\"0 0 80 60\">\
     <path d=\"M10 10h30M40.08 10h20M70 50h-20\" stroke=\"#1f4e9e\" fill=\"none\"/></svg>";
const EMPTY: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80mm\" height=\"60mm\"/>";

/// A shop with folders for what comes in and what goes out.
struct Studio {
    shop: Shop,
    folder: tempfile::TempDir,
}

impl Studio {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::write(folder.path().join("in/Cessna 172.svg"), DRAWING).unwrap();
        std::fs::write(folder.path().join("in/empty.svg"), EMPTY).unwrap();
        std::fs::write(folder.path().join("secret.svg"), DRAWING).unwrap();
        Self { shop: Shop::new(), folder }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Runs one call to its end, with these addresses allowed.
    async fn run(&self, params: Value, addresses: AllowList) -> Job {
        let id = self.shop.submit(NewJob { params, ..new_job(FUNCTION) }).await;
        self.work(&id, addresses).await
    }

    /// Runs a call of one of wjp's functions.
    async fn call(&self, function: &str, params: Value) -> Job {
        let id = self.shop.submit(NewJob { params, ..new_job(&format!("{WJP}{function}")) }).await;
        self.work(&id, AllowList::default()).await
    }

    async fn work(&self, id: &JobId, addresses: AllowList) -> Job {
        let settings = AdapterSettings {
            output: self.output(),
            folders: vec![self.folder.path().join("in")],
            addresses,
        };
        let worker = self.shop.worker_with(|options| {
            options.burst = true;
            options.adapters = settings;
        });
        assert_eq!(worker.ended().await.error, None);
        self.shop.job(id).await
    }

    async fn report(&self, id: &JobId) -> Value {
        self.shop.store.report(id).await.unwrap().unwrap()
    }
}

/// Serves `DRAWING` at `/a.svg`, a redirect elsewhere at `/away`, one within at `/within`, and far too
/// much at `/flood`.
async fn web() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let read = stream.read(&mut request).await.unwrap_or(0);
                let line = String::from_utf8_lossy(&request[..read]).into_owned();
                let redirect =
                    |to: &str| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
                let answer = match line.split(' ').nth(1).unwrap_or_default() {
                    "/a.svg" => {
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{DRAWING}", DRAWING.len())
                    }
                    "/away" => redirect(&format!("http://localhost:{port}/a.svg")),
                    "/within" => redirect("/a.svg"),
                    "/flood" => "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n".to_owned(),
                    _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
                };
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    port
}

fn call(svg_url: impl AsRef<Path>) -> Value {
    json!({ "svg_url": svg_url.as_ref(), "schematic_vector_id": "12" })
}

#[tokio::test]
async fn a_local_drawing_is_optimised_to_where_its_callers_look_for_it() {
    let studio = Studio::new();
    let path = studio.folder.path().join("in/Cessna 172.svg");
    let job = studio.run(json!({ "*args": [path, "12"] }), AllowList::default()).await;
    assert_eq!(job.state, JobState::Finished, "{:?}", job.failure);
    let made = studio.output().join("schematic-vectors/12/Cessna_172_optimized.svg");
    assert!(std::fs::read_to_string(&made).unwrap().contains("<svg"));
    let report = studio.report(&job.id).await;
    assert_eq!(report["status"], "completed");
    assert_eq!((&report["svg_url"], &report["schematic_vector_id"]), (&json!(path), &json!("12")));
    // The 0.08 mm gap is closed: two strokes are left of three.
    assert!(report["message"].as_str().unwrap().starts_with("Optimized 3 paths to 2, "), "{report}");
    let names: Vec<&str> = job.artifacts.iter().map(|artifact| artifact.name.as_str()).collect();
    assert!(names.contains(&"Cessna_172_optimized.svg") && names.contains(&"after.preview"), "{names:?}");
}

#[tokio::test]
async fn what_the_original_hid_in_a_result_fails_the_job() {
    let studio = Studio::new();
    for (params, word) in [
        (call(studio.folder.path().join("in/empty.svg")), "nothing to draw"),
        (call(studio.folder.path().join("in/none.svg")), "cannot be read"),
        (call(studio.folder.path().join("secret.svg")), "no folder"),
        (call("https://shop.example/a.svg"), "cannot be fetched"),
        (json!({ "svg_url": "in/a.svg" }), "schematic_vector_id is missing"),
        (json!({ "svg_url": "a.svg", "schematic_vector_id": ".." }), "leave the output folder"),
    ] {
        let job = studio.run(params.clone(), AllowList::default()).await;
        let failure = job.failure.unwrap_or_else(|| panic!("{params} is {}", job.state));
        assert_eq!((job.state, failure.class), (JobState::Failed, FailureClass::BadInput), "{failure:?}");
        assert!(failure.title.contains(word), "{params}: {failure:?}");
    }
    assert!(!studio.output().exists(), "nothing was written");
}

#[tokio::test]
async fn an_allowed_address_is_fetched_and_others_are_not() {
    let studio = Studio::new();
    let port = web().await;
    let allowed =
        || AllowList::new(&[format!("127.0.0.1:{port}"), format!("localhost:{port}")], true).unwrap();
    for path in ["a.svg", "within"] {
        let job = studio.run(call(format!("http://127.0.0.1:{port}/{path}")), allowed()).await;
        assert_eq!(job.state, JobState::Finished, "{path}: {:?}", job.failure);
    }
    let by_name = studio.run(call(format!("http://localhost:{port}/a.svg")), allowed()).await;
    assert_eq!(by_name.state, JobState::Finished, "{:?}", by_name.failure);
    for (path, word) in [("away", "another host"), ("flood", "larger"), ("none", "404")] {
        let job = studio.run(call(format!("http://127.0.0.1:{port}/{path}")), allowed()).await;
        let detail = job.failure.and_then(|failure| failure.detail).unwrap_or_default();
        assert!(job.state == JobState::Failed && detail.contains(word), "{path}: {detail}");
    }
}

#[tokio::test]
async fn an_allowed_name_must_not_lead_into_a_private_network() {
    let studio = Studio::new();
    let port = web().await;
    for host in ["localhost", "127.0.0.1"] {
        let allowed = AllowList::new(&[format!("{host}:{port}")], false).unwrap();
        let job = studio.run(call(format!("http://{host}:{port}/a.svg")), allowed).await;
        let detail = job.failure.and_then(|failure| failure.detail).unwrap_or_default();
        assert!(job.state == JobState::Failed && detail.contains("private network"), "{host}: {detail}");
    }
}

const WJP: &str = "wjp_analyser.api.queue_manager.";

#[tokio::test]
async fn wjps_functions_answer_with_its_keys_and_the_right_figures() {
    let studio = Studio::new();
    let folder = studio.folder.path().join("in");
    std::fs::write(folder.join("plate.dxf"), penstock_testkit::plate()).unwrap();
    std::fs::write(
        folder.join("parts.csv"),
        "ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n1,OUTER,G1,9600,480,true\n2,HOLE,G1,400,80,false\n",
    )
    .unwrap();
    let plate = folder.join("plate.dxf");

    let overrides = json!({ "material": "steel", "thickness": 6, "sparkle": 1 });
    let job =
        studio.call("worker_analyze_dxf", json!({ "*args": [plate], "args_overrides": overrides })).await;
    assert_eq!(job.state, JobState::Finished, "{:?}", job.failure);
    let report = studio.report(&job.id).await;
    assert_eq!((&report["metrics"]["pierces"], &report["file"]), (&json!(2), &json!(plate)));
    assert_eq!(report["notes"], json!(["sparkle: this setting has no effect here"]));
    assert!(studio.output().join("analysis/plate/repaired.dxf").is_file());

    let job = studio.call("worker_calculate_cost", json!({ "dxf_path": plate })).await;
    let cost = studio.report(&job.id).await;
    assert_eq!((&cost["total_cost"], &cost["pierce_cost"]), (&json!(422.33), &json!(3.0)), "{cost}");
    assert_eq!((&cost["metrics"]["length_mm"], &cost["metrics"]["pierce_count"]), (&json!(480.0), &json!(2)));

    let csv = folder.join("parts.csv");
    let with_report = json!({ "csv_path": csv, "report": { "findings": [{ "severity": "error" }] } });
    let job = studio.call("worker_analyze_csv", with_report).await;
    assert_eq!(job.state, JobState::Finished, "{:?}", job.failure);
    let figures = studio.report(&job.id).await;
    assert!(figures["statistics"].is_object() && figures["readiness_score"]["score"] == 90, "{figures}");
}

#[tokio::test]
async fn a_picture_becomes_a_drawing_with_every_shape_in_its_place() {
    let studio = Studio::new();
    let picture = studio.folder.path().join("in/two squares.png");
    std::fs::write(&picture, two_squares()).unwrap();
    let job = studio.call("worker_convert_image", json!({ "image_path": picture, "width_mm": 100 })).await;
    assert_eq!(job.state, JobState::Finished, "{:?}", job.failure);
    let report = studio.report(&job.id).await;
    assert_eq!((&report["polygons"], &report["width_mm"]), (&json!(2), &json!(100.0)), "{report}");
    assert!(studio.output().join("images/two_squares.dxf").is_file());
    let blank = studio.call("worker_convert_image", json!({ "image_path": picture, "threshold": 0.0 })).await;
    assert_eq!(blank.state, JobState::Failed, "what the original hid");
}

#[tokio::test]
async fn a_postcard_lands_where_its_callers_look_for_it() {
    let studio = Studio::new();
    let params = json!({ "recipient": "../../Zoë", "message": "Hello", "template": "birthday" });
    let id =
        studio.shop.submit(NewJob { params, ..new_job("workers.svg_tasks.generate_postcard_svg") }).await;
    let job = studio.work(&id, AllowList::default()).await;
    assert_eq!(job.state, JobState::Finished, "{:?}", job.failure);
    assert!(studio.output().join("postcard_Zo_birthday.svg").is_file());
}

/// 200 × 100 pixels, white, with two black squares of 40.
fn two_squares() -> Vec<u8> {
    let mut grey = vec![255_u8; 200 * 100];
    for (left, top) in [(20, 30), (130, 30)] {
        for row in top..top + 40 {
            grey[row * 200 + left..row * 200 + left + 40].fill(0);
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 200, 100);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&grey).unwrap();
    file
}
