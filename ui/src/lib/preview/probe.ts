/**
 * Which renderer to use: measured once, at first use, on the machine as it is.
 *
 * A WebGL context also succeeds where no graphics processor stands behind it, so both renderers paint
 * the same small drawing and the faster one stays. Takes a few tens of milliseconds.
 */

import { Canvas2dRenderer } from './canvas2d';
import type { Level } from './decode';
import type { Look, Renderer, RendererKind } from './renderer';
import { buildGrid } from './culling';
import type { Scene } from './scene';
import { NoWebGl2, WebGl2Renderer } from './webgl2';

export type RendererChoice = 'auto' | RendererKind;

export interface Verdict {
  readonly kind: RendererKind;
  /** Strokes of the chosen one in a frame, as a first guess for its pacing. */
  readonly frameStrokes: number;
}

const STROKES = 2000;
const FRAME_MS = 24;
const VIEW = { width: 480, height: 360 };

let verdict: Verdict | null = null;

/** @param lost is called when the renderer cannot go on and has to be replaced. */
export function makeRenderer(choice: RendererChoice, lost: () => void): Renderer {
  if (choice === 'auto') {
    verdict ??= probe();
    return make(verdict.kind, lost, verdict.frameStrokes);
  }
  return make(choice, lost);
}

function make(kind: RendererKind, lost: () => void, frameStrokes?: number): Renderer {
  if (kind === 'webgl2') {
    try {
      return new WebGl2Renderer(document.createElement('canvas'), lost, frameStrokes);
    } catch (error) {
      // Without WebGL2 there is still a picture; which renderer made it is on the element.
      if (!(error instanceof NoWebGl2)) throw error;
    }
  }
  return new Canvas2dRenderer(document.createElement('canvas'), kind === 'canvas2d' ? frameStrokes : undefined);
}

export function probe(): Verdict {
  const scene = sample();
  const times = (['webgl2', 'canvas2d'] as const).map((kind) => {
    const renderer = make(kind, () => {}, STROKES);
    const took_ms = renderer.kind === kind ? timeToPaint(renderer, scene) : Infinity;
    renderer.dispose();
    return { kind, took_ms };
  });
  const best = times.reduce((a, b) => (b.took_ms < a.took_ms ? b : a));
  return { kind: best.kind, frameStrokes: Math.round((STROKES * FRAME_MS) / Math.max(best.took_ms, 0.5)) };
}

/** Time until the pixels are there, without what happens only once. */
function timeToPaint(renderer: Renderer, scene: Scene): number {
  renderer.resize(VIEW, 1);
  renderer.setStyle(LOOK, null);
  renderer.setGeometry(scene);
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  let took_ms = Infinity;
  for (const x of [50, 51, 49]) {
    const start = performance.now();
    renderer.setCamera({ x, y: 37, scale: 4.8 }, VIEW);
    renderer.draw();
    // Reading a pixel is the one thing that no engine can put off.
    pixel?.drawImage(renderer.canvas, 0, 0);
    pixel?.getImageData(0, 0, 1, 1);
    took_ms = Math.min(took_ms, performance.now() - start);
  }
  return took_ms;
}

const LOOK: Look = {
  layers: [{ color: [0, 0, 0], ghost: [0, 0, 0], pen_width_mm: 0.3 }],
  hidden: new Set(),
  travel: null,
  travelGhost: [0, 0, 0],
  order: null,
  orderGhost: [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  total_s: 1,
};

/** A spiral across the view, like what plotters draw. */
function sample(): Scene {
  const xy = new Float32Array(2 * (STROKES + 1));
  for (let i = 0; i <= STROKES; i++) {
    const angle = i * 0.2;
    const radius = (36 * i) / STROKES;
    xy.set([50 + radius * Math.cos(angle), 37 + radius * Math.sin(angle)], 2 * i);
  }
  const level: Level = {
    starts: Uint32Array.of(0, STROKES + 1),
    layers: Uint32Array.of(0),
    xy,
    times: new Float32Array(STROKES + 1),
  };
  return {
    number: 0,
    level,
    grid: buildGrid(level),
    travel: { ways: new Float32Array(), to: new Uint32Array(), length_mm: 0 },
  };
}
