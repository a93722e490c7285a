/**
 * What both renderers share: remembering what to paint, cutting it into slices, measuring them.
 */

import type { Camera, Viewport } from './camera';
import { Pacer, SLICE_MS } from './pacer';
import type { Runs } from './culling';
import { planPasses, runsInView, samePicture, sameTarget, Slices, type Pass, type Target } from './passes';
import type { Look, Renderer, RendererKind } from './renderer';
import type { Scene } from './scene';

export abstract class SlicedRenderer implements Renderer {
  abstract readonly kind: RendererKind;
  readonly canvas: HTMLCanvasElement;
  /** See `mergeRuns`. */
  protected abstract readonly mostRanges: number;
  /**
   * Strokes after which the work is completed and the clock is asked, where that can be had; Infinity
   * where work goes on after the call and is known only by experience.
   */
  protected abstract readonly step: number;
  #pacer: Pacer;
  #scene: Scene | null = null;
  #camera: Camera | null = null;
  #view: Viewport = { width: 1, height: 1 };
  #ratio = 1;
  #look: Look | null = null;
  #time_s: number | null = null;
  /** What the canvas shows and the picture in the making holds too. */
  #complete: Target | null = null;
  #work: { target: Target; slices: Slices } | null = null;
  #measuring = 0;
  /** While the plot plays, only the time changes. */
  #runs: { target: Target; runs: Runs } | null = null;

  constructor(canvas: HTMLCanvasElement, firstGuess: number) {
    this.canvas = canvas;
    this.#pacer = new Pacer(firstGuess);
  }

  /** Starts a picture: on a clean ground, or on top of the last one. */
  protected abstract begin(target: Target, onTop: boolean): void;
  protected abstract paint(target: Target, pass: Pass, from: number, to: number): void;
  /** Hands on everything painted since the last call; with a finite `step`, until it is done. */
  protected abstract endStep(): void;
  /** Brings the finished picture to the canvas. */
  protected abstract show(target: Target): void;
  /** Empties the canvas. */
  protected abstract clear(): void;
  /** The graphics processor is done with the last slice. */
  protected abstract ready(): boolean;

  get frameStrokes(): number {
    return this.#pacer.strokes;
  }

  get busy(): boolean {
    return !this.ready();
  }

  expectStrokes(frame: number): void {
    this.#pacer = new Pacer(frame);
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
    this.#view = view;
    this.#ratio = ratio;
  }

  draw(): boolean {
    const target = this.#target();
    if (target === null) {
      this.clear();
      this.#complete = null;
      this.#work = null;
      return true;
    }
    if (this.#complete !== null && sameTarget(this.#complete, target)) return true;
    if (!this.ready()) return false;
    if (this.#work === null || !sameTarget(this.#work.target, target)) {
      const plan = planPasses(target, this.#complete, this.#runsFor(target));
      // From here on the picture in the making is no longer the one that is shown.
      this.#complete = null;
      this.#work = { target, slices: new Slices(plan) };
      this.begin(target, plan.onTop);
    }
    return this.#slice(this.#work);
  }

  dispose(): void {
    cancelAnimationFrame(this.#measuring);
    this.#work = null;
    this.#complete = null;
    this.#runs = null;
  }

  #runsFor(target: Target): Runs {
    if (this.#runs === null || !samePicture(this.#runs.target, target)) {
      this.#runs = { target, runs: runsInView(target, this.mostRanges) };
    }
    return this.#runs.runs;
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

  #slice({ target, slices }: { target: Target; slices: Slices }): boolean {
    const at_ms = performance.now();
    const known = this.step < Infinity;
    let left = known ? this.step : this.#pacer.strokes;
    let painted = 0;
    let slice = slices.next(left);
    while (slice !== null) {
      const strokes = slice.to - slice.from;
      this.paint(target, slice.pass, slice.from, slice.to);
      painted += strokes;
      left -= strokes;
      if (left <= 0) {
        if (!known) break;
        this.endStep();
        if (performance.now() - at_ms >= SLICE_MS) break;
        left = this.step;
      }
      slice = slices.next(left);
    }
    this.endStep();
    const complete = slice === null;
    if (complete) {
      this.show(target);
      this.#complete = target;
      this.#work = null;
    }
    const called_ms = performance.now() - at_ms;
    // Where the graphics processor is this one, a part of its work is done within the call.
    if (known || called_ms > SLICE_MS) this.#pacer.reportWork(painted, called_ms);
    else if (painted > 0) this.#measure(painted, at_ms);
    return complete;
  }

  #measure(strokes: number, at_ms: number): void {
    cancelAnimationFrame(this.#measuring);
    const look = () => {
      if (this.ready()) this.#pacer.report(strokes, performance.now() - at_ms);
      else this.#measuring = requestAnimationFrame(look);
    };
    this.#measuring = requestAnimationFrame(look);
  }
}

/** Size of the canvas in device pixels. */
export function pixelSize({ view, ratio }: Target): { width: number; height: number } {
  return {
    width: Math.max(Math.round(view.width * ratio), 1),
    height: Math.max(Math.round(view.height * ratio), 1),
  };
}

export function fitCanvas(canvas: HTMLCanvasElement, size: { width: number; height: number }): void {
  if (canvas.width === size.width && canvas.height === size.height) return;
  canvas.width = size.width;
  canvas.height = size.height;
}
