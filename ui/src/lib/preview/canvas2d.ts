/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by the plan */
/**
 * The picture with Canvas 2D: works in every engine, and takes over when WebGL is slow or lost.
 *
 * Strokes are gathered per colour and stroked at most `BATCH` at a time: longer paths are slower than
 * the sum of their parts in every engine measured. A picture in the making is painted on a canvas of
 * its own and shown when complete.
 */

import type { Camera, Viewport } from './camera';
import { cssColor, gradientAt, type Rgb } from './colors';
import { Pacer } from './pacer';
import { planPasses, sameTarget, Slices, type Pass, type Target } from './passes';
import { pathOfPoint } from './playback';
import { penWidthPx, travelShown, type Look, type Renderer } from './renderer';
import type { Scene } from './scene';
import { WAY_STRIDE } from './travel';

const BATCH = 2000;
const FIRST_GUESS = 4000;
/** Steps of the order's gradient. */
const SHADES = 64;
const DASH_PX = [4, 3];
/** Dashes cost many times as much as plain lines. */
const DASHED_WAYS = 4000;

interface Batch {
  readonly color: string;
  readonly width: number;
  readonly path: Path2D;
  strokes: number;
  /** Index of the point the path has come to, or -1. */
  at: number;
}

export class Canvas2dRenderer implements Renderer {
  readonly kind = 'canvas2d';
  readonly canvas: HTMLCanvasElement;
  readonly #shown: CanvasRenderingContext2D;
  readonly #making: CanvasRenderingContext2D;
  readonly #pacer = new Pacer(FIRST_GUESS);
  #scene: Scene | null = null;
  #camera: Camera | null = null;
  #view: Viewport = { width: 1, height: 1 };
  #ratio = 1;
  #look: Look | null = null;
  #time_s: number | null = null;
  #complete: Target | null = null;
  #work: { target: Target; slices: Slices } | null = null;
  #slice: { strokes: number; at_ms: number } | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#shown = context(canvas);
    this.#making = context(document.createElement('canvas'));
  }

  get frameStrokes(): number {
    return this.#pacer.strokes;
  }

  setGeometry(scene: Scene | null): void {
    this.#scene = scene;
  }

  setCamera(camera: Camera, view: Viewport): void {
    this.#camera = camera;
    this.#view = view;
  }

  setStyle(look: Look, time_s: number | null): void {
    this.#look = look;
    this.#time_s = time_s;
  }

  resize(view: Viewport, ratio: number): void {
    this.#ratio = ratio;
    this.#view = view;
  }

  draw(): boolean {
    this.#measure();
    const target = this.#target();
    if (target === null) {
      this.#clear(this.#shown);
      this.#complete = null;
      this.#work = null;
      return true;
    }
    if (this.#complete !== null && sameTarget(this.#complete, target)) return true;
    if (this.#work === null || !sameTarget(this.#work.target, target)) this.#begin(target);
    return this.#paintSlice();
  }

  dispose(): void {
    this.#work = null;
    this.#complete = null;
    this.#making.canvas.width = 0;
    this.canvas.width = 0;
  }

  #target(): Target | null {
    if (this.#scene === null || this.#camera === null || this.#look === null) return null;
    return {
      scene: this.#scene,
      camera: this.#camera,
      view: this.#view,
      ratio: this.#ratio,
      look: this.#look,
      time_s: this.#time_s,
    };
  }

  #measure(): void {
    if (this.#slice === null) return;
    this.#pacer.report(this.#slice.strokes, performance.now() - this.#slice.at_ms);
    this.#slice = null;
  }

  #begin(target: Target): void {
    const plan = planPasses(target, this.#complete, Infinity);
    this.#work = { target, slices: new Slices(plan) };
    // From here on the making canvas is no longer the picture that is shown.
    this.#complete = null;
    const { canvas } = this.#making;
    if (!plan.onTop) {
      this.#clear(this.#making);
      const width = Math.max(Math.round(target.view.width * target.ratio), 1);
      const height = Math.max(Math.round(target.view.height * target.ratio), 1);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
    }
    const { camera, view, ratio } = target;
    const scale = camera.scale * ratio;
    this.#making.setTransform(
      scale,
      0,
      0,
      scale,
      (view.width / 2) * ratio - camera.x * scale,
      (view.height / 2) * ratio - camera.y * scale,
    );
  }

  #paintSlice(): boolean {
    const work = this.#work;
    if (work === null) return true;
    const at_ms = performance.now();
    let left = this.#pacer.strokes;
    let done = false;
    while (left > 0) {
      const slice = work.slices.next(left);
      if (slice === null) {
        done = true;
        break;
      }
      const travels = slice.pass.kind === 'travel' || slice.pass.kind === 'ghost-travel';
      if (travels) this.#paintWays(work.target, slice.pass, slice.from, slice.to);
      else this.#paintStrokes(work.target, slice.pass, slice.from, slice.to);
      left -= slice.to - slice.from;
    }
    this.#slice = { strokes: this.#pacer.strokes - left, at_ms };
    if (!done) return false;
    this.#show(work.target);
    this.#work = null;
    return true;
  }

  #paintStrokes({ scene, look, camera, ratio }: Target, pass: Pass, from: number, to: number): void {
    const { starts, layers, xy, times } = scene.level;
    const scale = camera.scale * ratio;
    const open = new Map<number, Batch>();
    let path = pathOfPoint(scene.level, from);
    for (let i = from; i < to; i++) {
      while (i >= starts[path + 1]!) path++;
      const dot = starts[path + 1] === starts[path]! + 1;
      const layer = layers[path]!;
      const j = dot ? i : i + 1;
      if (j >= starts[path + 1]! || look.hidden.has(layer)) continue;
      const [cut0, cut1] = cut(times[i]!, times[j]!, pass.from_s, pass.to_s);
      if (cut0 > cut1 || (cut0 === cut1 && !dot && times[j]! > times[i]!)) continue;
      const shade = look.order === null ? 0 : Math.min(Math.floor((times[i]! / look.total_s) * SHADES), SHADES - 1);
      const key = layer * SHADES + shade;
      let batch = open.get(key);
      if (batch === undefined || batch.strokes >= BATCH) {
        if (batch !== undefined) this.#stroke(batch);
        batch = startBatch(look, pass, layer, shade, scale);
        open.set(key, batch);
      }
      const x = xy[2 * i]!;
      const y = xy[2 * i + 1]!;
      const dx = xy[2 * j]! - x;
      const dy = xy[2 * j + 1]! - y;
      if (batch.at !== i || cut0 > 0) batch.path.moveTo(x + dx * cut0, y + dy * cut0);
      // A line without length is a dot, thanks to the round caps.
      batch.path.lineTo(x + dx * cut1, y + dy * cut1);
      batch.at = cut1 === 1 && !dot ? j : -1;
      batch.strokes++;
    }
    for (const batch of open.values()) this.#stroke(batch);
  }

  #stroke({ color, width, path }: Batch): void {
    const context = this.#making;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(path);
  }

  #paintWays({ scene, look, camera, ratio }: Target, pass: Pass, from: number, to: number): void {
    const { travel, level } = scene;
    const path = new Path2D();
    for (let way = from; way < to; way++) {
      if (!travelShown(look, level.layers[travel.to[way]!]!)) continue;
      const i = way * WAY_STRIDE;
      const [x0, y0, t0, x1, y1, t1] = travel.ways.subarray(i, i + WAY_STRIDE) as unknown as readonly number[];
      const [cut0, cut1] = cut(t0!, t1!, pass.from_s, pass.to_s);
      if (cut0 >= cut1) continue;
      path.moveTo(x0! + (x1! - x0!) * cut0, y0! + (y1! - y0!) * cut0);
      path.lineTo(x0! + (x1! - x0!) * cut1, y0! + (y1! - y0!) * cut1);
    }
    const context = this.#making;
    const px = 1 / (camera.scale * ratio);
    context.strokeStyle = cssColor(pass.kind === 'travel' ? (look.travel ?? look.travelGhost) : look.travelGhost);
    context.lineWidth = Math.max(ratio, 1) * px;
    context.lineCap = 'butt';
    if (travel.to.length <= DASHED_WAYS) context.setLineDash(DASH_PX.map((length) => length * ratio * px));
    context.stroke(path);
    context.setLineDash([]);
  }

  #show(target: Target): void {
    const { canvas } = this.#making;
    if (this.canvas.width !== canvas.width || this.canvas.height !== canvas.height) {
      this.canvas.width = canvas.width;
      this.canvas.height = canvas.height;
    }
    this.#clear(this.#shown);
    this.#shown.drawImage(canvas, 0, 0);
    this.#complete = target;
  }

  #clear(context: CanvasRenderingContext2D): void {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  }
}

function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const made = canvas.getContext('2d');
  if (made === null) throw new Error('This window cannot draw: it has no 2D canvas');
  return made;
}

function startBatch(look: Look, pass: Pass, layer: number, shade: number, scale: number): Batch {
  const style = look.layers[layer]!;
  const gone = pass.kind === 'ghost';
  let color: Rgb = gone ? style.ghost : style.color;
  if (look.order !== null) {
    color = gradientAt(gone ? look.orderGhost : look.order, (shade + 0.5) / SHADES);
  }
  const width = penWidthPx(style.pen_width_mm, scale) / scale;
  return { color: cssColor(color), width, path: new Path2D(), strokes: 0, at: -1 };
}

/** The part of a stroke from `t0` to `t1` that lies between two times, as fractions of it. */
function cut(t0: number, t1: number, from_s: number, to_s: number): [number, number] {
  if (t1 <= t0) return t0 >= from_s && t0 <= to_s ? [0, 1] : [1, 0];
  const part = (time: number) => Math.min(Math.max((time - t0) / (t1 - t0), 0), 1);
  return [part(from_s), part(to_s)];
}

