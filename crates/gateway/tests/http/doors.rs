use crate::client::{READER, Shop, options_on_free_port};
use penstock_gateway::{Options, ServeError, TokenError, serve};
use serde_json::json;

pub(crate) fn every_call_needs_a_token() {
    let shop = Shop::open(None);
    for path in ["/api/events", "/api/preview/x/0", "/api/jobs/x/artifacts/y", "/api/anything"] {
        for token in [None, Some("wrong"), Some("")] {
            let answer = shop.get_as(token, path);
            assert!(answer.status == 401 || answer.status == 429, "{path}: {}", answer.status);
            assert_eq!(answer.json()["code"], "unauthorized", "{path}");
        }
    }
    for command in penstock_service::COMMANDS {
        let status = shop.call_as("wrong", command.name, json!({})).status;
        assert!(status == 401 || status == 429, "{}: {status}", command.name);
    }
    assert_eq!(shop.call("app_info", json!({})).json()["read_only"], false);
    shop.close();
}

pub(crate) fn a_read_only_token_is_refused_what_acts() {
    let shop = Shop::open(None);
    assert_eq!(shop.call_as(READER, "app_info", json!({})).json()["read_only"], true);
    assert_eq!(shop.call_as(READER, "list_jobs", json!({})).status, 200);
    for (command, body) in [("cancel_jobs", json!({"ids": []})), ("pause_queue", json!({"queue": null}))] {
        let answer = shop.call_as(READER, command, body);
        assert_eq!((answer.status, answer.json()["code"].as_str()), (403, Some("read_only")), "{command}");
    }
    let lines = ["POST /api/upload?name=a.svg HTTP/1.1", "Host: localhost", "Content-Length: 0"];
    let reader = format!("Authorization: Bearer {READER}");
    assert_eq!(shop.raw_status(&[&lines[..], &[&reader]].concat()), 403);
    assert_eq!(shop.call("list_queues", json!({})).json()["all_paused"], false);
    shop.close();
}

pub(crate) fn a_name_that_is_not_ours_is_refused() {
    let shop = Shop::open(None);
    let token = shop.authorization();
    for path in ["POST /api/app_info HTTP/1.1", "GET / HTTP/1.1"] {
        for host in
            ["Host: evil.example", "Host: 127.0.0.1.evil.example:5000", "Host: 10.0.0.1", "X: no host"]
        {
            let status = shop.raw_status(&[path, host, &token, "Content-Length: 0"]);
            assert!(status == 421 || (status == 400 && host == "X: no host"), "{path} {host}: {status}");
        }
    }
    for host in ["Host: localhost:1", "Host: [::1]:5000"] {
        assert_eq!(
            shop.raw_status(&["POST /api/app_info HTTP/1.1", host, &token, "Content-Length: 0"]),
            200,
            "{host}"
        );
    }
    shop.close();
}

pub(crate) fn a_page_of_another_site_is_refused() {
    let shop = Shop::open(None);
    let token = shop.authorization();
    let host = format!("Host: {}", shop.address());
    let own = format!("Origin: http://{}", shop.address());
    for (header, status) in [
        ("Origin: http://evil.example", 403),
        ("Origin: null", 403),
        ("Sec-Fetch-Site: cross-site", 403),
        ("Sec-Fetch-Site: same-site", 403),
        ("Sec-Fetch-Site: same-origin", 200),
        (own.as_str(), 200),
    ] {
        let lines = ["POST /api/app_info HTTP/1.1", &host, &token, header, "Content-Length: 0"];
        assert_eq!(shop.raw_status(&lines), status, "{header}");
    }
    shop.close();
}

pub(crate) fn many_wrong_tokens_are_slowed_and_the_right_one_is_not() {
    let shop = Shop::open(None);
    let statuses: Vec<u16> = (0..12).map(|_| shop.call_as("wrong", "app_info", json!({})).status).collect();
    assert_eq!(statuses, [[401; 10].as_slice(), &[429; 2]].concat());
    let answer = shop.call_as("wrong", "app_info", json!({}));
    assert!((1..=60).contains(&answer.header("retry-after").parse::<u64>().unwrap()));
    assert_eq!(shop.call("app_info", json!({})).status, 200);
    let noted = shop.noted_at_the_door();
    assert_eq!(noted, [("http:127.0.0.1".to_owned(), "locked-out".to_owned())], "once, not for each try");
    shop.close();
}

pub(crate) fn every_answer_forbids_what_a_page_does_not_need() {
    let shop = Shop::open(None);
    for answer in [shop.get("/"), shop.get_as(None, "/api/events"), shop.call("app_info", json!({}))] {
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(answer.headers.get("access-control-allow-origin").is_none(), "no other site may read");
    }
    shop.close();
}

pub(crate) fn a_token_that_could_be_guessed_is_refused() {
    let shop = Shop::open(None);
    for (token, error) in
        [("secret", TokenError::TooShort), ("with a space in between", TokenError::BadCharacter)]
    {
        let options = Options { token: Some(token.to_owned()), ..options_on_free_port() };
        let refused = shop.runtime.block_on(serve(shop.service.clone(), options)).err();
        assert!(matches!(refused, Some(ServeError::Token(found)) if found == error), "{token}");
    }
    let gateway = shop.gateway.as_ref().unwrap();
    assert_eq!(gateway.token().len(), 64);
    assert_eq!(gateway.link(), format!("http://{}/#token={}", shop.address(), gateway.token()));
    assert_eq!(gateway.warning(), None);
    shop.close();
}

pub(crate) fn an_address_that_is_taken_is_said_so() {
    let shop = Shop::open(None);
    let listen = shop.gateway.as_ref().unwrap().address();
    let options = Options { listen, ..options_on_free_port() };
    let error = shop.runtime.block_on(serve(shop.service.clone(), options)).err().unwrap();
    assert!(error.to_string().contains(&listen.to_string()), "{error}");
    shop.close();
}

pub(crate) fn silent_connections_hold_up_nobody_at_the_end() {
    let shop = Shop::open(None);
    let silent: Vec<_> = (0..20).map(|_| shop.raw(&["GET / HTTP/1.1", "Host: localhost"])).collect();
    let half = std::net::TcpStream::connect(shop.gateway.as_ref().unwrap().address()).unwrap();
    assert_eq!(shop.call("app_info", json!({})).status, 200);
    let began = std::time::Instant::now();
    shop.close();
    assert!(began.elapsed() < std::time::Duration::from_secs(4), "took {:?}", began.elapsed());
    drop((silent, half));
}
