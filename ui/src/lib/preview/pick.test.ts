import { describe, expect, test } from 'vitest';
import { buildGrid } from './culling';
import { pathCount } from './decode';
import { outline, pickPath } from './pick';
import { levelOf, repeatable, scattered } from './synthetic';

const LEVEL = levelOf([
  { layer: 0, points: [0, 0, 30, 0, 30, 40] },
  { layer: 1, points: [50, 50] },
  { layer: 2, points: [10, -5, 10, 5] },
]);
const GRID = buildGrid(LEVEL);
const all = () => true;

describe('picking', () => {
  test('finds the path nearest to a point and describes it', () => {
    expect(pickPath(LEVEL, GRID, { x: 31, y: 20 }, 2, all)).toEqual({
      path: 0,
      layer: 0,
      length_mm: 70,
      order: 1,
      of: 3,
      from_s: 0,
      to_s: 7,
      points: 3,
      distance_mm: 1,
    });
  });

  test('finds dots', () => {
    expect(pickPath(LEVEL, GRID, { x: 50, y: 50.5 }, 1, all)).toMatchObject({
      path: 1,
      length_mm: 0,
      from_s: 8,
    });
  });

  test('finds nothing too far away', () => {
    expect(pickPath(LEVEL, GRID, { x: 40, y: 20 }, 9.9, all)).toBeNull();
    expect(pickPath(LEVEL, GRID, { x: 40, y: 20 }, 10.1, all)).toMatchObject({ path: 0 });
  });

  test('does not take the way between two paths for one of them', () => {
    // The middle of the way from the first path's end to the dot.
    expect(pickPath(LEVEL, GRID, { x: 40, y: 45 }, 3, all)).toBeNull();
  });

  test('takes the upper one of two that cross', () => {
    expect(pickPath(LEVEL, GRID, { x: 10, y: 0 }, 1, all)).toMatchObject({ path: 2, layer: 2 });
  });

  test('leaves out hidden layers', () => {
    const shows = (path: number) => LEVEL.layers[path] !== 2;
    expect(pickPath(LEVEL, GRID, { x: 10, y: 0 }, 1, shows)).toMatchObject({ path: 0 });
  });

  test('finds what looking at every path finds', () => {
    const level = levelOf(scattered(600, 200, 200));
    const grid = buildGrid(level);
    const random = repeatable(9);
    for (let i = 0; i < 60; i++) {
      const at = { x: random() * 200, y: random() * 200 };
      let nearest = Infinity;
      for (let path = 0; path < pathCount(level); path++) {
        const alone = pickPath(level, grid, at, 5, (candidate) => candidate === path);
        if (alone !== null) nearest = Math.min(nearest, alone.distance_mm);
      }
      expect(pickPath(level, grid, at, 5, all)?.distance_mm ?? Infinity).toBe(nearest);
    }
  });
});

describe('an outline', () => {
  test('is the path', () => {
    expect(outline(LEVEL, 0)).toEqual([
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 40 },
    ]);
    expect(outline(LEVEL, 99)).toEqual([]);
  });

  test('of a very long path is thinned but reaches both ends', () => {
    const points = Array.from({ length: 50_001 }, (_, i) => [i, 0]).flat();
    const line = outline(levelOf([{ layer: 0, points }]), 0);
    expect(line.length).toBeLessThan(2100);
    expect(line[0]).toEqual({ x: 0, y: 0 });
    expect(line.at(-1)).toEqual({ x: 50_000, y: 0 });
  });
});
