import { describe, expect, test } from 'vitest';
import { buildGrid } from './culling';
import { distance, snapAt } from './measure';
import { levelOf } from './synthetic';

// A corner at 30,0; two lines that cross at 10,0; an arc of short pieces around 100,100.
const ARC = Array.from({ length: 91 }, (_, degree) => (degree * Math.PI) / 180).flatMap((angle) => [
  100 + 20 * Math.cos(angle),
  100 + 20 * Math.sin(angle),
]);
const LEVEL = levelOf([
  { layer: 0, points: [0, 0, 30, 0, 30, 40] },
  { layer: 1, points: [10, -25, 10, 35] },
  { layer: 2, points: ARC },
]);
const GRID = buildGrid(LEVEL);
const snap = (x: number, y: number, shows: (path: number) => boolean = () => true) =>
  snapAt(LEVEL, GRID, { x, y }, 1, shows);

describe('snapping', () => {
  test('takes an end before a corner, a crossing, a middle and a line', () => {
    expect(snap(0.5, 0.4)).toEqual({ x: 0, y: 0, kind: 'end' });
    expect(snap(29.5, 0.4)).toEqual({ x: 30, y: 0, kind: 'corner' });
    expect(snap(10.4, 0.3)).toEqual({ x: 10, y: 0, kind: 'crossing' });
    expect(snap(30.2, 20.4)).toEqual({ x: 30, y: 20, kind: 'middle' });
    expect(snap(20, 0.5)).toEqual({ x: 20, y: 0, kind: 'line' });
  });

  test('takes the pointer itself where nothing is near', () => {
    expect(snap(60, 60)).toEqual({ x: 60, y: 60, kind: 'free' });
  });

  test('finds no corners and middles on a curve', () => {
    expect(snap(100 + 20 * Math.cos(0.7), 100 + 20 * Math.sin(0.7)).kind).toBe('line');
  });

  test('leaves hidden layers alone', () => {
    expect(snap(10.4, 0.3, (path) => path !== 1).kind).toBe('line');
  });
});

test('a distance has its parts and its angle as people read it', () => {
  expect(distance({ x: 10, y: 10 }, { x: 13, y: 6 })).toMatchObject({ distance_mm: 5, dx_mm: 3, dy_mm: -4 });
  expect(distance({ x: 0, y: 0 }, { x: 0, y: -1 }).angle_deg).toBeCloseTo(90);
  expect(distance({ x: 0, y: 0 }, { x: 0, y: 1 }).angle_deg).toBeCloseTo(270);
});
