/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by construction */
/**
 * Distances on the drawing: where the pointer means to be, and what lies between two places.
 *
 * What a person aims at comes first: an end of a path, a crossing, a corner, the middle of a straight
 * piece, then any place on a line, then where the pointer is. Curves arrive as many short pieces:
 * their points are no corners and their pieces have no middles.
 */

import { eachPieceIn, type Grid } from './culling';
import type { Level } from './decode';
import type { Point } from './info';

export type SnapKind = 'end' | 'crossing' | 'corner' | 'middle' | 'line' | 'free';

export interface Snap extends Point {
  readonly kind: SnapKind;
}

export interface Distance {
  readonly distance_mm: number;
  readonly dx_mm: number;
  readonly dy_mm: number;
  /** Counter-clockwise from the right, in degrees: 90 is up the sheet. */
  readonly angle_deg: number;
}

const RANK: Record<SnapKind, number> = { end: 0, crossing: 1, corner: 2, middle: 3, line: 4, free: 5 };
/** A turn by less than this belongs to a curve. */
const CORNER_COS = Math.cos((20 * Math.PI) / 180);
/** A piece shorter than this many catch radii has no middle that somebody could aim at. */
const MIDDLE_RADII = 4;
/** Crossings are looked for among so many pieces at most: more are a dense patch and no place to aim at. */
const MOST_CROSSED = 64;

/** @param shows whether a path can be snapped to (its layer is not hidden). */
export function snapAt(
  level: Level,
  grid: Grid,
  at: Point,
  within_mm: number,
  shows: (path: number) => boolean,
): Snap {
  const { xy, starts } = level;
  const near: Array<readonly [number, number]> = [];
  let best: Snap = { ...at, kind: 'free' };
  let best_mm = within_mm;
  const offer = (x: number, y: number, kind: SnapKind) => {
    const away_mm = Math.hypot(x - at.x, y - at.y);
    if (away_mm > within_mm) return;
    if (RANK[kind] > RANK[best.kind] || (kind === best.kind && away_mm >= best_mm)) return;
    best = { x, y, kind };
    best_mm = away_mm;
  };
  const rect = { x0: at.x - within_mm, y0: at.y - within_mm, x1: at.x + within_mm, y1: at.y + within_mm };
  eachPieceIn(grid, rect, (piece) => {
    const path = grid.pieces.path[piece]!;
    if (!shows(path)) return;
    const first = starts[path]!;
    const last = starts[path + 1]! - 1;
    for (let i = grid.pieces.from[piece]!; i < grid.pieces.to[piece]!; i++) {
      const j = Math.min(i + 1, last);
      const foot = nearest(xy, i, j, at);
      if (Math.hypot(foot.x - at.x, foot.y - at.y) > within_mm) continue;
      offer(foot.x, foot.y, 'line');
      for (const point of [i, j]) {
        if (point === first || point === last) offer(xy[2 * point]!, xy[2 * point + 1]!, 'end');
        else if (isCorner(xy, point)) offer(xy[2 * point]!, xy[2 * point + 1]!, 'corner');
      }
      const length_mm = Math.hypot(xy[2 * j]! - xy[2 * i]!, xy[2 * j + 1]! - xy[2 * i + 1]!);
      if (length_mm > MIDDLE_RADII * within_mm) {
        offer((xy[2 * i]! + xy[2 * j]!) / 2, (xy[2 * i + 1]! + xy[2 * j + 1]!) / 2, 'middle');
      }
      if (near.length < MOST_CROSSED && i !== j) near.push([i, j]);
    }
  });
  for (let a = 0; a < near.length; a++) {
    for (let b = a + 1; b < near.length; b++) {
      const place = crossing(xy, near[a]!, near[b]!);
      if (place !== null) offer(place.x, place.y, 'crossing');
    }
  }
  return best;
}

/** What lies between two places; y runs down the sheet, and the angle as people read it. */
export function distance(from: Point, to: Point): Distance {
  const dx_mm = to.x - from.x;
  const dy_mm = to.y - from.y;
  const angle = (Math.atan2(-dy_mm, dx_mm) * 180) / Math.PI;
  return { distance_mm: Math.hypot(dx_mm, dy_mm), dx_mm, dy_mm, angle_deg: angle < 0 ? angle + 360 : angle };
}

function nearest(xy: Float32Array, from: number, to: number, at: Point): Point {
  const x = xy[2 * from]!;
  const y = xy[2 * from + 1]!;
  const dx = xy[2 * to]! - x;
  const dy = xy[2 * to + 1]! - y;
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(Math.max(((at.x - x) * dx + (at.y - y) * dy) / square, 0), 1);
  return { x: x + along * dx, y: y + along * dy };
}

/** A point between two pieces of one path. */
function isCorner(xy: Float32Array, point: number): boolean {
  const ax = xy[2 * point]! - xy[2 * point - 2]!;
  const ay = xy[2 * point + 1]! - xy[2 * point - 1]!;
  const bx = xy[2 * point + 2]! - xy[2 * point]!;
  const by = xy[2 * point + 3]! - xy[2 * point + 1]!;
  const lengths = Math.hypot(ax, ay) * Math.hypot(bx, by);
  return lengths > 0 && (ax * bx + ay * by) / lengths < CORNER_COS;
}

/** Where two pieces cross inside both; pieces that join at a point do not cross. */
function crossing(
  xy: Float32Array,
  a: readonly [number, number],
  b: readonly [number, number],
): Point | null {
  const x = xy[2 * a[0]]!;
  const y = xy[2 * a[0] + 1]!;
  const ax = xy[2 * a[1]]! - x;
  const ay = xy[2 * a[1] + 1]! - y;
  const bx = xy[2 * b[1]]! - xy[2 * b[0]]!;
  const by = xy[2 * b[1] + 1]! - xy[2 * b[0] + 1]!;
  const cross = ax * by - ay * bx;
  if (cross === 0) return null;
  const ox = xy[2 * b[0]]! - x;
  const oy = xy[2 * b[0] + 1]! - y;
  const s = (ox * by - oy * bx) / cross;
  const t = (ox * ay - oy * ax) / cross;
  const inside = (part: number) => part > 1e-6 && part < 1 - 1e-6;
  return inside(s) && inside(t) ? { x: x + s * ax, y: y + s * ay } : null;
}
