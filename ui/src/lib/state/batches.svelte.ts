import { SvelteMap } from 'svelte/reactivity';
import type { Batch, BatchId, Update } from '../api/bindings';
import type { Host } from '../host/host';

const KEY = 'batch:';
/** No id of a job has a colon, so a batch's key is never taken for one. */
export const batchKey = (id: BatchId): string => `${KEY}${id}`;
export const batchOf = (key: string | null): BatchId | null =>
  key !== null && key.startsWith(KEY) ? key.slice(KEY.length) : null;

/** Jobs of a batch change many times a second; how it stands follows at most twice a second. */
const SOON_MS = 500;

/** How the batches stand that somebody looks at: the store counts, this asks. */
export class Batches {
  readonly #host: Host;
  readonly #known = new SvelteMap<BatchId, Batch>();
  readonly #stale = new Set<BatchId>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  of = (id: BatchId): Batch | undefined => this.#known.get(id);

  /** Somebody looks at it. */
  want(id: BatchId): void {
    if (!this.#known.has(id)) void this.load(id);
  }

  async load(id: BatchId): Promise<void> {
    try {
      this.#known.set(id, await this.#host.call('get_batch', { id }));
    } catch {
      // It went with the last of its jobs, or the store is away: then the status bar says so.
      this.#known.delete(id);
    }
  }

  keep(batch: Batch): void {
    this.#known.set(batch.id, batch);
  }

  /** Looks again at those whose jobs changed. */
  changed(update: Update): void {
    // A job that is gone does not say of which batch it was.
    const all = update.resync || update.gone.length > 0;
    const touched = all
      ? [...this.#known.keys()]
      : update.jobs.flatMap(({ batch }) => (batch != null && this.#known.has(batch.id) ? [batch.id] : []));
    for (const id of touched) this.#stale.add(id);
    if (this.#stale.size === 0 || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const ids = [...this.#stale];
      this.#stale.clear();
      for (const id of ids) void this.load(id);
    }, SOON_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
