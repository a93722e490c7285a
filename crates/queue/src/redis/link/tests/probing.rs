use super::super::{ProbeStep, Settings, Verdict, probe};
use super::open;
use penstock_testkit::RedisServer;

async fn steps(url: &str) -> Vec<ProbeStep> {
    probe(&Settings::parse(url).unwrap()).await
}

fn verdict(steps: &[ProbeStep], what: &str) -> Verdict {
    steps.iter().find(|step| step.what == what).unwrap_or_else(|| panic!("{what}: {steps:?}")).verdict
}

#[tokio::test]
async fn a_good_server_passes_and_the_rest_is_said() {
    let server = RedisServer::start_with(&["--appendonly", "yes", "--appendfsync", "always"]);
    let found = steps(&server.url()).await;
    assert!(found.iter().all(|step| step.verdict != Verdict::Bad), "{found:?}");
    for what in [
        "Address",
        "Connection",
        "Encryption",
        "Login",
        "Permissions",
        "Durability",
        "Memory policy",
        "Clock",
    ] {
        assert_eq!(verdict(&found, what), Verdict::Good, "{found:?}");
    }
    let link = open(&server.url()).await.unwrap();
    assert_eq!(link.run::<u64>(&redis::cmd("DBSIZE")).await.unwrap(), 0, "nothing is left behind");

    let server = RedisServer::start_with(&["--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru"]);
    let found = steps(&server.url()).await;
    assert_eq!(verdict(&found, "Durability"), Verdict::Warning);
    assert_eq!(verdict(&found, "Memory policy"), Verdict::Bad);
}

#[tokio::test]
async fn the_first_step_that_fails_is_the_last_one() {
    let mut server = RedisServer::start();
    let last = |steps: Vec<ProbeStep>| {
        let last = steps.last().cloned().unwrap();
        assert_eq!(last.verdict, Verdict::Bad, "{steps:?}");
        assert!(last.advice.is_some());
        last.what
    };
    assert_eq!(last(steps("redis://no-such-host.invalid").await), "Address");
    assert_eq!(last(steps(&format!("rediss://localhost:{}", server.port())).await), "Encryption");
    let wrong = steps(&format!("redis://anna:secret@127.0.0.1:{}", server.port())).await;
    assert!(!format!("{wrong:?}").contains("secret"));
    assert_eq!(last(wrong), "Login");
    server.kill();
    assert_eq!(last(steps(&server.url()).await), "Connection");
}

#[tokio::test]
async fn a_user_who_may_too_little_is_told_what() {
    let server = RedisServer::start();
    let admin = open(&server.url()).await.unwrap();
    let mut acl = redis::cmd("ACL");
    acl.arg(&[
        "SETUSER",
        "anna",
        "on",
        ">pass",
        "~rq:*",
        "&rq:*",
        "+@all",
        "-@scripting",
        "-@dangerous",
        "+info",
    ]);
    admin.run::<()>(&acl).await.unwrap();
    let found = steps(&format!("redis://anna:pass@127.0.0.1:{}", server.port())).await;
    let step = found.iter().find(|step| step.what == "Permissions").unwrap();
    assert_eq!(step.verdict, Verdict::Bad);
    assert!(step.found.contains("EVAL") && !step.found.contains("LMOVE"), "{}", step.found);
}
