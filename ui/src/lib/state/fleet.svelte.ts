import type { QueueList, WorkerInfo } from '../api/bindings';
import type { Host } from '../host/host';
import { errors } from '../text/en';
import { Resource } from './resource.svelte';

/** What a new job would meet in its queue. */
export type Outlook =
  { kind: 'start' } | { kind: 'line'; place: number } | { kind: 'paused' } | { kind: 'alone' };

/** Workers and queues: who takes from where, and how much room there is. */
export class Fleet {
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly workers = new Resource<WorkerInfo[]>(errors.workersFailed);
  readonly queues = new Resource<QueueList>(errors.workersFailed);

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    await Promise.all([this.loadWorkers(), this.loadQueues()]);
  }

  loadWorkers = (): Promise<unknown> => this.workers.load(() => this.#host.call('list_workers', {}));
  loadQueues = (): Promise<unknown> => this.queues.load(() => this.#host.call('list_queues', {}));

  /** Jobs move all the time; the counts beside the queues follow at most twice a second. */
  loadQueuesSoon(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A later reading voids the one that is on its way: a slow store is waited for.
      if (this.queues.loading) this.loadQueuesSoon();
      else void this.loadQueues();
    }, 500);
  }

  /** Workers that are heard of. */
  get living(): WorkerInfo[] {
    return (this.workers.value ?? []).filter((worker) => worker.state !== 'lost');
  }
  /** Names of the queues that are known: those of the store, and those that living workers take from. */
  get names(): string[] {
    const known = this.queues.value?.queues.map((queue) => queue.name) ?? [];
    return [...new Set([...known, ...this.living.flatMap((worker) => worker.queues)])];
  }
  get slots(): number {
    return this.living.reduce((sum, worker) => sum + worker.slots, 0);
  }
  get allPaused(): boolean {
    return this.queues.value?.all_paused ?? false;
  }

  /** What would happen to a job that is queued now. */
  outlook(queue: string): Outlook {
    const info = this.queues.value?.queues.find((known) => known.name === queue);
    if (this.allPaused || info?.paused === true) return { kind: 'paused' };
    const takers = this.living.filter(
      (worker) => worker.queues.includes(queue) && worker.state !== 'draining',
    );
    if (takers.length === 0) return { kind: 'alone' };
    const queued = info?.queued ?? 0;
    const free = takers.some((worker) => worker.jobs.length < worker.slots);
    return queued === 0 && free ? { kind: 'start' } : { kind: 'line', place: queued + 1 };
  }
}
