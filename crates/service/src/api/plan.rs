//! What would come out: a task run here and now, without a job.

use super::app::known_task;
use super::types::{DropPlanRequest, ErrorCode, NoReply, Plan, PlanRequest, PreviewInfo};
use crate::sandbox::{Ran, stopped};
use crate::service::{Caller, blocking};
use crate::{Service, WireError};
use penstock_worker::child::Limits;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Plans that run at once: each child may take 1 GiB.
const AT_ONCE: usize = 2;
/// A plan that takes longer is given up; a job may take as long as its task allows.
const LONGEST: Duration = Duration::from_secs(120);
/// Names remembered; the oldest plan ends when there are more.
const MOST_OPEN: usize = 64;
/// Longest name of a plan in bytes.
const LONGEST_NAME: usize = 200;

/// Who asked, and under which name.
type Key = (String, String);

/// The plans that run or whose pictures are open.
pub(crate) struct Plans {
    slots: Semaphore,
    open: Mutex<HashMap<Key, Open>>,
    begun: AtomicU64,
}

struct Open {
    /// Tells it from a later one with the same name.
    number: u64,
    /// True stops it; dropped when another plan took the name.
    stop: watch::Sender<bool>,
    /// Its pictures, once it is done.
    handles: Vec<String>,
}

impl Default for Plans {
    fn default() -> Self {
        Self { slots: Semaphore::new(AT_ONCE), open: Mutex::new(HashMap::new()), begun: AtomicU64::new(0) }
    }
}

impl Plans {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the name; whoever had it is stopped. Also returns pictures that nobody needs after this.
    fn begin(&self, key: Key) -> (Turn<'_>, watch::Receiver<bool>, Vec<String>) {
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let (stop, stopped) = watch::channel(false);
        let mut open = self.lock();
        let mut ended = open.insert(key.clone(), Open { number, stop, handles: Vec::new() });
        if ended.is_none() && open.len() > MOST_OPEN {
            let oldest = open.iter().min_by_key(|(_, one)| one.number).map(|(key, _)| key.clone());
            ended = oldest.and_then(|oldest| open.remove(&oldest));
        }
        let handles = ended.map(Open::end).unwrap_or_default();
        (Turn { plans: self, key, number, kept: false }, stopped, handles)
    }

    fn end(&self, key: &Key) -> Vec<String> {
        self.lock().remove(key).map(Open::end).unwrap_or_default()
    }

    /// Stops all of them.
    pub(crate) fn stop_all(&self) {
        for (_, open) in self.lock().drain() {
            open.end();
        }
    }
}

/// A plan that runs. Its name is free again when this goes, unless the plan was done.
struct Turn<'a> {
    plans: &'a Plans,
    key: Key,
    number: u64,
    kept: bool,
}

impl Turn<'_> {
    /// Notes the plan's pictures; false when its name went to another, or it was dropped.
    fn done(mut self, handles: Vec<String>) -> bool {
        if let Some(mine) = self.plans.lock().get_mut(&self.key).filter(|one| one.number == self.number) {
            mine.handles = handles;
            self.kept = true;
        }
        self.kept
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        let mut open = self.plans.lock();
        if open.get(&self.key).is_some_and(|one| one.number == self.number) {
            open.remove(&self.key);
        }
    }
}

impl Open {
    fn end(self) -> Vec<String> {
        self.stop.send_replace(true);
        self.handles
    }
}

impl Service {
    /// Runs a task in a child without queueing it, for at most 2 minutes. A later plan of the same
    /// caller with the same name stops this one; its pictures are forgotten when the later one is done.
    ///
    /// # Errors
    /// [`ErrorCode::Superseded`] when another took the name or the plan was dropped; else as for a job:
    /// [`ErrorCode::BadParameter`], [`ErrorCode::BadInput`], [`ErrorCode::Failed`].
    pub async fn plan(&self, caller: &Caller, request: PlanRequest) -> Result<Plan, WireError> {
        let PlanRequest { name, task, params, inputs: given } = request;
        if name.len() > LONGEST_NAME {
            return Err(
                WireError::new(ErrorCode::BadRequest, "A plan's name has at most 200 bytes").field("name")
            );
        }
        let info = known_task(&task)?;
        let params = Self::check_params(&task, &params)?;
        super::submit::check_input_count(&info, given.len())?;
        let inputs = self.known_inputs(&given).await?;

        let (turn, stop, earlier) = self.inner.plans.begin((caller.actor.clone(), name));
        let result = self.plan_within(&task, params, &inputs, stop).await;
        self.forget(earlier).await;
        let plan = result?;
        let pictures = [&plan.before, &plan.after].into_iter().flatten();
        let handles: Vec<String> = pictures.map(|picture| picture.handle.clone()).collect();
        if turn.done(handles.clone()) {
            Ok(plan)
        } else {
            self.forget(handles).await;
            Err(stopped())
        }
    }

    /// Stops a plan and forgets its pictures; harmless when there is none.
    ///
    /// # Errors
    /// None now; faces treat it like every other command.
    pub async fn drop_plan(&self, caller: &Caller, request: DropPlanRequest) -> Result<NoReply, WireError> {
        let handles = self.inner.plans.end(&(caller.actor.clone(), request.name));
        self.forget(handles).await;
        Ok(NoReply {})
    }

    pub(super) async fn plan_within(
        &self,
        task: &str,
        params: serde_json::Value,
        inputs: &[penstock_jobs::ArtifactRef],
        stop: watch::Receiver<bool>,
    ) -> Result<Plan, WireError> {
        let mut waiting = stop.clone();
        let _turn = tokio::select! {
            turn = self.inner.plans.slots.acquire() => turn.map_err(|_| stopped())?,
            _ = waiting.wait_for(|&stop| stop) => return Err(stopped()),
        };
        let limits = Limits { wall: LONGEST, cpu: LONGEST, memory_bytes: 1 << 30, ..Limits::default() };
        let ran = self.run_in_child(task, params, inputs, &limits, stop).await?;
        let here = self.clone();
        blocking(move || {
            let before = here.keep_made(&ran, "before.preview")?;
            let after = here.keep_made(&ran, "after.preview")?;
            Ok(Plan { report: ran.report, before, after })
        })
        .await
    }

    fn keep_made(&self, ran: &Ran, name: &str) -> Result<Option<PreviewInfo>, WireError> {
        ran.file(name).map(|file| self.inner.shelf.keep(&file, None)).transpose()
    }

    pub(super) async fn forget(&self, handles: Vec<String>) {
        if handles.is_empty() {
            return;
        }
        let here = self.clone();
        let gone = blocking(move || {
            here.inner.shelf.forget(&handles);
            Ok(())
        });
        if let Err(error) = gone.await {
            tracing::warn!(error.title = %error.title, "Pictures of a plan were not removed");
        }
    }
}
