import { describe, expect, test } from 'vitest';
import { buildGrid, cutPieces, mergeRuns, PIECE_SEGMENTS, visibleRuns, type Runs } from './culling';
import { pathCount, type Level } from './decode';
import type { Rect } from './info';
import { levelOf, repeatable, scattered } from './synthetic';

const EVERYTHING: Rect = { x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 };
const all = () => true;

function strokesOf({ ranges }: Runs): Set<number> {
  const strokes = new Set<number>();
  for (let i = 0; i < ranges.length; i += 2) {
    for (let stroke = ranges[i]!; stroke < ranges[i + 1]!; stroke++) strokes.add(stroke);
  }
  return strokes;
}

/** Every stroke that is drawn, by looking at each path. */
function drawnStrokes(level: Level): Set<number> {
  const strokes = new Set<number>();
  for (let path = 0; path < pathCount(level); path++) {
    const [first, end] = [level.starts[path]!, level.starts[path + 1]!];
    if (end === first + 1) strokes.add(first);
    for (let i = first; i < end - 1; i++) strokes.add(i);
  }
  return strokes;
}

/** Strokes whose own box touches the rectangle. */
function touching(level: Level, rect: Rect): number[] {
  return [...drawnStrokes(level)].filter((i) => {
    const path = level.starts.findIndex((start) => start > i) - 1;
    const j = Math.min(i + 1, level.starts[path + 1]! - 1);
    const [x0, y0, x1, y1] = [level.xy[2 * i]!, level.xy[2 * i + 1]!, level.xy[2 * j]!, level.xy[2 * j + 1]!];
    return (
      Math.min(x0, x1) <= rect.x1 &&
      Math.max(x0, x1) >= rect.x0 &&
      Math.min(y0, y1) <= rect.y1 &&
      Math.max(y0, y1) >= rect.y0
    );
  });
}

describe('pieces', () => {
  test('cover every stroke once, and no gap between paths', () => {
    const level = levelOf([
      { layer: 0, points: Array.from({ length: 2 * (2 * PIECE_SEGMENTS + 3) }, (_, i) => i) },
      { layer: 0, points: [1, 1] },
      ...scattered(200, 100, 100),
    ]);
    const pieces = cutPieces(level);
    const seen: number[] = [];
    for (let piece = 0; piece < pieces.count; piece++) {
      expect(pieces.to[piece]! - pieces.from[piece]!).toBeLessThanOrEqual(PIECE_SEGMENTS);
      for (let i = pieces.from[piece]!; i < pieces.to[piece]!; i++) seen.push(i);
    }
    expect(seen).toEqual([...drawnStrokes(level)]);
  });

  test.each([PIECE_SEGMENTS - 1, PIECE_SEGMENTS, PIECE_SEGMENTS + 1])(
    'of a path of %i segments',
    (segments) => {
      const level = levelOf([{ layer: 0, points: Array.from({ length: 2 * (segments + 1) }, (_, i) => i) }]);
      expect(cutPieces(level).count).toBe(Math.ceil(segments / PIECE_SEGMENTS));
    },
  );
});

describe('what is in view', () => {
  test('is everything from far away, in one range for each path', () => {
    const level = levelOf(scattered(500, 400, 300));
    const runs = visibleRuns(buildGrid(level), EVERYTHING, all);
    expect(strokesOf(runs)).toEqual(drawnStrokes(level));
    expect(runs.strokes).toBe(drawnStrokes(level).size);
  });

  test('never misses a stroke', () => {
    const long = { layer: 0, points: [0, 0, 400, 300, 0, 300, 400, 0] };
    const level = levelOf([...scattered(800, 400, 300), long]);
    const grid = buildGrid(level);
    const random = repeatable(3);
    for (let i = 0; i < 40; i++) {
      const [x0, y0] = [random() * 420 - 10, random() * 320 - 10];
      const rect = { x0, y0, x1: x0 + random() * 60, y1: y0 + random() * 60 };
      const seen = strokesOf(visibleRuns(grid, rect, all));
      for (const stroke of touching(level, rect)) expect(seen.has(stroke)).toBe(true);
      expect(seen.size).toBeLessThan(drawnStrokes(level).size / 2);
    }
  });

  test('is a part of one endless line', () => {
    const points = Array.from({ length: 20_000 }, (_, i) => [i / 50, Math.sin(i / 100)]).flat();
    const grid = buildGrid(levelOf([{ layer: 0, points }]));
    const { strokes } = visibleRuns(grid, { x0: 100, y0: -2, x1: 110, y1: 2 }, all);
    expect(strokes).toBeGreaterThanOrEqual(500);
    expect(strokes).toBeLessThan(500 + 2 * PIECE_SEGMENTS + 2);
  });

  test('leaves out what is hidden', () => {
    const level = levelOf(scattered(300, 100, 100));
    const runs = visibleRuns(buildGrid(level), EVERYTHING, (path) => level.layers[path] === 1);
    const layers = new Set(
      [...strokesOf(runs)].map((i) => level.layers[level.starts.findIndex((s) => s > i) - 1]),
    );
    expect(layers).toEqual(new Set([1]));
  });

  test.each([
    ['no paths', []],
    ['one dot', [{ layer: 0, points: [5, 5] }]],
    ['a line without width', [{ layer: 0, points: [5, 0, 5, 9] }]],
    ['all in one place', Array.from({ length: 50 }, () => ({ layer: 0, points: [5, 5, 5, 5] }))],
  ])('with %s', (_, paths) => {
    const level = levelOf(paths);
    expect(strokesOf(visibleRuns(buildGrid(level), EVERYTHING, all))).toEqual(drawnStrokes(level));
  });

  test('takes little memory for lines across the whole sheet', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => ({
      layer: 0,
      points: [0, i / 20, 400, 250 - i / 20],
    }));
    expect(buildGrid(levelOf(lines)).members.length).toBeLessThan(5000 * 32);
  });
});

test('merged ranges hold all that was there, in few calls', () => {
  const runs = {
    ranges: Uint32Array.from({ length: 2000 }, (_, i) => i * 100 - (i % 2) * 60),
    strokes: 40_000,
  };
  const merged = mergeRuns(runs, 10);
  expect(merged.ranges.length).toBeLessThanOrEqual(20);
  const seen = strokesOf(merged);
  for (const stroke of strokesOf(runs)) expect(seen.has(stroke)).toBe(true);
  expect(merged.strokes).toBe(seen.size);
  expect(mergeRuns(runs, Infinity).ranges).toEqual(runs.ranges);
});
