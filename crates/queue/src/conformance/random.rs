//! Random courses of things: one beside a model that must agree at every step, and one from many sides at
//! once that must lose nothing. Each failure names its seed.

use super::Ground;
use super::ground::{LONG, actor, completion, failure, labelled, worker};
use super::model::{Model, ModelJob};
use penstock_jobs::{
    ClaimRequest, JobFilter, JobId, JobState, Lease, LeaseStatus, NewJob, Retry, StateCounts, Store,
    StoreError, Target,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const QUEUES: [&str; 3] = ["high", "default", "low"];

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.roll(one_in) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.roll(from.len())) }
    }
}

pub(super) async fn any_course_of_things_agrees_with_the_model(ground: Ground) {
    ground.register("w").await;
    for seed in 0..4 {
        let mut course = Course {
            ground: &ground,
            dice: Dice(seed),
            model: Model::default(),
            leases: vec![],
            ended: vec![],
        };
        for step in 0..220 {
            let done = course.step().await;
            course
                .agrees(step % 20 == 19)
                .await
                .unwrap_or_else(|why| panic!("seed {seed}, step {step} ({done}): {why}"));
        }
        course.clear().await;
    }
    let report = ground.store.check(false).await.unwrap();
    assert!(report.findings.iter().all(|finding| finding.ok), "{report:?}");
}

struct Course<'a> {
    ground: &'a Ground,
    dice: Dice,
    model: Model,
    leases: Vec<Lease>,
    /// Leases that have ended, and whether they ended by finishing.
    ended: Vec<(Lease, bool)>,
}

impl Course<'_> {
    async fn step(&mut self) -> String {
        match self.dice.roll(20) {
            0..=4 => self.submit().await,
            5..=8 => self.claim().await,
            9..=12 => self.end_a_run().await,
            13 => self.late().await,
            14 => self.crash().await,
            15 => self.pause().await,
            _ => self.person().await,
        }
    }

    fn queue(&mut self) -> String {
        (*self.dice.pick(&QUEUES).unwrap()).to_owned()
    }

    fn any_job(&mut self) -> Option<JobId> {
        let ids: Vec<JobId> = self.model.jobs.keys().cloned().collect();
        self.dice.pick(&ids).cloned()
    }

    async fn submit(&mut self) -> String {
        let id = JobId::fresh();
        let after: Vec<JobId> = match self.dice.roll(3) {
            0 => (0..2).filter_map(|_| self.any_job()).collect(),
            _ => vec![],
        };
        let job = NewJob {
            id: Some(id.clone()),
            queue: self.queue(),
            at_front: self.dice.chance(4),
            hold: self.dice.chance(8),
            rerun_after_crash: !self.dice.chance(4),
            retry: Retry { max: self.dice.roll(4) as u32, intervals_s: vec![] },
            after: after.clone(),
            ..labelled("job")
        };
        let model = ModelJob {
            state: JobState::Held,
            queue: job.queue.clone(),
            at_front: job.at_front,
            unmet: after,
            retries: job.retry.max,
            used: 0,
            deaths: 0,
            lost: 0,
            attempt: 0,
            finished: 0,
            cancel_requested: false,
            rerun_after_crash: job.rerun_after_crash,
        };
        self.model.submit(&id, model, job.hold);
        self.ground.submit(job).await;
        format!("submit {id}")
    }

    async fn take(&mut self, lease: Duration) -> (Option<Lease>, String) {
        let mut queues: Vec<String> = QUEUES.iter().map(|queue| (*queue).to_owned()).collect();
        queues.swap(0, self.dice.roll(3));
        queues.truncate(1 + self.dice.roll(3));
        let expected = self.model.claim(&queues);
        let request = ClaimRequest { worker: "w".into(), queues: queues.clone(), lease };
        let claim = self.ground.store.claim(&request).await.unwrap();
        let given = claim.as_ref().map(|claim| claim.job.id.clone());
        assert_eq!(given, expected, "a claim of {queues:?} gave another job than the rules");
        (claim.map(|claim| claim.lease), format!("claim {given:?} of {queues:?}"))
    }

    async fn claim(&mut self) -> String {
        let (lease, done) = self.take(LONG).await;
        self.leases.extend(lease);
        done
    }

    /// A worker takes a job and dies.
    async fn crash(&mut self) -> String {
        let (lease, done) = self.take(Duration::ZERO).await;
        let rescued = self.ground.other.rescue().await.unwrap();
        assert_eq!(rescued.len(), usize::from(lease.is_some()));
        if let Some(lease) = lease {
            self.model.lose(&lease.job);
            self.ended.push((lease, false));
        }
        format!("{done} and crash")
    }

    async fn end_a_run(&mut self) -> String {
        if self.leases.is_empty() {
            return "nothing runs".into();
        }
        let lease = self.leases.swap_remove(self.dice.roll(self.leases.len()));
        let store = &self.ground.store;
        let id = &lease.job;
        let cancelled = self.model.jobs[id].cancel_requested;
        let way = self.dice.roll(8);
        match way {
            0..=3 => {
                store.finish(&lease, &completion()).await.unwrap();
                self.model.finish(id);
            }
            4 | 5 => {
                let said = store.fail(&lease, &failure(), way == 5).await.unwrap();
                self.model.fail(id, way == 5);
                assert_eq!(said, self.model.jobs[id].state);
            }
            6 if cancelled => {
                store.cancelled(&lease).await.unwrap();
                self.model.fail(id, false);
            }
            _ => {
                store.give_back(&lease).await.unwrap();
                self.model.give_back(id);
            }
        }
        self.ended.push((lease.clone(), way <= 3));
        format!("end {id} in way {way}")
    }

    /// A writer whose lease has ended speaks again.
    async fn late(&mut self) -> String {
        let Some((lease, finished)) = self.dice.pick(&self.ended).cloned() else {
            return "nobody is late".into();
        };
        let store = &self.ground.other;
        let answer = store.finish(&lease, &completion()).await;
        let there = self.model.jobs.contains_key(&lease.job);
        match answer {
            Ok(()) => assert!(finished && there, "a late writer was let in"),
            Err(StoreError::NotYours(_)) => assert!(!finished || !there, "a repeat was refused"),
            Err(error) => panic!("a late writer was told: {error}"),
        }
        assert_eq!(store.renew(std::slice::from_ref(&lease), LONG).await.unwrap(), [LeaseStatus::Lost]);
        format!("late {}", lease.job)
    }

    async fn pause(&mut self) -> String {
        let queue = self.queue();
        let store = &self.ground.store;
        match self.dice.roll(4) {
            0 => {
                store.pause(Some(&queue), &actor()).await.unwrap();
                self.model.paused.push(queue.clone());
            }
            1 if self.dice.chance(2) => {
                store.pause(None, &actor()).await.unwrap();
                self.model.all_paused = true;
            }
            2 => {
                store.resume(None, &actor()).await.unwrap();
                self.model.all_paused = false;
            }
            _ => {
                store.resume(Some(&queue), &actor()).await.unwrap();
                self.model.paused.retain(|paused| *paused != queue);
                store.resume(None, &actor()).await.unwrap();
                self.model.all_paused = false;
            }
        }
        format!("pause or resume {queue}")
    }

    async fn person(&mut self) -> String {
        let Some(id) = self.any_job() else { return "no job".into() };
        let ids = [id.clone()];
        let store = &self.ground.other;
        let what = self.dice.roll(8);
        let (answer, allowed) = match what {
            0 | 1 => (store.cancel(&ids, &actor()).await, self.model.cancel(&id)),
            2 | 3 => (store.retry(&ids, &actor()).await, self.model.retry(&id)),
            4 => (store.delete(&ids, &actor()).await, self.model.delete(&id)),
            5 => (store.release_held(&ids, &actor()).await, self.model.release(&id)),
            6 => {
                let front = self.dice.chance(2);
                let target = if front { Target::Front } else { Target::Back };
                (store.move_to(&ids, &target, &actor()).await, self.model.move_to(&id, None, front))
            }
            _ => {
                let queue = self.queue();
                let answer = store.move_to(&ids, &Target::Queue(queue.clone()), &actor()).await;
                (answer, self.model.move_to(&id, Some(&queue), false))
            }
        };
        match answer {
            Ok(()) => assert!(allowed, "{id}: {what} should be refused"),
            Err(StoreError::NotNow(_)) => assert!(!allowed, "{id}: {what} should be allowed"),
            Err(error) => panic!("{id}: {what} was answered with {error}"),
        }
        format!("person {what} on {id}")
    }

    /// Compares the counts, and with `closely` every job and the order of every queue.
    async fn agrees(&self, closely: bool) -> Result<(), String> {
        let store = &self.ground.store;
        let mut expected = StateCounts::new();
        self.model.jobs.values().for_each(|job| *expected.entry(job.state).or_default() += 1);
        let counts = store.counts(None).await.unwrap();
        if counts != expected {
            return Err(format!("counts are {counts:?}, the model has {expected:?}"));
        }
        if !closely {
            return Ok(());
        }
        let all = store.list(&JobFilter { limit: Some(10_000), ..JobFilter::default() }).await.unwrap().jobs;
        for job in &all {
            let model = self.model.jobs.get(&job.id).ok_or_else(|| format!("{} should be gone", job.id))?;
            let found = (job.state, &job.queue, job.attempt, job.attempts_finished);
            let wanted = (model.state, &model.queue, model.attempt, model.finished);
            if found != wanted
                || (job.state == JobState::Running && job.cancel_requested != model.cancel_requested)
            {
                return Err(format!("{}: {found:?}, the model has {model:?}", job.id));
            }
        }
        for queue in QUEUES {
            let ready = JobFilter {
                queue: Some(queue.into()),
                states: vec![JobState::Queued],
                in_start_order: true,
                limit: Some(10_000),
                ..JobFilter::default()
            };
            let order: Vec<JobId> =
                store.list(&ready).await.unwrap().jobs.into_iter().map(|job| job.id).collect();
            if order != self.model.ready(queue) {
                return Err(format!(
                    "the order of {queue} is {order:?}, the model has {:?}",
                    self.model.ready(queue)
                ));
            }
        }
        Ok(())
    }

    /// Leaves an empty store for the next seed.
    async fn clear(mut self) {
        for lease in std::mem::take(&mut self.leases) {
            self.ground.store.finish(&lease, &completion()).await.unwrap();
        }
        let ids: Vec<JobId> = self.model.jobs.keys().cloned().collect();
        self.ground.store.delete(&ids, &actor()).await.unwrap();
        for queue in QUEUES.map(Some).into_iter().chain([None]) {
            self.ground.store.resume(queue, &actor()).await.unwrap();
        }
    }
}

/// What one side was told, job by job.
#[derive(Default)]
struct Ledger {
    submitted: Vec<JobId>,
    finished: Vec<JobId>,
}

pub(super) async fn any_course_of_things_from_many_sides_loses_nothing(ground: Ground) {
    let mut sides = Vec::new();
    for side in 0..6 {
        let store = if side % 2 == 0 { ground.store.clone() } else { ground.other.clone() };
        let name = format!("w{side}");
        store.register(&worker(&name, &QUEUES)).await.unwrap();
        sides.push(tokio::spawn(side_of(store, name, Dice(1000 + side))));
    }
    let mut submitted = Vec::new();
    let mut finished: BTreeMap<JobId, u32> = BTreeMap::new();
    for side in sides {
        let ledger = side.await.unwrap();
        submitted.extend(ledger.submitted);
        ledger.finished.into_iter().for_each(|id| *finished.entry(id).or_default() += 1);
    }
    ground.register("w").await;
    while let Some(claim) = ground.ask_as("w", &QUEUES, LONG).await {
        ground.store.finish(&claim.lease, &completion()).await.unwrap();
        *finished.entry(claim.job.id).or_default() += 1;
    }
    for id in submitted {
        let job = ground.store.job(&id).await.expect("an acknowledged job is there");
        assert!(job.state.is_final(), "{id} ended as {}", job.state);
        let times = finished.get(&id).copied().unwrap_or(0);
        assert_eq!(
            (job.attempts_finished, u32::from(job.state == JobState::Finished)),
            (times, times),
            "{id}"
        );
    }
    let report = ground.store.check(false).await.unwrap();
    assert!(report.findings.iter().all(|finding| finding.ok), "{report:?}");
}

async fn side_of(store: Arc<dyn Store>, name: String, mut dice: Dice) -> Ledger {
    let mut ledger = Ledger::default();
    for _ in 0..60 {
        match dice.roll(4) {
            0 => {
                let queue = (*dice.pick(&QUEUES).unwrap()).to_owned();
                let after =
                    dice.pick(&ledger.submitted).cloned().filter(|_| dice.chance(4)).into_iter().collect();
                let retry = Retry { max: 2, intervals_s: vec![] };
                let job = NewJob { queue, after, retry, ..labelled("job") };
                ledger.submitted.push(store.submit(vec![job], &actor()).await.unwrap().remove(0).id);
            }
            1 => {
                let page = store.list(&JobFilter { limit: Some(20), ..JobFilter::default() }).await.unwrap();
                let Some(job) = dice.pick(&page.jobs) else { continue };
                let ids = [job.id.clone()];
                let answer = match dice.roll(3) {
                    0 => store.cancel(&ids, &actor()).await,
                    1 => store.move_to(&ids, &Target::Front, &actor()).await,
                    _ => store.move_to(&ids, &Target::Queue("high".into()), &actor()).await,
                };
                assert!(matches!(answer, Ok(()) | Err(StoreError::NotNow(_))), "{answer:?}");
            }
            _ => {
                let queues = QUEUES.iter().map(|queue| (*queue).to_owned()).collect();
                let request = ClaimRequest { worker: name.clone(), queues, lease: LONG };
                let Some(claim) = store.claim(&request).await.unwrap() else { continue };
                match dice.roll(4) {
                    0 => drop(store.fail(&claim.lease, &failure(), dice.chance(2)).await.unwrap()),
                    1 => store.give_back(&claim.lease).await.unwrap(),
                    _ => {
                        store.finish(&claim.lease, &completion()).await.unwrap();
                        ledger.finished.push(claim.job.id);
                    }
                }
            }
        }
    }
    ledger
}
