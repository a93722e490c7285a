/**
 * What a renderer is: something that paints one picture on one canvas, in slices short enough for a
 * frame, and that can go on with a picture when only the clock has moved.
 *
 * The canvas holds ink only. Sheet, marker and highlights are other elements, so that they stay sharp
 * while the canvas is moved as a bitmap.
 */

import type { Camera, Viewport } from './camera';
import type { Gradient, Rgb } from './colors';
import type { Scene } from './scene';

export type RendererKind = 'webgl2' | 'canvas2d';

export interface LayerLook {
  readonly color: Rgb;
  /** Colour of what the tool has not reached yet. */
  readonly ghost: Rgb;
  readonly pen_width_mm: number;
}

/** How things look. Compared by identity: a change is a new object. */
export interface Look {
  readonly layers: readonly LayerLook[];
  readonly hidden: ReadonlySet<number>;
  /** Colour of the ways with the pen up, or null for none. */
  readonly travel: Rgb | null;
  readonly travelGhost: Rgb;
  /** Colours by drawing order instead of by layer. */
  readonly order: Gradient | null;
  readonly orderGhost: Gradient;
  readonly total_s: number;
}

export interface Renderer {
  readonly kind: RendererKind;
  readonly canvas: HTMLCanvasElement;
  setGeometry(scene: Scene | null): void;
  setCamera(camera: Camera, view: Viewport): void;
  /** @param time_s where the tool is, or null for the finished plot. */
  setStyle(look: Look, time_s: number | null): void;
  /** @param ratio device pixels in a CSS pixel. */
  resize(view: Viewport, ratio: number): void;
  /**
   * Paints a slice.
   *
   * @returns whether the picture on the canvas is complete; if not, call again in the next frame.
   */
  draw(): boolean;
  /** Strokes that a frame can take, as measured so far. */
  readonly frameStrokes: number;
  /** What was painted last is not done yet, and `draw` would not begin anything else. */
  readonly busy: boolean;
  /** A better guess of `frameStrokes` than the one it began with. */
  expectStrokes(frame: number): void;
  dispose(): void;
}

/** The pen's width on the screen in device pixels: never below one, so that nothing vanishes. */
export function penWidthPx(pen_width_mm: number, px_per_mm: number): number {
  return Math.max(pen_width_mm * px_per_mm, 1);
}

/** Room around the view in which strokes can still touch it: half the widest pen, and a pixel. */
export function penReachPx(look: Look, px_per_mm: number): number {
  let widest = 0;
  for (const layer of look.layers) widest = Math.max(widest, layer.pen_width_mm);
  return penWidthPx(widest, px_per_mm) / 2 + 1;
}

export function travelShown(look: Look, layer: number): boolean {
  return look.travel !== null && !look.hidden.has(layer);
}
