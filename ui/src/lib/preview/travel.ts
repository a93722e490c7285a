/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by the loop or by decode.ts */
/**
 * The ways the tool goes with the pen up: from a path's last point to the next one's first, within
 * and across layers. The file does not hold them, so that a level stays small.
 */

import { pathCount, type Level } from './decode';

export interface Travel {
  /** x0, y0, t0, x1, y1, t1 of each way: mm and seconds. */
  readonly ways: Float32Array;
  /** Path that each way leads to. */
  readonly to: Uint32Array;
  readonly length_mm: number;
}

export const WAY_STRIDE = 6;

/** Ways shorter than this are the same point after rounding and are left out, in mm. */
const SAME_POINT_MM = 1e-4;

export function deriveTravel(level: Level): Travel {
  const { starts, xy, times } = level;
  const most = Math.max(pathCount(level) - 1, 0);
  const ways = new Float32Array(most * WAY_STRIDE);
  const to = new Uint32Array(most);
  let count = 0;
  let length_mm = 0;
  for (let path = 1; path <= most; path++) {
    const next = starts[path]!;
    const last = next - 1;
    const x0 = xy[2 * last]!;
    const y0 = xy[2 * last + 1]!;
    const x1 = xy[2 * next]!;
    const y1 = xy[2 * next + 1]!;
    const distance = Math.hypot(x1 - x0, y1 - y0);
    if (distance < SAME_POINT_MM) continue;
    ways.set([x0, y0, times[last]!, x1, y1, times[next]!], count * WAY_STRIDE);
    to[count] = path;
    count++;
    length_mm += distance;
  }
  return { ways: ways.subarray(0, count * WAY_STRIDE), to: to.subarray(0, count), length_mm };
}
