//! The API against its own document: schemathesis (PyPI) makes requests from `/openapi.json`, and every
//! answer must be one that the document allows.

use crate::drawings::one_stroke;
use crate::process::Running;
use crate::serve::Server;
use crate::shop::Shop;
use penstock_testkit::Python;
use std::time::Duration;

/// What an answer is checked for.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
     response_headers_conformance,response_schema_conformance";
/// Ends only with the server; `serve.rs` looks at it.
const ENDLESS: &str = "/api/events";

fn conforms(examples: u32, within: Duration) {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let server = Server::start(&shop, &["--no-worker"]);
    // Something to be found, in more than one state.
    for words in [["--queue", "low"], ["--in", "1h"], ["--key", "again"]] {
        shop.submit(&[&[file.as_str()], &words[..]].concat());
    }
    let python = Python::with(&["schemathesis==4.32.0"]);
    let mut command = python.program("schemathesis");
    command
        .current_dir(shop.path(""))
        .args(["run", &format!("{}/openapi.json", server.base)])
        .args(["--header", &format!("Authorization: Bearer {}", server.token)])
        .args(["--exclude-path", ENDLESS, "--checks", CHECKS, "--max-examples", &examples.to_string()])
        .args(["--request-timeout", "30", "--no-color", "--generation-deterministic"]);
    let outcome = Running::start(&mut command).outcome(within);
    assert_eq!(outcome.code, Some(0), "{}\n{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains("Stateful"), "{}", outcome.stdout);
}

#[test]
fn every_answer_is_one_that_the_document_allows() {
    conforms(5, Duration::from_secs(240));
}

#[test]
#[ignore = "about ten minutes: two hundred requests an operation"]
fn every_answer_is_one_that_the_document_allows_for_long() {
    conforms(200, Duration::from_secs(3_000));
}
