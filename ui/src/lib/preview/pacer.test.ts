import { describe, expect, test } from 'vitest';
import { Pacer, SLICE_MS } from './pacer';

const FRAME_MS = 16.7;

/** Slices on a machine that paints so many strokes in a millisecond, seen through 60 Hz frames. */
function settle(pacer: Pacer, strokesPerMs: number, latency_ms = 0, slices = 80): number {
  let work_ms = 0;
  for (let i = 0; i < slices; i++) {
    work_ms = pacer.strokes / strokesPerMs;
    pacer.report(pacer.strokes, Math.ceil((latency_ms + work_ms) / FRAME_MS) * FRAME_MS);
  }
  return work_ms;
}

describe('slices', () => {
  test.each([30, 100, 500, 5000])(
    'come to less than 50 ms of work at %i strokes a millisecond',
    (strokesPerMs) => {
      for (const firstGuess of [1, 4000, 1e9]) {
        for (const latency_ms of [0, 12, 45]) {
          const work_ms = settle(new Pacer(firstGuess), strokesPerMs, latency_ms);
          expect(work_ms).toBeLessThanOrEqual(50);
        }
      }
    },
  );

  test('do not shrink to nothing where every answer is late', () => {
    expect(settle(new Pacer(20_000), 500, 45)).toBeGreaterThan(5);
  });

  test('that did little say nothing about what would fit', () => {
    const pacer = new Pacer(10_000);
    pacer.report(1500, 16);
    expect(pacer.strokes).toBe(10_000);
  });

  test('halve at most after one late frame, and make up for it', () => {
    const pacer = new Pacer(10_000);
    pacer.report(10_000, 900);
    expect(pacer.strokes).toBe(5000);
    settle(pacer, 1000);
    expect(pacer.strokes).toBeGreaterThan(10_000);
  });

  test('whose work is known come to the goal', () => {
    const pacer = new Pacer(1_000_000);
    for (let i = 0; i < 40; i++) pacer.reportWork(pacer.strokes, pacer.strokes / 30);
    expect(pacer.strokes).toBeCloseTo(30 * SLICE_MS, -1);
  });
});
