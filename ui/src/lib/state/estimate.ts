/** Two estimates agree when they differ by no more than this part of the larger one. */
const AGREE = 0.25;
/** Below this, a fraction says nothing yet. */
const FROM = 0.02;

/** Reports that are kept of a run, so that each stands for about the same part of it. */
const KEPT = 64;

/**
 * Time left of one running job, from how fast its fraction grew in the later half of its time: what went
 * quickly at the beginning says nothing of a long step. Nothing is said until two estimates in a row
 * agree; from then on it is smoothed, so that the number does not jump.
 */
export class TimeLeft {
  readonly #startedMs: number;
  /** The first is where the later half begins. */
  readonly #reports: { atMs: number; fraction: number }[];
  #lastTotalMs: number | null = null;
  #agreed = 0;
  #endMs: number | null = null;
  #atMs = 0;

  constructor(startedMs: number) {
    this.#startedMs = startedMs;
    this.#reports = [{ atMs: startedMs, fraction: 0 }];
  }

  /** A report of progress: `fraction` at `atMs`, milliseconds since 1970. */
  note(fraction: number, atMs: number): void {
    if (atMs <= this.#atMs || fraction < FROM || atMs <= this.#startedMs) return;
    this.#atMs = atMs;
    const endMs = atMs + (1 - Math.min(1, fraction)) / this.#pace(fraction, atMs);
    const totalMs = endMs - this.#startedMs;
    const last = this.#lastTotalMs;
    this.#lastTotalMs = totalMs;
    const agrees = last !== null && Math.abs(totalMs - last) <= AGREE * Math.max(totalMs, last);
    this.#agreed = agrees ? this.#agreed + 1 : 0;
    if (this.#agreed === 0) this.#endMs = null;
    else this.#endMs = this.#endMs === null ? endMs : this.#endMs + 0.3 * (endMs - this.#endMs);
  }

  /** Fractions a millisecond since the middle of the run; 0 while it stands still. */
  #pace(fraction: number, atMs: number): number {
    const elapsedMs = atMs - this.#startedMs;
    const reports = this.#reports;
    while ((reports[1]?.atMs ?? Infinity) <= this.#startedMs + elapsedMs / 2) reports.shift();
    const from = reports[0] ?? { atMs: this.#startedMs, fraction: 0 };
    if (atMs - (reports.at(-1)?.atMs ?? 0) >= elapsedMs / KEPT) reports.push({ atMs, fraction });
    return Math.max(0, (fraction - from.fraction) / (atMs - from.atMs));
  }

  /** Seconds left, or null while there is no estimate worth showing. */
  leftS(nowMs: number): number | null {
    if (this.#endMs === null) return null;
    return Math.max(0, (this.#endMs - nowMs) / 1000);
  }
}

/** One estimate for each running job. */
export class Estimates {
  readonly #byAttempt = new Map<string, TimeLeft>();

  /** Takes note of a job as it was pushed. */
  note(job: {
    id: string;
    attempt: number;
    state: string;
    started_at_ms: number | null;
    progress: { fraction: number | null; at_ms: number } | null;
  }): void {
    const key = `${job.id}#${job.attempt}`;
    if (job.state !== 'running') {
      this.#byAttempt.delete(key);
      return;
    }
    if (job.started_at_ms === null || job.progress?.fraction == null) return;
    const known = this.#byAttempt.get(key) ?? new TimeLeft(job.started_at_ms);
    this.#byAttempt.set(key, known);
    known.note(job.progress.fraction, job.progress.at_ms);
  }

  leftS(job: { id: string; attempt: number }, nowMs: number): number | null {
    return this.#byAttempt.get(`${job.id}#${job.attempt}`)?.leftS(nowMs) ?? null;
  }
}
