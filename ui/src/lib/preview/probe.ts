/**
 * Which renderer to use.
 */

import { Canvas2dRenderer } from './canvas2d';
import type { Renderer } from './renderer';

export type RendererChoice = 'auto' | 'webgl2' | 'canvas2d';

/** @param lost is called when the renderer cannot go on and has to be replaced. */
export function makeRenderer(_choice: RendererChoice, _lost: () => void): Renderer {
  return new Canvas2dRenderer(document.createElement('canvas'));
}
