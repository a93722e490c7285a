import { SvelteMap } from 'svelte/reactivity';
import type { Batch, BatchId, Update } from '../api/bindings';
import { asCallError } from '../api/commands';
import type { Host } from '../host/host';
import { errors } from '../text/en';

const KEY = 'batch:';
/** No id of a job has a colon, so a batch's key is never taken for one. */
export const batchKey = (id: BatchId): string => `${KEY}${id}`;
export const batchOf = (key: string | null): BatchId | null =>
  key !== null && key.startsWith(KEY) ? key.slice(KEY.length) : null;

/** Jobs of a batch change many times a second; how it stands follows at most twice a second. */
const SOON_MS = 500;

/**
 * How the batches stand that somebody looks at: the store counts, this asks. A batch is read by one call at
 * a time, and again when its jobs changed meanwhile, so that no answer is older than what is shown.
 */
export class Batches {
  readonly #host: Host;
  /** Null where a batch is gone. */
  readonly #known = new SvelteMap<BatchId, Batch | null>();
  readonly #asked = new Set<BatchId>();
  readonly #reading = new Set<BatchId>();
  readonly #stale = new Set<BatchId>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  /** How it stands; null when it is gone, undefined while that is not known. */
  of = (id: BatchId): Batch | null | undefined => this.#known.get(id);

  /** Somebody looks at it. */
  want(id: BatchId): void {
    if (!this.#asked.has(id)) void this.load(id);
  }

  async load(id: BatchId): Promise<void> {
    this.#asked.add(id);
    if (this.#reading.has(id)) {
      this.#soon([id]);
      return;
    }
    this.#reading.add(id);
    try {
      this.#known.set(id, await this.#host.call('get_batch', { id }));
    } catch (thrown) {
      // Where the store is away, the status bar says so, and what was known stays in sight.
      if (asCallError(thrown, errors.actionFailed).wire.code !== 'not_found') return;
      this.#known.set(id, null);
      this.#asked.delete(id);
    } finally {
      this.#reading.delete(id);
    }
  }

  /** What an action answered. A reading that is on its way may be older. */
  keep(batch: Batch): void {
    this.#known.set(batch.id, batch);
    this.#asked.add(batch.id);
    this.#soon([batch.id]);
  }

  /** Looks again at those whose jobs changed. */
  changed(update: Update): void {
    // A job that is gone does not say of which batch it was.
    if (update.resync || update.gone.length > 0) this.again();
    else this.#soon(update.jobs.flatMap(({ batch }) => batch?.id ?? []));
  }

  /** Looks again at all of them. */
  again(): void {
    this.#soon([...this.#asked]);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #soon(ids: readonly BatchId[]): void {
    for (const id of ids) if (this.#asked.has(id)) this.#stale.add(id);
    if (this.#stale.size === 0 || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const ids = [...this.#stale];
      this.#stale.clear();
      for (const id of ids) void this.load(id);
    }, SOON_MS);
  }
}
