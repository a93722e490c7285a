/**
 * Pointer and wheel on the view: drag pans, Shift+drag draws a rectangle, two fingers pinch, the
 * wheel zooms at the pointer, a click picks, a double click fits.
 */

import type { Point, Rect } from './info';

export interface GestureHandlers {
  pan(dx_px: number, dy_px: number): void;
  zoom(at: Point, factor: number): void;
  fit(): void;
  /** The rectangle while it is drawn, and null when it is given up or done. */
  rectangle(rect: Rect | null): void;
  zoomToRectangle(rect: Rect): void;
  click(at: Point): void;
  /** The pointer rests here with no button down, or left. */
  hover(at: Point | null): void;
}

/** A press that moves less than this is a click. */
const CLICK_PX = 4;
const LEAST_RECTANGLE_PX = 6;
const LINE_PX = 16;
const PAGE_PX = 400;

/** @returns a function that takes the listeners off again. */
export function listen(element: HTMLElement, handlers: GestureHandlers): () => void {
  const pointers = new Map<number, Point>();
  let pressed: { at: Point; rectangle: boolean; moved: boolean } | null = null;

  const place = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const down = (event: PointerEvent) => {
    if (event.button > 1) return;
    const at = place(event);
    pointers.set(event.pointerId, at);
    element.setPointerCapture(event.pointerId);
    pressed = { at, rectangle: event.shiftKey && event.button === 0, moved: pointers.size > 1 };
    handlers.hover(null);
    if (event.button === 1) event.preventDefault();
  };

  const move = (event: PointerEvent) => {
    const at = place(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined || pressed === null) {
      if (pointers.size === 0) handlers.hover(at);
      return;
    }
    if (pointers.size >= 2) {
      pinch(event.pointerId, before, at);
      pointers.set(event.pointerId, at);
      return;
    }
    if (!pressed.moved && Math.hypot(at.x - pressed.at.x, at.y - pressed.at.y) < CLICK_PX) return;
    if (pressed.rectangle) {
      handlers.rectangle(between(pressed.at, at));
    } else {
      handlers.pan(at.x - before.x, at.y - before.y);
    }
    pressed.moved = true;
    pointers.set(event.pointerId, at);
  };

  /** The drawing follows both fingers: what was between them stays between them. */
  const pinch = (id: number, before: Point, at: Point) => {
    const other = [...pointers].find(([pointer]) => pointer !== id)?.[1];
    if (other === undefined) return;
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(at.x - other.x, at.y - other.y);
    handlers.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
    if (was > 1 && is > 1) handlers.zoom({ x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }, is / was);
  };

  const up = (event: PointerEvent) => {
    const at = place(event);
    const press = pressed;
    pointers.delete(event.pointerId);
    if (pointers.size > 0 || press === null) return;
    pressed = null;
    if (press.rectangle && press.moved) {
      handlers.rectangle(null);
      const rect = between(press.at, at);
      const large = rect.x1 - rect.x0 >= LEAST_RECTANGLE_PX && rect.y1 - rect.y0 >= LEAST_RECTANGLE_PX;
      if (large) handlers.zoomToRectangle(rect);
    } else if (!press.moved && event.button === 0) {
      handlers.click(at);
    }
  };

  const cancel = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
    if (pointers.size > 0) return;
    pressed = null;
    handlers.rectangle(null);
  };

  const leave = () => {
    if (pointers.size === 0) handlers.hover(null);
  };

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE
        ? LINE_PX
        : event.deltaMode === WheelEvent.DOM_DELTA_PAGE
          ? PAGE_PX
          : 1;
    // Browsers report the pinch of a touchpad as a wheel with Ctrl and small steps.
    const gain = event.ctrlKey ? 0.01 : 0.0018;
    const steps = Math.min(Math.max(event.deltaY * unit, -400), 400);
    handlers.zoom(place(event), Math.exp(-steps * gain));
  };

  const double = (event: MouseEvent) => {
    event.preventDefault();
    handlers.fit();
  };

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', cancel, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  element.addEventListener('dblclick', double, { signal });
  return () => stop.abort();
}

function between(a: Point, b: Point): Rect {
  return { x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) };
}
