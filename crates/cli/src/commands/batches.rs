//! `penstock batches`: the list, newest first.

use super::batch::{as_json, states};
use crate::failure::Failure;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use crate::table::{Column, Table};
use crate::{output, times};
use anyhow::Context;
use penstock_service::types::BatchesRequest;
use serde_json::json;

/// What `penstock batches` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lists them.
///
/// # Errors
/// What the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let request = BatchesRequest { limit: Some(args.limit) };
    let batches = session.service.list_batches(&session.caller, request).await?;
    if args.json {
        let batches: Result<Vec<_>, _> = batches.iter().map(as_json).collect();
        let batches = batches.context("A batch cannot be written as JSON")?;
        return output::print_json(&json!({ "batches": batches }));
    }
    let mut table = Table::new([
        ("Id", Column::Text),
        ("Jobs", Column::Number),
        ("Done", Column::Number),
        ("Created", Column::Text),
        ("Label", Column::Shrinks),
        ("", Column::Shrinks),
    ]);
    for batch in &batches {
        table.row([
            batch.id.to_string(),
            batch.jobs.to_string(),
            format!("{:.0} %", batch.fraction * 100.0),
            times::local(batch.created_at_ms),
            batch.label.clone(),
            states(batch),
        ]);
    }
    output::print(&table.render(output::stdout_columns()))
}
