//! The conversation with a child, from its order to its answer or its end.

use super::process::{Pipes, Process};
use super::protocol::{self, Done, Kind, Order, Progress};
use super::said::{self, Said};
use super::tail::Tail;
use super::usage::{self, Excess};
use super::{ProgressReport, Sandbox, death};
use penstock_jobs::Failure;
use std::io;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{ChildStdin, ChildStdout};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// A child that was asked to stop, or that has answered, gets this long to end by itself.
const GRACE: Duration = Duration::from_secs(2);
/// What waits at most for the pipe of a dead child to run dry.
const DRAIN: Duration = Duration::from_millis(500);
/// Faster reports are dropped: the child keeps to a tenth of a second, but need not.
const BETWEEN_REPORTS: Duration = Duration::from_millis(50);

/// What came of a conversation.
pub(super) enum Heard {
    Done(Done),
    Failed(Failure),
    TimedOut(Failure),
    Died(Failure),
    Sandbox(Sandbox),
    Stopped,
}

/// Why the parent stopped listening.
pub(super) enum Turn {
    Answer(Heard),
    Silence,
    Nonsense(String),
    Flood,
    Excess(Excess),
    Time,
    Stop,
}

/// Starts a child, gives it the order, and listens until it has answered, died, or must go.
///
/// # Errors
/// Only when there is no child to talk to.
pub(super) async fn converse(
    order: &Order,
    folder: &Path,
    on_progress: &mut (dyn FnMut(ProgressReport) + Send),
    stop: &mut watch::Receiver<bool>,
) -> io::Result<Heard> {
    let mut child = Standing::start(folder).await?;
    let turn = child.listen_to(order, folder, on_progress, stop).await?;
    child.end(turn, order).await
}

/// A child with the ends of its pipes, which takes one order after the other.
pub(super) struct Standing {
    process: Process,
    orders: mpsc::Sender<Vec<u8>>,
    said: mpsc::Receiver<Said>,
    hang_up: watch::Sender<bool>,
    tail: Tail,
    /// What it said about its sandbox, with its first order.
    sandbox: Option<Sandbox>,
    /// Where the newest order was when it ended.
    stage: Option<String>,
    /// When it was asked to stop, which is for good.
    asked_at: Option<Instant>,
    /// These carry what is said, and end with the child's pipes or with this.
    _carriers: JoinSet<()>,
}

impl Standing {
    /// Starts a child whose working folder is `folder`.
    pub(super) async fn start(folder: &Path) -> io::Result<Self> {
        let (process, Pipes { stdin, stdout, stderr }) = Process::start(folder).await?;
        let tail = Tail::follow(stderr)?;
        let (sayer, said) = mpsc::channel(8);
        let (orders, ordered) = mpsc::channel(1);
        let (hang_up, hung_up) = watch::channel(false);
        let mut carriers = JoinSet::new();
        carriers.spawn(talk(stdin, ordered, hung_up));
        carriers.spawn(listen(stdout, sayer));
        Ok(Self {
            process,
            orders,
            said,
            hang_up,
            tail,
            sandbox: None,
            stage: None,
            asked_at: None,
            _carriers: carriers,
        })
    }

    /// Gives an order and listens until the child has answered, died, or must go.
    ///
    /// # Errors
    /// When the order cannot be put into words.
    pub(super) async fn listen_to(
        &mut self,
        order: &Order,
        folder: &Path,
        on_progress: &mut (dyn FnMut(ProgressReport) + Send),
        stop: &mut watch::Receiver<bool>,
    ) -> io::Result<Turn> {
        let Self { process, orders, said, hang_up, tail, sandbox, asked_at, .. } = self;
        // Who has hung up is found out by its silence.
        let _ = orders.send(protocol::encode(Kind::Order, order)?).await;
        let deadline = Instant::now() + order.limits.wall;
        let mut listening = Listening { on_progress, stage: None, reported_at: None, sandbox };
        let pid = process.id();
        let turn = tokio::select! {
            // Fixed order: a child that floods us with frames delays none of the first four.
            biased;
            () = asked_to_stop(stop) => {
                hang_up.send_replace(true);
                *asked_at = Some(Instant::now());
                match tokio::time::timeout(GRACE, listening.until_answer(said)).await {
                    // It kept what it had, for whoever wanted it to stop.
                    Ok(Turn::Answer(Heard::Done(done))) if is_kept(&done) => Turn::Answer(Heard::Done(done)),
                    _ => Turn::Stop,
                }
            }
            () = tokio::time::sleep_until(deadline) => Turn::Time,
            () = tail.flooded() => Turn::Flood,
            excess = usage::over(folder, pid, &order.limits) => Turn::Excess(excess),
            turn = listening.until_answer(said) => turn,
            () = process.ended() => {
                // What it had said is in the pipe; who holds the pipe open now will say nothing more.
                process.kill_group();
                let rest = listening.until_answer(said);
                tokio::time::timeout(DRAIN, rest).await.unwrap_or(Turn::Silence)
            }
        };
        self.stage = listening.stage.take();
        Ok(turn)
    }

    /// Lets the child go, kills it when it does not, and says what came of the order.
    ///
    /// # Errors
    /// When its end cannot be seen.
    pub(super) async fn end(mut self, turn: Turn, order: &Order) -> io::Result<Heard> {
        // The end of its input is the request to stop, and tells one that has answered to go.
        self.hang_up.send_replace(true);
        let patience = match turn {
            // Whoever asks it to stop waits for all of this no longer than once.
            Turn::Answer(_) | Turn::Silence | Turn::Stop => {
                self.asked_at.map_or(GRACE, |at| GRACE.saturating_sub(at.elapsed()))
            }
            Turn::Nonsense(_) | Turn::Flood | Turn::Excess(_) | Turn::Time => Duration::ZERO,
        };
        let status = self.process.end(patience).await?;
        let stderr = self.tail.last_lines(DRAIN).await;
        Ok(match turn {
            Turn::Answer(heard) => heard,
            Turn::Stop => Heard::Stopped,
            Turn::Silence => match self.sandbox {
                Some(sandbox) if order.work.is_none() && status.success() => Heard::Sandbox(sandbox),
                _ => Heard::Died(death::of_status(status, &order.limits, &stderr)),
            },
            Turn::Nonsense(what) => Heard::Died(death::of_nonsense(&what, &stderr)),
            Turn::Flood => Heard::Died(death::of_flood(&stderr)),
            Turn::Excess(excess) => Heard::Died(death::of_excess(excess, &order.limits, &stderr)),
            Turn::Time => Heard::TimedOut(death::of_time(&order.limits, self.stage.as_deref(), &stderr)),
        })
    }

    /// The child's number, while it was not asked to stop and has said nothing but answers: no word between
    /// two orders, and no line to its log, which the failure of a later task would quote.
    pub(super) fn quiet(&mut self) -> Option<u32> {
        let unasked = !matches!(self.said.try_recv(), Err(mpsc::error::TryRecvError::Empty));
        if unasked || self.asked_at.is_some() || !self.tail.is_silent() { None } else { self.process.id() }
    }
}

/// The task says that it was stopped and that its result counts all the same.
fn is_kept(done: &Done) -> bool {
    done.report.get(penstock_tasks::STOPPED_EARLY) == Some(&serde_json::Value::Bool(true))
}

/// Returns when a stop is asked for; never when nobody can ask any more.
async fn asked_to_stop(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// What is known while the child works.
struct Listening<'a> {
    on_progress: &'a mut (dyn FnMut(ProgressReport) + Send),
    stage: Option<String>,
    reported_at: Option<Instant>,
    sandbox: &'a mut Option<Sandbox>,
}

impl Listening<'_> {
    async fn until_answer(&mut self, said: &mut mpsc::Receiver<Said>) -> Turn {
        loop {
            match said.recv().await {
                None => return Turn::Silence,
                Some(Said::Started(started)) => {
                    if started.version != protocol::VERSION || self.sandbox.is_some() {
                        return Turn::Nonsense(format!("it speaks version {}", started.version));
                    }
                    log_sandbox(&started.sandbox);
                    *self.sandbox = Some(started.sandbox);
                }
                Some(_) if self.sandbox.is_none() => {
                    return Turn::Nonsense("it did not say what its sandbox is".into());
                }
                Some(Said::Progress(progress)) => self.report(progress),
                Some(Said::Done(done)) => return Turn::Answer(Heard::Done(done)),
                Some(Said::Failed(failure)) => return Turn::Answer(Heard::Failed(failure)),
                Some(Said::Cancelled) => return Turn::Answer(Heard::Stopped),
                Some(Said::Nonsense(what)) => return Turn::Nonsense(what),
            }
        }
    }

    fn report(&mut self, Progress { stage, fraction }: Progress) {
        let now = Instant::now();
        if self.reported_at.is_some_and(|at| now.duration_since(at) < BETWEEN_REPORTS) {
            return;
        }
        self.reported_at = Some(now);
        let fraction = fraction.filter(|f| (0.0..=1.0).contains(f));
        let stage: String = stage.chars().filter(|c| !c.is_control()).take(200).collect();
        self.stage = Some(stage.clone());
        (self.on_progress)(ProgressReport { stage, fraction });
    }
}

/// Says once a process what does not protect this computer.
fn log_sandbox(sandbox: &Sandbox) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let gaps: Vec<String> =
            sandbox.gaps().map(|layer| format!("{}: {}", layer.name, layer.detail)).collect();
        if gaps.is_empty() {
            tracing::debug!(sandbox = %sandbox, "children run in a full sandbox");
        } else {
            tracing::warn!(sandbox.gaps = gaps.join("; "), "children run without a part of the sandbox");
        }
    });
}

/// Passes on orders, and holds the pipe open until the conversation is over.
async fn talk(
    mut stdin: ChildStdin,
    mut orders: mpsc::Receiver<Vec<u8>>,
    mut hung_up: watch::Receiver<bool>,
) {
    let pass_on = async {
        while let Some(order) = orders.recv().await {
            // A child that does not read is found out by the clock, one that is gone by its silence.
            let _ = stdin.write_all(&order).await;
        }
    };
    tokio::select! {
        () = pass_on => (),
        _ = hung_up.wait_for(|done| *done) => (),
    }
}

/// Passes on what the child says until its pipe ends or it talks nonsense.
async fn listen(mut stdout: ChildStdout, sayer: mpsc::Sender<Said>) {
    loop {
        let said = match said::next(&mut stdout).await {
            Ok(Some(said)) => said,
            Ok(None) => return,
            Err(what) => Said::Nonsense(what),
        };
        let last = matches!(said, Said::Nonsense(_));
        if sayer.send(said).await.is_err() || last {
            return;
        }
    }
}
