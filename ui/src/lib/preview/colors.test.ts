import { describe, expect, test } from 'vitest';
import {
  contrast,
  cssColor,
  gradientAt,
  LEAST_CONTRAST,
  luminance,
  orderGradient,
  parseColor,
  visibleOn,
  type Rgb,
} from './colors';
import { repeatable } from './synthetic';

const LIGHT = parseColor('#fbfaf6')!;
const DARK = parseColor('#12161a')!;

/** Hue in degrees. */
function hue([r, g, b]: Rgb): number {
  return (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI;
}

describe('colours in text', () => {
  test.each([
    ['#1f4e9e', [31, 78, 158]],
    ['#FFF', [255, 255, 255]],
    ['rgb(10, 20, 30)', [10, 20, 30]],
    ['rgb(10 20 30)', [10, 20, 30]],
    ['rgba(10, 20, 30, 0.5)', [10, 20, 30]],
  ])('%s', (text, bytes) => {
    expect(parseColor(text)?.map((value) => Math.round(value * 255))).toEqual(bytes);
  });

  test.each(['', 'red', '#12', '#12345g', 'oklch(0.5 0.1 20)'])('"%s" is none that can be read', (text) => {
    expect(parseColor(text)).toBeNull();
  });

  test('are written as CSS', () => {
    expect(cssColor([1, 0.5, 0])).toBe('rgb(255 128 0)');
  });
});

test('contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21);
  expect(contrast([1, 1, 1], [0, 0, 0])).toBeCloseTo(21);
  expect(contrast(parseColor('#767676')!, [1, 1, 1])).toBeCloseTo(4.54, 2);
});

describe('a pen on the canvas', () => {
  test('reaches the contrast, whatever its colour', () => {
    const random = repeatable(5);
    const colors: Rgb[] = Array.from({ length: 400 }, () => [random(), random(), random()]);
    for (const color of [
      ...colors,
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 0],
      [0, 0, 1],
      LIGHT,
      DARK,
    ] satisfies Rgb[]) {
      for (const canvas of [LIGHT, DARK]) {
        expect(contrast(visibleOn(color, canvas), canvas)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }
    }
  });

  test('keeps a colour that can be seen', () => {
    const red = parseColor('#b3261e')!;
    expect(visibleOn(red, LIGHT)).toBe(red);
    const pale = parseColor('#ffd166')!;
    expect(visibleOn(pale, DARK)).toBe(pale);
  });

  test.each(['#1f4e9e', '#6a0000', '#004000', '#30105a'])('keeps the hue of %s when lifted', (text) => {
    const color = parseColor(text)!;
    const lifted = visibleOn(color, DARK);
    expect(luminance(lifted)).toBeGreaterThan(luminance(color));
    expect(Math.abs(hue(lifted) - hue(color))).toBeLessThan(25);
  });

  test('makes black ink nearly white on a dark canvas', () => {
    const lifted = visibleOn([0, 0, 0], DARK);
    expect(contrast(lifted, DARK)).toBeGreaterThan(12);
    expect(Math.max(...lifted) - Math.min(...lifted)).toBeLessThan(0.01);
  });

  test('is always the same', () => {
    expect(cssColor(visibleOn(parseColor('#1f4e9e')!, DARK))).toBe(
      cssColor(visibleOn(parseColor('#1f4e9e')!, DARK)),
    );
    expect(cssColor(visibleOn(parseColor('#1f4e9e')!, DARK))).toMatchInlineSnapshot(`"rgb(127 175 255)"`);
    expect(cssColor(visibleOn(parseColor('#ffe000')!, LIGHT))).toMatchInlineSnapshot(`"rgb(166 145 0)"`);
  });
});

test.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the order’s gradient can be seen everywhere and goes one way on a %s canvas', (_, canvas) => {
  const gradient = orderGradient(canvas);
  const shades = Array.from({ length: 65 }, (_, i) => gradientAt(gradient, i / 64));
  for (const shade of shades) expect(contrast(shade, canvas)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  const steps = [0, 16, 32, 48, 64].map((i) => luminance(shades[i]!));
  const sorted = [...steps].sort((a, b) => a - b);
  expect(steps).toEqual(canvas === DARK ? sorted : sorted.toReversed());
});
