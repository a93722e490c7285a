import { describe, expect, test } from 'vitest';
import { chooseLevel, movingLevel, STROKE_BUDGET } from './levels';

const LEVELS = [
  { tolerance_mm: 1.6, segments: 2_000, bytes: 0 },
  { tolerance_mm: 0.4, segments: 40_000, bytes: 0 },
  { tolerance_mm: 0.1, segments: 160_000, bytes: 0 },
  { tolerance_mm: 0.02, segments: 900_000, bytes: 0 },
];
const few = () => 100;
const whole = (level: number) => LEVELS[level]?.segments ?? 0;

describe('the level for a view', () => {
  test.each([
    [10, 0],
    [3.2, 0],
    [3.1, 1],
    [0.8, 1],
    [0.5, 2],
    [0.1, 3],
    [0.0001, 3],
  ])('with pixels of %f mm is number %i', (mm_per_px, level) => {
    expect(chooseLevel({ levels: LEVELS, mm_per_px, strokes: few })).toEqual({ level, simplified: false });
  });

  test('is coarser when too much is in view and the error stays small', () => {
    // 0.4 mm are 1.6 pixels here.
    const choice = chooseLevel({ levels: LEVELS, mm_per_px: 0.25, strokes: whole });
    expect(choice).toEqual({ level: 1, simplified: false });
    expect(whole(choice.level)).toBeLessThanOrEqual(STROKE_BUDGET);
  });

  test('stays fine when a coarser one would distort the drawing', () => {
    // 0.4 mm are 4 pixels here.
    expect(chooseLevel({ levels: LEVELS, mm_per_px: 0.1, strokes: whole }).level).toBe(2);
  });

  test('is not one that is too large to fetch unasked, and says so', () => {
    const huge = [...LEVELS, { tolerance_mm: 0.001, segments: 30_000_000, bytes: 400_000_000 }];
    const view = { levels: huge, mm_per_px: 0.001, strokes: few };
    expect(chooseLevel(view)).toEqual({ level: 3, simplified: true });
    expect(chooseLevel({ ...view, everything: true })).toEqual({ level: 4, simplified: false });
  });

  test('is the only one there is', () => {
    const one = [{ tolerance_mm: 5, segments: 9_000_000, bytes: 120_000_000 }];
    expect(chooseLevel({ levels: one, mm_per_px: 0.01, strokes: whole }).level).toBe(0);
    expect(chooseLevel({ levels: [], mm_per_px: 0.01, strokes: whole }).level).toBe(0);
  });
});

describe('the level while the camera moves', () => {
  const view = { levels: LEVELS, wanted: 2, mm_per_px: 0.25, strokes: whole };

  test('is the wanted one if a frame can draw it', () => {
    expect(movingLevel({ ...view, loaded: [0, 1, 2], frameStrokes: 200_000 })).toBe(2);
  });

  test('is a coarser one that looks alike', () => {
    expect(movingLevel({ ...view, loaded: [0, 1, 2], frameStrokes: 50_000 })).toBe(1);
  });

  test('is none where the last picture looks better', () => {
    expect(movingLevel({ ...view, loaded: [0, 1, 2], frameStrokes: 10_000 })).toBeNull();
    expect(movingLevel({ ...view, loaded: [], frameStrokes: 10_000 })).toBeNull();
  });

  test('is never finer than needed', () => {
    expect(movingLevel({ ...view, wanted: 1, loaded: [1, 3], frameStrokes: 2_000_000 })).toBe(1);
  });
});
