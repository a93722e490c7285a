//! Many jobs of one submission: one progress, one place to cancel, one report.

use crate::drawings::one_stroke;
use crate::shop::{Shop, names_in, number, text};
use serde_json::{Value, json};

fn labels(shop: &Shop, batch: &str) -> Vec<String> {
    let list = shop.json(&["jobs", "--json", "--batch", batch]);
    let mut labels: Vec<String> =
        list["jobs"].as_array().unwrap().iter().map(|job| text(&job["label"])).collect();
    labels.reverse();
    labels
}

#[test]
fn every_file_of_a_folder_is_a_job_and_the_report_has_a_line_for_each() {
    let shop = Shop::open();
    std::fs::create_dir(shop.path("plates")).unwrap();
    for name in ["plates/b.svg", "plates/a.SVG", "plates/notes.txt", "plates/.hidden.svg"] {
        shop.write(name, one_stroke(1));
    }
    shop.write("plates/c.svg", "this is no drawing");
    let alone = shop.submit(&[&shop.write("alone.svg", one_stroke(2))]);
    let folder = shop.path("plates");
    let made = shop.json(&["submit", "plot", folder.to_str().unwrap(), "--json"]);
    let batch = text(&made["batch"]);
    assert_eq!(made["ids"].as_array().unwrap().len(), 3);
    assert_eq!(labels(&shop, &batch), ["a.SVG", "b.svg", "c.svg"]);

    let before = shop.json(&["batch", &batch, "--json"]);
    assert_eq!((&before["label"], &before["jobs"]), (&json!("plates"), &json!(3)));
    assert_eq!((&before["counts"], &before["ended"]), (&json!({"queued": 3}), &json!(false)));
    shop.burst();
    let out = shop.path("report");
    let outcome = shop.call(&["batch", &batch, "--watch", "--json", "--report", out.to_str().unwrap()]);
    assert_eq!(outcome.code, Some(1), "a job failed: {outcome:?}");
    let after: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(after["counts"], json!({"finished": 2, "failed": 1}));
    assert_eq!((number(&after["fraction"]), &after["ended"]), (1.0, &json!(true)));

    assert_eq!(names_in(&out), ["report.csv", "report.json"]);
    let report: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    let lines = report["jobs"].as_array().unwrap();
    let states: Vec<String> = lines.iter().map(|line| text(&line["state"])).collect();
    assert_eq!(states, ["finished", "finished", "failed"]);
    assert_eq!((number(&lines[0]["figures"]["paths"]), &lines[0]["artifacts"]), (1.0, &json!(["plot.svg"])));
    assert!(lines[2]["error"].is_string() && lines[0]["error"].is_null(), "{report}");
    let table = std::fs::read_to_string(out.join("report.csv")).unwrap();
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(
        table.starts_with("id,label,state,attempt,seconds,error,artifacts,") && table.contains(",paths,")
    );

    assert_eq!(shop.state(&alone), "finished");
    let listed = shop.json(&["batches", "--json"]);
    assert_eq!(listed["batches"].as_array().unwrap().len(), 1, "one job alone is no batch: {listed}");
}

#[test]
fn bad_rows_of_a_table_are_named_by_line_before_anything_is_queued() {
    let shop = Shop::open();
    let rows = "kind,width_mm,seed,label\nmaze,100,1,first\nmaze,wide,2,\nspiral,100,,\nmaze,-5,3,\n\nmaze,80,often,x\n";
    let table = shop.write("rows.csv", rows);
    let refused = shop.call(&["submit", "pattern", "--from-csv", &table]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    for named in ["line 3: width_mm", "line 7: seed"] {
        assert!(refused.stderr.contains(named), "{named} is not in {}", refused.stderr);
    }
    assert_eq!(refused.stdout, "");
    // What can be read and is out of range is known to the task alone.
    let mended = shop.write("mended.csv", rows.replace("wide", "90").replace("often", "4"));
    let refused = shop.call(&["submit", "pattern", "--from-csv", &mended]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.stderr.contains("width_mm") && refused.stderr.contains("--skip-bad"),
        "{}",
        refused.stderr
    );
    assert_eq!(shop.jobs(), [] as [Value; 0]);
    assert_eq!(shop.json(&["batches", "--json"]), json!({"batches": []}));

    let taken = shop.call(&["submit", "pattern", "--from-csv", &table, "--skip-bad", "--json"]);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let made: Value = serde_json::from_str(&taken.stdout).unwrap();
    assert_eq!(made["ids"].as_array().unwrap().len(), 2, "{taken:?}");
    for named in ["line 3", "line 5", "line 7"] {
        assert!(taken.stderr.contains(named), "{named} is not in {}", taken.stderr);
    }
    assert_eq!(labels(&shop, &text(&made["batch"])), ["first", "rows.csv 2"]);
    let first = shop.job(&text(&made["ids"][0]));
    assert_eq!((&first["params"]["kind"], &first["params"]["width_mm"]), (&json!("maze"), &json!(100)));
}

#[test]
fn a_batch_is_cancelled_as_one_and_others_go_on() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let made = shop.json(&["submit", "plot", &file, "--copies", "5", "--json"]);
    let batch = text(&made["batch"]);
    let alone = shop.submit(&[&file]);
    shop.ok(&["cancel", &text(&made["ids"][0])]);
    let outcome = shop.call(&["batch", &batch, "--cancel", "--json"]);
    assert!(outcome.stderr.contains("Cancelled 4 jobs"), "{outcome:?}");
    let after: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((&after["counts"], &after["label"]), (&json!({"cancelled": 5}), &json!("5 × a.svg")));
    shop.burst();
    assert_eq!(shop.state(&alone), "finished");
    let nowhere = shop.call(&["batch", "nowhere"]);
    assert_eq!(nowhere.code, Some(2), "{nowhere:?}");
    assert!(nowhere.stderr.contains("nowhere"));
}

#[test]
fn recipients_are_jobs_each_and_what_makes_no_card_is_named() {
    let shop = Shop::open();
    let people = shop.write(
        "people.csv",
        "name;city\nZoë Łukasiewicz;Łódź\n;Nowhere\n../../x;Paris\nAnna;Bonn\nBert;Köln;too many\n",
    );
    let refused = shop.call(&["submit", "postcard", "--from-csv", &people]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("line 3") && refused.stderr.contains("line 6"), "{}", refused.stderr);
    assert_eq!(shop.jobs(), [] as [Value; 0]);

    // Goes on at the third row, as after a card that was spoiled.
    let words = ["submit", "postcard", "--from-csv", &people, "--skip-bad", "--set", "first_row=3", "--json"];
    let made = shop.json(&words);
    assert_eq!(made["left_out"], json!([{"item": 5, "place": "line 6", "why": made["left_out"][0]["why"]}]));
    shop.burst();
    let batch = shop.json(&["batch", &text(&made["batch"]), "--json"]);
    assert_eq!((&batch["label"], &batch["counts"]), (&json!("people.csv"), &json!({"finished": 2})));
    let out = shop.path("card");
    shop.ok(&["job", &text(&made["ids"][0]), "--fetch", out.to_str().unwrap()]);
    assert_eq!(names_in(&out), ["cards", "report.json"]);
    assert_eq!(names_in(&out.join("cards")), ["0003.svg"]);
}

#[test]
fn a_list_of_objects_is_a_batch_and_a_repeat_with_its_key_is_the_same_one() {
    let shop = Shop::open();
    let list = shop.write("drawings.json", r#"[{"kind": "grid"}, {"kind": "spiral", "width_mm": 50}]"#);
    let words =
        ["submit", "pattern", "--from-json", &list, "--set", "height_mm=60", "--key", "monday", "--json"];
    let first = shop.json(&words);
    let again = shop.json(&words);
    assert_eq!((&first["batch"], &first["ids"]), (&again["batch"], &again["ids"]));
    assert_eq!(again["duplicates"], json!([true, true]));
    assert_eq!(shop.jobs().len(), 2);
    let job = shop.job(&text(&first["ids"][1]));
    assert_eq!((&job["params"]["kind"], &job["params"]["height_mm"]), (&json!("spiral"), &json!(60)));
    for wrong in ["{}", "[]", "[1]", "[{\"colour\": 1}]"] {
        let list = shop.write("wrong.json", wrong);
        assert_eq!(shop.call(&["submit", "pattern", "--from-json", &list]).code, Some(2), "{wrong}");
    }
}
