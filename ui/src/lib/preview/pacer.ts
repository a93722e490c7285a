/**
 * How many strokes fit into a frame, learned from how long the last slices took.
 *
 * A slice on the graphics processor is timed from its start to the first frame that finds it done.
 * That includes waiting for the frame and, in some engines, for another process; what slices of
 * hardly any strokes take is therefore learned too, and not held against larger ones.
 */

/** A slice's own work should take about so long: it leaves room for the rest of a frame. */
export const SLICE_MS = 24;
const SHORT_MS = 12;
const LONG_MS = 32;
const LEAST_STROKES = 500;
const MOST_STROKES = 4_000_000;
/** Slices of so few strokes show the latency. */
const SMALL_STROKES = 600;
const MOST_LATENCY_MS = 60;

export class Pacer {
  #strokes: number;
  #latency_ms = 17;

  constructor(firstGuess: number) {
    this.#strokes = bounded(firstGuess);
  }

  /** Strokes for the next slice. */
  get strokes(): number {
    return this.#strokes;
  }

  /** @param took_ms from the start of a slice of `strokes` to the first frame that finds it done. */
  report(strokes: number, took_ms: number): void {
    if (strokes <= SMALL_STROKES) {
      this.#latency_ms = Math.min(this.#latency_ms * 0.7 + took_ms * 0.3, MOST_LATENCY_MS);
    }
    const work_ms = took_ms - this.#latency_ms;
    if (work_ms > LONG_MS) {
      // One late frame may be somebody else's fault, or a sleeping computer's: half at most.
      this.#strokes = bounded(this.#strokes * Math.max(SLICE_MS / work_ms, 0.5));
    } else if (work_ms < SHORT_MS && strokes >= this.#strokes * 0.5) {
      this.#strokes = bounded(this.#strokes * 1.5);
    }
  }

  /** A slice whose work was done when its call returned. */
  reportWork(strokes: number, work_ms: number): void {
    if (strokes === 0 || work_ms <= 0) return;
    const fits = (strokes * SLICE_MS) / work_ms;
    this.#strokes = bounded(this.#strokes * 0.6 + fits * 0.4);
  }
}

function bounded(strokes: number): number {
  return Math.round(Math.min(Math.max(strokes, LEAST_STROKES), MOST_STROKES));
}
