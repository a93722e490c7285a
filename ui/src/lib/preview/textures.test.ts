import { describe, expect, test } from 'vitest';
import { DOT, FIRST, GAP, LAST, LAYER_FACTOR } from './shaders';
import { levelOf } from './synthetic';
import { packStrokes, packWays, TooManyPoints } from './textures';
import { deriveTravel } from './travel';

const LEVEL = levelOf([
  { layer: 2, points: [0, 0, 10, 0, 10, 10, 20, 10] },
  { layer: 0, points: [5, 5] },
  { layer: 1, points: [20, 20, 30, 20] },
]);

describe('strokes as texels', () => {
  test('hold place and time of each point, and the layer and kind of the stroke from it', () => {
    const { texels } = packStrokes(LEVEL, 4096);
    const kinds: number[] = [];
    for (let i = 0; i < LEVEL.times.length; i++) {
      const [x, y, time, kind] = texels.slice(4 * i, 4 * i + 4);
      expect([x, y, time]).toEqual([LEVEL.xy[2 * i], LEVEL.xy[2 * i + 1], LEVEL.times[i]]);
      kinds.push(kind!);
    }
    const on = (layer: number, kind: number) => layer * LAYER_FACTOR + kind;
    expect(kinds).toEqual([
      on(2, FIRST),
      on(2, 0),
      on(2, LAST),
      on(2, GAP),
      on(0, DOT),
      on(1, FIRST + LAST),
      on(1, GAP),
    ]);
  });

  test('fill rows, and only as many as they need', () => {
    const points = Array.from({ length: 2 * 130 }, (_, i) => i);
    const { width, height, texels } = packStrokes(levelOf([{ layer: 0, points }]), 64);
    expect([width, height]).toEqual([64, 3]);
    expect(texels.length).toBe(64 * 3 * 4);
    expect(texels[4 * 129]).toBe(258);
  });

  test('of nothing still make a texture', () => {
    expect(packStrokes(levelOf([]), 64)).toMatchObject({ width: 64, height: 3 });
  });

  test('that do not fit are refused', () => {
    const points = Array.from({ length: 2 * 65 }, (_, i) => i);
    expect(() => packStrokes(levelOf([{ layer: 0, points }]), 8)).toThrow(TooManyPoints);
  });
});

test('ways are strokes of two points, every other one a gap', () => {
  const { texels } = packWays(deriveTravel(LEVEL), LEVEL.layers, 4096);
  const points = [0, 1, 2, 3].map((i) => Array.from(texels.subarray(4 * i, 4 * i + 4)));
  expect(points).toEqual([
    [20, 10, 3, 0],
    [5, 5, 4, GAP],
    [5, 5, 4, LAYER_FACTOR],
    [20, 20, 5, LAYER_FACTOR + GAP],
  ]);
});
