//! Every address of the API.

use super::build::Builder;
use crate::files::UploadQuery;
use crate::rest::{artboard, batches, jobs, monitoring, new_job, session, wjp};
use penstock_service::types::{BatchReport, BatchesRequest, NoReply};
use penstock_service::{ArtifactRef, CommandSchema, Kind, Update};
use serde_json::json;

/// A drawing for examples.
const LINE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100mm\" height=\"50mm\" viewBox=\"0 0 100 50\">\
     <path d=\"M10 10h80\" stroke=\"#000\" fill=\"none\"/></svg>";

/// Describes all of them.
pub(super) fn add(builder: &mut Builder) {
    monitoring_paths(builder);
    job_paths(builder);
    batch_paths(builder);
    ancestor_paths(builder);
    content_paths(builder);
    session_paths(builder);
    for command in builder.schemas.commands() {
        command_path(builder, &command);
    }
}

fn monitoring_paths(builder: &mut Builder) {
    builder
        .open_operation("get", "/monitoring/health", "health", "Whether Penstock can do its work")
        .answers::<monitoring::Health>("200", "It can")
        .answers::<monitoring::Health>("503", "The store is away")
        .done();
    builder
        .operation("get", "/monitoring/queue/stats", "queue_stats", Kind::Read, "What waits and what works")
        .answers::<monitoring::QueueStats>("200", "The figures")
        .done();
    builder
        .operation("get", "/monitoring/queue/workers", "queue_workers", Kind::Read, "Every worker")
        .answers::<monitoring::Workers>("200", "The workers, the lost ones too")
        .done();
    builder
        .operation(
            "get",
            "/monitoring/queue/failed",
            "queue_failed",
            Kind::Read,
            "Failed and quarantined jobs",
        )
        .asks::<monitoring::FailedQuery>()
        .answers::<monitoring::FailedJobs>("200", "A page of them, newest first")
        .done();
    builder
        .operation("post", "/monitoring/queue/failed", "retry_failed", Kind::Act, "Try a failed job again")
        .takes::<monitoring::RetryFailed>()
        .answers::<monitoring::Retried>("200", "It was queued again")
        .refusal("404", "There is no such job")
        .refusal("409", "It has not ended")
        .done();
    builder
        .operation("get", "/metrics", "metrics", Kind::Read, "Figures for Prometheus")
        .answers_schema("200", "Text format 0.0.4", "text/plain", json!({ "type": "string" }))
        .done();
    let document = json!({ "type": "object", "required": ["openapi", "paths"] });
    builder
        .operation("get", "/openapi.json", "openapi", Kind::Read, "This document")
        .answers_schema("200", "OpenAPI 3.1", "application/json", document)
        .done();
}

fn job_paths(builder: &mut Builder) {
    builder
        .operation("get", "/jobs", "jobs", Kind::Read, "A page of jobs")
        .asks::<jobs::JobsQuery>()
        .answers::<jobs::JobsPage>("200", "The page, newest first")
        .done();
    builder
        .operation("post", "/jobs", "new_job", Kind::Act, "Queue a job")
        .takes::<new_job::NewJob>()
        .example(
            "application/json",
            json!({ "task": "plot", "inputs": [{ "name": "line.svg", "text": LINE }] }),
        )
        .answers::<new_job::Accepted>("202", "It was queued, or had been queued before under its key")
        .leads_to(
            "202",
            &["job", "cancel_job", "retry_job", "delete_job"].map(|to| (to, "id", "$response.body#/job_id")),
        )
        .refusal("404", "The content of an input is not here")
        .refusal("422", "An input cannot be used")
        .done();
    builder
        .operation("get", "/jobs/{id}", "job", Kind::Read, "One job with its result")
        .answers::<crate::rest::view::JobWithResult>("200", "The job")
        .refusal("404", "There is no such job")
        .done();
    builder
        .operation("delete", "/jobs/{id}", "delete_job", Kind::Act, "Remove a job that does not run")
        .answers::<NoReply>("200", "It is gone")
        .refusal("404", "There is no such job")
        .refusal("409", "It runs")
        .done();
    for (verb, id, summary, refusal) in [
        ("cancel", "cancel_job", "Stop a job", "It has ended"),
        ("retry", "retry_job", "Queue a job again that has ended", "It has not ended"),
    ] {
        builder
            .operation("post", &format!("/jobs/{{id}}/{verb}"), id, Kind::Act, summary)
            .answers::<crate::rest::view::JobWithResult>("200", "The job as it is now")
            .refusal("404", "There is no such job")
            .refusal("409", refusal)
            .done();
    }
}

fn batch_paths(builder: &mut Builder) {
    builder
        .operation("get", "/batches", "batches", Kind::Read, "The newest batches")
        .asks::<BatchesRequest>()
        .answers::<batches::Batches>("200", "The newest first")
        .done();
    builder
        .operation("get", "/batches/{id}", "batch", Kind::Read, "How a batch stands")
        .answers::<batches::BatchView>("200", "The batch; `GET /jobs?batch=` lists its jobs")
        .refusal("404", "There is no such batch")
        .done();
    builder
        .operation(
            "post",
            "/batches/{id}/cancel",
            "stop_batch",
            Kind::Act,
            "Stop what has not ended of a batch",
        )
        .answers::<batches::Stopped>("200", "The batch as it is now")
        .refusal("404", "There is no such batch")
        .done();
    builder
        .operation(
            "get",
            "/batches/{id}/report",
            "batch_lines",
            Kind::Read,
            "One line for each job of a batch",
        )
        .answers::<BatchReport>("200", "The lines, in the order of submission")
        .refusal("404", "There is no such batch")
        .done();
}

/// Addresses of the programs that Penstock grew out of.
fn ancestor_paths(builder: &mut Builder) {
    builder
        .operation("post", "/analyze-dxf", "analyze_dxf", Kind::Act, "Analyse a DXF of this computer")
        .asks::<wjp::Mode>()
        .takes::<wjp::Analysis>()
        .answers::<wjp::Analysed>("200", "The report, or the job that will have it")
        .refusal("409", "No worker is there, or the job has not ended within ten minutes")
        .refusal("422", "The analysis failed")
        .done();
    builder
        .operation(
            "post",
            "/cost",
            "cost",
            Kind::Act,
            "Reckon what a DXF of this computer costs, by wjp's rates",
        )
        .takes::<wjp::Costing>()
        .answers::<wjp::Costed>("200", "The quote")
        .refusal("409", "No worker is there, or the job has not ended within ten minutes")
        .refusal("422", "The drawing cannot be quoted")
        .done();
    builder
        .operation("post", "/api/artboard/create", "create_artboard", Kind::Act, "Make a drawing")
        .takes::<artboard::NewArtboard>()
        .answers::<artboard::Artboard>("200", "The drawing")
        .answers::<artboard::Artboard>("202", "It was queued")
        .refusal("409", "No worker is there, or the job has not ended within ten minutes")
        .refusal("422", "It cannot be made")
        .done();
}

fn content_paths(builder: &mut Builder) {
    let bytes = json!({ "type": "string", "format": "binary" });
    builder
        .operation("post", "/api/upload", "upload", Kind::Act, "Keep a file as an input")
        .asks::<UploadQuery>()
        .takes_schema("application/octet-stream", bytes.clone(), false)
        .answers::<ArtifactRef>("200", "Give it to `inspect`, `submit` or `POST /jobs`")
        .refusal("422", "It is larger than 200 MB")
        .done();
    builder
        .operation("get", "/api/jobs/{id}/artifacts/{name}", "artifact", Kind::Read, "A file of a job")
        .answers_schema("200", "Its content", "application/octet-stream", bytes.clone())
        .refusal("404", "There is no such file")
        .done();
    builder
        .operation("get", "/api/preview/{handle}/{level}", "preview", Kind::Read, "One level of a picture")
        .answers_schema("200", "Geometry (docs/preview-format.md)", "application/octet-stream", bytes.clone())
        .refusal("404", "There is no such picture")
        .done();
    builder
        .operation("get", "/api/preview/{handle}/coverage", "coverage", Kind::Read, "How often a pen passes")
        .answers_schema("200", "One byte a cell of `PreviewInfo.coverage`", "application/octet-stream", bytes)
        .refusal("404", "There is no such picture, or it does not tell")
        .done();
    let update = builder.schemas.answered::<Update>();
    builder
        .operation("get", "/api/events", "events", Kind::Read, "What changes, as it changes")
        .answers_schema(
            "200",
            "Server-sent events; the data of each is an update",
            "text/event-stream",
            json!({
                "type": "string", "x-event-data": update,
            }),
        )
        .done();
}

fn session_paths(builder: &mut Builder) {
    for (method, id, summary) in [
        ("get", "who", "Who asks"),
        ("post", "open_session", "Exchange a token for an HttpOnly cookie"),
        ("delete", "close_session", "Forget the cookie"),
    ] {
        builder
            .operation(method, "/api/session", id, Kind::Read, summary)
            .answers::<session::Session>("200", "The token's name and kind")
            .done();
    }
}

fn command_path(builder: &mut Builder, command: &CommandSchema) {
    let summary = format!("The command `{}` of the app", command.name);
    builder
        .operation("post", &format!("/api/{}", command.name), command.name, command.kind, &summary)
        .takes_schema("application/json", command.request.clone(), false)
        .answers_schema("200", "Its answer", "application/json", command.response.clone())
        .refusal("404", "There is no such thing")
        .refusal("409", "The state does not allow it, or a newer request took its place")
        .refusal("422", "The work failed")
        .done();
}
