/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by construction */
/**
 * Which path is under the pointer.
 */

import { eachPieceIn, type Grid } from './culling';
import { pathCount, type Level } from './decode';
import type { Point } from './info';

export interface Pick {
  /** Index in the level looked at. */
  readonly path: number;
  readonly layer: number;
  readonly length_mm: number;
  /** 1 for the path drawn first; a coarser level that leaves out paths counts only its own. */
  readonly order: number;
  readonly of: number;
  /** When the tool starts and ends it. */
  readonly from_s: number;
  readonly to_s: number;
  readonly points: number;
  readonly distance_mm: number;
}

/**
 * The nearest path within a distance; of equally near ones the one drawn last, which lies on top.
 *
 * @param shows whether a path can be picked (its layer is not hidden).
 */
export function pickPath(
  level: Level,
  grid: Grid,
  at: Point,
  within_mm: number,
  shows: (path: number) => boolean,
): Pick | null {
  const { pieces } = grid;
  const rect = { x0: at.x - within_mm, y0: at.y - within_mm, x1: at.x + within_mm, y1: at.y + within_mm };
  let best = -1;
  let best_mm = within_mm;
  eachPieceIn(grid, rect, (piece) => {
    const path = pieces.path[piece]!;
    if (!shows(path)) return;
    const last = level.starts[path + 1]! - 1;
    for (let i = pieces.from[piece]!; i < pieces.to[piece]!; i++) {
      const distance = distanceToStroke(level.xy, i, Math.min(i + 1, last), at);
      if (distance < best_mm || (distance === best_mm && path > best)) {
        best = path;
        best_mm = distance;
      }
    }
  });
  return best < 0 ? null : describePath(level, best, best_mm);
}

function distanceToStroke(xy: Float32Array, from: number, to: number, at: Point): number {
  const x = xy[2 * from]!;
  const y = xy[2 * from + 1]!;
  const dx = xy[2 * to]! - x;
  const dy = xy[2 * to + 1]! - y;
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(Math.max(((at.x - x) * dx + (at.y - y) * dy) / square, 0), 1);
  return Math.hypot(at.x - x - along * dx, at.y - y - along * dy);
}

function describePath(level: Level, path: number, distance_mm: number): Pick {
  const first = level.starts[path]!;
  const last = level.starts[path + 1]! - 1;
  let length_mm = 0;
  for (let i = first; i < last; i++) {
    length_mm += Math.hypot(
      level.xy[2 * i + 2]! - level.xy[2 * i]!,
      level.xy[2 * i + 3]! - level.xy[2 * i + 1]!,
    );
  }
  return {
    path,
    layer: level.layers[path]!,
    length_mm,
    order: path + 1,
    of: pathCount(level),
    from_s: level.times[first]!,
    to_s: level.times[last]!,
    points: last - first + 1,
    distance_mm,
  };
}

/** Points of an outline: a highlight need not be finer than this. */
const OUTLINE_POINTS = 2000;

/** A path's points, thinned evenly where there are very many. */
export function outline(level: Level, path: number): Point[] {
  const first = level.starts[path];
  const end = level.starts[path + 1];
  if (first === undefined || end === undefined) return [];
  const step = Math.max(Math.ceil((end - first) / OUTLINE_POINTS), 1);
  const points: Point[] = [];
  for (let i = first; i < end - 1; i += step) points.push({ x: level.xy[2 * i]!, y: level.xy[2 * i + 1]! });
  points.push({ x: level.xy[2 * end - 2]!, y: level.xy[2 * end - 1]! });
  return points;
}
