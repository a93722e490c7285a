import type { Job } from '../api/bindings';
import type { Host } from '../host/host';
import { notices as text } from '../text/en';
import { percent } from '../text/format';

/** Past notices that are kept. */
const KEPT = 200;

/** So many ends are known again when they are pushed once more. */
const ENDS = 2_000;

/** Something that happened by itself: a job that ended. */
export interface Notice {
  readonly key: number;
  readonly kind: 'finished' | 'failed';
  readonly job: string;
  readonly label: string;
  /** Why it failed; empty for what went well. */
  readonly why: string;
  readonly at_ms: number;
}

/** What ends within this time of each other is told together. */
const GATHER_MS = 2_000;
/** The task bar moves no more often than this. */
const PROGRESS_MS = 500;

/**
 * What a person who looks elsewhere is told: which jobs ended, gathered into one notification, and a
 * cause of failure once and not once a job. Somebody who looks at the window sees it there.
 */
export class Notices {
  readonly #host: Host;
  readonly #looking: () => boolean;
  readonly #running = new Map<string, number>();
  readonly #told = new Set<string>();
  /** What happened while this window was open, the newest first. */
  history = $state.raw<readonly Notice[]>([]);
  /** Of these, how many nobody has looked at. */
  unread = $state(0);
  /** By the clock of this computer; the store's may be another. */
  readonly #since = Date.now();
  readonly #ended = new Set<string>();
  #next = 1;
  #finished: string[] = [];
  #failed = new Map<string, string>();
  #gather: ReturnType<typeof setTimeout> | null = null;
  #bar: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Host, looking: () => boolean = () => document.hasFocus()) {
    this.#host = host;
    this.#looking = looking;
  }

  /**
   * Takes note of a job as it was pushed. What ended before this window was there is not told, and nothing
   * twice; what ran too quickly to be seen running is.
   */
  note(job: Job): void {
    if (job.state === 'running') {
      this.#running.set(job.id, job.progress?.fraction ?? 0);
      this.#barSoon();
      return;
    }
    const ran = this.#running.delete(job.id);
    if (ran) this.#barSoon();
    const finished = job.state === 'finished';
    if (!finished && job.state !== 'failed' && job.state !== 'quarantined') return;
    const isNews = this.#isNews(job);
    if (!ran && !isNews) return;
    if (finished) this.#finished.push(job.label);
    else this.#fail(job);
    this.#keep(job);
    this.#gather ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Jobs that are gone run no more. */
  drop(ids: readonly string[]): void {
    for (const id of ids) if (this.#running.delete(id)) this.#barSoon();
  }

  /** Somebody looks: what was told counts as read, and the same cause may be told again. */
  seen(): void {
    this.#told.clear();
  }

  /** Somebody has opened the history. */
  read(): void {
    this.unread = 0;
  }

  /** Empties the history. */
  clear(): void {
    this.history = [];
    this.unread = 0;
  }

  stop(): void {
    if (this.#gather !== null) clearTimeout(this.#gather);
    if (this.#bar !== null) clearTimeout(this.#bar);
    this.#gather = this.#bar = null;
  }

  /** It ended since this window is there, and was not told before. */
  #isNews(job: Job): boolean {
    if (job.ended_at_ms === null || job.ended_at_ms < this.#since) return false;
    const end = `${job.id} ${job.ended_at_ms}`;
    if (this.#ended.has(end)) return false;
    this.#ended.add(end);
    const oldest = this.#ended.values().next();
    if (this.#ended.size > ENDS && !oldest.done) this.#ended.delete(oldest.value);
    return true;
  }

  #keep(job: Job): void {
    const notice: Notice = {
      key: this.#next,
      kind: job.state === 'finished' ? 'finished' : 'failed',
      job: job.id,
      label: job.label,
      why: job.failure?.title ?? '',
      at_ms: Date.now(),
    };
    this.#next += 1;
    this.history = [notice, ...this.history].slice(0, KEPT);
    this.unread = Math.min(this.unread + 1, this.history.length);
  }

  #fail(job: Job): void {
    const why = job.failure?.title ?? '';
    const cause = `${job.failure?.class ?? ''}/${why.replace(`${job.label}: `, '').replaceAll(/\d+/g, '#')}`;
    if (this.#told.has(cause)) return;
    this.#failed.set(cause, text.failure(job.label, why));
  }

  #tell(): void {
    this.#gather = null;
    const [finished, failed] = [this.#finished, this.#failed];
    this.#finished = [];
    this.#failed = new Map();
    if (this.#looking() || finished.length + failed.size === 0) return;
    for (const cause of failed.keys()) this.#told.add(cause);
    const lines = [...failed.values(), ...finished];
    const body = lines.slice(0, 3).join('\n') + (lines.length > 3 ? `\n${text.more(lines.length - 3)}` : '');
    // A system without notifications has no other way to be told of it.
    this.#host.notify(text.title(finished.length, failed.size), body).catch(() => {});
  }

  #barSoon(): void {
    this.#bar ??= setTimeout(() => {
      this.#bar = null;
      const all = [...this.#running.values()];
      const mean = all.length === 0 ? null : all.reduce((sum, one) => sum + one, 0) / all.length;
      const sentence = mean === null ? null : text.progress(all.length, percent(mean));
      this.#host.showProgress(mean, sentence).catch(() => {});
    }, PROGRESS_MS);
  }
}
