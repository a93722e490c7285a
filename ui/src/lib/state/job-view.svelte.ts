import type { JobDetail, PreviewInfo, Side, Update } from '../api/bindings';
import type { Host } from '../host/host';
import { errors } from '../text/en';
import type { Jobs } from './jobs.svelte';
import { billOf } from './bill';
import { Looking } from './looking.svelte';
import { Resource } from './resource.svelte';

/** What a task takes and nobody can look at: tables, faces, a machine's profile. */
const PICTURELESS = /\.(csv|tsv|txt|json|lff|jhf|ttf|otf)$/i;

/** The job that is looked at: its facts and its two pictures. */
export class JobView {
  readonly #host: Host;
  readonly #jobs: Jobs;
  readonly detail = new Resource<JobDetail>(errors.detailFailed);
  readonly before = new Resource<PreviewInfo>(errors.previewFailed);
  readonly after = new Resource<PreviewInfo>(errors.previewFailed);
  readonly looking = new Looking();
  #id: string | null = null;
  #seen = '';

  constructor(host: Host, jobs: Jobs) {
    this.#host = host;
    this.#jobs = jobs;
  }

  get id(): string | null {
    return this.#id;
  }

  /** Looks at another job. */
  async look(id: string | null): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.#seen = '';
    this.looking.forget();
    this.detail.clear();
    this.before.clear();
    this.after.clear();
    await this.reload();
  }

  async reload(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    const ask = () => this.#host.call('get_job', { id });
    const read = await this.detail.load(() => this.#jobs.learn(ask, ({ job }) => [job]));
    if (read === null || id !== this.#id) return;
    this.#seen = stamp(read.job);
    const { expired, inputs, state } = read.job;
    const drawn = inputs[0] !== undefined && !PICTURELESS.test(inputs[0].name);
    if (!expired && drawn && this.before.value === null) void this.#open('before', id);
    // A bill of parts makes a table, and no picture.
    const pictured = state === 'finished' && billOf(read.report) === null;
    if (!expired && pictured && this.after.value === null) void this.#open('after', id);
  }

  /** Reads again what a push says has changed; progress alone is in the list already. */
  changed(update: Update): void {
    const job = update.jobs.find((pushed) => pushed.id === this.#id);
    if (update.resync || (job !== undefined && stamp(job) !== this.#seen)) {
      // Another run makes another toolpath.
      if (job !== undefined && job.state !== 'finished') this.after.clear();
      void this.reload();
    }
  }

  async #open(side: Side, id: string): Promise<void> {
    const picture = side === 'before' ? this.before : this.after;
    await picture.load(() => this.#host.call('open_preview', { id, side }));
  }
}

const stamp = (job: { state: string; attempt: number; cancel_requested: boolean }): string =>
  `${job.state}/${job.attempt}/${job.cancel_requested}`;
