/**
 * Which renderer to use: measured once, at first use, on the machine as it is.
 *
 * A WebGL context also succeeds where no graphics processor stands behind it, so both renderers paint
 * the same small drawing and the faster one stays. Making a context and a program takes tens of
 * milliseconds each, so every step has a frame of its own.
 */

import { Canvas2dRenderer } from './canvas2d';
import type { Level } from './decode';
import type { Look, Renderer, RendererKind } from './renderer';
import { buildGrid } from './culling';
import type { Scene } from './scene';
import { NoWebGl2, WebGl2Renderer } from './webgl2';

export type RendererChoice = 'auto' | RendererKind;

interface Verdict {
  readonly kind: RendererKind;
  /** Strokes of the chosen one in a frame, as a first guess for its pacing. */
  readonly frameStrokes: number;
}

const STROKES = 2000;
const FRAME_MS = 24;
const VIEW = { width: 480, height: 360 };
/** Something that takes longer than so many frames is no choice. */
const MOST_FRAMES = 120;

/** What the first race found, or null before it. */
let verdict: Promise<Verdict> | null = null;

/** @param lost is called when the renderer cannot go on and has to be replaced. */
export async function makeRenderer(choice: RendererChoice, lost: () => void): Promise<Renderer> {
  if (choice !== 'auto') return make(choice, lost);
  if (verdict === null) {
    const racing = race(lost);
    verdict = racing.then(verdictOf);
    // Whatever kept them from racing may be over the next time.
    verdict.catch(() => (verdict = null));
    return (await racing).best;
  }
  const { kind, frameStrokes } = await verdict;
  return make(kind, lost, frameStrokes);
}

interface Raced {
  readonly best: Renderer;
  readonly took_ms: number;
}

function verdictOf({ best, took_ms }: Raced): Verdict {
  const frameStrokes = Math.round((STROKES * FRAME_MS) / Math.max(took_ms, 0.5));
  best.expectStrokes(frameStrokes);
  return { kind: best.kind, frameStrokes };
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
  return new Canvas2dRenderer(
    document.createElement('canvas'),
    kind === 'canvas2d' ? frameStrokes : undefined,
  );
}

/** Keeps the winner, whose context and program have taken longer to make than the drawing. */
async function race(lost: () => void): Promise<Raced> {
  const scene = sample();
  await nextFrame();
  const gl = make('webgl2', lost);
  const gl_ms = await timeToPaint(gl, scene);
  if (gl.kind === 'canvas2d') return { best: gl, took_ms: gl_ms };
  const canvas = make('canvas2d', lost);
  const canvas_ms = await timeToPaint(canvas, scene);
  const [best, other] = gl_ms <= canvas_ms ? [gl, canvas] : [canvas, gl];
  other.dispose();
  return { best, took_ms: Math.min(gl_ms, canvas_ms) };
}

/** Time until the pixels are there, without what happens only once; Infinity if they never are. */
async function timeToPaint(renderer: Renderer, scene: Scene): Promise<number> {
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  await nextFrame();
  renderer.resize(VIEW, 1);
  renderer.setStyle(LOOK, null);
  renderer.setGeometry(scene);
  let took_ms = Infinity;
  for (const [time, x] of [50, 51, 49].entries()) {
    renderer.setCamera({ x, y: 37, scale: 4.8 }, VIEW);
    const start = performance.now();
    const complete = renderer.draw();
    // The first time includes what is done only once, and nothing waits for that.
    if (time > 0) {
      // Reading a pixel is the one thing that no engine can put off.
      pixel?.drawImage(renderer.canvas, 0, 0);
      pixel?.getImageData(0, 0, 1, 1);
      if (complete) took_ms = Math.min(took_ms, performance.now() - start);
    }
    if (!(await idle(renderer))) return Infinity;
  }
  return took_ms;
}

/** Waits until nothing holds up the next picture. */
async function idle(renderer: Renderer): Promise<boolean> {
  for (let frame = 0; frame < MOST_FRAMES; frame++) {
    await nextFrame();
    if (!renderer.busy) return true;
  }
  return false;
}

function nextFrame(): Promise<unknown> {
  return new Promise(requestAnimationFrame);
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
