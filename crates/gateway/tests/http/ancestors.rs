//! The addresses of the programs that Penstock grew out of, as their callers use them.

use crate::client::{Shop, until};
use penstock_testkit::plate;
use serde_json::{Value, json};

fn post(shop: &Shop, path: &str, body: &Value) -> (u16, Value) {
    let answer = shop.send(path, "application/json", body.to_string().as_bytes());
    (answer.status, answer.json())
}

/// A shop whose folder `uploads` may be read, with a plate of 100 mm in it that has a hole of 20 mm.
fn with_a_plate() -> Shop {
    let shop = Shop::open_reading(Some(1), "uploads");
    std::fs::write(shop.folder.path().join("uploads/plate.dxf"), plate()).unwrap();
    std::fs::write(shop.folder.path().join("secret.dxf"), plate()).unwrap();
    shop
}

pub(crate) fn a_plate_is_analysed_while_the_caller_waits() {
    let shop = with_a_plate();
    let (status, answer) = post(&shop, "/analyze-dxf", &json!({"dxf_path": "plate.dxf", "thickness": 6}));
    assert_eq!((status, &answer["success"]), (200, &json!(true)), "{answer}");
    let metrics = &answer["report"]["metrics"];
    assert_eq!((&metrics["pierces"], &metrics["cut_length_mm"]), (&json!(2), &json!(480.0)), "{answer}");
    assert_eq!(answer["report"]["material"]["thickness_mm"], 6.0);
    shop.close();
}

pub(crate) fn an_analysis_in_the_queue_is_told_in_the_words_of_its_callers() {
    let shop = with_a_plate();
    let (status, answer) = post(&shop, "/analyze-dxf?async_mode=true", &json!({"dxf_path": "plate.dxf"}));
    assert_eq!((status, &answer["report"]), (200, &Value::Null), "{answer}");
    let path = format!("/jobs/{}", answer["job_id"].as_str().unwrap());
    let job = until("it is completed", || {
        let job = shop.get(&path).json();
        assert!(["queued", "running", "completed"].contains(&job["status"].as_str().unwrap()), "{job}");
        (job["status"] == "completed").then_some(job)
    });
    assert_eq!((&job["queue"], &job["result"]["metrics"]["parts"]), (&json!("analysis"), &json!(1)));
    shop.close();
}

pub(crate) fn a_plate_costs_what_its_cuts_cost() {
    let shop = with_a_plate();
    let (status, answer) =
        post(&shop, "/cost", &json!({"dxf_path": "plate.dxf", "material": "Generic Material"}));
    assert_eq!(status, 200, "{answer}");
    // 480 mm at 825 a metre, 2 pierces at 1.50, 25 s at 20 a minute, and 15 to set up.
    assert_eq!(
        (&answer["cost"]["total_minor"], &answer["cost"]["currency"]),
        (&json!(42_233), &json!("INR"))
    );
    let (_, dearer) = post(&shop, "/cost", &json!({"dxf_path": "plate.dxf", "setup_cost": 115}));
    assert_eq!(dearer["cost"]["total_minor"], 52_233);
    shop.close();
}

pub(crate) fn only_files_of_the_folder_can_be_named() {
    let shop = with_a_plate();
    for path in ["../secret.dxf", "/etc/passwd", "none.dxf"] {
        for address in ["/analyze-dxf", "/cost"] {
            let (status, answer) = post(&shop, address, &json!({"dxf_path": path}));
            assert_eq!((status, &answer["field"]), (400, &json!("dxf_path")), "{path}: {answer}");
        }
    }
    assert!(shop.get("/jobs").json()["jobs"].as_array().unwrap().is_empty());
    shop.close();
}

pub(crate) fn nobody_waits_for_a_worker_that_is_not_there() {
    let shop = Shop::open_reading(None, "uploads");
    std::fs::write(shop.folder.path().join("uploads/plate.dxf"), plate()).unwrap();
    let asked = json!({"dxf_path": "plate.dxf"});
    for address in ["/analyze-dxf", "/cost"] {
        let (status, answer) = post(&shop, address, &asked);
        assert_eq!((status, &answer["code"]), (409, &json!("not_now")), "{answer}");
    }
    assert!(shop.get("/jobs").json()["jobs"].as_array().unwrap().is_empty(), "nothing was queued");
    assert_eq!(post(&shop, "/analyze-dxf?async_mode=true", &asked).0, 200);
    assert_eq!(post(&shop, "/api/artboard/create", &json!({})).0, 202);
    shop.close();
}

pub(crate) fn a_simple_artboard_is_there_at_once_and_an_urgent_one_goes_ahead() {
    let shop = Shop::open(Some(1));
    let simple = json!({"width": 100, "height": 80, "pattern": "spiral"});
    let (status, answer) = post(&shop, "/api/artboard/create", &simple);
    assert_eq!((status, &answer["status"]), (200, &json!("completed")), "{answer}");
    assert!(answer["svg"].as_str().unwrap().contains("<svg"));
    let complex = json!({"pattern": "grid", "complexity": "complex", "urgent": true});
    let (status, answer) = post(&shop, "/api/artboard/create", &complex);
    assert_eq!((status, &answer["status"]), (202, &json!("queued")), "{answer}");
    let job = shop.get(answer["status_url"].as_str().unwrap()).json();
    assert_eq!(job["queue"], "high");
    let (status, _) = post(&shop, "/api/artboard/create", &json!({"pattern": "doily"}));
    assert_eq!(status, 400);
    shop.close();
}
