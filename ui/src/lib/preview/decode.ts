/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by the loop or by decode.ts */
/**
 * One level of detail from its bytes (docs/preview-format.md).
 *
 * The arrays are views into the buffer wherever its alignment allows, which is always so for a
 * buffer of its own. Everything that later code relies on is checked here, once, so that no drawing
 * code needs a guard: indices ascend and stay inside, numbers are finite, time never runs backwards.
 */

export interface Level {
  /** Index of the first point of each path, and the number of points at the end. */
  readonly starts: Uint32Array;
  /** Layer number of each path. */
  readonly layers: Uint32Array;
  /** x and y of each point in mm, one after the other. */
  readonly xy: Float32Array;
  /** Seconds at which the tool reaches each point; never falls. */
  readonly times: Float32Array;
}

/** The bytes are not a level of a picture. */
export class PreviewFormatError extends Error {
  override readonly name = 'PreviewFormatError';
}

const PREFIX = 8;
const PADDING = 8;

export function pathCount(level: Level): number {
  return level.layers.length;
}

export function pointCount(level: Level): number {
  return level.times.length;
}

/**
 * @param layerCount number of layers of the picture; every path's layer number is below it.
 * @throws PreviewFormatError saying what is wrong and where.
 */
export function decodeLevel(bytes: ArrayBuffer | Uint8Array, layerCount: number): Level {
  const source = aligned(bytes);
  if (source.byteLength < PREFIX) {
    throw new PreviewFormatError(
      `The picture is cut short: ${source.byteLength} bytes, at least ${PREFIX} expected`,
    );
  }
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const paths = view.getUint32(0, true);
  const points = view.getUint32(4, true);
  // Computed in doubles, so that absurd counts cannot wrap around.
  const expected = PREFIX + 4 * (paths + 1) + 4 * paths + 12 * points;
  if (source.byteLength < expected) {
    throw new PreviewFormatError(
      `The picture is cut short: ${source.byteLength} bytes, ${expected} expected for ${paths} paths and ${points} points`,
    );
  }
  if (source.byteLength >= expected + PADDING) {
    throw new PreviewFormatError(
      `The picture is too long: ${source.byteLength} bytes, ${expected} expected for ${paths} paths and ${points} points`,
    );
  }

  const { buffer } = source;
  let offset = source.byteOffset + PREFIX;
  const starts = new Uint32Array(buffer, offset, paths + 1);
  offset += starts.byteLength;
  const layers = new Uint32Array(buffer, offset, paths);
  offset += layers.byteLength;
  const xy = new Float32Array(buffer, offset, 2 * points);
  offset += xy.byteLength;
  const times = new Float32Array(buffer, offset, points);

  checkStarts(starts, points);
  checkLayers(layers, layerCount);
  checkPoints(xy);
  checkTimes(times);
  return { starts, layers, xy, times };
}

/** The same bytes at an address that 32-bit views accept; a copy only where they are not already. */
function aligned(bytes: ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> {
  if (!littleEndian()) {
    throw new PreviewFormatError('This computer stores numbers in an order the preview cannot read');
  }
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  if (!(bytes instanceof Uint8Array)) {
    // Tauri falls back to a plain array when the content security policy blocks its raw channel.
    throw new PreviewFormatError('The picture did not arrive as bytes');
  }
  if (bytes.byteOffset % 4 === 0 && bytes.buffer instanceof ArrayBuffer) {
    return bytes as Uint8Array<ArrayBuffer>;
  }
  return new Uint8Array(bytes);
}

function littleEndian(): boolean {
  return new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
}

function checkStarts(starts: Uint32Array, points: number): void {
  if (starts[0] !== 0) {
    throw new PreviewFormatError(`The first path starts at point ${starts[0]}, not at 0`);
  }
  for (let path = 0; path + 1 < starts.length; path++) {
    if (starts[path + 1]! <= starts[path]!) {
      throw new PreviewFormatError(
        `Path ${path} has no points: it starts at ${starts[path]} and ends at ${starts[path + 1]}`,
      );
    }
  }
  const last = starts[starts.length - 1];
  if (last !== points) {
    throw new PreviewFormatError(`The paths end at point ${last}, but there are ${points} points`);
  }
}

function checkLayers(layers: Uint32Array, layerCount: number): void {
  for (let path = 0; path < layers.length; path++) {
    if (layers[path]! >= layerCount) {
      throw new PreviewFormatError(
        `Path ${path} is on layer ${layers[path]}, but there are ${layerCount} layers`,
      );
    }
  }
}

function checkPoints(xy: Float32Array): void {
  for (let i = 0; i < xy.length; i++) {
    if (!Number.isFinite(xy[i])) {
      throw new PreviewFormatError(`Point ${i >> 1} is not a place: its ${i & 1 ? 'y' : 'x'} is ${xy[i]}`);
    }
  }
}

function checkTimes(times: Float32Array): void {
  let before = 0;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    // Written so that NaN fails too.
    if (!(time >= before && time < Infinity)) {
      throw new PreviewFormatError(`Time runs backwards at point ${i}: ${time} s after ${before} s`);
    }
    before = time;
  }
}
