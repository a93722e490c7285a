import type { BatchId, Job, JobState } from '../api/bindings';
import { asCallError } from '../api/commands';
import type { Host } from '../host/host';
import { actions as words, batches as text, errors } from '../text/en';
import type { Actions } from './actions';
import type { Batches } from './batches.svelte';
import { canDelete, canMove } from './can';
import type { Jobs } from './jobs.svelte';
import { TAB_STATES } from './tabs';
import type { Toasts } from './toasts.svelte';

const WAITING: readonly JobState[] = ['held', 'scheduled', 'deferred', 'queued', 'retrying'];

/** What a person does to all jobs of one submission. */
export class BatchActions {
  constructor(
    private readonly host: Host,
    private readonly jobs: Jobs,
    private readonly batches: Batches,
    private readonly actions: Actions,
    private readonly toasts: Toasts,
  ) {}

  /** Cancels what has not ended, in one step. Undo queues again what had waited. */
  cancel = (id: BatchId): Promise<void> =>
    this.#try(async () => {
      const waited = await this.jobs.ofBatch(id, WAITING);
      const { cancelled, batch } = await this.host.call('cancel_batch', { id });
      this.batches.keep(batch);
      const ids = waited.map((job) => job.id);
      const run = () => void this.actions.retryAll(ids);
      if (cancelled > 0)
        this.toasts.say(text.cancelled(cancelled), ids.length > 0 ? { label: words.undo, run } : null);
    });

  /** Queues all members again that failed. */
  retryFailed = (id: BatchId): Promise<void> =>
    this.#try(async () => {
      const failed = await this.jobs.ofBatch(id, TAB_STATES.failed);
      if (failed.length > 0) await this.actions.retryAll(failed.map((job) => job.id));
    });

  /** Takes its jobs away, those that run excepted; with undo. */
  remove = (id: BatchId): Promise<void> =>
    this.#try(async () => this.actions.delete((await this.#members(id, canDelete)).map((job) => job.id)));

  /** Moves its ready jobs to an end of their queue. */
  move = (id: BatchId, where: 'front' | 'back'): Promise<void> =>
    this.#try(async () => {
      const ready = await this.#members(id, canMove);
      await this.actions.move(
        ready.map((job) => job.id),
        where,
      );
    });

  /** Hands its report to the person, one line a job. */
  saveReport = (id: BatchId, name: string): Promise<void> =>
    this.#try(async () => {
      const place = await this.host.saveBatchReport(id, name);
      if (place !== null) this.toasts.say(text.saved(place));
    });

  async #members(id: BatchId, fits: (job: Job) => boolean): Promise<Job[]> {
    return (await this.jobs.ofBatch(id, [])).filter(fits);
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      const { title, advice } = asCallError(thrown, errors.actionFailed).wire;
      this.toasts.problem(title, advice);
    }
  }
}
