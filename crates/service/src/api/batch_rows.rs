//! One job for each row of a table: mail merge as a batch.
//!
//! Which rows make something is not guessed here: the task runs once over the whole table, in a child like
//! every task, and its report names the rows and what is wrong with them.

use super::app::known_task;
use super::batch_types::{BatchItem, LeftOut, SubmitBatchReply, SubmitBatchRequest, SubmitRowsRequest};
use super::batches::refusal;
use crate::service::Caller;
use crate::{ErrorCode, Service, WireError};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

/// What this needs of the report of a task that takes tables.
#[derive(Deserialize)]
struct MergeReport {
    table: Option<Table>,
    problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct Table {
    rows: u32,
}

#[derive(Deserialize)]
struct Problem {
    row: u32,
    line: u64,
    message: String,
}

impl Service {
    /// Queues one job for each row of a table among the job's inputs, as one batch. The task is one that
    /// takes `row`, like `postcard`; `first_row` leaves out the rows before it. Rows that make nothing are
    /// named by their line before anything is queued; with `skip_bad` they are left out.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a task without `row`, [`ErrorCode::BadParameter`] for bad rows,
    /// [`ErrorCode::BadInput`] for a table that cannot be read; otherwise as [`Service::submit_batch`].
    pub async fn submit_rows(
        &self,
        caller: &Caller,
        request: SubmitRowsRequest,
    ) -> Result<SubmitBatchReply, WireError> {
        let (request, left_out) = self.batch_of_rows(request).await?;
        let reply = self.submit_batch(caller, request).await?;
        Ok(SubmitBatchReply { left_out, ..reply })
    }

    /// The batch that a table asks for, and its rows that make nothing.
    ///
    /// # Errors
    /// As [`Service::submit_rows`].
    pub(super) async fn batch_of_rows(
        &self,
        request: SubmitRowsRequest,
    ) -> Result<(SubmitBatchRequest, Vec<LeftOut>), WireError> {
        let SubmitRowsRequest { label, job, skip_bad } = request;
        let info = known_task(&job.task)?;
        if info.schema.pointer("/properties/row").is_none() {
            let title = format!("{} makes nothing of a single row of a table", info.name);
            return Err(WireError::new(ErrorCode::BadRequest, title).field("task"));
        }
        let params = Self::check_params(&job.task, &job.params)?;
        super::submit::check_input_count(&info, job.inputs.len())?;
        let inputs = self.known_inputs(&job.inputs).await?;
        // Nobody stops it but by dropping the future, which ends the child too.
        let (_keep, never) = watch::channel(false);
        // Boxed: the future of a child is large.
        let plan = Box::pin(self.plan_within(&job.task, whole_table(params.clone()), &inputs, never)).await?;
        let drop_pictures = [&plan.before, &plan.after].into_iter().flatten();
        self.forget(drop_pictures.map(|picture| picture.handle.clone()).collect()).await;
        let report = MergeReport::deserialize(&plan.report)
            .map_err(|error| WireError::internal("The task's report does not tell its rows", &error))?;
        let Some(table) = report.table else {
            let title = "None of the inputs is a table";
            return Err(WireError::new(ErrorCode::BadRequest, title).field("inputs"));
        };
        let first = params.get("first_row").and_then(Value::as_u64).unwrap_or(1);
        let wanted = (1..=table.rows).filter(|row| u64::from(*row) >= first);
        let bad = |row: u32| report.problems.iter().find(|problem| problem.row == row);
        let mut left_out = Vec::new();
        let mut items = Vec::new();
        for row in wanted {
            match bad(row) {
                Some(problem) => left_out.push(LeftOut {
                    item: row,
                    place: Some(format!("line {}", problem.line)),
                    why: problem.message.clone(),
                }),
                None => items.push(BatchItem {
                    params: json!({"row": row}),
                    label: Some(format!("{label} row {row}")),
                    place: Some(format!("row {row}")),
                    ..BatchItem::default()
                }),
            }
        }
        if items.is_empty() || (!left_out.is_empty() && !skip_bad) {
            return Err(refusal(&left_out, items.is_empty()));
        }
        Ok((SubmitBatchRequest { label, job, items, skip_bad: false }, left_out))
    }
}

/// The parameters for all rows at once, each card by itself.
fn whole_table(mut params: Value) -> Value {
    if let Value::Object(params) = &mut params {
        for name in ["row", "per_sheet", "gcode"] {
            params.remove(name);
        }
    }
    params
}
