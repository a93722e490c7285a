use crate::house::{House, drawing};
use penstock_service::types::{FileKind, FileSource, InspectRequest};
use penstock_service::{Caller, ErrorCode, JobState};
use serde_json::json;

pub(crate) async fn a_caller_that_may_name_no_paths_is_refused() {
    let house = House::open(None).await;
    let path = house.write("a.svg", &drawing(1));
    let caller = Caller { may_name_paths: false, ..house.caller.clone() };
    let source = FileSource::Path(path.display().to_string());
    let error = house.service.inspect(&caller, InspectRequest { source }).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::BadRequest);

    let sha256 = "../../../etc/passwd".to_owned();
    let source = FileSource::Upload { name: "a.svg".into(), sha256 };
    let error = house.service.inspect(&caller, InspectRequest { source }).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::BadRequest);

    let source = FileSource::Upload { name: "a.svg".into(), sha256: "0".repeat(64) };
    let error = house.service.inspect(&caller, InspectRequest { source }).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}

pub(crate) async fn what_is_no_drawing_is_refused_in_words() {
    let house = House::open(None).await;
    let missing = house.inspect(&house.path("nowhere.svg")).await.unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound);
    assert!(missing.title.contains("nowhere.svg"), "{missing}");

    let folder = house.inspect(house.folder.path()).await.unwrap_err();
    assert_eq!(folder.code, ErrorCode::BadRequest);
    assert!(folder.title.contains("is a folder"), "{folder}");

    for (name, content) in [
        ("empty.svg", ""),
        ("cut.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path"),
        ("photo.png", "\u{1}PNG"),
    ] {
        let path = house.write(name, content);
        let error = house.inspect(&path).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::BadInput, "{name}: {error:?}");
        assert!(error.title.contains(name), "{error}");
        assert_eq!(error.exit_code(), 1);
    }
}

pub(crate) async fn an_upload_in_pieces_is_the_same_as_one_at_once() {
    let house = House::open(None).await;
    let content = drawing(3).into_bytes();
    let whole = house.service.upload(&house.caller, "C:\\plots\\a.svg", content.clone()).await.unwrap();
    let mut upload = house.service.begin_upload(&house.caller, "/tmp/a.svg").await.unwrap();
    for piece in content.chunks(100) {
        upload.write(piece).await.unwrap();
    }
    assert_eq!(upload.finish().await.unwrap(), whole);
    assert_eq!(whole.name, "a.svg");

    let source = FileSource::Upload { name: whole.name.clone(), sha256: whole.sha256.clone() };
    let seen = house.service.inspect(&house.caller, InspectRequest { source }).await.unwrap();
    assert_eq!(seen.input, whole);
}

pub(crate) async fn an_upload_over_the_limit_is_refused() {
    let house = House::open(None).await;
    let mut upload = house.service.begin_upload(&house.caller, "big.svg").await.unwrap();
    let piece = vec![b' '; 8 << 20];
    let mut sent = 0_u64;
    let error = loop {
        match upload.write(&piece).await {
            Ok(()) => sent += piece.len() as u64,
            Err(error) => break error,
        }
    };
    assert_eq!(error.code, ErrorCode::BadInput);
    assert_eq!(sent, 200 << 20);
}

pub(crate) async fn saving_replaces_a_link_and_never_follows_it() {
    let house = House::open(Some(1)).await;
    let id = house.submit_one().await;
    house.ends(&id, JobState::Finished).await;
    let precious = house.write("precious.txt", "mine");
    let link = house.path("out.svg");
    std::os::unix::fs::symlink(&precious, &link).unwrap();

    house.service.save_artifact(&id, "plot.svg", &link).await.unwrap();
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "mine");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_file());

    let folder = house.service.save_artifact(&id, "plot.svg", house.folder.path()).await.unwrap_err();
    assert_eq!(folder.code, ErrorCode::BadRequest);
    let unknown = house.service.save_artifact(&id, "../queue.db", &link).await.unwrap_err();
    assert_eq!(unknown.code, ErrorCode::NotFound);
    let nowhere =
        house.service.save_artifact(&id, "plot.svg", &house.path("no/such/a.svg")).await.unwrap_err();
    assert_eq!(nowhere.code, ErrorCode::Failed);
    let left = std::fs::read_dir(house.folder.path()).unwrap();
    let strays =
        left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".penstock"));
    assert_eq!(strays.count(), 0);
    house.service.shutdown().await;
}

pub(crate) async fn an_input_that_lay_open_for_long_can_still_be_queued() {
    let house = House::open(Some(1)).await;
    let path = house.write("a.svg", &drawing(3));
    let seen = house.inspect(&path).await.unwrap();
    // What the store's maintenance does to content that no job names.
    let store = penstock_queue::open_embedded(&house.path("queue.db")).unwrap();
    assert!(store.artifacts.remove(&seen.input.sha256, std::time::Duration::ZERO).await.unwrap());

    let submit = serde_json::from_value(json!({"task": "plot", "inputs": [seen.input]})).unwrap();
    let id = house.service.submit(&house.caller, submit).await.unwrap().ids.remove(0);
    house.ends(&id, JobState::Finished).await;
    house.service.shutdown().await;
}

pub(crate) async fn a_preview_that_is_not_kept_is_a_clear_error() {
    let house = House::open(None).await;
    let first = house.inspect(&house.write("first.svg", &drawing(1))).await.unwrap();
    for number in 2..=33 {
        house.inspect(&house.write("next.svg", &drawing(number))).await.unwrap();
    }
    let error = house.service.preview_level(&first.preview.unwrap().handle, 0).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    for wrong in ["", "../queue.db"] {
        assert_eq!(house.service.preview_level(wrong, 0).await.unwrap_err().code, ErrorCode::NotFound);
    }
}

pub(crate) async fn a_table_is_kept_and_read_by_nobody_but_its_task() {
    let house = House::open(None).await;
    let seen = house.inspect(&house.write("guests.csv", "Name;Ort\nZoë;Berlin\n")).await.unwrap();
    assert_eq!((seen.kind, seen.preview), (FileKind::Table, None));
    assert_eq!(seen.tasks[0], "postcard");
    assert!(seen.tasks.iter().any(|task| task == "analyze-csv"), "{:?}", seen.tasks);
    // What says that it is a picture, and is none, is refused where it is read: in a child.
    let error = house.inspect(&house.write("photo.png", "no pixels")).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}
