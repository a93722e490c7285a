/**
 * Levels of pictures as they arrive: the coarsest first, then the one that is wanted.
 *
 * Pictures are kept by handle, so that flipping between before and after shows the other side at
 * once. Answers for a picture that has been dropped meanwhile are ignored.
 */

import type { FetchLevel, PreviewInfo } from './info';
import { buildScene, type Scene } from './scene';

/** Before and after. */
const KEEP_PICTURES = 2;
/** The coarsest, the one shown and the one shown before. */
const KEEP_LEVELS = 3;

interface Picture {
  readonly info: PreviewInfo;
  readonly scenes: Map<number, Scene>;
  readonly fetching: Set<number>;
  readonly failed: Map<number, string>;
}

export class SceneStore {
  readonly #pictures = new Map<string, Picture>();
  readonly #arrived: () => void;
  #fetch: FetchLevel;
  #current: Picture | null = null;

  /** @param arrived is called when a level of the open picture is there, or could not be had. */
  constructor(fetch: FetchLevel, arrived: () => void) {
    this.#fetch = fetch;
    this.#arrived = arrived;
  }

  setFetch(fetch: FetchLevel): void {
    this.#fetch = fetch;
  }

  open(info: PreviewInfo): void {
    const known = this.#pictures.get(info.handle);
    const picture = known ?? { info, scenes: new Map(), fetching: new Set(), failed: new Map() };
    // Last in the map is the one used last.
    this.#pictures.delete(info.handle);
    this.#pictures.set(info.handle, picture);
    for (const handle of this.#pictures.keys()) {
      if (this.#pictures.size <= KEEP_PICTURES) break;
      this.#pictures.delete(handle);
    }
    this.#current = picture;
    this.want(0);
  }

  get(level: number): Scene | null {
    return this.#current?.scenes.get(level) ?? null;
  }

  /** Numbers of the levels at hand, the coarsest first. */
  loaded(): number[] {
    return [...(this.#current?.scenes.keys() ?? [])].sort((a, b) => a - b);
  }

  /** The level nearest to the wanted one: finer if there is none as coarse. */
  nearest(wanted: number): Scene | null {
    const loaded = this.loaded();
    const best = loaded.findLast((level) => level <= wanted) ?? loaded[0];
    return best === undefined ? null : this.get(best);
  }

  /** Why a level of the open picture is not there, or null. */
  get error(): string | null {
    const messages = [...(this.#current?.failed.values() ?? [])];
    return messages[0] ?? null;
  }

  get fetching(): boolean {
    return (this.#current?.fetching.size ?? 0) > 0;
  }

  /** Fetches a level unless it is there, on its way, or failed before. */
  want(level: number): void {
    const picture = this.#current;
    if (picture === null || level >= picture.info.levels.length) return;
    const known = picture.scenes.get(level);
    if (known !== undefined) {
      picture.scenes.delete(level);
      picture.scenes.set(level, known);
      return;
    }
    if (picture.fetching.has(level) || picture.failed.has(level)) return;
    void this.#load(picture, level);
  }

  /** Forgets what failed, so that it is tried again. */
  retry(): void {
    this.#current?.failed.clear();
    this.want(0);
  }

  async #load(picture: Picture, level: number): Promise<void> {
    picture.fetching.add(level);
    try {
      const bytes = await this.#fetch(picture.info.handle, level);
      const scene = buildScene(bytes, level, picture.info.layers.length);
      picture.scenes.set(level, scene);
      this.#evict(picture);
    } catch (error) {
      picture.failed.set(level, messageOf(error));
    }
    picture.fetching.delete(level);
    if (picture === this.#current) this.#arrived();
  }

  #evict(picture: Picture): void {
    for (const level of picture.scenes.keys()) {
      if (picture.scenes.size <= KEEP_LEVELS) return;
      if (level !== 0) picture.scenes.delete(level);
    }
  }
}

/** Errors of the service are plain objects with a message. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
