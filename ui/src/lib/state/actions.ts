import type { BulkReply, Job, MoveTo } from '../api/bindings';
import { asCallError } from '../api/commands';
import type { Host } from '../host/host';
import { actions as words, errors, toasts as say } from '../text/en';
import { canCancel, canDelete, canMove, canRelease, canRetry } from './can';
import type { Fleet } from './fleet.svelte';
import type { Jobs } from './jobs.svelte';
import { waysBack, type WayBack } from './line';
import type { Selection } from './selection.svelte';
import type { Toasts } from './toasts.svelte';

/** Moves of more jobs than this cannot be undone: each takes a call of its own. */
const UNDO_MOVES = 20;

/**
 * The name that a saved file gets unless a person says another: every plot makes a `plot.svg`, and two of them in
 * one folder want to be told apart by their drawing.
 */
export function suggestedName(label: string, artifact: string): string {
  const file = artifact.split('/').at(-1) ?? artifact;
  const drawing = label
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[\\/:*?"<>|\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 80);
  return drawing === '' || file.toLowerCase().startsWith(drawing.toLowerCase()) ? file : `${drawing} ${file}`;
}

/** What a person does to jobs. Undo where it can be had; nothing asks "are you sure". */
export class Actions {
  readonly #host: Host;
  readonly #jobs: Jobs;
  readonly #selection: Selection;
  readonly #toasts: Toasts;
  readonly #fleet: Fleet;

  constructor(host: Host, jobs: Jobs, selection: Selection, toasts: Toasts, fleet: Fleet) {
    this.#host = host;
    this.#jobs = jobs;
    this.#selection = selection;
    this.#toasts = toasts;
    this.#fleet = fleet;
  }

  /** How a message calls what was done. */
  #what(done: number, ids: readonly string[]): string {
    const [only] = ids;
    return say.what(done, ids.length === 1 && only !== undefined ? this.#jobs.job(only)?.label : undefined);
  }

  /** Those of these jobs that the action fits. */
  fitting(ids: readonly string[], fits: (job: Job) => boolean): string[] {
    return ids.filter((id) => {
      const job = this.#jobs.job(id);
      return job !== undefined && fits(job);
    });
  }

  /** Waiting jobs go at once; running ones are asked. Undo queues again what was waiting. */
  async cancel(ids: readonly string[]): Promise<void> {
    const targets = this.fitting(ids, canCancel);
    if (targets.length === 0) return;
    const waited = targets.filter((id) => this.#jobs.job(id)?.state !== 'running');
    const reply = await this.#try(() => this.#host.call('cancel_jobs', { ids: targets }));
    if (reply === null) return;
    this.#refusals(reply);
    if (reply.done === 0) return;
    const refused = new Set(reply.refused.map((refusal) => refusal.id));
    const undo = waited.filter((id) => !refused.has(id));
    const what = this.#what(reply.done, targets);
    const text = waited.length > 0 ? say.cancelled(what) : say.cancelling(what);
    const run = () => void this.#try(() => this.#host.call('retry_jobs', { ids: undo }));
    this.#toasts.say(text, undo.length > 0 ? { label: words.undo, run } : null);
  }

  /** Lets held jobs go to their queues. */
  async release(ids: readonly string[]): Promise<void> {
    const targets = this.fitting(ids, canRelease);
    if (targets.length === 0) return;
    const reply = await this.#try(() => this.#host.call('release_jobs', { ids: targets }));
    if (reply === null) return;
    this.#refusals(reply);
    if (reply.done > 0) this.#toasts.say(say.released(reply.done));
  }

  /** Queues final jobs again. */
  async retry(ids: readonly string[]): Promise<void> {
    const targets = this.fitting(ids, canRetry);
    if (targets.length > 0) await this.retryAll(targets);
  }

  /** Like `retry`, for jobs that need not be loaded here. */
  async retryAll(ids: readonly string[]): Promise<void> {
    const reply = await this.#try(() => this.#host.call('retry_jobs', { ids: [...ids] }));
    if (reply === null) return;
    this.#refusals(reply);
    if (reply.done > 0) this.#toasts.say(say.retried(this.#what(reply.done, ids)));
  }

  /** Takes the rows away at once and deletes when the time to undo is over. */
  delete(ids: readonly string[]): void {
    // A job that is not loaded here is the service's to judge.
    const targets = ids.filter((id) => {
      const job = this.#jobs.job(id);
      return job === undefined || canDelete(job);
    });
    if (targets.length === 0) return;
    this.#selection.drop(targets);
    this.#jobs.hide(targets);
    const undo = () => this.#jobs.unhide(targets);
    const settle = async () => {
      const reply = await this.#try(() => this.#host.call('delete_jobs', { ids: targets }));
      if (reply !== null) this.#refusals(reply);
      this.#jobs.unhide(reply === null ? targets : reply.refused.map((refusal) => refusal.id));
    };
    const text = say.deleted(this.#what(targets.length, targets));
    this.#toasts.undoable(text, words.undo, undo, () => void settle());
  }

  /** Moves to an end of the queue. */
  move(ids: readonly string[], where: 'front' | 'back'): Promise<void> {
    return where === 'front'
      ? this.#move(ids, { front: {} }, say.movedFront)
      : this.#move(ids, { back: {} }, say.movedBack);
  }

  /** Moves right before another ready job, or behind all of them. */
  place(ids: readonly string[], before: string | 'end'): Promise<void> {
    return this.#move(ids, before === 'end' ? { back: {} } : { before }, say.moved);
  }

  moveToQueue(ids: readonly string[], queue: string): Promise<void> {
    return this.#move(ids, { queue }, (n) => say.movedTo(n, queue));
  }

  async #move(ids: readonly string[], to: MoveTo, said: (n: number) => string): Promise<void> {
    const targets = this.fitting(ids, canMove);
    if (targets.length === 0) return;
    const { tab, shown, hasMore } = this.#jobs;
    const ordered = tab === 'active' && targets.length <= UNDO_MOVES;
    const back = ordered ? waysBack(targets, shown, !hasMore, this.#jobs.job) : null;
    const reply = await this.#try(() => this.#host.call('move_jobs', { ids: targets, to }));
    if (reply === null) return;
    this.#refusals(reply);
    if (reply.done === 0) return;
    const undo = back === null ? null : { label: words.undo, run: () => void this.#moveBack(back) };
    this.#toasts.say(said(reply.done), undo);
    await this.#settle();
  }

  async #moveBack(ways: readonly WayBack[]): Promise<void> {
    for (const { id, to } of ways) {
      const reply = await this.#try(() => this.#host.call('move_jobs', { ids: [id], to }));
      if (reply === null) break;
      this.#refusals(reply);
    }
    await this.#settle();
  }

  /** What the user moved is shown where it went, wherever the pointer is. */
  #settle(): Promise<void> {
    return this.#jobs.reload(true);
  }

  /** Drags a file out of the window; where that cannot be, says so, and its button is there. */
  async drag(event: DragEvent, id: string, name: string): Promise<void> {
    await this.#try(() => this.#host.dragArtifact(event, id, name));
  }

  async save(id: string, name: string): Promise<void> {
    const suggested = suggestedName(this.#jobs.job(id)?.label ?? '', name);
    const place = await this.#try(() => this.#host.saveArtifact(id, name, suggested));
    if (place === null) return;
    this.#toasts.say(this.#host.platform.kind === 'web' ? say.downloaded(place) : say.saved(place));
  }

  async pause(queue: string | null, pause: boolean): Promise<void> {
    const command = pause ? 'pause_queue' : 'resume_queue';
    if ((await this.#try(() => this.#host.call(command, { queue }))) === null) return;
    // The news of it come with all others', up to half a second later: too late for one's own deed.
    void this.#fleet.loadQueues();
    this.#toasts.say(pause ? say.paused(queue) : say.resumed(queue));
  }

  async stopWorker(name: string, now: boolean): Promise<void> {
    if ((await this.#try(() => this.#host.call('stop_worker', { name, now }))) === null) return;
    this.#toasts.say(say.stopping(name, now));
  }

  /** Asks running jobs to stop; those that the lists do not hold, too. */
  async stopJobs(ids: readonly string[]): Promise<void> {
    const reply = await this.#try(() => this.#host.call('cancel_jobs', { ids: [...ids] }));
    if (reply === null) return;
    this.#refusals(reply);
    if (reply.done > 0) this.#toasts.say(say.cancelling(this.#what(reply.done, [])));
  }

  #refusals(reply: BulkReply): void {
    const first = reply.refused[0];
    if (first !== undefined) this.#toasts.problem(say.refused(reply.refused.length, first.why));
  }

  async #try<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (thrown) {
      const { title, advice } = asCallError(thrown, errors.actionFailed).wire;
      this.#toasts.problem(title, advice);
      return null;
    }
  }
}
