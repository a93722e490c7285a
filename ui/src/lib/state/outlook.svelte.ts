import type { Outlook as Found } from '../api/bindings';
import type { Host } from '../host/host';
import { errors } from '../text/en';
import { Resource } from './resource.svelte';

/** An outlook is read again no sooner than this after the last one. */
const REST_MS = 3_000;

/** When the waiting jobs start and are done, as the service estimates it from earlier jobs. */
export class Outlooks {
  readonly #host: Host;
  readonly found = new Resource<Found>(errors.outlookFailed);
  readonly #starts = $derived(
    new Map((this.found.value?.starts ?? []).map((start) => [start.id, start.at_ms])),
  );
  #timer: ReturnType<typeof setTimeout> | null = null;
  #readAt = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** When a waiting job would start; null when nothing is known of it. */
  startOf = (id: string): number | null => this.#starts.get(id) ?? null;

  /** When the last waiting or running job is done; null when nothing is known or nothing is left. */
  get doneMs(): number | null {
    return this.found.value?.done_ms ?? null;
  }

  /** Jobs changed. While some wait an estimate is wanted, and none that they outdate stays. */
  changed(waiting: number): void {
    if (waiting > 0 || this.doneMs !== null || this.found.loading) this.soon();
  }

  /** Reads soon, and not too often. */
  soon(now: number = Date.now()): void {
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#readAt + REST_MS - now);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#readAt = Date.now();
      void this.found.load(() => this.#host.call('outlook', {}));
    }, wait);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
