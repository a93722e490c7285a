//! What a person who runs this for real checks, line by line: the store and what it promises, workers for
//! every queue that has jobs, what piles up, what waits in the outbox.

use super::outbox::held_jobs;
use super::remote_types::{CheckLine, CheckRequest};
use crate::connections::Connections;
use crate::service::{Caller, blocking};
use crate::{Service, WireError};
use penstock_jobs::{Finding, JobState, WorkerState};
use penstock_queue::{RedisSettings, Verdict};

/// Failed jobs that somebody should look at.
const MANY_FAILED: u64 = 100;

impl Service {
    /// Looks for faults in the store, and with `repair` puts right what can be: jobs that RQ lost among
    /// them.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub async fn check_store(
        &self,
        caller: &Caller,
        request: CheckRequest,
    ) -> Result<Vec<CheckLine>, WireError> {
        if request.repair {
            self.note_repair(caller).await?;
        }
        let mut findings = self.check(request.repair).await?.findings;
        findings.extend(self.check_running().await?);
        let line = |finding: Finding| CheckLine {
            ok: finding.ok,
            what: finding.what,
            found: finding.found,
            repairable: finding.repairable,
        };
        Ok(findings.into_iter().map(line).collect())
    }

    /// Writes down that somebody lets the store be repaired.
    ///
    /// # Errors
    /// When there is no place for it.
    pub async fn note_repair(&self, caller: &Caller) -> Result<(), WireError> {
        let (actor, store) = (caller.actor.clone(), self.describe_store());
        blocking(move || Connections::of_user()?.note(&actor, "repair", &store)).await
    }

    /// Whether it can be run for real: what the server promises, who works, what piles up.
    ///
    /// # Errors
    /// When the store or the outbox cannot be read at all.
    pub async fn check_running(&self) -> Result<Vec<Finding>, WireError> {
        let mut findings = self.check_server().await;
        findings.extend(self.check_queues().await?);
        findings.push(self.check_failed().await?);
        findings.push(check_outbox().await?);
        Ok(findings)
    }

    /// Warnings are said and are no faults: many a shop lives with `everysec`.
    async fn check_server(&self) -> Vec<Finding> {
        let Some(Ok(settings)) = self.inner.url.as_deref().map(RedisSettings::parse) else {
            return vec![finding(true, "Durability", "Every job is on disk before it is accepted")];
        };
        // The counts of queues and workers are said below, with what they mean.
        let steps = Box::pin(penstock_queue::probe(&settings)).await;
        let steps = steps.into_iter().filter(|step| !matches!(step.what, "Queues" | "Workers"));
        steps
            .map(|step| {
                let advice = step.advice.map(|advice| format!(". {advice}")).unwrap_or_default();
                finding(step.verdict != Verdict::Bad, step.what, format!("{}{advice}", step.found))
            })
            .collect()
    }

    async fn check_queues(&self) -> Result<Vec<Finding>, WireError> {
        let (queues, all_paused) = self.inner.store.queues().await?;
        let workers = self.inner.store.workers().await?;
        let (lost, living): (Vec<_>, Vec<_>) =
            workers.into_iter().partition(|worker| worker.state == WorkerState::Lost);
        let mut idle = Vec::new();
        for queue in queues.iter().filter(|queue| queue.queued > 0 && queue.workers.is_empty()) {
            idle.push(format!("{} in {}", queue.queued, queue.name));
        }
        let mut findings = vec![if idle.is_empty() {
            finding(true, "Workers", format!("{} at work; no job waits in a queue without one", living.len()))
        } else {
            let found = format!(
                "Jobs wait in queues that no worker takes from: {}. Start one: penstock worker --queues …",
                idle.join(", ")
            );
            // On one's own computer one often queues first and starts a worker then.
            finding(!self.inner.shared, "Workers", found)
        }];
        if !lost.is_empty() {
            let names: Vec<&str> = lost.iter().map(|worker| worker.spec.name.as_str()).collect();
            let found = format!(
                "{} not heard of any more: start them again if you miss them, others take up their jobs",
                names.join(", ")
            );
            // A worker that was killed is no fault of the store; a job that nobody took up would be.
            let stuck = lost.iter().any(|worker| !worker.jobs.is_empty());
            findings.push(finding(!stuck, "Lost workers", found));
        }
        let paused: Vec<&str> =
            queues.iter().filter(|queue| queue.paused).map(|queue| queue.name.as_str()).collect();
        findings.push(match (all_paused, paused.is_empty()) {
            (true, _) => finding(true, "Paused", "All queues: `penstock resume` lets them go on"),
            (false, true) => finding(true, "Paused", "No queue"),
            (false, false) => finding(true, "Paused", paused.join(", ")),
        });
        Ok(findings)
    }

    async fn check_failed(&self) -> Result<Finding, WireError> {
        let counts = self.inner.store.counts(None).await?;
        let of = |state| counts.get(&state).copied().unwrap_or(0);
        let (failed, quarantined) = (of(JobState::Failed), of(JobState::Quarantined));
        let advice = "`penstock jobs --state failed` lists them; retry or delete them";
        Ok(match (failed, quarantined) {
            (0, 0) => finding(true, "Failed jobs", "None"),
            (failed, 0) if failed < MANY_FAILED => finding(true, "Failed jobs", failed.to_string()),
            (failed, 0) => finding(false, "Failed jobs", format!("{failed} pile up. {advice}")),
            (failed, quarantined) => finding(
                false,
                "Failed jobs",
                format!("{failed}, and {quarantined} that killed their process again and again. {advice}"),
            ),
        })
    }
}

async fn check_outbox() -> Result<Finding, WireError> {
    let held = held_jobs().await?;
    let jobs: usize = held.iter().map(|batch| batch.ids.len()).sum();
    let refused: Vec<String> = held
        .iter()
        .filter_map(|batch| batch.refused.as_ref().map(|why| format!("{}: {why}", batch.label)))
        .collect();
    let mut stores: Vec<&str> = held.iter().map(|batch| batch.store.as_str()).collect();
    stores.dedup();
    Ok(if jobs == 0 {
        finding(true, "Outbox", "Empty")
    } else if refused.is_empty() {
        let found = format!(
            "{jobs} wait for {}; sent when a worker, the server or the app runs with that store",
            stores.join(", ")
        );
        finding(true, "Outbox", found)
    } else {
        finding(false, "Outbox", format!("{jobs} wait; the store refused {}", refused.join("; ")))
    })
}

fn finding(ok: bool, what: &str, found: impl Into<String>) -> Finding {
    Finding { ok, what: what.to_owned(), found: found.into(), repairable: false }
}
