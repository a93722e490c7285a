/**
 * What the pointer finds in a picture: the path under it, the one that was picked, and a distance that
 * is being measured. By keys the middle of the view is the pointer.
 */

import { toMm, type Camera, type Viewport } from './camera';
import type { Point } from './info';
import { snapAt, type Snap } from './measure';
import { pickPath, type Pick } from './pick';
import type { Scene } from './scene';

/** How far from the pointer something is still meant, in CSS pixels. */
const PICK_PX = 6;
const SNAP_PX = 10;

export interface Sight {
  readonly scene: Scene | null;
  readonly camera: Camera;
  readonly viewport: Viewport;
  readonly hiddenLayers: ReadonlySet<number>;
  readonly measuring: boolean;
}

export class ViewTools {
  readonly #sight: () => Sight;
  hovered = $state.raw<Pick | null>(null);
  picked = $state.raw<Pick | null>(null);
  /** Where the next click measures. */
  aim = $state.raw<Snap | null>(null);
  from = $state.raw<Snap | null>(null);
  to = $state.raw<Snap | null>(null);

  constructor(sight: () => Sight) {
    this.#sight = sight;
  }

  /** The second place: the one that was clicked, else the one that is aimed at. */
  get end(): Snap | null {
    return this.from === null ? null : (this.to ?? this.aim);
  }

  hover(at: Point | null): void {
    const { measuring } = this.#sight();
    this.hovered = at === null || measuring ? null : this.#pick(at);
    this.aim = at === null || !measuring ? null : this.#snap(at);
  }

  click(at: Point): void {
    if (!this.#sight().measuring) {
      this.picked = this.#pick(at);
      return;
    }
    const place = this.#snap(at);
    if (place === null) return;
    if (this.from === null || this.to !== null) {
      this.from = place;
      this.to = null;
    } else {
      this.to = place;
    }
  }

  /** Clicks the middle of the view. */
  clickMiddle(): void {
    const { width, height } = this.#sight().viewport;
    this.click({ x: width / 2, y: height / 2 });
  }

  /** Takes back the last thing; false when there was nothing. */
  back(): boolean {
    if (this.from !== null) this.from = this.to = null;
    else if (this.picked !== null) this.picked = null;
    else return false;
    return true;
  }

  /** Another picture. */
  reset(): void {
    this.hovered = this.picked = null;
    this.aim = this.from = this.to = null;
  }

  #pick(at: Point): Pick | null {
    const { scene, camera, viewport } = this.#sight();
    if (scene === null) return null;
    return pickPath(
      scene.level,
      scene.grid,
      toMm(camera, viewport, at),
      PICK_PX / camera.scale,
      this.#shows(),
    );
  }

  #snap(at: Point): Snap | null {
    const { scene, camera, viewport } = this.#sight();
    if (scene === null) return null;
    return snapAt(scene.level, scene.grid, toMm(camera, viewport, at), SNAP_PX / camera.scale, this.#shows());
  }

  #shows(): (path: number) => boolean {
    const { scene, hiddenLayers } = this.#sight();
    return (path) => !hiddenLayers.has(scene?.level.layers[path] ?? 0);
  }
}
