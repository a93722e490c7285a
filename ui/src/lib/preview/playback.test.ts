import { describe, expect, test } from 'vitest';
import {
  advance,
  changeSpeed,
  layerBands,
  rate,
  seek,
  startPlayback,
  stepLayer,
  stepPath,
  toggle,
  toolAt,
  upperBound,
  WHOLE_PLOT_S,
} from './playback';
import { levelOf } from './synthetic';

// 0–3 s drawn, 1 s to the dot at 4 s, 1 s to the last path, drawn 5–6 s.
const LEVEL = levelOf([
  { layer: 0, points: [0, 0, 10, 0, 10, 20] },
  { layer: 0, points: [20, 20] },
  { layer: 2, points: [30, 20, 30, 10] },
]);
const TOTAL_S = 6;

describe('the clock', () => {
  test('plays the whole plot in twenty seconds and stops at the end', () => {
    let playback = toggle(startPlayback(1000));
    expect(playback).toMatchObject({ playing: true, time_s: 0 });
    playback = advance(playback, WHOLE_PLOT_S / 4);
    expect(playback.time_s).toBeCloseTo(250);
    playback = advance(playback, WHOLE_PLOT_S);
    expect(playback).toMatchObject({ playing: false, time_s: 1000 });
  });

  test('goes on from where it stopped', () => {
    const playing = advance(toggle(startPlayback(1000)), 5);
    const stopped = toggle(playing);
    expect(advance(stopped, 100)).toBe(stopped);
    expect(toggle(stopped)).toMatchObject({ playing: true, time_s: playing.time_s });
  });

  test('keeps to the plot when seeking', () => {
    expect(seek(startPlayback(60), 99).time_s).toBe(60);
    expect(seek(startPlayback(60), -1).time_s).toBe(0);
  });

  test('does not play a plot without time', () => {
    expect(toggle(startPlayback(0)).playing).toBe(false);
  });

  test('changes its speed from the whole plot’s to its neighbours', () => {
    const playback = startPlayback(20 * WHOLE_PLOT_S);
    expect(rate(playback)).toBe(20);
    expect(changeSpeed(playback, 1).speed).toBe(50);
    expect(changeSpeed(playback, -1).speed).toBe(10);
    const fastest = { ...playback, speed: 100 };
    expect(changeSpeed(fastest, 1)).toBe(fastest);
    expect(changeSpeed({ ...playback, speed: 0.5 }, -1).speed).toBe(0.5);
  });
});

describe('the tool', () => {
  test.each([
    [0, { x: 0, y: 0, path: 0, draws: true }],
    [0.5, { x: 5, y: 0, path: 0, draws: true }],
    [2, { x: 10, y: 10, path: 0, draws: true }],
    [3.5, { x: 15, y: 20, path: 0, draws: false }],
    [4, { x: 20, y: 20, path: 1, draws: false }],
    [4.5, { x: 25, y: 20, path: 1, draws: false }],
    [5.5, { x: 30, y: 15, path: 2, draws: true }],
    [6, { x: 30, y: 10, path: 2, draws: false }],
    [99, { x: 30, y: 10, path: 2, draws: false }],
  ])('after %f s', (time_s, tool) => {
    expect(toolAt(LEVEL, time_s)).toEqual(tool);
  });

  test('is nowhere before the first point', () => {
    expect(toolAt(LEVEL, -1)).toBeNull();
    expect(toolAt(levelOf([]), 0)).toBeNull();
  });
});

describe('bands', () => {
  test('join the paths of a layer', () => {
    expect(layerBands(LEVEL, TOTAL_S)).toEqual([
      { from_s: 0, to_s: 4, layer: 0 },
      { from_s: 5, to_s: 6, layer: 2 },
    ]);
  });

  test('stay few when the pen changes after every stroke', () => {
    const strokes = Array.from({ length: 10_000 }, (_, i) => ({ layer: i % 2, points: [0, 0, 1, 0] }));
    const level = levelOf(strokes);
    expect(layerBands(level, level.times.at(-1)!).length).toBeLessThanOrEqual(401);
  });
});

describe('steps', () => {
  test('go from path to path and to both ends', () => {
    const times = [0];
    for (let i = 0; i < 4; i++) times.push(stepPath(LEVEL, times.at(-1)!, 1, TOTAL_S));
    expect(times).toEqual([0, 4, 5, 6, 6]);
    expect(stepPath(LEVEL, 6, -1, TOTAL_S)).toBe(5);
    expect(stepPath(LEVEL, 5, -1, TOTAL_S)).toBe(4);
    expect(stepPath(LEVEL, 4.5, -1, TOTAL_S)).toBe(4);
    expect(stepPath(LEVEL, 0, -1, TOTAL_S)).toBe(0);
  });

  test('go from layer to layer', () => {
    const bands = layerBands(LEVEL, TOTAL_S);
    expect(stepLayer(bands, 0, 1, TOTAL_S)).toBe(5);
    expect(stepLayer(bands, 5, 1, TOTAL_S)).toBe(6);
    expect(stepLayer(bands, 6, -1, TOTAL_S)).toBe(5);
    expect(stepLayer(bands, 5, -1, TOTAL_S)).toBe(0);
    expect(stepLayer([], 3, -1, TOTAL_S)).toBe(0);
  });
});

test('the upper bound is the first element above', () => {
  const sorted = [1, 2, 2, 2, 5];
  expect([0, 1, 2, 3, 5, 6].map((value) => upperBound(sorted, value))).toEqual([0, 1, 4, 4, 5, 5]);
});
