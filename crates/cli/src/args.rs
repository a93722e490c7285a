//! The command line as a whole: what is global, and the list of commands. What a command takes stands
//! in its own file under `commands/`.

use crate::commands::{
    backup, batch, batches, bulk, completions, doctor, job, jobs, man, move_to, pause, queues, retry, run,
    serve, submit, tasks, token, worker, worker_stop, workers,
};
use crate::failure::Failure;
use crate::store_choice::StoreChoice;
use clap::{CommandFactory, Parser, Subcommand};

/// Takes drawings to pen plotters and waterjets, from scripts and on machines with no window
#[derive(Parser, Debug)]
#[command(name = "penstock", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done, 1 the work failed, 2 the call was wrong, 3 the store cannot be reached"
)]
pub(crate) struct Cli {
    /// Where the queues live: sqlite:PATH. Without it PENSTOCK_STORE, then REDIS_URL or REDIS_HOST,
    /// then the embedded store in the user's data folder
    #[arg(long, global = true, value_name = "URL", display_order = 900)]
    store: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run a task now, here, without any queue
    Run(run::Args),
    /// List the tasks and their parameters
    Tasks(tasks::Args),
    /// Queue a job and print its id
    Submit(Box<submit::Args>),
    /// List jobs, newest first
    Jobs(jobs::Args),
    /// Show one job, watch it, or fetch what it made
    Job(job::Args),
    /// Show how a batch stands, watch it, cancel it, or write its report
    Batch(batch::Args),
    /// List batches, newest first
    Batches(batches::Args),
    /// Cancel jobs: waiting ones at once, running ones as soon as their process is gone
    Cancel(bulk::Args),
    /// Let jobs go that were submitted with --hold
    Release(bulk::Args),
    /// Queue jobs again that ended
    Retry(retry::Args),
    /// Move waiting jobs within their queue or to another
    Move(move_to::Args),
    /// Delete jobs that do not run
    Delete(bulk::Args),
    /// List queues
    Queues(queues::Args),
    /// Pause a queue, or all of them; what runs goes on
    Pause(pause::Args),
    /// Resume a queue, or all of them
    Resume(pause::Args),
    /// Run jobs from queues until told to stop
    Worker(worker::Args),
    /// List workers
    Workers(workers::Args),
    /// Ask a worker to stop
    WorkerStop(worker_stop::Args),
    /// Serve the HTTP API and the app to browsers
    Serve(serve::Args),
    /// Make, list and revoke tokens for the HTTP API
    Token(token::Args),
    /// Write a consistent copy of the store while others work
    Backup(backup::Args),
    /// Check store, durability, versions, permissions and strays
    Doctor(doctor::Args),
    /// Print what a shell needs to complete these commands
    Completions(completions::Args),
    /// Write the manual pages
    Man(man::Args),
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// [`Failure`]: what to say and what to exit with.
    pub(crate) async fn run(self) -> Result<(), Failure> {
        // These need no store, so a wrong one does not stop them.
        match self.command {
            Command::Run(args) => return run::run(args).await,
            Command::Tasks(args) => return tasks::run(&args),
            Command::Token(args) => return token::run(args),
            Command::Completions(args) => return completions::run(&args, Self::command()),
            Command::Man(args) => return man::run(&args, Self::command()),
            _ => {}
        }
        let store = StoreChoice::make(self.store.as_deref())?;
        match self.command {
            Command::Run(_)
            | Command::Tasks(_)
            | Command::Token(_)
            | Command::Completions(_)
            | Command::Man(_) => Ok(()),
            Command::Submit(args) => submit::run(*args, store).await,
            Command::Jobs(args) => jobs::run(args, store).await,
            Command::Job(args) => job::run(args, store).await,
            Command::Batch(args) => batch::run(args, store).await,
            Command::Batches(args) => batches::run(args, store).await,
            Command::Cancel(args) => bulk::cancel(args, store).await,
            Command::Release(args) => bulk::release(args, store).await,
            Command::Retry(args) => retry::run(args, store).await,
            Command::Move(args) => move_to::run(args, store).await,
            Command::Delete(args) => bulk::delete(args, store).await,
            Command::Queues(args) => queues::run(args, store).await,
            Command::Pause(args) => pause::pause(args, store).await,
            Command::Resume(args) => pause::resume(args, store).await,
            Command::Worker(args) => worker::run(args, store).await,
            Command::Workers(args) => workers::run(args, store).await,
            Command::WorkerStop(args) => worker_stop::run(args, store).await,
            Command::Serve(args) => serve::run(args, store).await,
            Command::Backup(args) => backup::run(args, store).await,
            Command::Doctor(args) => doctor::run(args, store).await,
        }
    }

    /// The command runs until it is stopped, so its log is worth reading.
    pub(crate) fn is_long_running(&self) -> bool {
        matches!(self.command, Command::Worker(_) | Command::Serve(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_call_of_the_contract_is_understood() {
        for call in [
            "run plot a.svg b.svg --set x=1 --set y=2 --params p.json --out d --json",
            "tasks --json",
            "submit plot a.svg --set x=1 --params p.json --queue q --front --in 5m --after j --after k --retry 3:10,60 --timeout 60 --result-ttl 9 --failure-ttl 9 --key k --count 3 --hold",
            "submit plot --at 2026-03-01T00:00:00Z",
            "submit --rq-function f --kwargs {} --queue q",
            "jobs --queue q --state failed --search text --limit 10000 --json",
            "job j --watch --json --fetch d",
            "submit plot a.svg b.svg --each --skip-bad --label x --json",
            "submit pattern --from-csv rows.csv",
            "submit pattern --from-json rows.json",
            "submit plot folder --copies 2",
            "batch b --watch --cancel --report d --json",
            "batches --limit 5 --json",
            "jobs --batch b",
            "cancel a b",
            "retry a b",
            "retry --failed --queue q",
            "move a --to front",
            "move a --to back",
            "move a --to low",
            "delete a b",
            "queues --json",
            "pause",
            "pause q",
            "resume q",
            "worker --queues a,b --name n --concurrency 2 --burst --max-jobs 3",
            "worker --queue a --queue b",
            "workers --json",
            "worker-stop n --now",
            "serve --listen 127.0.0.1:5000 --no-worker",
            "serve --queues a,b --allow-host plotter.example --tokens f",
            "worker --queues a --output d --allow-folder d --allow-address https://x/y --allow-private-addresses",
            "token add tablet --kind read",
            "token list --json",
            "token revoke tablet",
            "backup f",
            "doctor --repair",
            "completions zsh",
            "man --out d",
            "--store sqlite:x jobs",
            "jobs --store sqlite:x",
        ] {
            let words = std::iter::once("penstock").chain(call.split(' '));
            assert!(Cli::try_parse_from(words).is_ok(), "{call}");
        }
    }

    #[test]
    fn calls_that_contradict_themselves_are_refused() {
        for call in [
            "run plot a.svg",
            "submit",
            "submit plot --at 14:30 --in 5m",
            "submit plot --retry x",
            "submit plot --count 0",
            "submit plot a.svg --each --from-csv b.csv",
            "submit plot --from-csv a.csv --from-json b.json",
            "batch",
            "submit plot --rq-function f",
            "jobs --limit 10001",
            "jobs --state done",
            "retry",
            "retry a --failed",
            "retry a --queue q",
            "cancel",
            "worker --concurrency 0",
            "worker --queues a --queue b",
        ] {
            let words = std::iter::once("penstock").chain(call.split(' '));
            let refused = Cli::try_parse_from(words).expect_err(call);
            assert_eq!(refused.exit_code(), 2, "{call}");
        }
    }
}
