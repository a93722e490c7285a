/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by the search */
/**
 * The plot's time: where the tool is, and how the clock runs while it plays.
 */

import { pathCount, pointCount, type Level } from './decode';

/** A whole plot plays in this many seconds. */
export const WHOLE_PLOT_S = 20;

export const SPEEDS = [0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** As many times faster than the machine, or the whole plot in `WHOLE_PLOT_S`. */
export type Speed = number | 'whole';

export interface Playback {
  readonly time_s: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly total_s: number;
}

export function startPlayback(total_s: number): Playback {
  return { time_s: total_s, playing: false, speed: 'whole', total_s };
}

/** Starts or stops; from the end it starts over. */
export function toggle(playback: Playback): Playback {
  if (playback.playing) return { ...playback, playing: false };
  const time_s = playback.time_s >= playback.total_s ? 0 : playback.time_s;
  return { ...playback, time_s, playing: playback.total_s > 0 };
}

export function seek(playback: Playback, time_s: number): Playback {
  return { ...playback, time_s: Math.min(Math.max(time_s, 0), playback.total_s) };
}

/** Plot seconds that pass in a second of the viewer's. */
export function rate(playback: Playback): number {
  return playback.speed === 'whole' ? playback.total_s / WHOLE_PLOT_S : playback.speed;
}

/** After `elapsed_s` seconds of the viewer's; stops at the end. */
export function advance(playback: Playback, elapsed_s: number): Playback {
  if (!playback.playing) return playback;
  const time_s = playback.time_s + elapsed_s * rate(playback);
  if (time_s >= playback.total_s) return { ...playback, time_s: playback.total_s, playing: false };
  return { ...playback, time_s };
}

/** The next slower or faster speed; the whole plot's counts as the one nearest to it. */
export function changeSpeed(playback: Playback, step: 1 | -1): Playback {
  const now = rate(playback);
  const speeds: readonly number[] = step > 0 ? SPEEDS : SPEEDS.toReversed();
  const next = speeds.find((speed) => (step > 0 ? speed > now * 1.001 : speed < now * 0.999));
  return next === undefined ? playback : { ...playback, speed: next };
}

export interface Tool {
  readonly x: number;
  readonly y: number;
  readonly path: number;
  /** The pen is down. */
  readonly draws: boolean;
}

/** Index of the first element above `value`, by binary search. */
export function upperBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Path that a point belongs to. */
export function pathOfPoint(level: Level, point: number): number {
  return Math.min(upperBound(level.starts, point) - 1, pathCount(level) - 1);
}

/** Where the tool is at a time, or null before the first point and without any. */
export function toolAt(level: Level, time_s: number): Tool | null {
  const { times, xy, starts } = level;
  const next = upperBound(times, time_s);
  if (next === 0) return null;
  const at = next - 1;
  const path = pathOfPoint(level, at);
  const last = at === starts[path + 1]! - 1;
  const x0 = xy[2 * at]!;
  const y0 = xy[2 * at + 1]!;
  if (next === pointCount(level)) return { x: x0, y: y0, path, draws: false };
  // The time of `at` is at most `time_s` and that of `next` is above it, so their difference is not 0.
  const part = (time_s - times[at]!) / (times[next]! - times[at]!);
  return {
    x: x0 + (xy[2 * next]! - x0) * part,
    y: y0 + (xy[2 * next + 1]! - y0) * part,
    path,
    draws: !last,
  };
}

/** A stretch of time in which one layer is drawn. */
export interface Band {
  readonly from_s: number;
  readonly to_s: number;
  readonly layer: number;
}

/**
 * The scrubber's bands. Bands of the same layer are joined, and those shorter than a part of the
 * whole (`finest`, of what can be seen) go to their neighbour, so that drawings that change the pen
 * after each stroke do not make thousands.
 */
export function layerBands(level: Level, total_s: number, finest = 1 / 400): Band[] {
  const { starts, times, layers } = level;
  const bands: { from_s: number; to_s: number; layer: number }[] = [];
  for (let path = 0; path < pathCount(level); path++) {
    const layer = layers[path]!;
    const from_s = times[starts[path]!]!;
    const to_s = times[starts[path + 1]! - 1]!;
    const band = bands.at(-1);
    if (band !== undefined && (band.layer === layer || band.to_s - band.from_s < total_s * finest)) {
      if (to_s - from_s > band.to_s - band.from_s) band.layer = layer;
      band.to_s = to_s;
    } else {
      bands.push({ from_s, to_s, layer });
    }
  }
  return bands;
}

/** Start of the path after or before a time; the ends of the plot beyond the last and first. */
export function stepPath(level: Level, time_s: number, step: 1 | -1, total_s: number): number {
  const { starts, times } = level;
  const slack = 1e-6 * Math.max(total_s, 1);
  let low = 0;
  let high = pathCount(level);
  const passed = (start: number) => (step > 0 ? start <= time_s + slack : start < time_s - slack);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passed(times[starts[middle]!]!)) low = middle + 1;
    else high = middle;
  }
  const path = step > 0 ? low : low - 1;
  if (path < 0) return 0;
  return path >= pathCount(level) ? total_s : times[starts[path]!]!;
}

/** Start of the band after or before a time; the ends of the plot beyond the last and first. */
export function stepLayer(bands: readonly Band[], time_s: number, step: 1 | -1, total_s: number): number {
  const slack = 1e-6 * Math.max(total_s, 1);
  if (step > 0) return bands.find((band) => band.from_s > time_s + slack)?.from_s ?? total_s;
  return bands.findLast((band) => band.from_s < time_s - slack)?.from_s ?? 0;
}
