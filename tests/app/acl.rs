//! The line of `docs/security.md` that lets Penstock into a Redis lets it do all its work, and no more.

use crate::drawings::one_stroke;
use crate::shop::Shop;
use penstock_testkit::RedisServer;

/// The words of the line behind `ACL`.
fn line() -> Vec<String> {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/security.md");
    let text = std::fs::read_to_string(docs).unwrap();
    let line = text.lines().find(|line| line.starts_with("ACL SETUSER penstock ")).unwrap();
    line.split_whitespace().skip(1).map(str::to_owned).collect()
}

#[test]
fn the_documented_line_is_enough_for_all_work_and_for_nothing_else() {
    let server = RedisServer::start();
    let mut redis = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    let words: Vec<String> = line().iter().map(|word| word.replace("PASSWORD", "a-password")).collect();
    let _: String = redis::cmd("ACL").arg(&words).query(&mut redis).unwrap();
    let url = format!("redis://penstock:a-password@127.0.0.1:{}/0", server.port());
    let shop = Shop::on(&url);
    let file = shop.write("a.svg", one_stroke(1));
    let with: [&[&str]; 3] = [&[], &["--in", "0s"], &["--retry", "1:0"]];
    let ids = with.map(|words| shop.submit(&[&[file.as_str(), "--queue", "low"], words].concat()));
    shop.ok(&["pause", "low"]);
    shop.ok(&["resume", "low"]);
    shop.ok(&["move", &ids[0], "--to", "back"]);
    shop.ok(&["worker", "--queues", "low", "--burst"]);
    for id in &ids {
        assert_eq!(shop.state(id), "finished");
    }
    let held = shop.submit(&[&file, "--queue", "low"]);
    shop.ok(&["cancel", &held]);
    shop.ok(&["retry", &held]);
    shop.ok(&["delete", &held]);
    shop.ok(&["workers", "--json"]);
    shop.ok(&["queues", "--json"]);
    let said = shop.ok(&["doctor"]);
    assert!(!said.contains("NOPERM"), "{said}");

    // As this user, nothing else.
    let mut user = redis::Client::open(url).unwrap().get_connection().unwrap();
    for refused in [
        &["KEYS", "*"][..],
        &["FLUSHALL"],
        &["FLUSHDB"],
        &["CONFIG", "SET", "dir", "/tmp"],
        &["DEBUG", "SLEEP", "0"],
        &["MODULE", "LIST"],
        &["SHUTDOWN"],
        &["ACL", "LIST"],
        &["GET", "another:key"],
        &["SET", "another:key", "x"],
        &["PUBLISH", "another:channel", "x"],
        &["REPLICAOF", "NO", "ONE"],
        &["MONITOR"],
    ] {
        let answer = redis::cmd(refused[0]).arg(&refused[1..]).query::<redis::Value>(&mut user);
        let error = answer.expect_err(&format!("{refused:?} is allowed")).to_string();
        assert!(error.to_uppercase().contains("PERM"), "{refused:?}: {error}");
    }
}
