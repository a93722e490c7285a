//! `penstock submit`: queues jobs and prints their ids, each alone on its line.

use super::run::{check_files, find_task};
use super::submit_many;
use crate::failure::Failure;
use crate::output;
use crate::params::ParamArgs;
use crate::session::{Session, caller};
use crate::store_choice::StoreChoice;
use crate::times::{parse_at, parse_in, parse_seconds};
use penstock_service::types::{SubmitReply, SubmitRequest};
use penstock_service::{JobId, Retry, Service};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What `penstock submit` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Name of the task; `penstock tasks` lists them
    #[arg(required_unless_present = "rq_function")]
    task: Option<String>,
    /// The files that it takes
    files: Vec<PathBuf>,
    #[command(flatten)]
    params: ParamArgs,
    /// Queue to wait in; the task's own without it
    #[arg(long)]
    queue: Option<String>,
    /// Ahead of everything in its queue
    #[arg(long)]
    front: bool,
    /// Not before this time: RFC 3339, a local date and time, or a local time of day
    #[arg(long, value_name = "TIME", value_parser = parse_at, conflicts_with = "in_ms")]
    at: Option<i64>,
    /// Not before this much time has passed: 90s, 5m, 2h, 1d
    #[arg(long = "in", id = "in_ms", value_name = "DURATION", value_parser = parse_in)]
    in_ms: Option<i64>,
    /// Wait until this job finished; may be given several times
    #[arg(long, value_name = "JOB")]
    after: Vec<String>,
    /// Try again after a failure: N times, after S1, S2, … seconds
    #[arg(long, value_name = "N:S1,S2", value_parser = parse_retry)]
    retry: Option<Retry>,
    /// Longest time of one attempt in seconds
    #[arg(long, value_name = "S", value_parser = parse_timeout)]
    timeout: Option<u64>,
    /// Seconds that the result stays
    #[arg(long, value_name = "S", value_parser = parse_seconds)]
    result_ttl: Option<u64>,
    /// Seconds that a failed job stays
    #[arg(long, value_name = "S", value_parser = parse_seconds)]
    failure_ttl: Option<u64>,
    /// A second submission with the same key yields the first one's job
    #[arg(long, value_name = "K")]
    key: Option<String>,
    /// So many jobs of the same kind, as a batch; with one job for each file or row, so many of each
    #[arg(long, visible_alias = "copies", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
    /// Keep it in the store until it is released; with a remote store away, keep it in the outbox of
    /// this computer, from where it is sent when the store is back
    #[arg(long)]
    hold: bool,
    #[command(flatten)]
    many: submit_many::Many,
    /// A function of a Python worker; needs a Redis store
    #[arg(long, value_name = "NAME", requires = "kwargs", conflicts_with_all = ["task", "set", "params"])]
    rq_function: Option<String>,
    /// Keyword arguments of --rq-function
    #[arg(long, value_name = "JSON", requires = "rq_function")]
    kwargs: Option<String>,
}

/// Queues them.
///
/// # Errors
/// [`Failure::Usage`] before anything is written, or what the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let is_batch = args.many.is_wanted(&args.files);
    let mut task_info = None;
    let (name, params) = match (args.rq_function, args.task) {
        (Some(_), _) if is_batch => {
            return Err(Failure::usage("--rq-function makes one job; it takes no files, table or list"));
        }
        (Some(function), _) => (function, keywords(args.kwargs.as_deref().unwrap_or("{}"))?),
        (None, task) => {
            let name = task.unwrap_or_default();
            let task = find_task(&name)?;
            let params = args.params.read(task.name, &task.schema)?;
            if !is_batch {
                check_files(&task, &args.files)?;
                Service::check_params(&name, &params)?;
            }
            task_info = Some(task);
            (name, params)
        }
    };
    let request = SubmitRequest {
        task: name,
        params,
        inputs: Vec::new(),
        queue: args.queue,
        label: args.many.label.clone(),
        at_front: args.front,
        not_before_ms: args.at.or(args.in_ms),
        after: args.after.into_iter().map(JobId::from).collect(),
        retry: args.retry.unwrap_or_default(),
        timeout_s: args.timeout,
        result_ttl_s: args.result_ttl,
        failure_ttl_s: args.failure_ttl,
        key: args.key,
        count: args.count,
        hold: args.hold,
    };
    if let (true, Some(task)) = (is_batch, &task_info) {
        let request = SubmitRequest { label: None, ..request };
        return submit_many::run(args.many, task, &args.files, request, store).await;
    }
    let reply = if args.hold && store.is_remote() {
        submit_or_hold(&store, request, &args.files).await?
    } else {
        submit_now(store, request, &args.files).await?
    };
    if let Some(batch) = &reply.batch {
        output::note(&format!("Batch {batch}: {}", super::batch::jobs(reply.ids.len() as u64)));
    }
    if args.many.json {
        return output::print_json(
            &json!({ "batch": reply.batch, "ids": reply.ids, "duplicates": reply.duplicates, "left_out": [] }),
        );
    }
    let ids: String = reply.ids.iter().map(|id| format!("{id}\n")).collect();
    output::print(&ids)
}

async fn submit_now(
    store: StoreChoice,
    mut request: SubmitRequest,
    files: &[PathBuf],
) -> Result<SubmitReply, Failure> {
    let session = Session::open(store).await?;
    for file in files {
        request.inputs.push(session.service.add_input(file).await?);
    }
    Ok(session.service.submit(&session.caller, request).await?)
}

/// With the store away the jobs are kept on this computer, which is no failure.
async fn submit_or_hold(
    store: &StoreChoice,
    request: SubmitRequest,
    files: &[PathBuf],
) -> Result<SubmitReply, Failure> {
    let (reply, held) = Service::submit_or_hold(store.url.as_deref(), &caller(), request, files).await?;
    if held {
        output::note(
            "The store cannot be reached: kept in the outbox of this computer, and sent once when a worker, \
             the server or the app runs with that store again (`penstock doctor` shows what waits)",
        );
    }
    Ok(reply)
}

fn keywords(text: &str) -> Result<Value, Failure> {
    match serde_json::from_str(text) {
        Ok(keywords @ Value::Object(_)) => Ok(keywords),
        Ok(_) => Err(Failure::usage("--kwargs: expected a JSON object of keyword arguments")),
        Err(error) => Err(Failure::usage(format!("--kwargs: not JSON: {error}"))),
    }
}

fn parse_timeout(text: &str) -> Result<u64, String> {
    match parse_seconds(text)? {
        0 => Err("expected at least one second".to_owned()),
        seconds => Ok(seconds),
    }
}

fn parse_retry(text: &str) -> Result<Retry, String> {
    let fault = || "expected a number of tries with their intervals in seconds, such as 3:10,60".to_owned();
    let (max, intervals) = text.split_once(':').unwrap_or((text, ""));
    let intervals = intervals.split(',').filter(|part| !part.is_empty());
    Ok(Retry {
        max: max.parse().map_err(|_| fault())?,
        intervals_s: intervals
            .map(|part| parse_seconds(part).map_err(|_| fault()))
            .collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_are_read_with_their_intervals() {
        assert_eq!(parse_retry("3:10,60"), Ok(Retry { max: 3, intervals_s: vec![10, 60] }));
        assert_eq!(parse_retry("2"), Ok(Retry { max: 2, intervals_s: vec![] }));
        for wrong in ["", ":10", "-1", "3:x", "3:10;60"] {
            assert!(parse_retry(wrong).is_err(), "{wrong} was read");
        }
    }
}
