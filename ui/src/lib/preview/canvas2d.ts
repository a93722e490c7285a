/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by the plan */
/**
 * The picture with Canvas 2D: works in every engine, and takes over when WebGL is slow or lost.
 *
 * Strokes are gathered per colour and stroked at most `BATCH` at a time: longer paths are slower than
 * the sum of their parts in every engine measured. A picture in the making is painted on a canvas of
 * its own and shown when complete.
 */

import { cssColor, gradientAt, type Rgb } from './colors';
import type { Pass, Target } from './passes';
import { pathOfPoint } from './playback';
import { penWidthPx, travelShown, type Look } from './renderer';
import { fitCanvas, pixelSize, SlicedRenderer } from './sliced';
import { WAY_STRIDE } from './travel';

const BATCH = 2000;
const STEP = 1000;
const FIRST_GUESS = 4000;
/** Steps of the order's gradient. */
const SHADES = 64;
const DASH_PX = [4, 3];
/** Dashes cost many times as much as plain lines: with more ways than this they are left out. */
const DASHED_WAYS = 4000;

interface Batch {
  readonly color: string;
  readonly width: number;
  readonly path: Path2D;
  strokes: number;
  /** Index of the point the path has come to, or -1. */
  at: number;
}

export class Canvas2dRenderer extends SlicedRenderer {
  readonly kind = 'canvas2d';
  protected readonly mostRanges = Infinity;
  protected readonly step = STEP;
  readonly #shown: CanvasRenderingContext2D;
  readonly #making: CanvasRenderingContext2D;
  readonly #open = new Map<number, Batch>();
  #pass: Pass | null = null;

  constructor(canvas: HTMLCanvasElement, firstGuess = FIRST_GUESS) {
    super(canvas, firstGuess);
    this.#shown = contextOf(canvas);
    this.#making = contextOf(document.createElement('canvas'), { willReadFrequently: true });
  }

  override dispose(): void {
    super.dispose();
    // Frees the pixels now and not at the next collection.
    this.#making.canvas.width = 0;
    this.canvas.width = 0;
  }

  protected ready(): boolean {
    return true;
  }

  protected begin(target: Target, onTop: boolean): void {
    if (!onTop) {
      fitCanvas(this.#making.canvas, pixelSize(target));
      wipe(this.#making);
    }
    const { camera, view, ratio } = target;
    const scale = camera.scale * ratio;
    const x = (view.width / 2) * ratio - camera.x * scale;
    const y = (view.height / 2) * ratio - camera.y * scale;
    this.#making.setTransform(scale, 0, 0, scale, x, y);
  }

  protected paint(target: Target, pass: Pass, from: number, to: number): void {
    // What is painted later lies on top only if what came before is on the canvas.
    if (pass !== this.#pass) this.#flush();
    this.#pass = pass;
    if (pass.kind === 'travel' || pass.kind === 'ghost-travel') this.#paintWays(target, pass, from, to);
    else this.#paintStrokes(target, pass, from, to);
  }

  protected endStep(): void {
    this.#flush();
    // Engines record what is painted and do it later, all at once: a second of frozen window for a
    // large drawing. Reading a pixel makes them do it now, while the clock runs.
    this.#making.getImageData(0, 0, 1, 1);
  }

  #flush(): void {
    for (const batch of this.#open.values()) this.#stroke(batch);
    this.#open.clear();
  }

  protected show(): void {
    const { canvas } = this.#making;
    fitCanvas(this.canvas, canvas);
    wipe(this.#shown);
    this.#shown.drawImage(canvas, 0, 0);
  }

  protected clear(): void {
    wipe(this.#shown);
  }

  #paintStrokes({ scene, look, camera, ratio }: Target, pass: Pass, from: number, to: number): void {
    const { starts, layers, xy, times } = scene.level;
    const scale = camera.scale * ratio;
    let path = pathOfPoint(scene.level, from);
    for (let i = from; i < to; i++) {
      while (i >= starts[path + 1]!) path++;
      const dot = starts[path + 1] === starts[path]! + 1;
      const layer = layers[path]!;
      const j = dot ? i : i + 1;
      if (j >= starts[path + 1]! || look.hidden.has(layer)) continue;
      const [cut0, cut1] = cut(times[i]!, times[j]!, pass.from_s, pass.to_s);
      if (cut0 >= cut1) continue;
      const shade = look.order === null ? 0 : shadeOf(times[i]! / look.total_s);
      const key = layer * SHADES + shade;
      let batch = this.#open.get(key);
      if (batch === undefined || batch.strokes >= BATCH) {
        if (batch !== undefined) this.#stroke(batch);
        batch = startBatch(look, pass, layer, shade, scale);
        this.#open.set(key, batch);
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
    if (look.travel === null) return;
    const { travel, level } = scene;
    const { ways } = travel;
    const context = this.#making;
    const px = 1 / (camera.scale * ratio);
    context.strokeStyle = cssColor(pass.kind === 'travel' ? look.travel : look.travelGhost);
    context.lineWidth = Math.max(ratio, 1) * px;
    context.lineCap = 'butt';
    if (travel.to.length <= DASHED_WAYS) context.setLineDash(DASH_PX.map((length) => length * ratio * px));
    context.beginPath();
    for (let way = from; way < to; way++) {
      if (!travelShown(look, level.layers[travel.to[way]!]!)) continue;
      const i = way * WAY_STRIDE;
      const [cut0, cut1] = cut(ways[i + 2]!, ways[i + 5]!, pass.from_s, pass.to_s);
      if (cut0 >= cut1) continue;
      const x = ways[i]!;
      const y = ways[i + 1]!;
      const dx = ways[i + 3]! - x;
      const dy = ways[i + 4]! - y;
      context.moveTo(x + dx * cut0, y + dy * cut0);
      context.lineTo(x + dx * cut1, y + dy * cut1);
    }
    context.stroke();
    context.setLineDash([]);
  }
}

function contextOf(canvas: HTMLCanvasElement, settings?: CanvasRenderingContext2DSettings) {
  const made = canvas.getContext('2d', settings);
  if (made === null) throw new Error('This window cannot draw: it has no 2D canvas');
  return made;
}

function wipe(context: CanvasRenderingContext2D): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

function shadeOf(part: number): number {
  return Math.min(Math.max(Math.floor(part * SHADES), 0), SHADES - 1);
}

function startBatch(look: Look, pass: Pass, layer: number, shade: number, scale: number): Batch {
  const style = look.layers[layer]!;
  const after = pass.kind === 'ghost';
  let color: Rgb = after ? style.ghost : style.color;
  if (look.order !== null) {
    color = gradientAt(after ? look.orderGhost : look.order, (shade + 0.5) / SHADES);
  }
  const width = penWidthPx(style.pen_width_mm, scale) / scale;
  return { color: cssColor(color), width, path: new Path2D(), strokes: 0, at: -1 };
}

/** The part of a stroke from `t0` to `t1` that lies between two times, as fractions of it. */
function cut(t0: number, t1: number, from_s: number, to_s: number): readonly [number, number] {
  if (t1 <= t0) return t0 >= from_s && t0 <= to_s ? [0, 1] : [0, 0];
  const part = (time_s: number) => Math.min(Math.max((time_s - t0) / (t1 - t0), 0), 1);
  return [part(from_s), part(to_s)];
}
