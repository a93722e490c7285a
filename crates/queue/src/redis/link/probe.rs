//! Trying a connection step by step, and asking the server what it promises.

use super::settings::{Place, Settings};
use super::{dial, fault, tls};
use crate::rq::Keys;
use dial::Wire;
use penstock_jobs::StoreError;
use redis::{AsyncConnectionConfig, Cmd, FromRedisValue, RedisError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::timeout;

/// Longest time of one step.
const STEP_WITHIN: Duration = Duration::from_secs(4);
/// The oldest server with every command that we use (`LMOVE`, `GETDEL`, `ZRANGE … BYSCORE`).
const OLDEST: [u64; 3] = [6, 2, 0];
/// Releases of each series that mend CVE-2025-49844, through which a script can take over the server.
const MENDED: [[u64; 3]; 5] = [[6, 2, 20], [7, 2, 11], [7, 4, 6], [8, 0, 4], [8, 2, 2]];
/// Leases and due times are compared across computers in seconds.
const SKEW_WARNING_MS: i64 = 2_000;
const SKEW_BAD_MS: i64 = 30_000;

/// How well a step went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It works, and a person should know something.
    Warning,
    /// It does not work.
    Bad,
}

/// One step of a trial.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProbeStep {
    /// What was tried, in a few words.
    pub what: &'static str,
    /// How it went.
    pub verdict: Verdict,
    /// What was found, one sentence.
    pub found: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl ProbeStep {
    fn good(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Good, found: found.into(), advice: None }
    }

    fn warning(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Warning, found: found.into(), advice: Some(advice.into()) }
    }

    fn bad(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Bad, found: found.into(), advice: Some(advice.into()) }
    }
}

/// Tries every step from the name to the promises of the server; ends after the first that stops the
/// others. Writes and removes one key of its own, `<prefix>:penstock:probe`.
pub async fn probe(settings: &Settings) -> Vec<ProbeStep> {
    let mut steps = Vec::new();
    if let Some(wire) = reach(settings, &mut steps).await {
        ask(settings, wire, &mut steps).await;
    }
    steps
}

/// The way to the server; none when a step failed.
async fn reach(settings: &Settings, steps: &mut Vec<ProbeStep>) -> Option<Wire> {
    const ADDRESS: &str = "Address";
    const CONNECTION: &str = "Connection";
    const ENCRYPTION: &str = "Encryption";
    let (address, files) = match &settings.place {
        Place::Socket(path) => {
            let stream = tried(
                CONNECTION,
                steps,
                dial::socket_file(path),
                "Is the server running, and may this user use its socket?",
            )
            .await?;
            steps.push(ProbeStep::good(CONNECTION, format!("{} answers", path.display())));
            return log_in(settings, stream, steps).await;
        }
        Place::Server { address, tls } => (address.clone(), tls),
        Place::Sentinels { tls, .. } => {
            let master = tried(
                "Sentinels",
                steps,
                dial::master(settings),
                "Check the sentinels' addresses, the group's name and their password",
            )
            .await?;
            steps.push(ProbeStep::good("Sentinels", format!("The master is {master}")));
            (master, tls)
        }
    };
    let found = tried(ADDRESS, steps, dial::resolve(&address), "Check the host's name").await?;
    let shown: Vec<String> = found.iter().map(|one| one.ip().to_string()).collect();
    steps.push(ProbeStep::good(ADDRESS, format!("{} is {}", address.host, shown.join(", "))));
    let socket = tried(
        CONNECTION,
        steps,
        dial::connect(&found),
        "Check the port, whether the server is running, and the firewalls between",
    )
    .await?;
    steps.push(ProbeStep::good(CONNECTION, format!("{address} takes connections")));
    let stream: Box<dyn dial::Stream> = match files {
        Some(files) => {
            let securing = async { tls::secure(&address.host, tls::config(files)?, socket).await };
            let stream = tried(ENCRYPTION, steps, securing, "Name the authority that signed the server's certificate with ca=FILE, and your own certificate with cert= and key= if it wants one").await?;
            steps.push(ProbeStep::good(ENCRYPTION, "TLS, and the certificate is the server's"));
            Box::new(stream)
        }
        None => {
            steps.push(if settings.commands_are_readable() {
                ProbeStep::warning(
                    ENCRYPTION,
                    "None: password and jobs can be read on the way",
                    "Use rediss:// if the server speaks TLS",
                )
            } else {
                ProbeStep::good(ENCRYPTION, "None is needed within this computer")
            });
            Box::new(socket)
        }
    };
    if settings.artifacts_are_readable() {
        steps.push(ProbeStep::warning(
            "Artifacts",
            "Their store is reached without TLS: files and its key can be read on the way",
            "Name it with https://",
        ));
    }
    log_in(settings, stream, steps).await
}

async fn log_in(
    settings: &Settings,
    stream: Box<dyn dial::Stream>,
    steps: &mut Vec<ProbeStep>,
) -> Option<Wire> {
    const LOGIN: &str = "Login";
    let config = AsyncConnectionConfig::new().set_response_timeout(Some(STEP_WITHIN));
    let login = dial::login_of(settings);
    let logging_in = async {
        let mut wire = dial::log_in(&login, stream, config).await?;
        redis::cmd("PING").query_async::<()>(&mut wire.connection).await?;
        Ok::<_, RedisError>(wire)
    };
    let wire = tried(
        LOGIN,
        steps,
        async { logging_in.await.map_err(|error| StoreError::Unavailable(fault::words(&error))) },
        "Check user, password and the number of the database",
    )
    .await?;
    let who = match (&settings.user, settings.has_password()) {
        (Some(user), _) => format!("As {user}"),
        (None, true) => "With a password".to_owned(),
        (None, false) => "Nobody is asked who they are".to_owned(),
    };
    steps.push(if settings.has_password() || !settings.commands_are_readable() {
        ProbeStep::good(LOGIN, who)
    } else {
        ProbeStep::warning(
            LOGIN,
            who,
            "Whoever reaches this server can run code in every Python worker: set a password",
        )
    });
    Some(wire)
}

async fn tried<T>(
    what: &'static str,
    steps: &mut Vec<ProbeStep>,
    step: impl Future<Output = Result<T, StoreError>>,
    advice: &str,
) -> Option<T> {
    let error = match timeout(STEP_WITHIN, step).await {
        Ok(Ok(done)) => return Some(done),
        Ok(Err(StoreError::Unavailable(text) | StoreError::Invalid(text))) => text,
        Ok(Err(other)) => other.to_string(),
        Err(_) => "it does not answer in time".to_owned(),
    };
    steps.push(ProbeStep::bad(what, error, advice));
    None
}

/// What the server is and promises.
async fn ask(settings: &Settings, mut wire: Wire, steps: &mut Vec<ProbeStep>) {
    let mut sections = redis::cmd("INFO");
    // One section only: servers before 7.0 take no more.
    let info: String = run(&mut wire, sections.arg("all")).await.unwrap_or_default();
    steps.push(version(&info));
    steps.push(permissions(settings, &mut wire).await);
    steps.push(durability(&info, &mut wire).await);
    steps.push(memory(&info));
    steps.push(clock(&mut wire).await);
    let Ok(keys) = Keys::with_prefix(settings.prefix()) else { return };
    for (what, key, none) in [
        ("Queues", keys.queues(), "None yet"),
        ("Workers", keys.workers(), "None is registered: jobs will wait"),
    ] {
        let count: u64 = run(&mut wire, redis::cmd("SCARD").arg(key)).await.unwrap_or(0);
        steps.push(ProbeStep::good(what, if count == 0 { none.to_owned() } else { count.to_string() }));
    }
}

async fn run<T: FromRedisValue>(wire: &mut Wire, command: &Cmd) -> Result<T, RedisError> {
    command.query_async(&mut wire.connection).await
}

fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

fn version(info: &str) -> ProbeStep {
    const WHAT: &str = "Version";
    let Some(text) = field(info, "redis_version") else {
        return ProbeStep::warning(WHAT, "The server does not say", "Let this user run INFO");
    };
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let [major, minor, patch] = std::array::from_fn(|_| parts.next().unwrap_or(0_u64));
    let version = [major, minor, patch];
    if version < OLDEST {
        return ProbeStep::bad(WHAT, format!("Redis {text} is too old"), "Use Redis 6.2 or newer");
    }
    // A fork counts its versions in its own way.
    let mended = field(info, "server_name").is_some_and(|name| name != "redis")
        || version > [8, 2, 2]
        || MENDED.iter().any(|fixed| fixed[..2] == version[..2] && version >= *fixed);
    if mended {
        return ProbeStep::good(WHAT, format!("Redis {text}"));
    }
    ProbeStep::warning(
        WHAT,
        format!("Redis {text}"),
        "Check that it has the fix for CVE-2025-49844 (in 6.2.20, 7.2.11, 7.4.6, 8.0.4 and 8.2.2; \
         distributions may bring it under an older number)",
    )
}

/// One harmless command of each kind that a store needs.
async fn permissions(settings: &Settings, wire: &mut Wire) -> ProbeStep {
    const WHAT: &str = "Permissions";
    let Ok(keys) = Keys::with_prefix(settings.prefix()) else {
        return ProbeStep::bad(WHAT, "The prefix cannot be used", "Use letters, digits and _ . : - { }");
    };
    let key = keys.ours("probe");
    let channel = format!("{}:pubsub:penstock-probe", settings.prefix());
    let trials: [&[&str]; 8] = [
        &["SET", &key, "1", "EX", "10"],
        &["DEL", &key],
        &["EVAL", "return redis.call('EXISTS', KEYS[1])", "1", &key],
        &["LMOVE", &key, &key, "LEFT", "RIGHT"],
        &["ZRANGEBYSCORE", &key, "0", "0"],
        &["HGETALL", &key],
        &["XRANGE", &key, "-", "+", "COUNT", "1"],
        &["PUBLISH", &channel, ""],
    ];
    let mut refused = Vec::new();
    for words in trials {
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        if let Err(error) = run::<redis::Value>(wire, &command).await {
            refused.push(format!("{}: {}", words[0], fault::words(&error)));
        }
    }
    if refused.is_empty() {
        return ProbeStep::good(
            WHAT,
            format!("Keys, scripts and channels under {}: may be used", settings.prefix()),
        );
    }
    let advice = format!(
        "Let the user do this: ACL SETUSER … ~{prefix}:* &{prefix}:* +@all -@dangerous +info +config|get +client",
        prefix = settings.prefix()
    );
    ProbeStep::bad(WHAT, refused.join("; "), advice)
}

async fn durability(info: &str, wire: &mut Wire) -> ProbeStep {
    const WHAT: &str = "Durability";
    let mut get = redis::cmd("CONFIG");
    get.arg("GET").arg("appendfsync");
    let fsync: Vec<String> = run(wire, &get).await.unwrap_or_default();
    let advice = "Set appendonly yes and appendfsync always in the server's settings";
    match (field(info, "aof_enabled"), fsync.get(1).map(String::as_str)) {
        (Some("1"), Some("always")) => {
            ProbeStep::good(WHAT, "Every job is on the server's disk before it is accepted")
        }
        (Some("1"), Some("everysec")) => ProbeStep::warning(
            WHAT,
            "Jobs reach the server's disk within about a second: a crash loses those that it accepted since",
            "For no loss, set appendfsync always",
        ),
        (Some("1"), Some(_)) => {
            ProbeStep::warning(WHAT, "Jobs reach the server's disk when its system finds time", advice)
        }
        (Some("1"), None) => ProbeStep::warning(
            WHAT,
            "Jobs are written to disk; how soon, this server does not say",
            "Let this user run CONFIG GET, and set appendfsync always",
        ),
        (Some(_), _) => ProbeStep::warning(
            WHAT,
            "The server keeps jobs in memory: a restart loses those since its last snapshot, or all",
            advice,
        ),
        (None, _) => ProbeStep::warning(WHAT, "The server does not say", "Let this user run INFO"),
    }
}

fn memory(info: &str) -> ProbeStep {
    const WHAT: &str = "Memory policy";
    match (field(info, "maxmemory_policy"), field(info, "maxmemory")) {
        (Some("noeviction"), _) => ProbeStep::good(WHAT, "Nothing is thrown out when memory is full"),
        (Some(policy), Some("0")) => ProbeStep::warning(
            WHAT,
            format!("{policy}, without a limit for now"),
            "Set maxmemory-policy noeviction before anybody sets a limit",
        ),
        (Some(policy), _) => ProbeStep::bad(
            WHAT,
            format!("{policy}: the server throws jobs out when its memory is full"),
            "Set maxmemory-policy noeviction",
        ),
        (None, _) => ProbeStep::warning(WHAT, "The server does not say", "Let this user run INFO"),
    }
}

async fn clock(wire: &mut Wire) -> ProbeStep {
    const WHAT: &str = "Clock";
    let before = now_ms();
    let Ok((seconds, micros)) = run::<(i64, i64)>(wire, &redis::cmd("TIME")).await else {
        return ProbeStep::warning(WHAT, "The server does not say", "Let this user run TIME");
    };
    // Its answer was made somewhere between question and arrival.
    let here = i64::midpoint(before, now_ms());
    let ahead_ms = seconds * 1000 + micros / 1000 - here;
    let found =
        format!("{:.1} s {}", ahead_ms.abs() as f64 / 1000.0, if ahead_ms >= 0 { "ahead" } else { "behind" });
    let advice = "Let both computers take their time from the network (NTP)";
    if ahead_ms.abs() <= SKEW_WARNING_MS {
        ProbeStep::good(WHAT, "The server's agrees with this computer's")
    } else if ahead_ms.abs() <= SKEW_BAD_MS {
        ProbeStep::warning(WHAT, found, advice)
    } else {
        ProbeStep::bad(WHAT, found, advice)
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let verdict = |text: &str| version(&format!("redis_version:{text}\r\n")).verdict;
        for mended in ["6.2.20", "7.2.11", "7.4.10", "8.0.4", "8.2.2", "8.4.0", "9.0.0"] {
            assert_eq!(verdict(mended), Verdict::Good, "{mended}");
        }
        for unsure in ["6.2.19", "7.0.15", "7.2.9", "8.2.1", "7.10.0"] {
            assert_eq!(verdict(unsure), Verdict::Warning, "{unsure}");
        }
        assert_eq!(verdict("6.0.16"), Verdict::Bad);
        assert_eq!(version("").verdict, Verdict::Warning);
    }

    #[test]
    fn a_policy_that_throws_jobs_out_is_a_fault() {
        let verdict = |policy: &str, limit: &str| {
            memory(&format!("maxmemory:{limit}\r\nmaxmemory_policy:{policy}\r\n")).verdict
        };
        assert_eq!(verdict("noeviction", "100"), Verdict::Good);
        assert_eq!(verdict("allkeys-lru", "0"), Verdict::Warning);
        assert_eq!(verdict("allkeys-lru", "100"), Verdict::Bad);
    }
}
