//! The ways in which one call of `penstock submit` makes many jobs: one for each file, for each row of a
//! table, for each object of a list.

use crate::failure::Failure;
use crate::many;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_service::types::{
    BatchItem, SubmitBatchReply, SubmitBatchRequest, SubmitRequest, SubmitRowsRequest,
};
use penstock_service::{ArtifactRef, TaskInfo};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What makes a submission a batch.
#[derive(clap::Args, Debug)]
pub(crate) struct Many {
    /// One job for each file; a folder stands for the files in it
    #[arg(long, conflicts_with_all = ["from_csv", "from_json"])]
    each: bool,
    /// One job for each row of a table: a column sets the parameter of its heading, `file` names an input,
    /// `label` the job. For postcard the table is one of recipients, and each row is a card
    #[arg(long, value_name = "FILE.csv", conflicts_with = "from_json")]
    from_csv: Option<PathBuf>,
    /// One job for each object of a JSON list: its fields are parameters
    #[arg(long, value_name = "FILE.json")]
    from_json: Option<PathBuf>,
    /// Leave out what cannot be queued and name it, instead of queueing nothing
    #[arg(long)]
    skip_bad: bool,
    /// Name of the batch, or of the job; the file's name without it
    #[arg(long, value_name = "TEXT")]
    pub(crate) label: Option<String>,
    /// Print the batch's id, the jobs' ids and what was left out as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Many {
    /// The call makes a batch.
    pub(crate) fn is_wanted(&self, files: &[PathBuf]) -> bool {
        self.each
            || self.from_csv.is_some()
            || self.from_json.is_some()
            || files.iter().any(|file| file.is_dir())
    }
}

/// Queues them, and says the batch's id on standard error.
///
/// # Errors
/// [`Failure::Usage`] naming every bad row before anything is written, or what the service says.
pub(crate) async fn run(
    args: Many,
    task: &TaskInfo,
    files: &[PathBuf],
    job: SubmitRequest,
    store: StoreChoice,
) -> Result<(), Failure> {
    let takes_rows = task.schema.pointer("/properties/row").is_some();
    let reply = match (&args.from_csv, &args.from_json) {
        (Some(table), _) if takes_rows => {
            let session = Session::open(store).await?;
            let mut job = job;
            for file in std::iter::once(table).chain(files) {
                job.inputs.push(session.service.add_input(file).await?);
            }
            let label = args.label.clone().unwrap_or_else(|| name_of(table));
            let request = SubmitRowsRequest { label, job, skip_bad: args.skip_bad };
            session.service.submit_rows(&session.caller, request).await.map_err(advised)?
        }
        (Some(table), _) => {
            let items = many::rows(task, table)?;
            submit(&args, &name_of(table), items, files, job, store).await?
        }
        (None, Some(list)) => {
            let items = many::objects(list)?;
            submit(&args, &name_of(list), items, files, job, store).await?
        }
        (None, None) => {
            let each = many::files(task, files)?;
            let label = match files {
                [folder] if folder.is_dir() => name_of(folder),
                _ => format!("{} files", each.len()),
            };
            let of_file = |file: PathBuf| many::Item {
                place: Some(file.display().to_string()),
                files: vec![file],
                ..many::Item::default()
            };
            submit(&args, &label, each.into_iter().map(of_file).collect(), &[], job, store).await?
        }
    };
    say(&args, &reply)
}

fn say(args: &Many, reply: &SubmitBatchReply) -> Result<(), Failure> {
    for one in &reply.left_out {
        let place = one.place.clone().unwrap_or_else(|| format!("item {}", one.item));
        output::note(&format!("Left out {place}: {}", one.why));
    }
    output::note(&format!(
        "Batch {}: {} (`penstock batch {} --watch` shows how far it is)",
        reply.batch,
        super::batch::jobs(reply.ids.len() as u64),
        reply.batch
    ));
    if args.json {
        return output::print_json(&json!({
            "batch": reply.batch, "ids": reply.ids, "duplicates": reply.duplicates, "left_out": reply.left_out,
        }));
    }
    let ids: String = reply.ids.iter().map(|id| format!("{id}\n")).collect();
    output::print(&ids)
}

async fn submit(
    args: &Many,
    usual_label: &str,
    items: Vec<many::Item>,
    files: &[PathBuf],
    mut job: SubmitRequest,
    store: StoreChoice,
) -> Result<SubmitBatchReply, Failure> {
    let (items, bad) = split(items);
    if !bad.is_empty() && (!args.skip_bad || items.is_empty()) {
        let mut said = format!("{} of the rows cannot be read, so nothing was queued", bad.len());
        for (place, fault) in &bad {
            said.push_str(&format!("\n  {place}: {fault}"));
        }
        if !items.is_empty() {
            said.push_str("\n  Mend them, or leave them out with --skip-bad");
        }
        return Err(Failure::usage(said));
    }
    for (place, fault) in &bad {
        output::note(&format!("Left out {place}: {fault}"));
    }
    let session = Session::open(store).await?;
    let mut kept = Kept { session: &session, found: HashMap::new() };
    job.inputs = kept.all(files).await?;
    let mut wanted = Vec::with_capacity(items.len());
    for item in items {
        wanted.push(BatchItem {
            inputs: kept.all(&item.files).await?,
            params: Value::Object(item.params),
            label: item.label,
            place: item.place,
        });
    }
    let label = args.label.clone().unwrap_or_else(|| usual_label.to_owned());
    let request = SubmitBatchRequest { label, job, items: wanted, skip_bad: args.skip_bad };
    session.service.submit_batch(&session.caller, request).await.map_err(advised)
}

/// The service speaks of its own field; here it is an option.
fn advised(mut error: penstock_service::WireError) -> Failure {
    if let Some(advice) = &mut error.advice {
        *advice = advice.replace("skip_bad", "--skip-bad");
    }
    if error.field.as_deref() == Some("items") {
        error.field = None;
    }
    error.into()
}

/// Rows that can be read, and the others with their places and faults.
fn split(items: Vec<many::Item>) -> (Vec<many::Item>, Vec<(String, String)>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (number, mut item) in (1..).zip(items) {
        match item.fault.take() {
            None => good.push(item),
            Some(fault) => bad.push((item.place.unwrap_or_else(|| format!("item {number}")), fault)),
        }
    }
    (good, bad)
}

/// Files that are kept already: rows may name the same one.
struct Kept<'a> {
    session: &'a Session,
    found: HashMap<PathBuf, ArtifactRef>,
}

impl Kept<'_> {
    async fn all(&mut self, files: &[PathBuf]) -> Result<Vec<ArtifactRef>, Failure> {
        let mut inputs = Vec::with_capacity(files.len());
        for file in files {
            let kept = match self.found.get(file) {
                Some(kept) => kept.clone(),
                None => self.session.service.add_input(file).await?,
            };
            self.found.insert(file.clone(), kept.clone());
            inputs.push(kept);
        }
        Ok(inputs)
    }
}

fn name_of(path: &Path) -> String {
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    whole.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
