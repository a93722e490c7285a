import { expect, test } from 'vitest';
import { Pacer } from './pacer';

/** Slices on a machine that paints so many strokes in a millisecond, seen through 60 Hz frames. */
function settle(pacer: Pacer, strokesPerMs: number, slices = 60): number {
  let took_ms = 0;
  for (let i = 0; i < slices; i++) {
    took_ms = Math.ceil(pacer.strokes / strokesPerMs / 16.7) * 16.7;
    pacer.report(pacer.strokes, took_ms);
  }
  return took_ms;
}

test.each([5, 50, 500, 5000])('slices come to less than 50 ms at %i strokes a millisecond', (strokesPerMs) => {
  for (const firstGuess of [1, 4000, 1e9]) {
    const took_ms = settle(new Pacer(firstGuess), strokesPerMs);
    // The least number of strokes takes longer only where even that is too much.
    expect(took_ms).toBeLessThan(Math.max(50, 500 / strokesPerMs + 17));
  }
});

test('a slice that did little says nothing about what would fit', () => {
  const pacer = new Pacer(10_000);
  pacer.report(100, 16);
  expect(pacer.strokes).toBe(10_000);
});

test('one late frame halves at most, and is made up for', () => {
  const pacer = new Pacer(10_000);
  pacer.report(10_000, 900);
  expect(pacer.strokes).toBe(5000);
  settle(pacer, 1000);
  expect(pacer.strokes).toBeGreaterThan(10_000);
});
