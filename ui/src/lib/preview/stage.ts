/**
 * Brings a picture to the screen and keeps it there: picks the level, drives the renderer, moves the
 * last picture as a bitmap while the camera moves, and sleeps when nothing changes.
 *
 * Facts for tests and styles are on the element: `data-drawn` (the picture is complete, at rest and at
 * the wanted level), `data-renderer`, `data-level` and `data-slice-ms` (the longest slice so far).
 */

import { fit, sameCamera, type Camera, type Viewport } from './camera';
import type { FetchLevel, PreviewInfo } from './info';
import { chooseLevel, movingLevel, type LevelChoice } from './levels';
import { runsInView, sameTarget, type Target } from './passes';
import { makeRenderer, type RendererChoice } from './probe';
import type { Look, Renderer } from './renderer';
import type { Scene } from './scene';
import { SceneStore } from './store';

/** The camera rests when it has not moved for so long. */
const REST_MS = 140;
/** The part of a frame's strokes that may be painted anew in every frame of a movement. */
const MOVING_PART = 0.6;

export interface StageState {
  readonly scene: Scene | null;
  /** Something that could be seen is left out. */
  readonly simplified: boolean;
  readonly error: string | null;
  readonly loading: boolean;
}

type Sight = Omit<Target, 'scene' | 'time_s'>;

function shows(shown: Target | null, want: Target): boolean {
  return shown !== null && sameTarget(shown, want);
}

export class Stage {
  readonly #host: HTMLElement;
  readonly #store: SceneStore;
  readonly #changed: (state: StageState) => void;
  #choice: RendererChoice;
  #renderer: Renderer | null = null;
  /** Of the renderer that is being made, or was made last. */
  #making: AbortController | null = null;
  #info: PreviewInfo | null = null;
  #camera: Camera | null = null;
  #view: Viewport = { width: 0, height: 0 };
  #look: Look | null = null;
  #time_s: number | null = null;
  #everything = false;
  #movedAt = -Infinity;
  /** What the canvas shows. */
  #shown: Target | null = null;
  /** What the renderer is painting, until it is complete. */
  #painting: Target | null = null;
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #state: StageState = { scene: null, simplified: false, error: null, loading: false };
  #sliceMs = 0;
  #counted: { scene: Scene; camera: Camera; view: Viewport; look: Look; strokes: number }[] = [];

  constructor(
    host: HTMLElement,
    fetch: FetchLevel,
    choice: RendererChoice,
    changed: (state: StageState) => void,
  ) {
    this.#host = host;
    this.#choice = choice;
    this.#changed = changed;
    this.#store = new SceneStore(fetch, () => this.#wake());
    // Also when the page's zoom changes, and with it the size of a pixel.
    window.addEventListener('resize', this.#wake);
  }

  get scene(): Scene | null {
    return this.#state.scene;
  }

  open(info: PreviewInfo, fetch: FetchLevel): void {
    this.#info = info;
    this.#everything = false;
    this.#store.setFetch(fetch);
    this.#store.open(info);
    this.#wake();
  }

  retry(): void {
    // One that could not be made is tried again.
    if (this.#renderer === null) this.#dropRenderer();
    this.#store.retry();
    this.#wake();
  }

  drawEverything(): void {
    this.#everything = true;
    this.#wake();
  }

  /** @param camera null fits the sheet, also when the view changes its size. */
  setCamera(camera: Camera | null, view: Viewport): void {
    if (
      sameCamera(camera, this.#camera) &&
      view.width === this.#view.width &&
      view.height === this.#view.height
    ) {
      return;
    }
    this.#camera = camera;
    this.#view = view;
    this.#movedAt = performance.now();
    this.#wake();
  }

  setStyle(look: Look, time_s: number | null): void {
    if (look === this.#look && time_s === this.#time_s) return;
    this.#look = look;
    this.#time_s = time_s;
    this.#wake();
  }

  setRenderer(choice: RendererChoice): void {
    if (choice === this.#choice) return;
    this.#choice = choice;
    this.#dropRenderer();
    this.#wake();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    window.removeEventListener('resize', this.#wake);
    this.#dropRenderer();
    this.#info = null;
  }

  readonly #wake = (): void => {
    this.#host.dataset['drawn'] = 'false';
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
  };

  #tick(): void {
    this.#frame = 0;
    const info = this.#info;
    const look = this.#look;
    const view = this.#view;
    if (info === null || look === null || view.width < 1 || view.height < 1) return;
    const ratio = window.devicePixelRatio || 1;
    const camera = this.#camera ?? fit(info, view);
    const renderer = this.#ready();
    if (renderer === null) return;
    const started = performance.now();
    const moving = this.#shown !== null && started - this.#movedAt < REST_MS;

    const sight = { camera, view, look, ratio };
    const { choice, scene } = this.#choose(info, sight, moving, renderer.frameStrokes);
    const want = scene === null ? null : { ...sight, scene, time_s: this.#time_s };
    if (want === null && !moving && !this.#store.fetching) this.#clear(renderer);
    // A picture once begun is finished: restarting it at every move would never show any.
    if (this.#painting === null && want !== null && !shows(this.#shown, want)) {
      renderer.resize(view, ratio);
      renderer.setGeometry(want.scene);
      renderer.setCamera(camera, view);
      renderer.setStyle(look, want.time_s);
      this.#painting = want;
    }
    if (this.#painting !== null && renderer.draw()) {
      this.#shown = this.#painting;
      this.#painting = null;
      this.#host.dataset['level'] = String(this.#shown.scene.number);
    }
    this.#place(renderer.canvas, camera, view);
    this.#sliceMs = Math.max(this.#sliceMs, performance.now() - started);
    this.#host.dataset['sliceMs'] = this.#sliceMs.toFixed(0);

    const again = this.#painting !== null || (want !== null && !shows(this.#shown, want));
    this.#settle(moving, again, choice);
  }

  /** The level to be on the screen, and the one to paint now; null keeps the last picture, moved. */
  #choose(info: PreviewInfo, sight: Sight, moving: boolean, frameStrokes: number) {
    const { levels } = info;
    const mm_per_px = 1 / (sight.camera.scale * sight.ratio);
    const strokes = (level: number) => this.#strokes(level, sight);
    const choice = chooseLevel({ levels, mm_per_px, strokes, everything: this.#everything });
    if (!moving) {
      if (this.#store.get(0) !== null) this.#store.want(choice.level);
      return { choice, scene: this.#store.nearest(choice.level) };
    }
    const loaded = this.#store.loaded();
    const level = movingLevel({
      levels,
      loaded,
      wanted: choice.level,
      mm_per_px,
      strokes,
      frameStrokes: frameStrokes * MOVING_PART,
    });
    return { choice, scene: level === null ? null : this.#store.get(level) };
  }

  /** Goes to sleep, or sees to it that there is another frame, and tells what has changed. */
  #settle(moving: boolean, again: boolean, choice: LevelChoice): void {
    clearTimeout(this.#rest);
    if (again) this.#wake();
    else if (moving) this.#rest = setTimeout(() => this.#wake(), REST_MS);
    const { error, fetching: loading } = this.#store;
    const scene = this.#shown?.scene ?? null;
    if (!moving && !again && !loading) this.#host.dataset['drawn'] = String(error === null);
    this.#tell({ scene, simplified: choice.simplified, error, loading });
  }

  #tell(next: StageState): void {
    const was = this.#state;
    const news =
      was.scene !== next.scene ||
      was.simplified !== next.simplified ||
      was.error !== next.error ||
      was.loading !== next.loading;
    if (!news) return;
    this.#state = next;
    this.#changed(next);
  }

  #clear(renderer: Renderer): void {
    renderer.setGeometry(null);
    renderer.draw();
    this.#painting = null;
    this.#shown = null;
    delete this.#host.dataset['level'];
  }

  /**
   * Strokes of a level in view; of a level not at hand, in proportion to one that is. By bytes, since
   * the number of segments does not tell of dots.
   */
  #strokes(level: number, at: Sight): number {
    const known = this.#store.nearest(level);
    if (known === null) return 0;
    const count = this.#count(known, at);
    if (known.number === level) return count;
    const bytes = (of: number) => this.#info?.levels[of]?.bytes ?? 0;
    return (count * bytes(level)) / Math.max(bytes(known.number), 1);
  }

  #count(scene: Scene, at: Sight): number {
    const { camera, view, look, ratio } = at;
    const found = this.#counted.find(
      (entry) =>
        entry.scene === scene &&
        entry.look === look &&
        entry.view === view &&
        sameCamera(entry.camera, camera),
    );
    if (found !== undefined) return found.strokes;
    const { strokes } = runsInView({ scene, camera, view, look, ratio }, Infinity);
    this.#counted = [...this.#counted.slice(-3), { scene, camera, view, look, strokes }];
    return strokes;
  }

  /** The renderer, or null while it is being made. */
  #ready(): Renderer | null {
    if (this.#renderer === null && this.#making === null) void this.#make();
    return this.#renderer;
  }

  async #make(): Promise<void> {
    const making = (this.#making = new AbortController());
    try {
      const made = await makeRenderer(this.#choice, () => this.#lost());
      if (making.signal.aborted) made.dispose();
      else this.#take(made);
    } catch (error) {
      if (making.signal.aborted) return;
      this.#tell({ ...this.#state, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #take(renderer: Renderer): void {
    this.#renderer = renderer;
    const { canvas, kind } = renderer;
    canvas.style.cssText = 'position:absolute;left:0;top:0;transform-origin:0 0;pointer-events:none';
    canvas.setAttribute('aria-hidden', 'true');
    this.#host.append(canvas);
    this.#host.dataset['renderer'] = kind;
    this.#wake();
  }

  /** The graphics context went away: the other renderer goes on from the same state. */
  #lost(): void {
    this.#choice = 'canvas2d';
    this.#dropRenderer();
    this.#wake();
  }

  #dropRenderer(): void {
    this.#making?.abort();
    this.#making = null;
    this.#renderer?.canvas.remove();
    this.#renderer?.dispose();
    this.#renderer = null;
    this.#painting = null;
    this.#shown = null;
  }

  /** Puts the last complete picture where the camera now sees it. */
  #place(canvas: HTMLCanvasElement, camera: Camera, view: Viewport): void {
    const shown = this.#shown;
    if (shown === null) return;
    const zoom = camera.scale / shown.camera.scale;
    const x = (shown.camera.x - camera.x) * camera.scale + view.width / 2 - (zoom * shown.view.width) / 2;
    const y = (shown.camera.y - camera.y) * camera.scale + view.height / 2 - (zoom * shown.view.height) / 2;
    canvas.style.width = `${shown.view.width}px`;
    canvas.style.height = `${shown.view.height}px`;
    canvas.style.transform = zoom === 1 && x === 0 && y === 0 ? '' : `matrix(${zoom},0,0,${zoom},${x},${y})`;
  }
}
