import type { Job } from '../api/bindings';

const STEPS = [0.25, 0.5, 0.75];

/** What is worth saying aloud about a job: each quarter once, and how it ended. */
export class Milestones {
  #job = '';
  #attempt = 0;
  #said = 0;
  #ended = true;

  note(job: Job): number | 'finished' | 'failed' | null {
    if (job.id !== this.#job || job.attempt !== this.#attempt) {
      this.#job = job.id;
      this.#attempt = job.attempt;
      this.#said = 0;
      this.#ended = false;
    }
    if (job.state === 'running') {
      this.#ended = false;
      const fraction = job.progress?.fraction ?? 0;
      const step = STEPS.findLast((known) => known <= fraction) ?? 0;
      if (step <= this.#said) return null;
      this.#said = step;
      return step;
    }
    if (this.#ended) return null;
    if (job.state === 'finished') {
      this.#ended = true;
      return 'finished';
    }
    if (job.state === 'failed' || job.state === 'quarantined') {
      this.#ended = true;
      return 'failed';
    }
    return null;
  }
}
