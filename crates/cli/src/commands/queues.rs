//! `penstock queues`: every queue with what waits in it.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use crate::table::{Column, Table};
use penstock_service::types::{NoArgs, QueueList};

/// What `penstock queues` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
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
    let list = session.service.list_queues(&session.caller, NoArgs {}).await?;
    if args.json {
        return output::print_json(&list);
    }
    output::print(&table(&list).render(output::stdout_columns()))?;
    if list.all_paused {
        output::note("All queues are paused; `penstock resume` lets them go on");
    }
    Ok(())
}

fn table(list: &QueueList) -> Table {
    let mut table = Table::new([
        ("Queue", Column::Shrinks),
        ("Queued", Column::Number),
        ("Running", Column::Number),
        ("Waiting", Column::Number),
        ("Failed", Column::Number),
        ("", Column::Text),
        ("Workers", Column::Shrinks),
    ]);
    for queue in &list.queues {
        table.row([
            queue.name.clone(),
            queue.queued.to_string(),
            queue.running.to_string(),
            queue.waiting.to_string(),
            queue.failed.to_string(),
            if queue.paused || list.all_paused { "paused".to_owned() } else { String::new() },
            queue.workers.join(", "),
        ]);
    }
    table
}
