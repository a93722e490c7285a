import { expect, test } from 'vitest';
import { levelOf } from './synthetic';
import { deriveTravel, WAY_STRIDE } from './travel';

test('travel joins each path to the next, across layers too', () => {
  const level = levelOf([
    { layer: 0, points: [0, 0, 10, 0] },
    { layer: 0, points: [10, 5] },
    { layer: 1, points: [13, 9, 20, 9] },
  ]);
  const travel = deriveTravel(level);
  expect([...travel.ways]).toEqual([10, 0, 1, 10, 5, 2, 10, 5, 2, 13, 9, 3]);
  expect([...travel.to]).toEqual([1, 2]);
  expect(travel.length_mm).toBe(10);
});

test('a path that goes on where the last one ended needs no travel', () => {
  const level = levelOf([
    { layer: 0, points: [0, 0, 10, 0] },
    { layer: 1, points: [10, 0, 10, 10] },
    { layer: 1, points: [0, 10, 0, 0] },
  ]);
  const travel = deriveTravel(level);
  expect([...travel.to]).toEqual([2]);
  expect(travel.ways.length).toBe(WAY_STRIDE);
});

test('nothing and one path need none', () => {
  expect(deriveTravel(levelOf([])).to.length).toBe(0);
  expect(deriveTravel(levelOf([{ layer: 0, points: [0, 0, 1, 1] }])).to.length).toBe(0);
});
