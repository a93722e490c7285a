/**
 * The picture with WebGL2: one program, no library.
 *
 * A picture is painted into a texture, a slice a frame, and copied to the canvas when complete; so the
 * canvas keeps the last complete picture however long the next one takes. A fence after each slice
 * tells when the graphics processor is done with it; nothing waits for it.
 */

import type { Rgb } from './colors';
import type { Pass, Target } from './passes';
import type { Look } from './renderer';
import type { Scene } from './scene';
import { CORNERS, FRAGMENT, TABLE_WIDTH, VERTEX } from './shaders';
import { fitCanvas, pixelSize, SlicedRenderer } from './sliced';
import { plainTexture, Textures, TooManyPoints } from './textures';

const FIRST_GUESS = 20_000;
const MOST_RANGES = 256;
const STROKES_UNIT = 0;
const TABLE_UNIT = 1;
const DASH_PX = 4;
const DASH_AND_GAP_PX = 7;
/** Copies of a finished picture after the first. */
const PRESENTED_AGAIN = 2;
/** Stands for infinity, which shaders need not know. */
const FOREVER_S = 1e30;

const UNIFORMS = [
  'u_layers',
  'u_strokes',
  'u_strokes_width',
  'u_centre_mm',
  'u_px_per_mm',
  'u_view_px',
  'u_window_s',
  'u_total_s',
  'u_ghost',
  'u_order',
  'u_stops',
  'u_travel',
  'u_travel_color',
  'u_travel_px',
  'u_dashed',
  'u_dash_px',
] as const;

type Uniforms = Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;

/** WebGL2 is not to be had here. */
export class NoWebGl2 extends Error {
  override readonly name = 'NoWebGl2';
}

export class WebGl2Renderer extends SlicedRenderer {
  readonly kind = 'webgl2';
  protected readonly mostRanges = MOST_RANGES;
  protected readonly step = Infinity;
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Uniforms;
  readonly #textures: Textures;
  readonly #table: WebGLTexture;
  readonly #making: { readonly frame: WebGLFramebuffer; readonly texture: WebGLTexture };
  readonly #stop = new AbortController();
  #size = { width: 0, height: 0 };
  #tableOf: Look | null = null;
  #fence: WebGLSync | null = null;
  #pass: Pass | null = null;
  /** The frame in which the finished picture is copied once more. */
  #again = 0;
  readonly #lost: () => void;

  /**
   * @param lost is called once when the context is gone; the renderer is of no use then.
   * @throws NoWebGl2
   */
  constructor(canvas: HTMLCanvasElement, lost: () => void, firstGuess = FIRST_GUESS) {
    super(canvas, firstGuess);
    const gl = canvas.getContext('webgl2', {
      alpha: true,
      // The program softens edges itself, and only a canvas without samples can be copied to.
      antialias: false,
      depth: false,
      stencil: false,
      premultipliedAlpha: true,
    });
    if (gl === null) throw new NoWebGl2('WebGL2 is not available');
    this.#gl = gl;
    // Not from inside a slice: its renderer would be gone before it ends.
    this.#lost = () => queueMicrotask(lost);
    canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.#lost();
      },
      { signal: this.#stop.signal },
    );
    const program = link(gl);
    gl.useProgram(program);
    this.#uniforms = Object.fromEntries(
      UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]),
    ) as Uniforms;
    this.#textures = new Textures(gl);
    this.#table = plainTexture(gl);
    this.#making = { frame: gl.createFramebuffer(), texture: plainTexture(gl) };
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.clearColor(0, 0, 0, 0);
    gl.uniform1i(this.#uniforms.u_layers, TABLE_UNIT);
    gl.uniform1i(this.#uniforms.u_strokes, STROKES_UNIT);
  }

  override dispose(): void {
    super.dispose();
    cancelAnimationFrame(this.#again);
    this.#stop.abort();
    this.#textures.dispose();
    // Engines allow few contexts at a time and would keep this one until the next collection.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  protected ready(): boolean {
    const gl = this.#gl;
    if (this.#fence === null || gl.isContextLost()) return true;
    if (gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(this.#fence);
    this.#fence = null;
    return true;
  }

  protected begin(target: Target, onTop: boolean): void {
    const gl = this.#gl;
    // What is in the making from here on is not finished.
    cancelAnimationFrame(this.#again);
    const { camera, look, ratio } = target;
    const size = pixelSize(target);
    if (size.width !== this.#size.width || size.height !== this.#size.height) this.#resizeMaking(size);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#making.frame);
    gl.viewport(0, 0, size.width, size.height);
    if (!onTop) gl.clear(gl.COLOR_BUFFER_BIT);
    this.#setTable(look);
    const u = this.#uniforms;
    gl.uniform2f(u.u_centre_mm, camera.x, camera.y);
    gl.uniform1f(u.u_px_per_mm, camera.scale * ratio);
    gl.uniform2f(u.u_view_px, size.width, size.height);
    gl.uniform1f(u.u_total_s, look.total_s);
    gl.uniform1i(u.u_order, look.order === null ? 0 : 1);
    gl.uniform1f(u.u_travel_px, Math.max(ratio, 1));
    gl.uniform2f(u.u_dash_px, DASH_PX * ratio, DASH_AND_GAP_PX * ratio);
    this.#pass = null;
  }

  protected paint({ scene, look }: Target, pass: Pass, from: number, to: number): void {
    const gl = this.#gl;
    if (pass !== this.#pass && !this.#setPass(scene, look, pass)) return;
    // Way w is stroke 2w: see packWays.
    const each = isTravel(pass) ? 2 * CORNERS : CORNERS;
    gl.drawArrays(gl.TRIANGLES, from * each, (to - from) * each);
  }

  protected endStep(): void {
    const gl = this.#gl;
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
  }

  protected show(): void {
    this.#present();
    this.#presentAgain(PRESENTED_AGAIN);
  }

  /**
   * WebKit takes the canvas for the page before the graphics processor has come to the copy, and shows the
   * picture before, or nothing, until something is drawn again. So what is finished is copied once more when
   * all of it is done.
   */
  #presentAgain(times: number): void {
    cancelAnimationFrame(this.#again);
    if (times === 0) return;
    this.#again = requestAnimationFrame(() => {
      const done = this.ready();
      if (done) this.#present();
      this.#presentAgain(done ? times - 1 : times);
    });
  }

  #present(): void {
    const gl = this.#gl;
    const { width, height } = this.#size;
    fitCanvas(this.canvas, this.#size);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#making.frame);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    // WebKit empties the canvas after a picture was shown, and does not count a copy as the first thing
    // that is drawn then: it would empty it after the copy, and show nothing.
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#making.frame);
  }

  protected clear(): void {
    const gl = this.#gl;
    cancelAnimationFrame(this.#again);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  #resizeMaking(size: { width: number; height: number }): void {
    const gl = this.#gl;
    gl.bindTexture(gl.TEXTURE_2D, this.#making.texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, size.width, size.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#making.frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.#making.texture, 0);
    this.#size = size;
  }

  /** @returns false if the drawing does not fit; another renderer has been asked for then. */
  #setPass(scene: Scene, look: Look, pass: Pass): boolean {
    const gl = this.#gl;
    const u = this.#uniforms;
    const after = pass.kind === 'ghost' || pass.kind === 'ghost-travel';
    const ways = isTravel(pass);
    try {
      const width = ways ? this.#textures.bindWays(scene) : this.#textures.bindStrokes(scene);
      gl.uniform1i(u.u_strokes_width, width);
    } catch (error) {
      if (!(error instanceof TooManyPoints)) throw error;
      this.#lost();
      return false;
    }
    gl.uniform2f(u.u_window_s, bounded(pass.from_s), bounded(pass.to_s));
    gl.uniform1i(u.u_ghost, after ? 1 : 0);
    gl.uniform1i(u.u_travel, ways ? 1 : 0);
    gl.uniform1i(u.u_dashed, ways ? 1 : 0);
    const travel: Rgb = after ? look.travelGhost : (look.travel ?? look.travelGhost);
    gl.uniform3f(u.u_travel_color, ...travel);
    if (look.order !== null) gl.uniform3fv(u.u_stops, (after ? look.orderGhost : look.order).flat());
    this.#pass = pass;
    return true;
  }

  /** Colours and widths as a texture, since there may be more layers than uniforms. */
  #setTable(look: Look): void {
    const gl = this.#gl;
    if (look === this.#tableOf) return;
    gl.activeTexture(gl.TEXTURE0 + TABLE_UNIT);
    gl.bindTexture(gl.TEXTURE_2D, this.#table);
    const rows = Math.max(Math.ceil((look.layers.length * 2) / TABLE_WIDTH), 1);
    const data = new Float32Array(rows * TABLE_WIDTH * 4);
    for (const [index, layer] of look.layers.entries()) {
      data.set([...layer.color, layer.pen_width_mm], index * 8);
      data.set([...layer.ghost, look.hidden.has(index) ? 1 : 0], index * 8 + 4);
    }
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, TABLE_WIDTH, rows, 0, gl.RGBA, gl.FLOAT, data);
    gl.activeTexture(gl.TEXTURE0 + STROKES_UNIT);
    this.#tableOf = look;
  }
}

function isTravel({ kind }: Pass): boolean {
  return kind === 'travel' || kind === 'ghost-travel';
}

function bounded(time_s: number): number {
  return Math.min(Math.max(time_s, -FOREVER_S), FOREVER_S);
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new NoWebGl2('The WebGL2 context is lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    const logs = (gl.getAttachedShaders(program) ?? []).map((shader) => gl.getShaderInfoLog(shader) ?? '');
    throw new NoWebGl2(
      `The preview's program does not work here: ${gl.getProgramInfoLog(program)} ${logs.join(' ')}`,
    );
  }
  return program;
}
