use super::{eventually, get, open, set};
use penstock_jobs::StoreError;
use penstock_testkit::RedisServer;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// One `redis-sentinel` that decides alone; ends with the test.
struct Sentinel {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Sentinel {
    fn watch(master: &RedisServer) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = folder.path().join("sentinel.conf");
        let text = format!(
            "port {port}\nbind 127.0.0.1\nprotected-mode no\nrequirepass watch\n\
             sentinel monitor shop 127.0.0.1 {} 1\nsentinel down-after-milliseconds shop 500\n\
             sentinel failover-timeout shop 5000\n",
            master.port()
        );
        std::fs::write(&settings, text).unwrap();
        let child = Command::new("redis-sentinel")
            .arg(&settings)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-sentinel is installed");
        Self { child, port, _folder: folder }
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn after_a_fail_over_writes_go_to_the_new_master() {
    let mut master = RedisServer::start();
    let replica = RedisServer::start();
    let on_replica = open(&replica.url()).await.unwrap();
    on_replica.run::<()>(redis::cmd("REPLICAOF").arg("127.0.0.1").arg(master.port())).await.unwrap();
    let sentinel = Sentinel::watch(&master);
    // The first one of the list is down: the next is asked.
    let url =
        format!("redis+sentinel://127.0.0.1:1,127.0.0.1:{}/shop?sentinel_password=watch", sentinel.port);
    eventually("the sentinel answers", async || open(&url).await.is_ok()).await;
    let link = open(&url).await.unwrap();
    set(&link, "before", "1").await.unwrap();
    eventually("the replica has it", async || get(&on_replica, "before").await.unwrap().is_some()).await;
    let watching = open(&format!("redis://:watch@127.0.0.1:{}", sentinel.port)).await.unwrap();
    eventually("the sentinel knows the replica", async || {
        let ask = &mut redis::cmd("SENTINEL");
        !watching.run::<Vec<redis::Value>>(ask.arg("REPLICAS").arg("shop")).await.unwrap().is_empty()
    })
    .await;
    master.kill();
    eventually("the new master takes writes", async || set(&link, "after", "1").await.is_ok()).await;
    assert_eq!(get(&on_replica, "after").await.unwrap().as_deref(), Some("1"));
    assert_eq!(get(&link, "before").await.unwrap().as_deref(), Some("1"));
}

#[tokio::test]
async fn an_unknown_group_and_a_wrong_password_are_said() {
    let master = RedisServer::start();
    let sentinel = Sentinel::watch(&master);
    let url = |group: &str, password: &str| {
        format!("redis+sentinel://127.0.0.1:{}/{group}?sentinel_password={password}", sentinel.port)
    };
    eventually("the sentinel answers", async || open(&url("shop", "watch")).await.is_ok()).await;
    for (group, password, said) in [("other", "watch", "knows no group"), ("shop", "secret", "password")] {
        let error = open(&url(group, password)).await.unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, StoreError::Unavailable(_)) && text.contains(said), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
