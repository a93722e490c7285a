import { describe, expect, test } from 'vitest';
import { decodeLevel, pathCount, pointCount, PreviewFormatError } from './decode';
import { encodeLevel, levelOf, scattered } from './synthetic';

const LEVEL = levelOf([
  { layer: 0, points: [0, 0, 10, 0, 10, 10] },
  { layer: 1, points: [5, 5] },
  { layer: 1, points: [20, 20, 30, 20] },
]);

/** The level's bytes with a 32-bit word replaced. */
function broken(word: number, value: number, as: 'uint' | 'float' = 'uint'): ArrayBuffer {
  const bytes = encodeLevel(LEVEL);
  const view = new DataView(bytes);
  if (as === 'uint') view.setUint32(word * 4, value, true);
  else view.setFloat32(word * 4, value, true);
  return bytes;
}

// Words: 2 counts, 4 starts, 3 layers, 12 coordinates, 6 times.
const STARTS = 2;
const LAYERS = STARTS + 4;
const XY = LAYERS + 3;
const TIMES = XY + 12;

describe('a level from its bytes', () => {
  test('holds what was written', () => {
    const level = decodeLevel(encodeLevel(LEVEL), 2);
    expect(level).toEqual(LEVEL);
    expect(pathCount(level)).toBe(3);
    expect(pointCount(level)).toBe(6);
  });

  test('is a view of the bytes and not a copy', () => {
    const bytes = encodeLevel(LEVEL);
    const level = decodeLevel(bytes, 2);
    for (const array of [level.starts, level.layers, level.xy, level.times]) {
      expect(array.buffer).toBe(bytes);
    }
  });

  test('can lie anywhere in a larger buffer', () => {
    const bytes = new Uint8Array(encodeLevel(LEVEL));
    for (const shift of [4, 3]) {
      const larger = new Uint8Array(bytes.length + 16);
      larger.set(bytes, shift);
      expect(decodeLevel(larger.subarray(shift, shift + bytes.length), 2)).toEqual(LEVEL);
    }
  });

  test('may hold nothing', () => {
    const level = decodeLevel(encodeLevel(levelOf([])), 0);
    expect(pathCount(level)).toBe(0);
    expect(pointCount(level)).toBe(0);
  });

  test('may be large', () => {
    const many = levelOf(scattered(20_000, 400, 300));
    expect(decodeLevel(encodeLevel(many), 3)).toEqual(many);
  });
});

describe('bytes that are not a level', () => {
  test('are refused at every length that cuts them short', () => {
    const bytes = encodeLevel(LEVEL);
    const exact = 4 * (TIMES + 6);
    for (let length = 0; length < exact; length++) {
      expect(() => decodeLevel(bytes.slice(0, length), 2), `${length} bytes`).toThrow(/cut short/);
    }
    expect(decodeLevel(bytes.slice(0, exact), 2)).toEqual(LEVEL);
  });

  test('are refused when more follows than padding', () => {
    const bytes = new Uint8Array(encodeLevel(LEVEL).byteLength + 8);
    bytes.set(new Uint8Array(encodeLevel(LEVEL)));
    expect(() => decodeLevel(bytes, 2)).toThrow(/too long/);
  });

  test.each([
    ['a count of paths no buffer can hold', broken(0, 0xffff_ffff), /cut short/],
    ['a first path that does not start at 0', broken(STARTS, 1), /first path starts at point 1/],
    ['a path without points', broken(STARTS + 1, 0), /Path 0 has no points/],
    ['paths that run backwards', broken(STARTS + 2, 2), /Path 1 has no points/],
    ['an index beyond the points', broken(STARTS + 3, 7), /end at point 7/],
    ['paths that leave out points', broken(STARTS + 3, 5), /end at point 5/],
    ['a layer that is not there', broken(LAYERS + 1, 2), /Path 1 is on layer 2/],
    ['a coordinate that is no number', broken(XY + 3, Number.NaN, 'float'), /Point 1 .* y is NaN/],
    ['a coordinate at infinity', broken(XY + 4, Infinity, 'float'), /Point 2 .* x is Infinity/],
    ['a time that is no number', broken(TIMES, Number.NaN, 'float'), /point 0: NaN/],
    ['a time before the start', broken(TIMES, -1, 'float'), /point 0: -1/],
    ['time that runs backwards', broken(TIMES + 2, 0.5, 'float'), /backwards at point 2/],
    ['a time without end', broken(TIMES + 5, Infinity, 'float'), /point 5/],
  ])('are refused: %s', (_, bytes, message) => {
    expect(() => decodeLevel(bytes, 2)).toThrow(PreviewFormatError);
    expect(() => decodeLevel(bytes, 2)).toThrow(message);
  });

  test('are refused when they came as a list of numbers', () => {
    const list = [...new Uint8Array(encodeLevel(LEVEL))] as unknown as ArrayBuffer;
    expect(() => decodeLevel(list, 2)).toThrow('The picture did not arrive as bytes');
  });
});
