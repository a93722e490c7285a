import { getContext, setContext } from 'svelte';
import type { Side } from '../../lib/api/bindings';

/** How the sheet's picture is looked at; the settings column moves it too. */
export class Looking {
  side = $state<Side | null>(null);
  hidden = $state.raw<ReadonlySet<number>>(new Set());
  marker = $state.raw<{ x_mm: number; y_mm: number } | null>(null);

  toggle(layer: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(layer)) hidden.add(layer);
    this.hidden = hidden;
  }

  locate(place: { x_mm: number; y_mm: number }): void {
    this.side = 'before';
    this.marker = place;
  }

  /** Another file. */
  forget(): void {
    this.side = null;
    this.hidden = new Set();
    this.marker = null;
  }
}

const KEY = Symbol('looking');
export const setLooking = (): Looking => setContext(KEY, new Looking());
export const getLooking = (): Looking => getContext<Looking>(KEY);
