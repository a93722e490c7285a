/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by the loop */
/**
 * What has to be painted for a picture, cut into slices: the same for every renderer.
 *
 * Strokes stand in the order of time. So "before the clock" and "after the clock" are two ranges of
 * strokes, and when the clock moves on only the strokes in between are painted on top of what is there.
 */

import { visibleRect, type Camera, type Viewport } from './camera';
import { mergeRuns, visibleRuns, type Runs } from './culling';
import { upperBound } from './playback';
import { penReachPx, type Look } from './renderer';
import type { Scene } from './scene';
import { WAY_STRIDE } from './travel';

export interface Target {
  readonly scene: Scene;
  readonly camera: Camera;
  readonly view: Viewport;
  readonly ratio: number;
  readonly look: Look;
  readonly time_s: number | null;
}

export type PassKind = 'ghost' | 'ghost-travel' | 'ink' | 'travel';

export interface Pass {
  readonly kind: PassKind;
  /** Ranges of strokes, or of ways for the two kinds of travel. */
  readonly ranges: Uint32Array;
  /** Only what lies between these times is painted; strokes that cross them are cut. */
  readonly from_s: number;
  readonly to_s: number;
}

export interface Plan {
  /** Paint over what is there instead of a clean canvas. */
  readonly onTop: boolean;
  readonly passes: readonly Pass[];
}

/**
 * @param before what the canvas shows completely, or null.
 * @param runs what is in view, from `runsInView`.
 */
export function planPasses(target: Target, before: Target | null, runs: Runs): Plan {
  const onTop = before !== null && onlyTimePassed(before, target);
  const from_s = onTop ? (before.time_s ?? Infinity) : -Infinity;
  const to_s = target.time_s ?? Infinity;
  const passes: Pass[] = [];
  if (!onTop && to_s < Infinity) addPasses(passes, target, runs, ['ghost', 'ghost-travel'], to_s, Infinity);
  addPasses(passes, target, runs, ['ink', 'travel'], from_s, to_s);
  return { onTop, passes };
}

/** The same picture, later. */
export function onlyTimePassed(before: Target, now: Target): boolean {
  return samePicture(before, now) && (before.time_s ?? Infinity) <= (now.time_s ?? Infinity);
}

export function samePicture(a: Target, b: Target): boolean {
  return (
    a.scene === b.scene &&
    a.look === b.look &&
    a.ratio === b.ratio &&
    a.view.width === b.view.width &&
    a.view.height === b.view.height &&
    a.camera.x === b.camera.x &&
    a.camera.y === b.camera.y &&
    a.camera.scale === b.camera.scale
  );
}

export function sameTarget(a: Target, b: Target): boolean {
  return samePicture(a, b) && a.time_s === b.time_s;
}

/** @param mostRanges see `mergeRuns`; Infinity keeps them exact. */
export function runsInView({ scene, camera, view, look }: Omit<Target, 'time_s'>, mostRanges: number): Runs {
  const rect = visibleRect(camera, view, penReachPx(look, camera.scale));
  const { layers } = scene.level;
  const runs = visibleRuns(scene.grid, rect, (path) => !look.hidden.has(layers[path]!));
  return mergeRuns(runs, mostRanges);
}

function addPasses(
  passes: Pass[],
  { scene, look }: Target,
  runs: Runs,
  [ink, travel]: readonly ['ghost', 'ghost-travel'] | readonly ['ink', 'travel'],
  from_s: number,
  to_s: number,
): void {
  const { times } = scene.level;
  // Stroke i reaches from times[i] to times[i + 1].
  const first = Math.max(upperBound(times, from_s) - 1, 0);
  const ranges = clipRanges(runs.ranges, first, upperBound(times, to_s));
  if (ranges.length > 0) passes.push({ kind: ink, ranges, from_s, to_s });
  if (look.travel === null) return;
  const ways = waysBetween(scene, from_s, to_s);
  if (ways.length > 0) passes.push({ kind: travel, ranges: ways, from_s, to_s });
}

/** The parts of the ranges inside [first, end). */
export function clipRanges(ranges: Uint32Array, first: number, end: number): Uint32Array {
  const clipped: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const from = Math.max(ranges[i]!, first);
    const to = Math.min(ranges[i + 1]!, end);
    if (from < to) clipped.push(from, to);
  }
  return Uint32Array.from(clipped);
}

function waysBetween({ travel }: Scene, from_s: number, to_s: number): Uint32Array {
  const count = travel.to.length;
  const bound = (column: number, beyond: (time: number) => boolean) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (beyond(travel.ways[middle * WAY_STRIDE + column]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const first = bound(5, (end) => end > from_s);
  const end = bound(2, (start) => start > to_s);
  return first < end ? Uint32Array.of(first, end) : new Uint32Array();
}

/** Walks through the passes in slices. */
export class Slices {
  #pass = 0;
  #range = 0;
  #done = 0;

  constructor(readonly plan: Plan) {}

  /** The next piece of work of at most `most` strokes, or null at the end. */
  next(most: number): { pass: Pass; from: number; to: number } | null {
    for (;;) {
      const pass = this.plan.passes[this.#pass];
      if (pass === undefined) return null;
      if (2 * this.#range >= pass.ranges.length) {
        this.#pass++;
        this.#range = 0;
        this.#done = 0;
        continue;
      }
      const start = pass.ranges[2 * this.#range]! + this.#done;
      const end = pass.ranges[2 * this.#range + 1]!;
      const to = Math.min(end, start + most);
      if (to === end) {
        this.#range++;
        this.#done = 0;
      } else {
        this.#done += to - start;
      }
      return { pass, from: start, to };
    }
  }
}
