import { expect, it } from 'vitest';
import { leadLines } from './leads';

const level = {
  starts: new Uint32Array([0, 4]),
  layers: new Uint32Array([0]),
  xy: new Float32Array([0, 0, 3, 0, 3, 4, 0, 4]),
  times: new Float32Array([1, 2, 3, 4]),
};

it('takes leads from both ends of a path, as long as they are', () => {
  expect(leadLines(level, [{ in_mm: 5, out_mm: 1 }])).toEqual([
    {
      points: [
        { x: 0, y: 0 },
        { x: 3, y: 0 },
        { x: 3, y: 2 },
      ],
      time_s: 1,
    },
    {
      points: [
        { x: 1, y: 4 },
        { x: 0, y: 4 },
      ],
      time_s: 4,
    },
  ]);
});

it('draws none where there is none, and none of too many', () => {
  expect(leadLines(level, [{ in_mm: 0, out_mm: 0 }])).toEqual([]);
  expect(
    leadLines(
      level,
      Array.from({ length: 1001 }, () => ({ in_mm: 1, out_mm: 1 })),
    ),
  ).toEqual([]);
});
