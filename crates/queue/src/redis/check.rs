//! Looking for faults, and putting right what can be: in our jobs and in those of any fleet of RQ's.

use super::RedisStore;
use super::answer;
use super::scripts::STRAYS;
use penstock_jobs::{CheckReport, Finding, StoreError};
use redis::Value;
use std::collections::BTreeMap;

/// Keys asked for in one step of a walk over the server.
const STEP: usize = 500;

/// A kind of fault, as the script names it.
struct Fault {
    word: &'static str,
    what: &'static str,
    none: &'static str,
    some: &'static str,
}

const FAULTS: [Fault; 5] = [
    Fault {
        word: "stray",
        what: "Queued jobs",
        none: "Each is in its queue",
        some: "are in no queue: a worker of RQ died between taking and starting them",
    },
    Fault {
        word: "unheld",
        what: "Running jobs",
        none: "Each is held by an attempt",
        some: "are said to run, and nobody runs them",
    },
    Fault {
        word: "undated",
        what: "Jobs that wait for a time",
        none: "Each has its time",
        some: "have no time",
    },
    Fault {
        word: "unbound",
        what: "Jobs that wait for others",
        none: "Each waits for a job",
        some: "wait for nothing",
    },
    Fault {
        word: "unlisted",
        what: "Lists",
        none: "They agree with the jobs",
        some: "jobs are missing in the lists of this window",
    },
];

impl RedisStore {
    pub(super) async fn check_all(&self, repair: bool) -> Result<CheckReport, StoreError> {
        let mut findings = self.server_findings().await?;
        let moved = self.fold().await?;
        if moved > 0 {
            tracing::info!(jobs = moved, "filed what Python's programs did");
        }
        // What a worker of RQ has taken and not started yet looks lost for a moment: asked twice.
        let first = self.strays(&self.all_jobs().await?, false).await?;
        if !first.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        let faults = self.strays(&first.into_keys().collect::<Vec<_>>(), repair).await?;
        for fault in FAULTS {
            let ids: Vec<&str> =
                faults.iter().filter(|(_, word)| *word == fault.word).map(|(id, _)| id.as_str()).collect();
            findings.push(finding(&fault, &ids, repair));
        }
        Ok(CheckReport { findings })
    }

    /// What the server itself promises.
    async fn server_findings(&self) -> Result<Vec<Finding>, StoreError> {
        let mut info = redis::cmd("INFO");
        info.arg("server").arg("persistence").arg("memory");
        let info: String = self.link.run(&info).await?;
        let of = |name: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.unwrap_or_default().trim().to_owned()
        };
        let version = of("redis_version");
        let mut findings = vec![Finding {
            ok: true,
            what: "Server".into(),
            found: format!("Redis {version}, {}", self.link.settings()),
            repairable: false,
        }];
        findings.push(Finding {
            ok: of("loading") != "1",
            what: "The server has read its files".into(),
            found: if of("loading") == "1" { "It is still reading them; wait" } else { "It has" }.into(),
            repairable: false,
        });
        Ok(findings)
    }

    /// Ids of every job on the server, ours or not.
    async fn all_jobs(&self) -> Result<Vec<String>, StoreError> {
        let begin = self.keys().job("");
        // The prefix may hold characters that a pattern gives a meaning.
        let pattern: String = begin
            .chars()
            .flat_map(|c| if "{}.-:_".contains(c) || c.is_alphanumeric() { vec![c] } else { vec!['\\', c] })
            .collect();
        let mut ids = Vec::new();
        let mut cursor = 0_u64;
        loop {
            let mut scan = redis::cmd("SCAN");
            scan.arg(cursor)
                .arg("MATCH")
                .arg(format!("{pattern}*"))
                .arg("COUNT")
                .arg(STEP)
                .arg("TYPE")
                .arg("hash");
            let (next, keys): (u64, Vec<Vec<u8>>) = self.link.run(&scan).await?;
            // An id that is not text cannot be named by any tool, nor by us.
            let named = keys.into_iter().filter_map(|key| String::from_utf8(key).ok());
            ids.extend(named.filter_map(|key| key.strip_prefix(&begin).map(str::to_owned)));
            cursor = next;
            if cursor == 0 {
                return Ok(ids);
            }
        }
    }

    /// What is wrong with each of these jobs, if anything; with `repair` it is put right.
    async fn strays(&self, ids: &[String], repair: bool) -> Result<BTreeMap<String, String>, StoreError> {
        let mut faults = BTreeMap::new();
        for ids in ids.chunks(STEP) {
            let reply: Vec<Value> = self.call(&STRAYS, self.args().flag(repair).all(ids)).await?;
            for fault in &reply {
                let (id, rest) = answer::parts(fault)?;
                let word = rest.first().and_then(answer::text).ok_or_else(|| answer::odd(fault))?;
                faults.insert(id, word);
            }
        }
        Ok(faults)
    }
}

fn finding(fault: &Fault, ids: &[&str], repair: bool) -> Finding {
    if ids.is_empty() {
        return Finding { ok: true, what: fault.what.into(), found: fault.none.into(), repairable: false };
    }
    let shown = ids.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    let more = if ids.len() > 5 { ", …" } else { "" };
    let done = if repair { "; put right" } else { "" };
    let found = format!("{} {}{done} ({shown}{more})", ids.len(), fault.some);
    Finding { ok: repair, what: fault.what.into(), found, repairable: true }
}
