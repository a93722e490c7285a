/**
 * Where the viewer looks: pure functions over an immutable camera.
 *
 * Millimetres have their origin at the sheet's top left corner, y downwards, like SVG. Screen
 * positions are CSS pixels from the top left corner of the view.
 */

import type { Point, Rect } from './info';

export interface Camera {
  /** The point of the drawing in the middle of the view, in mm. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels per mm. */
  readonly scale: number;
}

/** Size of the view in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Sheet {
  readonly width_mm: number;
  readonly height_mm: number;
}

/** Free space around a fitted sheet, in CSS pixels; holds the ruler's text. */
export const FIT_MARGIN_PX = 28;

/** Above this, 32-bit coordinates on a metre-wide sheet show their steps. */
const MAX_SCALE = 1000;
/** The sheet never gets smaller than this part of its fitted size. */
const MIN_OF_FIT = 0.2;
/** So many pixels of the sheet stay in view, however far one pans. */
const KEEP_PX = 48;
/** So far outside the view the sheet's element may reach. */
const OUTSIDE_PX = 40;

/** Sheets without an extent in a direction still get a camera. */
function extent(mm: number): number {
  return Number.isFinite(mm) && mm > 0 ? mm : 1;
}

export function fit(sheet: Sheet, view: Viewport, margin_px = FIT_MARGIN_PX): Camera {
  return fitRect({ x0: 0, y0: 0, x1: extent(sheet.width_mm), y1: extent(sheet.height_mm) }, view, margin_px);
}

/** The whole of a rectangle in the middle of the view. */
export function fitRect(rect: Rect, view: Viewport, margin_px = FIT_MARGIN_PX): Camera {
  const width = Math.max(view.width - 2 * margin_px, 1);
  const height = Math.max(view.height - 2 * margin_px, 1);
  const scale = Math.min(
    width / Math.max(rect.x1 - rect.x0, 1e-6),
    height / Math.max(rect.y1 - rect.y0, 1e-6),
  );
  return { x: (rect.x0 + rect.x1) / 2, y: (rect.y0 + rect.y1) / 2, scale: Math.min(scale, MAX_SCALE) };
}

export function toScreen(camera: Camera, view: Viewport, point: Point): Point {
  return {
    x: (point.x - camera.x) * camera.scale + view.width / 2,
    y: (point.y - camera.y) * camera.scale + view.height / 2,
  };
}

export function toMm(camera: Camera, view: Viewport, point: Point): Point {
  return {
    x: (point.x - view.width / 2) / camera.scale + camera.x,
    y: (point.y - view.height / 2) / camera.scale + camera.y,
  };
}

/** The part of the drawing's plane in view, grown by `grow_px`. */
export function visibleRect(camera: Camera, view: Viewport, grow_px = 0): Rect {
  const half_width = (view.width / 2 + grow_px) / camera.scale;
  const half_height = (view.height / 2 + grow_px) / camera.scale;
  return {
    x0: camera.x - half_width,
    y0: camera.y - half_height,
    x1: camera.x + half_width,
    y1: camera.y + half_height,
  };
}

/** Moves the drawing with the pointer by a distance on the screen. */
export function pan(camera: Camera, dx_px: number, dy_px: number): Camera {
  return { ...camera, x: camera.x - dx_px / camera.scale, y: camera.y - dy_px / camera.scale };
}

/** Zooms so that what is under `at` stays there; the factor stops at the limits. */
export function zoomAt(camera: Camera, view: Viewport, at: Point, factor: number, sheet: Sheet): Camera {
  const { min, max } = scaleLimits(sheet, view);
  const scale = clamp(camera.scale * factor, min, max);
  const fixed = toMm(camera, view, at);
  return {
    x: fixed.x - (at.x - view.width / 2) / scale,
    y: fixed.y - (at.y - view.height / 2) / scale,
    scale,
  };
}

/** Shows a rectangle drawn on the screen as large as it fits. */
export function zoomToScreenRect(camera: Camera, view: Viewport, rect: Rect): Camera {
  const from = toMm(camera, view, { x: Math.min(rect.x0, rect.x1), y: Math.min(rect.y0, rect.y1) });
  const to = toMm(camera, view, { x: Math.max(rect.x0, rect.x1), y: Math.max(rect.y0, rect.y1) });
  return fitRect({ x0: from.x, y0: from.y, x1: to.x, y1: to.y }, view, 0);
}

/** Brings a point to the middle, near enough to see what is there. */
export function lookAt(camera: Camera, sheet: Sheet, view: Viewport, point: Point): Camera {
  const near = Math.min(fit(sheet, view).scale * 4, MAX_SCALE);
  return { x: point.x, y: point.y, scale: Math.max(camera.scale, near) };
}

/**
 * The sheet on the screen, cut off a little outside the view: an element of any size, zoomed in far,
 * would slow the page.
 */
export function sheetOnScreen(camera: Camera, sheet: Sheet, view: Viewport): Rect {
  const from = toScreen(camera, view, { x: 0, y: 0 });
  const to = toScreen(camera, view, { x: sheet.width_mm, y: sheet.height_mm });
  return {
    x0: Math.max(from.x, -OUTSIDE_PX),
    y0: Math.max(from.y, -OUTSIDE_PX),
    x1: Math.min(to.x, view.width + OUTSIDE_PX),
    y1: Math.min(to.y, view.height + OUTSIDE_PX),
  };
}

export function scaleLimits(sheet: Sheet, view: Viewport): { min: number; max: number } {
  const fitted = fit(sheet, view).scale;
  return { min: fitted * MIN_OF_FIT, max: Math.max(MAX_SCALE, fitted) };
}

/** The nearest camera that keeps the scale in its limits and a part of the sheet in view. */
export function limit(camera: Camera, sheet: Sheet, view: Viewport): Camera {
  const { min, max } = scaleLimits(sheet, view);
  const scale = clamp(finite(camera.scale, min), min, max);
  const reach_x = Math.max(view.width / 2 - KEEP_PX, 0) / scale;
  const reach_y = Math.max(view.height / 2 - KEEP_PX, 0) / scale;
  return {
    x: clamp(finite(camera.x, 0), -reach_x, extent(sheet.width_mm) + reach_x),
    y: clamp(finite(camera.y, 0), -reach_y, extent(sheet.height_mm) + reach_y),
    scale,
  };
}

export function sameCamera(a: Camera | null, b: Camera | null): boolean {
  return a === b || (a !== null && b !== null && a.x === b.x && a.y === b.y && a.scale === b.scale);
}

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
