/**
 * The facts a picture comes with: the part of the service's `PreviewInfo` this folder uses.
 *
 * Kept structural, so that the generated type of the service fits without a conversion and this
 * folder can be tested and reused without the rest of the UI.
 */

import type { CoverageInfo } from './coverage';

export interface LayerInfo {
  readonly name: string;
  /** Like `#1f4e9e`. */
  readonly color: string;
  readonly pen_width_mm: number;
  readonly paths: number;
  readonly draw_mm: number;
}

export interface LevelInfo {
  /** Largest distance from the true line. */
  readonly tolerance_mm: number;
  readonly segments: number;
  readonly bytes: number;
}

export interface PreviewInfo {
  readonly handle: string;
  readonly width_mm: number;
  readonly height_mm: number;
  /** In the order of the geometry's layer numbers. */
  readonly layers: readonly LayerInfo[];
  /** The coarsest first. */
  readonly levels: readonly LevelInfo[];
  readonly time_s: number;
  /** The grid of passes, where the picture tells them. */
  readonly coverage?: CoverageInfo | null;
}

export type FetchLevel = (handle: string, level: number) => Promise<ArrayBuffer>;

/** A rectangle in mm, y downwards. */
export interface Rect {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}
