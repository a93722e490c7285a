import type { WorkerInfo } from '../api/bindings';
import type { Host } from '../host/host';

/** Closing the window while jobs run on this computer: now, when they are done, or not at all. */
export class Leaving {
  readonly #host: Host;
  readonly #workers: () => readonly WorkerInfo[];
  readonly #show: (open: boolean) => void;
  /** Jobs that ran when it was asked. */
  running = $state(0);
  /** Waiting for them to end. */
  waits = $state(false);
  #own: ReadonlySet<string> = new Set();

  /** @param show opens or closes the question. */
  constructor(host: Host, workers: () => readonly WorkerInfo[], show: (open: boolean) => void) {
    this.#host = host;
    this.#workers = workers;
    this.#show = show;
  }

  /** Somebody closes the window; these workers of this process run so many jobs. */
  ask(running: number, workers: readonly string[]): void {
    this.running = running;
    this.#own = new Set(workers);
    this.#show(true);
  }

  now(): void {
    this.#show(false);
    // A window that does not close is closed by asking once more: the shell asks only once.
    this.#host.leave(true).catch(() => {});
  }

  stay(): void {
    this.waits = false;
    this.#show(false);
    this.#host.leave(false).catch(() => {});
  }

  /** The workers here finish what they run and take nothing new. */
  async whenDone(): Promise<void> {
    this.waits = true;
    for (const name of this.#own) {
      // A worker that is gone has nothing to finish.
      await this.#host.call('stop_worker', { name, now: false }).catch(() => {});
    }
    this.look();
  }

  /** The list of workers was read: is anything left to wait for? */
  look(): void {
    if (!this.waits) return;
    const left = this.#workers().filter((worker) => this.#own.has(worker.name) && worker.jobs.length > 0);
    if (left.length === 0) this.now();
  }
}
