/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by decode.ts */
/**
 * A level's geometry on the graphics processor.
 *
 * Coordinates and times are uploaded as they came from the file. One buffer serves both ends of a
 * stroke: the end's attribute reads the same numbers one point further.
 */

import { pathCount, pointCount, type Level } from './decode';
import type { Scene } from './scene';
import { DOT, FIRST, GAP, LAST, LAYER_SHIFT } from './shaders';
import { WAY_STRIDE } from './travel';

/** Enough for the level shown, the coarse one and the other side of a comparison. */
const KEEP = 4;
const FLOAT = 4;

/** Attribute locations in shaders.ts. */
const FROM = 0;
const FROM_S = 1;
const TO = 2;
const TO_S = 3;
const META = 4;

interface Uploaded {
  readonly xy: WebGLBuffer;
  readonly times: WebGLBuffer;
  readonly meta: WebGLBuffer;
  ways: { data: WebGLBuffer; meta: WebGLBuffer } | null;
}

/** Layer and kind of each stroke. */
export function strokeMeta(level: Level): Uint32Array {
  const meta = new Uint32Array(pointCount(level));
  for (let path = 0; path < pathCount(level); path++) {
    const first = level.starts[path]!;
    const last = level.starts[path + 1]! - 1;
    const layer = level.layers[path]! << LAYER_SHIFT;
    meta.fill(layer, first, last);
    if (first < last) {
      meta[first]! |= FIRST;
      meta[last - 1]! |= LAST;
    }
    meta[last] = layer | GAP | (first === last ? DOT : 0);
  }
  return meta;
}

export class Buffers {
  readonly #gl: WebGL2RenderingContext;
  readonly #uploaded = new Map<Scene, Uploaded>();

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    for (const location of [FROM, FROM_S, TO, TO_S, META]) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribDivisor(location, 1);
    }
  }

  /** Makes the next instanced call start at this stroke. */
  bindStrokes(scene: Scene, stroke: number): void {
    const gl = this.#gl;
    const { xy, times, meta } = this.#get(scene);
    gl.bindBuffer(gl.ARRAY_BUFFER, xy);
    gl.vertexAttribPointer(FROM, 2, gl.FLOAT, false, 0, stroke * 2 * FLOAT);
    gl.vertexAttribPointer(TO, 2, gl.FLOAT, false, 0, (stroke + 1) * 2 * FLOAT);
    gl.bindBuffer(gl.ARRAY_BUFFER, times);
    gl.vertexAttribPointer(FROM_S, 1, gl.FLOAT, false, 0, stroke * FLOAT);
    gl.vertexAttribPointer(TO_S, 1, gl.FLOAT, false, 0, (stroke + 1) * FLOAT);
    gl.bindBuffer(gl.ARRAY_BUFFER, meta);
    gl.vertexAttribIPointer(META, 1, gl.UNSIGNED_INT, 0, stroke * FLOAT);
  }

  /** Makes the next instanced call start at this way. */
  bindWays(scene: Scene, way: number): void {
    const gl = this.#gl;
    const uploaded = this.#get(scene);
    uploaded.ways ??= {
      data: this.#upload(scene.travel.ways, 0),
      meta: this.#upload(
        scene.travel.to.map((path) => scene.level.layers[path]! << LAYER_SHIFT),
        0,
      ),
    };
    const stride = WAY_STRIDE * FLOAT;
    const start = way * stride;
    gl.bindBuffer(gl.ARRAY_BUFFER, uploaded.ways.data);
    gl.vertexAttribPointer(FROM, 2, gl.FLOAT, false, stride, start);
    gl.vertexAttribPointer(FROM_S, 1, gl.FLOAT, false, stride, start + 2 * FLOAT);
    gl.vertexAttribPointer(TO, 2, gl.FLOAT, false, stride, start + 3 * FLOAT);
    gl.vertexAttribPointer(TO_S, 1, gl.FLOAT, false, stride, start + 5 * FLOAT);
    gl.bindBuffer(gl.ARRAY_BUFFER, uploaded.ways.meta);
    gl.vertexAttribIPointer(META, 1, gl.UNSIGNED_INT, 0, way * FLOAT);
  }

  #get(scene: Scene): Uploaded {
    let found = this.#uploaded.get(scene);
    if (found === undefined) {
      const { level } = scene;
      found = {
        // One point of room: the last stroke, which is a gap or a dot, still reads an end.
        xy: this.#upload(level.xy, 2 * FLOAT),
        times: this.#upload(level.times, FLOAT),
        meta: this.#upload(strokeMeta(level), 0),
        ways: null,
      };
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

  #upload(data: Float32Array | Uint32Array, room: number): WebGLBuffer {
    const gl = this.#gl;
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data.byteLength + room, gl.STATIC_DRAW);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, data);
    return buffer;
  }

  #free({ xy, times, meta, ways }: Uploaded): void {
    for (const buffer of [xy, times, meta, ways?.data, ways?.meta]) {
      if (buffer !== undefined) this.#gl.deleteBuffer(buffer);
    }
  }

  dispose(): void {
    for (const uploaded of this.#uploaded.values()) this.#free(uploaded);
    this.#uploaded.clear();
  }
}
