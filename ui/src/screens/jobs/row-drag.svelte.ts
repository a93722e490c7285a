import type { App } from '../../lib/state/app.svelte';
import { changes, dropTarget, lineOf } from '../../lib/state/line';

/** A press becomes a drag when the pointer has gone this far. */
const THRESHOLD_PX = 6;
/** Near an end, the list scrolls by so much a move. */
const EDGE_PX = 28;
const SCROLL_PX = 10;

/**
 * Moving ready jobs by dragging their rows. The list stands still while it lasts; letting go asks the
 * store. By keys the same is Alt with the arrows. A finger scrolls instead.
 */
export class RowDrag {
  readonly #app: App;
  #box: HTMLElement | null = null;
  #start: { id: string; x: number; y: number; pointer: number } | null = null;
  #target: string | 'end' | null = null;
  #ended = false;
  /** Jobs that are dragged; empty while none is. */
  ids = $state.raw<readonly string[]>([]);
  /** Where they would go, in px from the top of the box; null where that changes nothing. */
  gap = $state<number | null>(null);

  constructor(app: App) {
    this.#app = app;
  }

  down = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    this.#ended = false;
    const { target } = event;
    if (event.button !== 0 || event.pointerType === 'touch' || !(target instanceof Element)) return;
    if (this.#app.jobs.tab !== 'active' || this.#app.connection.readOnly) return;
    const row = target.closest<HTMLElement>('[data-job][data-state="queued"]');
    const id = row?.dataset['job'];
    if (id === undefined || target.closest('input, button, a') !== null) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    this.#box = event.currentTarget;
    this.#start = { id, x: event.clientX, y: event.clientY, pointer: event.pointerId };
  };

  move = (event: PointerEvent): void => {
    if (this.#start === null || this.#box === null) return;
    const { id, x, y, pointer } = this.#start;
    if (this.ids.length === 0) {
      if (Math.hypot(event.clientX - x, event.clientY - y) < THRESHOLD_PX) return;
      this.ids = this.#dragged(id);
      this.#box.setPointerCapture(pointer);
      // Every row keeps its place down to the last.
      this.#app.jobs.hold('focus', this.#app.jobs.entries.at(-1)?.key ?? null);
    }
    this.#scroll(event.clientY);
    this.#point(event.clientX, event.clientY);
  };

  up = (): void => {
    const { ids } = this;
    const target = this.#target;
    this.cancel();
    this.#ended = ids.length > 0;
    if (ids.length > 0 && target !== null) void this.#app.actions.place(ids, target);
  };

  /** The press that ends a drag opens no row. */
  click = (event: MouseEvent): void => {
    if (!this.#ended) return;
    this.#ended = false;
    event.stopPropagation();
    event.preventDefault();
  };

  cancel = (): void => {
    if (this.#start !== null && this.#box?.hasPointerCapture(this.#start.pointer)) {
      this.#box.releasePointerCapture(this.#start.pointer);
    }
    if (this.ids.length > 0) this.#app.jobs.hold('focus', null);
    this.#start = null;
    this.#target = null;
    this.ids = [];
    this.gap = null;
  };

  /** The ticked jobs of the row's queue when the row is ticked, else the row alone. */
  #dragged(id: string): string[] {
    const { jobs, selection } = this.#app;
    const line = lineOf(jobs.job(id)?.queue ?? '', jobs.shown, jobs.job);
    return selection.checked.has(id) ? line.filter((one) => selection.checked.has(one)) : [id];
  }

  #point(x: number, y: number): void {
    const box = this.#box;
    if (box === null) return;
    const bounds = box.getBoundingClientRect();
    const inside = Math.min(Math.max(y, bounds.top + 1), bounds.bottom - 1);
    const key = document
      .elementsFromPoint(x, inside)
      .map(keyOf)
      .find((found) => found !== null);
    const place = box.querySelector<HTMLElement>(`[data-key="${CSS.escape(key ?? '')}"]`);
    const { jobs } = this.#app;
    const at = jobs.entries.findIndex((entry) => entry.key === key);
    if (place === null || at === -1) return this.#rest();
    const row = place.getBoundingClientRect();
    const upper = inside < row.top + row.height / 2;
    const below = jobs.entries
      .slice(upper ? at : at + 1)
      .flatMap((entry) => (entry.kind === 'job' ? [entry.id] : entry.kind === 'batch' ? entry.ids : []));
    const line = lineOf(jobs.job(this.ids[0] ?? '')?.queue ?? '', jobs.shown, jobs.job);
    const target = dropTarget(line, below, new Set(this.ids));
    if (!changes(line, this.ids, target)) return this.#rest();
    this.#target = target;
    this.gap = (upper ? row.top : row.bottom) - bounds.top;
  }

  #rest(): void {
    this.#target = null;
    this.gap = null;
  }

  #scroll(y: number): void {
    const grid = this.#box?.querySelector<HTMLElement>('[role="grid"]');
    if (grid == null) return;
    const { top, bottom } = grid.getBoundingClientRect();
    if (y < top + EDGE_PX) grid.scrollTop -= SCROLL_PX;
    else if (y > bottom - EDGE_PX) grid.scrollTop += SCROLL_PX;
  }
}

const keyOf = (element: Element): string | null =>
  element.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? null;
