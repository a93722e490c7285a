/**
 * How often a pen passes each spot, as a picture: nothing where it never comes, one tint for once, and
 * warmer ones for more, for paper tears and ink runs where the pen comes again and again.
 */

import type { Rgb } from './colors';

/** The part of the service's `PreviewCoverage` that is used here. */
export interface CoverageInfo {
  readonly cell_mm: number;
  readonly columns: number;
  readonly rows: number;
  /** The largest count; 255 stands for that and more. */
  readonly most: number;
  /** Cells are tones of a picture, 0 for white and 255 for black. */
  readonly tone: boolean;
}

export type FetchCoverage = (handle: string) => Promise<ArrayBuffer>;

/** Colours for one pass, two, three, and four or more. */
export type PassColors = readonly [Rgb, Rgb, Rgb, Rgb];

const ALPHA = [0, 0.35, 0.7, 0.85, 0.95] as const;

/** @throws RangeError when there are not as many counts as cells. */
export function paintPasses(
  counts: Uint8Array,
  info: CoverageInfo,
  colors: PassColors,
): Uint8ClampedArray<ArrayBuffer> {
  if (counts.length !== info.columns * info.rows) {
    throw new RangeError(`${counts.length} counts for ${info.columns} × ${info.rows} cells`);
  }
  const palette = [0, 1, 2, 3, 4].map((passes) => {
    const [r, g, b] = colors[Math.max(passes - 1, 0) as 0 | 1 | 2 | 3];
    return [r * 255, g * 255, b * 255, (ALPHA[passes as 0 | 1 | 2 | 3 | 4] ?? 0) * 255] as const;
  });
  const pixels = new Uint8ClampedArray(4 * counts.length);
  for (let cell = 0; cell < counts.length; cell++) {
    const color = palette[Math.min(counts[cell] ?? 0, 4)];
    if (color !== undefined && color[3] > 0) pixels.set(color, 4 * cell);
  }
  return pixels;
}

/** @throws RangeError when there are not as many tones as cells. */
export function paintTones(tones: Uint8Array, info: CoverageInfo): Uint8ClampedArray<ArrayBuffer> {
  if (tones.length !== info.columns * info.rows) {
    throw new RangeError(`${tones.length} tones for ${info.columns} × ${info.rows} cells`);
  }
  const pixels = new Uint8ClampedArray(4 * tones.length);
  for (let cell = 0; cell < tones.length; cell++) {
    const light = 255 - (tones[cell] ?? 0);
    pixels.set([light, light, light, 255], 4 * cell);
  }
  return pixels;
}

/** The part of the touched cells that are passed this often, for 1, 2, 3, and 4 or more. */
export function passShares(counts: Uint8Array): readonly [number, number, number, number] {
  const shares: [number, number, number, number] = [0, 0, 0, 0];
  let touched = 0;
  for (const count of counts) {
    if (count === 0) continue;
    touched += 1;
    shares[(Math.min(count, 4) - 1) as 0 | 1 | 2 | 3] += 1;
  }
  return touched === 0
    ? shares
    : (shares.map((cells) => cells / touched) as [number, number, number, number]);
}
