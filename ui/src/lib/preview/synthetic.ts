/**
 * Made-up geometry for tests: levels from plain lists, and their bytes.
 */

import type { Level } from './decode';

export interface SyntheticPath {
  readonly layer: number;
  /** x, y, x, y and so on, in mm. */
  readonly points: readonly number[];
}

/** The tool draws at 10 mm/s and takes a second from each path to the next. */
export function levelOf(paths: readonly SyntheticPath[]): Level {
  const starts = [0];
  const xy: number[] = [];
  const times: number[] = [];
  let time = 0;
  for (const { points } of paths) {
    for (let i = 0; i < points.length; i += 2) {
      const [x = 0, y = 0] = points.slice(i, i + 2);
      if (i > 0) time += Math.hypot(x - (points[i - 2] ?? 0), y - (points[i - 1] ?? 0)) / 10;
      xy.push(x, y);
      times.push(time);
    }
    starts.push(xy.length / 2);
    time += 1;
  }
  return {
    starts: Uint32Array.from(starts),
    layers: Uint32Array.from(paths, (path) => path.layer),
    xy: Float32Array.from(xy),
    times: Float32Array.from(times),
  };
}

/** The bytes of a level as docs/preview-format.md has them, padded to a multiple of 8. */
export function encodeLevel({ starts, layers, xy, times }: Level): ArrayBuffer {
  const size = 8 + 4 * (starts.length + layers.length + xy.length + times.length);
  const buffer = new ArrayBuffer(Math.ceil(size / 8) * 8);
  const view = new DataView(buffer);
  view.setUint32(0, layers.length, true);
  view.setUint32(4, times.length, true);
  let offset = 8;
  for (const value of [...starts, ...layers]) {
    view.setUint32(offset, value, true);
    offset += 4;
  }
  for (const value of [...xy, ...times]) {
    view.setFloat32(offset, value, true);
    offset += 4;
  }
  return buffer;
}

/** Numbers from 0 to 1 that are the same on every run. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Short paths all over a sheet. */
export function scattered(count: number, width: number, height: number, layers = 3): SyntheticPath[] {
  const random = repeatable(count);
  return Array.from({ length: count }, (_, index) => {
    const x = random() * width;
    const y = random() * height;
    const points = [x, y];
    for (let i = 0; i < 1 + Math.floor(random() * 5); i++) points.push(x + random() * 6, y + random() * 6);
    return { layer: index % layers, points };
  });
}
