/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by decode.ts */
/**
 * A level's geometry on the graphics processor: a texel for each point, with its place, its time, and
 * layer and kind of the stroke that starts there.
 *
 * Textures and not vertex buffers, because the vertex shader fetches both ends of a stroke by number.
 * Instanced quads, the usual way, take 15 to 25 times as long in the software renderers that stand in
 * where there is no graphics processor (65,536 strokes: 75 against 5 ms in WebKitGTK, 1,100 against 47
 * in Chromium), since those set up each instance like a call of its own.
 */

import { pathCount, pointCount, type Level } from './decode';
import type { Scene } from './scene';
import { DOT, FIRST, GAP, LAST, LAYER_FACTOR } from './shaders';
import { WAY_STRIDE, type Travel } from './travel';

/** Enough for the level shown, the coarse one and the other side of a comparison. */
const KEEP = 4;
const TEXEL = 4;
/** WebGL2 promises 2048; nobody has less than this today. */
const MOST_WIDTH = 4096;
/**
 * Heights are multiples of this, and so never a power of two. Software renderers compile the shaders anew, in
 * 50 ms, for the first texture of the other kind; with one kind all is done when the renderers race.
 */
const ROWS = 3;

export interface Packed {
  /** x, y, time, kind of each point. */
  readonly texels: Float32Array;
  readonly width: number;
  readonly height: number;
}

interface Uploaded {
  readonly strokes: WebGLTexture;
  readonly width: number;
  ways: { readonly texture: WebGLTexture; readonly width: number } | null;
}

/** The drawing does not fit into a texture. */
export class TooManyPoints extends Error {
  override readonly name = 'TooManyPoints';
}

function room(points: number, limit: number): Packed {
  const width = Math.min(limit, MOST_WIDTH);
  const height = ROWS * Math.max(Math.ceil(points / width / ROWS), 1);
  if (height > limit) throw new TooManyPoints(`${points} points do not fit into a texture`);
  return { texels: new Float32Array(width * height * TEXEL), width, height };
}

/** @param limit the largest side of a texture. */
export function packStrokes(level: Level, limit: number): Packed {
  const { starts, layers, xy, times } = level;
  const packed = room(pointCount(level), limit);
  const { texels } = packed;
  for (let path = 0; path < pathCount(level); path++) {
    const first = starts[path]!;
    const last = starts[path + 1]! - 1;
    const layer = layers[path]! * LAYER_FACTOR;
    for (let i = first; i <= last; i++) {
      texels[TEXEL * i] = xy[2 * i]!;
      texels[TEXEL * i + 1] = xy[2 * i + 1]!;
      texels[TEXEL * i + 2] = times[i]!;
      texels[TEXEL * i + 3] = layer;
    }
    if (first === last) {
      texels[TEXEL * first + 3]! += DOT;
    } else {
      texels[TEXEL * first + 3]! += FIRST;
      texels[TEXEL * (last - 1) + 3]! += LAST;
      texels[TEXEL * last + 3]! += GAP;
    }
  }
  return packed;
}

/** Each way as a path of two points: way w is stroke 2w. */
export function packWays(travel: Travel, layers: Uint32Array, limit: number): Packed {
  const packed = room(2 * travel.to.length, limit);
  for (let way = 0; way < travel.to.length; way++) {
    const [x0 = 0, y0 = 0, t0 = 0, x1 = 0, y1 = 0, t1 = 0] = travel.ways.subarray(
      way * WAY_STRIDE,
      (way + 1) * WAY_STRIDE,
    );
    const layer = layers[travel.to[way]!]! * LAYER_FACTOR;
    packed.texels.set([x0, y0, t0, layer, x1, y1, t1, layer + GAP], 2 * TEXEL * way);
  }
  return packed;
}

export class Textures {
  readonly #gl: WebGL2RenderingContext;
  readonly #limit: number;
  readonly #uploaded = new Map<Scene, Uploaded>();

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#limit = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE));
  }

  /**
   * Binds the strokes to the active unit and returns the texture's width.
   *
   * @throws TooManyPoints
   */
  bindStrokes(scene: Scene): number {
    const { strokes, width } = this.#get(scene);
    this.#gl.bindTexture(this.#gl.TEXTURE_2D, strokes);
    return width;
  }

  /** Binds the ways to the active unit and returns the texture's width. */
  bindWays(scene: Scene): number {
    const uploaded = this.#get(scene);
    if (uploaded.ways === null) {
      const packed = packWays(scene.travel, scene.level.layers, this.#limit);
      uploaded.ways = { texture: this.#upload(packed), width: packed.width };
    }
    this.#gl.bindTexture(this.#gl.TEXTURE_2D, uploaded.ways.texture);
    return uploaded.ways.width;
  }

  dispose(): void {
    for (const uploaded of this.#uploaded.values()) this.#free(uploaded);
    this.#uploaded.clear();
  }

  #get(scene: Scene): Uploaded {
    let found = this.#uploaded.get(scene);
    if (found === undefined) {
      const packed = packStrokes(scene.level, this.#limit);
      found = { strokes: this.#upload(packed), width: packed.width, ways: null };
    }
    // Last in the map is the one used last.
    this.#uploaded.delete(scene);
    this.#uploaded.set(scene, found);
    for (const [old, uploaded] of this.#uploaded) {
      if (this.#uploaded.size <= KEEP) break;
      this.#free(uploaded);
      this.#uploaded.delete(old);
    }
    return found;
  }

  #upload({ texels, width, height }: Packed): WebGLTexture {
    const gl = this.#gl;
    const texture = plainTexture(gl);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, texels);
    return texture;
  }

  #free({ strokes, ways }: Uploaded): void {
    this.#gl.deleteTexture(strokes);
    if (ways !== null) this.#gl.deleteTexture(ways.texture);
  }
}

/** A texture read texel by texel, bound to the active unit. */
export function plainTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}
