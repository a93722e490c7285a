use crate::house::House;
use penstock_service::{AlertKind, AlertSettings, AllowList, ErrorCode};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(30);

/// A webhook of this computer, and what was posted to it. The first post is answered with 503.
fn webhook() -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/alerts", listener.local_addr().unwrap());
    let (send, posted) = sync_channel(100);
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let mut reader = BufReader::new(stream.unwrap());
            let (mut length, mut line) = (0, String::new());
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let status = if number == 0 { "503 Service Unavailable" } else { "204 No Content" };
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            if number > 0 && send.send(serde_json::from_slice(&body).unwrap()).is_err() {
                return;
            }
        }
    });
    (url, posted)
}

pub(crate) async fn a_queue_that_waits_is_told_once_and_so_is_its_end() {
    let house = House::open(None).await;
    let (url, posted) = webhook();
    let mut heard = house.service.alerts();
    let settings = AlertSettings {
        wait: Duration::ZERO,
        look_every: Duration::from_millis(20),
        addresses: AllowList::new(&[&url], true).unwrap(),
        webhook: Some(url),
        ..AlertSettings::default()
    };
    house.service.watch(settings).unwrap();
    house.submit_one().await;
    let alert = tokio::time::timeout(SOON, heard.recv()).await.unwrap().unwrap();
    assert_eq!(
        (alert.kind, alert.subject.as_str(), alert.recovered),
        (AlertKind::QueueWaits, "default", false)
    );
    // What is paused waits because it shall: the incident is over.
    let all = serde_json::from_str("{\"queue\": null}").unwrap();
    house.service.pause_queue(&house.caller, all).await.unwrap();
    let over = tokio::time::timeout(SOON, heard.recv()).await.unwrap().unwrap();
    assert_eq!((over.kind, over.subject.as_str(), over.recovered), (AlertKind::QueueWaits, "default", true));
    let posts = tokio::task::spawn_blocking(move || {
        [posted.recv_timeout(SOON).unwrap(), posted.recv_timeout(SOON).unwrap()]
    });
    let [first, second] = posts.await.unwrap();
    assert_eq!(
        (&first["alert"]["kind"], &first["alert"]["recovered"]),
        (&"queue_waits".into(), &false.into())
    );
    assert!(first["text"].as_str().unwrap().contains("default"), "{first}");
    assert_eq!(second["alert"]["recovered"], true);
    assert!(heard.try_recv().is_err(), "each was told once");
    house.service.shutdown().await;
}

pub(crate) async fn a_webhook_that_is_not_on_the_list_is_refused() {
    let house = House::open(None).await;
    for (allowed, private) in [("other.example", true), ("127.0.0.1:9", false)] {
        let settings = AlertSettings {
            webhook: Some("http://127.0.0.1:9/".to_owned()),
            addresses: AllowList::new(&[allowed], private).unwrap(),
            ..AlertSettings::default()
        };
        assert_eq!(house.service.watch(settings).unwrap_err().code, ErrorCode::BadRequest, "{allowed}");
    }
}
