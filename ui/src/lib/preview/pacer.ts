/**
 * How much fits into a frame, learned from how long the last slices took.
 *
 * Measured from one slice to the next chance to paint, because neither WebGL nor an accelerated 2D
 * canvas does its work inside the call.
 */

/** A slice should take so long; it leaves room for the rest of a frame. */
const GOAL_MS = 24;
const MOST_MS = 40;
const LEAST_STROKES = 500;
const MOST_STROKES = 4_000_000;

export class Pacer {
  #strokes: number;

  constructor(firstGuess: number) {
    this.#strokes = bounded(firstGuess);
  }

  /** Strokes for the next slice. */
  get strokes(): number {
    return this.#strokes;
  }

  /** @param took_ms from the start of a slice of `strokes` to the next chance to paint. */
  report(strokes: number, took_ms: number): void {
    if (took_ms > MOST_MS) {
      // One late frame may be somebody else's fault, or a sleeping computer's: half at most.
      this.#strokes = bounded(this.#strokes * Math.max(GOAL_MS / took_ms, 0.5));
    } else if (took_ms < GOAL_MS && strokes >= this.#strokes * 0.5) {
      this.#strokes = bounded(this.#strokes * 1.5);
    }
  }
}

function bounded(strokes: number): number {
  return Math.round(Math.min(Math.max(strokes, LEAST_STROKES), MOST_STROKES));
}
