import type { WorkerInfo } from '../api/bindings';
import { workerActions as text } from '../text/en';

export type WorkerAct = 'drain' | 'give-back' | 'stop-now' | 'stop-jobs';

/** Something that can be asked of a worker; or why it cannot be. */
export interface WorkerAction {
  act: WorkerAct;
  label: string;
  title: string | null;
  /** Why this worker cannot do it. */
  whyNot: string | null;
  /** Cannot be undone, and loses work: asked for twice. */
  harsh: boolean;
}

/** RQ's workers beat only between waits for work, which last up to 405 s. */
const STALE_MS = { penstock: 15_000, rq: 420_000 };

export const isStale = (worker: WorkerInfo, now: number): boolean =>
  now - worker.heard_at_ms > STALE_MS[worker.kind];

/** What can be asked of this worker now, in the order in which it hurts. */
export function actionsOf(worker: WorkerInfo): WorkerAction[] {
  if (worker.state === 'lost') return [];
  const jobs = worker.jobs.length;
  const plain = { whyNot: null, harsh: false, title: null };
  const drain: WorkerAction = { ...plain, act: 'drain', label: text.drain(jobs) };
  const stopJobs: WorkerAction = {
    ...plain,
    act: 'stop-jobs',
    label: text.stopJobs(jobs),
    title: text.stopJobsTitle,
  };
  const giveBack: WorkerAction = {
    ...plain,
    act: 'give-back',
    label: text.giveBack,
    title: text.giveBackTitle,
    whyNot: worker.kind === 'rq' ? text.rqGiveBack : null,
  };
  const stopNow: WorkerAction = {
    ...plain,
    act: 'stop-now',
    label: text.stopNow,
    title: text.stopNowTitle,
    harsh: true,
  };
  const idle = jobs === 0;
  return [
    ...(worker.state === 'draining' ? [] : [drain]),
    ...(idle ? [] : [stopJobs, giveBack]),
    ...(worker.kind === 'rq' && !idle ? [stopNow] : []),
  ];
}
