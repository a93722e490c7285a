/**
 * Which level of detail a view needs.
 *
 * A level is fine enough when its error is below half a device pixel. If it would put too much on the
 * screen, a coarser one does as long as its error stays small; only where the next coarser one would
 * visibly distort the drawing is the number of strokes exceeded.
 */

import type { LevelInfo } from './info';

/** Strokes on the screen at which drawing stays comfortable everywhere. */
export const STROKE_BUDGET = 50_000;
const UNSEEN_ERROR_PX = 0.5;
const SMALL_ERROR_PX = 2;
/** A larger level, some three million strokes, is fetched only when asked for. */
const FETCH_LIMIT_BYTES = 48 * 2 ** 20;

export interface LevelChoice {
  readonly level: number;
  /** The level leaves out something one could see. */
  readonly simplified: boolean;
}

export interface ChooseLevel {
  readonly levels: readonly LevelInfo[];
  /** Size of a device pixel on the drawing. */
  readonly mm_per_px: number;
  /** Strokes of a level in view, as well as it is known. */
  readonly strokes: (level: number) => number;
  /** The viewer asked for everything. */
  readonly everything?: boolean;
}

export function chooseLevel({ levels, mm_per_px, strokes, everything = false }: ChooseLevel): LevelChoice {
  const last = levels.length - 1;
  const error_px = (level: number) => (levels[level]?.tolerance_mm ?? 0) / mm_per_px;
  let wanted = 0;
  while (wanted < last && error_px(wanted) > UNSEEN_ERROR_PX) wanted++;
  let level = wanted;
  if (!everything) {
    const heavy = (index: number) => (levels[index]?.bytes ?? 0) > FETCH_LIMIT_BYTES;
    while (level > 0 && heavy(level)) level--;
    while (level > 0 && strokes(level) > STROKE_BUDGET && error_px(level - 1) <= SMALL_ERROR_PX) level--;
  }
  return { level, simplified: level < wanted && error_px(level) > SMALL_ERROR_PX };
}

export interface MovingLevel extends Omit<ChooseLevel, 'everything'> {
  /** Numbers of the levels at hand, the coarsest first. */
  readonly loaded: readonly number[];
  readonly wanted: number;
  /** Strokes that a frame can take. */
  readonly frameStrokes: number;
}

/**
 * The level to show while the camera moves: the finest loaded one that one frame can draw and that
 * is not visibly wrong, or null where the last picture, moved, looks better.
 */
export function movingLevel({
  levels,
  loaded,
  wanted,
  mm_per_px,
  strokes,
  frameStrokes,
}: MovingLevel): number | null {
  const fine = (level: number) =>
    level === wanted || (levels[level]?.tolerance_mm ?? 0) <= SMALL_ERROR_PX * mm_per_px;
  const fits = loaded.filter((level) => level <= wanted && fine(level) && strokes(level) <= frameStrokes);
  return fits.at(-1) ?? null;
}
