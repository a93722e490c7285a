import type { Job } from '../api/bindings';
import type { Host } from '../host/host';
import { errors } from '../text/en';
import { Resource } from './resource.svelte';

/** Ended jobs that are looked at: the newest. */
const MOST = 1000;
const HOUR_MS = 3_600_000;
export const BUCKETS = 30;

/** How many jobs each worker ended lately. */
export class Throughput {
  readonly #host: Host;
  readonly #ended = new Resource<Job[]>(errors.listFailed);
  #readAt = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(now: number): Promise<void> {
    this.#readAt = now;
    await this.#ended.load(async () => {
      const { jobs } = await this.#host.call('list_jobs', { states: ['finished', 'failed'], limit: MOST });
      return jobs;
    });
  }

  /** A minute is over, or it was never read. */
  due(now: number): boolean {
    return now - this.#readAt >= HOUR_MS / 60;
  }

  /**
   * Jobs that a worker ended in each of `BUCKETS` equal parts of the last hour, the oldest first; null
   * while nothing is known, and where the jobs that were read do not reach back an hour: half a line
   * would say that nothing happened before.
   */
  of(worker: string, now: number): number[] | null {
    const jobs = this.#ended.value;
    if (jobs === null) return null;
    const oldest = jobs.reduce((least, job) => Math.min(least, job.ended_at_ms ?? least), Infinity);
    if (jobs.length >= MOST && oldest > now - HOUR_MS) return null;
    return lately(jobs, worker, now);
  }
}

/** @param now the end of the hour. */
export function lately(jobs: readonly Job[], worker: string, now: number): number[] {
  const parts = new Uint32Array(BUCKETS);
  for (const job of jobs) {
    if (job.worker !== worker || job.ended_at_ms === null) continue;
    const part = Math.floor(((job.ended_at_ms - (now - HOUR_MS)) / HOUR_MS) * BUCKETS);
    if (part < 0 || part > BUCKETS) continue;
    const at = Math.min(part, BUCKETS - 1);
    parts[at] = (parts[at] ?? 0) + 1;
  }
  return [...parts];
}
