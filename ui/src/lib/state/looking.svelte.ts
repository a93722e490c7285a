import type { PreviewInfo, Side } from '../api/bindings';

/** A place on the sheet in mm. */
export interface Place {
  x_mm: number;
  y_mm: number;
}

/** The layers of a picture in their order, to tell one from another. */
export const layerNames = (picture: PreviewInfo | null): string =>
  JSON.stringify(picture?.layers.map((layer) => layer.name) ?? []);

/** How a picture is looked at: which side, which layers, which place is ringed. */
export class Looking {
  /** Null shows what is the news: the toolpath as soon as there is one. */
  side = $state<Side | null>(null);
  hidden = $state.raw<ReadonlySet<number>>(new Set());
  marker = $state.raw<Place | null>(null);
  /** Somebody reads the findings: those that are mere notes are ringed too. */
  notes = $state(false);
  #names = '';

  toggle(layer: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(layer)) hidden.add(layer);
    this.hidden = hidden;
  }

  /** Shows one layer of so many alone; once more shows all. */
  solo(layer: number, of: number): void {
    const others = Array.from({ length: of }, (_, at) => at).filter((at) => at !== layer);
    const alone = !this.hidden.has(layer) && others.every((at) => this.hidden.has(at));
    this.hidden = new Set(alone ? [] : others);
  }

  /** Layers are hidden by their number: where another picture has others, nothing is hidden. */
  layersAre(picture: PreviewInfo | null): void {
    const names = layerNames(picture);
    if (names !== this.#names && this.hidden.size > 0) this.hidden = new Set();
    this.#names = names;
  }

  /** Rings a place: of the drawing as it came, for findings are about that, or of what became of it. */
  locate(place: Place, side: Side = 'before'): void {
    this.side = side;
    this.marker = place;
  }

  /** Shows the other side. */
  flip(hasAfter: boolean): void {
    const now = this.side ?? (hasAfter ? 'after' : 'before');
    this.side = now === 'after' || !hasAfter ? 'before' : 'after';
  }

  /** Another picture. */
  forget(): void {
    this.side = null;
    this.hidden = new Set();
    this.marker = null;
  }
}
