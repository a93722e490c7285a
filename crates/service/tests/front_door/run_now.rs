use crate::house::drawing;
use penstock_service::{ErrorCode, RunNow, WireError, run_now};
use serde_json::{Value, json};
use std::path::Path;

async fn plot(file: &Path, out: &Path, params: Value) -> Result<(Value, usize), WireError> {
    let mut reports = 0;
    let request = RunNow { task: "plot".into(), params, files: vec![file.to_owned()], out: out.to_owned() };
    let report = run_now(request, &mut |_| reports += 1, tokio::sync::watch::channel(false).1).await?;
    Ok((report, reports))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) async fn results_and_report_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.svg");
    std::fs::write(&file, drawing(2_000)).unwrap();
    let out = folder.path().join("deep/out");
    let (report, reports) = plot(&file, &out, json!({})).await.unwrap();
    assert_eq!(names(&out), ["plot.svg", "report.json"], "no previews, no temporary files");
    let written: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(written, report);
    assert!(reports > 0);
    let first = std::fs::read(out.join("plot.svg")).unwrap();

    // Once more into the same folder: replaced, and the same bytes.
    plot(&file, &out, json!({})).await.unwrap();
    assert_eq!(std::fs::read(out.join("plot.svg")).unwrap(), first);
    assert_eq!(names(folder.path()), ["a.svg", "deep"]);
}

pub(crate) async fn a_failed_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.svg");
    std::fs::write(&file, "<svg xmlns=\"http://www.w3.org/2000/svg\"><path").unwrap();
    let out = folder.path().join("out");
    let error = plot(&file, &out, json!({})).await.unwrap_err();
    assert_eq!((error.code, error.exit_code()), (ErrorCode::BadInput, 1), "{error:?}");
    assert_eq!(names(folder.path()), ["cut.svg"]);

    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("plot.svg"), "from before").unwrap();
    plot(&file, &out, json!({})).await.unwrap_err();
    assert_eq!(names(&out), ["plot.svg"]);
    assert_eq!(std::fs::read_to_string(out.join("plot.svg")).unwrap(), "from before");
}

pub(crate) async fn a_wrong_call_is_told_from_failed_work() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.svg");
    std::fs::write(&file, drawing(1)).unwrap();
    let out = folder.path().join("out");
    let unknown = plot(&file, &out, json!({"speed_of_light": 1})).await.unwrap_err();
    assert_eq!((unknown.field.as_deref(), unknown.exit_code()), (Some("speed_of_light"), 2));
    let missing = plot(&folder.path().join("nowhere.svg"), &out, json!({})).await.unwrap_err();
    assert_eq!((missing.code, missing.exit_code()), (ErrorCode::NotFound, 2));
    let no_folder = plot(&file, &file, json!({})).await.unwrap_err();
    assert_eq!((no_folder.field.as_deref(), no_folder.exit_code()), (Some("out"), 2));
    assert!(!out.exists());
}
