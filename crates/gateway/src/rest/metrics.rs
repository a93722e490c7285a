//! `GET /metrics` in Prometheus' text format (version 0.0.4).

use crate::server::Shared;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use penstock_service::types::NoArgs;
use penstock_service::{Caller, JobFilter, JobState, WireError, WorkerState};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Answers so far, by the first digit of their status (1 to 5).
#[derive(Default)]
pub(crate) struct Answers([AtomicU64; 5]);

/// Counts every answer.
pub(crate) async fn count(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let class = usize::from(answer.status().as_u16() / 100).clamp(1, 5);
    shared.answers.0[class - 1].fetch_add(1, Ordering::Relaxed);
    answer
}

/// All figures. While the store is away only `penstock_up 0` and what this process knows itself.
pub(crate) async fn metrics(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let mut page = Page::default();
    let stored = of_the_store(&shared, &caller).await;
    page.family("penstock_up", "gauge", "Whether the store answers");
    page.sample("penstock_up", &[], if stored.is_ok() { 1.0 } else { 0.0 });
    page.family("penstock_build_info", "gauge", "Version of this program");
    page.sample("penstock_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    page.family(
        "penstock_http_answers_total",
        "counter",
        "Answers of this server by the class of their status",
    );
    for (class, count) in ["1xx", "2xx", "3xx", "4xx", "5xx"].iter().zip(&shared.answers.0) {
        page.sample("penstock_http_answers_total", &[("class", class)], count.load(Ordering::Relaxed) as f64);
    }
    match stored {
        Ok(stored) => page.text.push_str(&stored.text),
        Err(error) => tracing::warn!(error.title = %error.title, "The store's figures are missing"),
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page.text).into_response()
}

async fn of_the_store(shared: &Shared, caller: &Caller) -> Result<Page, WireError> {
    let service = &shared.service;
    let queues = service.list_queues(caller, NoArgs {}).await?;
    let workers = service.list_workers(caller, NoArgs {}).await?;
    let one = JobFilter { limit: Some(1), ..JobFilter::default() };
    let counts = service.list_jobs(caller, one).await?.counts;

    let mut page = Page::default();
    page.family("penstock_jobs", "gauge", "Jobs in each state");
    for state in JobState::ALL {
        let count = counts.get(&state).copied().unwrap_or(0);
        page.sample("penstock_jobs", &[("state", state.as_str())], count as f64);
    }
    page.family(
        "penstock_queue_jobs",
        "gauge",
        "Jobs of each queue: ready, running, waiting for something, failed",
    );
    for queue in &queues.queues {
        let figures = [
            ("queued", queue.queued),
            ("running", queue.running),
            ("waiting", queue.waiting),
            ("failed", queue.failed),
        ];
        for (state, count) in figures {
            page.sample("penstock_queue_jobs", &[("queue", &queue.name), ("state", state)], count as f64);
        }
    }
    page.family("penstock_queue_paused", "gauge", "Whether nothing is taken from the queue");
    for queue in &queues.queues {
        let paused = queue.paused || queues.all_paused;
        page.sample("penstock_queue_paused", &[("queue", &queue.name)], f64::from(u8::from(paused)));
    }
    page.family("penstock_queue_workers", "gauge", "Living workers that take from the queue");
    for queue in &queues.queues {
        page.sample("penstock_queue_workers", &[("queue", &queue.name)], queue.workers.len() as f64);
    }
    page.family("penstock_queue_wait_seconds", "gauge", "How long the queue's next job has been ready");
    for queue in &queues.queues {
        let waits = if queue.queued > 0 { service.next_job_waits(&queue.name).await? } else { None };
        let waits = waits.unwrap_or_default().as_secs_f64();
        page.sample("penstock_queue_wait_seconds", &[("queue", &queue.name)], waits);
    }
    page.family("penstock_workers", "gauge", "Workers in each state");
    for (word, state) in [
        ("idle", WorkerState::Idle),
        ("busy", WorkerState::Busy),
        ("draining", WorkerState::Draining),
        ("lost", WorkerState::Lost),
    ] {
        let count = workers.iter().filter(|worker| worker.state == state).count();
        page.sample("penstock_workers", &[("state", word)], count as f64);
    }
    page.family(
        "penstock_worker_attempts_total",
        "counter",
        "Attempts that ended under a worker since it started",
    );
    for worker in &workers {
        for (outcome, count) in [("finished", worker.finished), ("failed", worker.failed)] {
            let labels = [("worker", worker.spec.name.as_str()), ("outcome", outcome)];
            page.sample("penstock_worker_attempts_total", &labels, count as f64);
        }
    }
    page.family("penstock_worker_silence_seconds", "gauge", "Time since a worker was heard of");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as f64;
    for worker in &workers {
        let silence = ((now - worker.heard_at_ms as f64) / 1_000.0).max(0.0);
        page.sample("penstock_worker_silence_seconds", &[("worker", &worker.spec.name)], silence);
    }
    Ok(page)
}

/// The text as it grows.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.text.push_str(name);
        if !labels.is_empty() {
            let labels = labels.iter().map(|(label, text)| format!("{label}=\"{}\"", escaped(text)));
            let _ = write!(self.text, "{{{}}}", labels.collect::<Vec<_>>().join(","));
        }
        let _ = writeln!(self.text, " {value}");
    }
}

/// Names come from people: quotes, backslashes and line ends must not end the label.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_itself() {
        let mut page = Page::default();
        page.sample("m", &[("queue", "a\"} 1\nx\\")], 0.5);
        assert_eq!(page.text, "m{queue=\"a\\\"} 1\\nx\\\\\"} 0.5\n");
    }
}
