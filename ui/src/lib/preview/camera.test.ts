import { describe, expect, test } from 'vitest';
import {
  fit,
  FIT_MARGIN_PX,
  limit,
  lookAt,
  pan,
  scaleLimits,
  sheetOnScreen,
  toMm,
  toScreen,
  visibleRect,
  zoomAt,
  zoomToScreenRect,
  type Camera,
} from './camera';
import { repeatable } from './synthetic';

const SHEET = { width_mm: 420, height_mm: 297 };
const VIEW = { width: 1000, height: 600 };

describe('fitting', () => {
  test('shows the whole sheet in the middle, with a margin', () => {
    const camera = fit(SHEET, VIEW);
    const corner = toScreen(camera, VIEW, { x: 0, y: 0 });
    const opposite = toScreen(camera, VIEW, { x: 420, y: 297 });
    expect(corner.y).toBeCloseTo(FIT_MARGIN_PX);
    expect(opposite.y).toBeCloseTo(600 - FIT_MARGIN_PX);
    expect(corner.x).toBeGreaterThanOrEqual(FIT_MARGIN_PX);
    expect(corner.x).toBeCloseTo(1000 - opposite.x);
  });

  test.each([
    [{ width_mm: 0, height_mm: 0 }, VIEW],
    [{ width_mm: 300, height_mm: 0 }, VIEW],
    [{ width_mm: Number.NaN, height_mm: 10 }, VIEW],
    [SHEET, { width: 0, height: 0 }],
    [{ width_mm: 1e-4, height_mm: 1e-4 }, VIEW],
  ])('gives a usable camera for the sheet %j in the view %j', (sheet, view) => {
    const camera = fit(sheet, view);
    expect([camera.x, camera.y, camera.scale].every(Number.isFinite)).toBe(true);
    expect(camera.scale).toBeGreaterThan(0);
  });
});

describe('screen and mm', () => {
  test('lead to each other and back', () => {
    const random = repeatable(1);
    for (let i = 0; i < 50; i++) {
      const camera = { x: random() * 400, y: random() * 300, scale: 0.1 + random() * 100 };
      const point = { x: random() * 1000, y: random() * 600 };
      const back = toScreen(camera, VIEW, toMm(camera, VIEW, point));
      expect(back.x).toBeCloseTo(point.x, 6);
      expect(back.y).toBeCloseTo(point.y, 6);
    }
  });

  test('agree on what is in view', () => {
    const camera = { x: 100, y: 50, scale: 4 };
    expect(visibleRect(camera, VIEW)).toEqual({ x0: -25, y0: -25, x1: 225, y1: 125 });
    expect(visibleRect(camera, VIEW, 8)).toEqual({ x0: -27, y0: -27, x1: 227, y1: 127 });
    expect(toMm(camera, VIEW, { x: 0, y: 0 })).toEqual({ x: -25, y: -25 });
  });
});

describe('zooming', () => {
  test('keeps what is under the pointer where it is', () => {
    const at = { x: 713, y: 92 };
    let camera = fit(SHEET, VIEW);
    const before = toMm(camera, VIEW, at);
    for (const factor of [1.3, 4, 0.2, 11, 1e9, 1e-12]) {
      camera = zoomAt(camera, VIEW, at, factor, SHEET);
      const after = toMm(camera, VIEW, at);
      expect(after.x).toBeCloseTo(before.x, 6);
      expect(after.y).toBeCloseTo(before.y, 6);
    }
  });

  test('stops at its limits', () => {
    const { min, max } = scaleLimits(SHEET, VIEW);
    const camera = fit(SHEET, VIEW);
    expect(zoomAt(camera, VIEW, { x: 0, y: 0 }, 1e9, SHEET).scale).toBe(max);
    expect(zoomAt(camera, VIEW, { x: 0, y: 0 }, 1e-9, SHEET).scale).toBe(min);
  });

  test('to a rectangle shows all of it', () => {
    const camera = fit(SHEET, VIEW);
    const from = toMm(camera, VIEW, { x: 300, y: 200 });
    const to = toMm(camera, VIEW, { x: 500, y: 260 });
    // Drawn from the lower right to the upper left.
    const seen = visibleRect(zoomToScreenRect(camera, VIEW, { x0: 500, y0: 260, x1: 300, y1: 200 }), VIEW);
    expect(seen.x0).toBeCloseTo(from.x);
    expect(seen.x1).toBeCloseTo(to.x);
    expect(seen.y0).toBeLessThanOrEqual(from.y);
    expect(seen.y1).toBeGreaterThanOrEqual(to.y);
  });
});

describe('moving', () => {
  test('pans with the pointer', () => {
    const camera: Camera = { x: 10, y: 20, scale: 2 };
    const point = { x: 30, y: 40 };
    const before = toScreen(camera, VIEW, point);
    const after = toScreen(pan(camera, 17, -9), VIEW, point);
    expect(after).toEqual({ x: before.x + 17, y: before.y - 9 });
  });

  test('never loses the sheet', () => {
    for (const camera of [
      { x: 1e9, y: -1e9, scale: 3 },
      { x: -1e9, y: 1e9, scale: 500 },
      { x: 0, y: 0, scale: 1e-9 },
      { x: Number.NaN, y: Infinity, scale: Number.NaN },
    ]) {
      const limited = limit(camera, SHEET, VIEW);
      const seen = visibleRect(limited, VIEW);
      expect(Math.min(seen.x1, 420) - Math.max(seen.x0, 0)).toBeGreaterThan(0);
      expect(Math.min(seen.y1, 297) - Math.max(seen.y0, 0)).toBeGreaterThan(0);
    }
  });

  test('leaves a camera within the limits alone', () => {
    const camera = fit(SHEET, VIEW);
    expect(limit(camera, SHEET, VIEW)).toEqual(camera);
  });

  test('to a place comes near, but never backs off', () => {
    const fitted = fit(SHEET, VIEW);
    const near = lookAt(fitted, SHEET, VIEW, { x: 7, y: 8 });
    expect(near).toEqual({ x: 7, y: 8, scale: fitted.scale * 4 });
    expect(lookAt({ x: 0, y: 0, scale: 300 }, SHEET, VIEW, { x: 7, y: 8 }).scale).toBe(300);
  });
});

test('the sheet on the screen never becomes a huge element', () => {
  expect(sheetOnScreen(fit(SHEET, VIEW), SHEET, VIEW).y0).toBeCloseTo(FIT_MARGIN_PX);
  const rect = sheetOnScreen({ x: 200, y: 100, scale: 1000 }, SHEET, VIEW);
  expect(rect).toEqual({ x0: -40, y0: -40, x1: 1040, y1: 640 });
});
