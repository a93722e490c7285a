import { SvelteSet } from 'svelte/reactivity';
import type { FailureCause, FailureCauses } from '../api/bindings';
import type { Host } from '../host/host';
import { errors } from '../text/en';
import type { Entry } from './arrange';
import type { Jobs } from './jobs.svelte';
import { Resource } from './resource.svelte';

/**
 * Failed jobs by what went wrong: a snapshot, read when the tab is opened and when somebody asks for
 * what is new, so that nothing moves while it is read. Rows change in place as everywhere.
 */
export class Causes {
  readonly #host: Host;
  readonly #jobs: Jobs;
  readonly found = new Resource<FailureCauses>(errors.listFailed);
  readonly #unfolded = new SvelteSet<string>();
  #countAtRead = $state(0);

  constructor(host: Host, jobs: Jobs) {
    this.#host = host;
    this.#jobs = jobs;
  }

  /** The list shows causes: the Failed tab, with nothing searched for. */
  get shown(): boolean {
    return this.#jobs.tab === 'failed' && this.#jobs.search === '' && this.found.value !== null;
  }

  /** Jobs that failed since this was read. */
  get unread(): number {
    return this.found.value === null ? 0 : Math.max(0, this.#jobs.failedCount - this.#countAtRead);
  }

  readonly entries: Entry[] = $derived.by(() => {
    const entries: Entry[] = [];
    for (const cause of this.found.value?.causes ?? []) {
      const ids = this.of(cause);
      if (ids.length === 0) continue;
      const open = this.#unfolded.has(cause.key);
      const rows = open ? ids : ids.slice(0, cause.newest.length);
      entries.push({ kind: 'cause', key: `cause:${cause.key}`, cause, count: ids.length });
      for (const id of rows) {
        if (this.#jobs.job(id) !== undefined) entries.push({ kind: 'job', key: id, id, place: null });
      }
      if (ids.length > cause.newest.length) {
        entries.push({ kind: 'fold', key: `fold:${cause.key}`, cause, count: ids.length, open });
      }
    }
    return entries;
  });

  /** The jobs of a cause that are still in sight. */
  of(cause: FailureCause): string[] {
    return cause.jobs.filter((id) => !this.#jobs.isHidden(id));
  }

  load = async (): Promise<void> => {
    const count = this.#jobs.failedCount;
    const ask = () => this.#host.call('failure_causes', {});
    const newest = ({ causes }: FailureCauses) => causes.flatMap((cause) => cause.newest);
    const found = await this.found.load(() => this.#jobs.learn(ask, newest));
    if (found === null) return;
    this.#countAtRead = Math.max(
      count,
      found.causes.reduce((sum, cause) => sum + cause.jobs.length, 0),
    );
  };

  /** Shows all jobs of a cause, or the newest few again. */
  async fold(cause: FailureCause): Promise<void> {
    if (this.#unfolded.delete(cause.key)) return;
    await this.#jobs.know(cause.jobs);
    this.#unfolded.add(cause.key);
  }
}
