import { expect, test } from 'vitest';
import { contrast, LEAST_CONTRAST, parseColor } from './colors';
import { makeLook } from './look';
import type { LookOptions } from './look';

const DARK = parseColor('#12161a')!;
const FAINT = parseColor('#929eab')!;
const layer = (color: string, pen_width_mm = 0.3) => ({
  name: 'Ink',
  color,
  pen_width_mm,
  paths: 1,
  draw_mm: 1,
});
const OPTIONS: LookOptions = {
  layers: [layer('#000000'), layer('#ff8b80', 1), layer('no colour', Number.NaN)],
  hidden: new Set([1]),
  travel: false,
  order: false,
  total_s: 10,
  theme: { canvas: DARK, faint: FAINT },
};

test('layers can be seen, and are faint where the tool has not been', () => {
  for (const { color, ghost } of makeLook(OPTIONS).layers) {
    expect(contrast(color, DARK)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    expect(contrast(ghost, DARK)).toBeLessThan(contrast(color, DARK) / 2);
    expect(contrast(ghost, DARK)).toBeGreaterThan(1.1);
  }
});

test('pens have a width that can be drawn', () => {
  expect(makeLook(OPTIONS).layers.map((look) => look.pen_width_mm)).toEqual([0.3, 1, 0]);
});

test('travel and order are there when asked for', () => {
  expect(makeLook(OPTIONS)).toMatchObject({ travel: null, order: null, hidden: new Set([1]) });
  const look = makeLook({ ...OPTIONS, travel: true, order: true });
  expect(look.travel).toEqual(FAINT);
  expect(look.order).not.toBeNull();
});

test('a plot without time does not divide by it', () => {
  expect(makeLook({ ...OPTIONS, total_s: 0 }).total_s).toBeGreaterThan(0);
});
