import type { Settings } from './settings.svelte';

/** What a picture shows besides its lines, and what a click on it does; the same for every picture. */
export class PictureTools {
  readonly #settings: Settings;
  /** Lines are tinted from the first to the last. */
  order = $state(false);
  /** How often the pen passes each spot. */
  coverage = $state(false);
  /** Clicks measure. */
  measuring = $state(false);
  /** The line as it was drawn, over what the jet cuts. */
  drawn = $state(true);
  /** Before and after side by side. */
  split = $state(false);

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The ways with the pen up. */
  get travel(): boolean {
    return this.#settings.showTravel;
  }
  set travel(on: boolean) {
    this.#settings.showTravel = on;
  }

  toggle(tool: 'travel' | 'order' | 'coverage' | 'measuring' | 'drawn' | 'split'): void {
    this[tool] = !this[tool];
  }
}
