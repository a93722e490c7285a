import { expect, it } from 'vitest';
import { MAX_ROWS, offsetsOf, rowAt, windowOf } from './window-rows';

it('finds the row at a place among rows of different heights', () => {
  const offsets = offsetsOf(4, (at) => (at === 0 ? 30 : 50));
  expect(offsets).toEqual([0, 30, 80, 130, 180]);
  expect([-5, 0, 29, 30, 129, 130, 999].map((y) => rowAt(offsets, y))).toEqual([0, 0, 0, 1, 2, 3, 3]);
});

it('keeps what is seen and a few more, and never more than the limit', () => {
  const offsets = offsetsOf(100_000, () => 52);
  const { from, to } = windowOf(offsets, 52 * 500, 900);
  expect(from).toBeLessThanOrEqual(500);
  expect(to).toBeGreaterThan(517);
  const tall = windowOf(offsets, 0, 100_000);
  expect(tall.to - tall.from).toBe(MAX_ROWS);
  expect(windowOf([0], 0, 900)).toEqual({ from: 0, to: 0 });
});
