/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by construction */
/**
 * What is in view: pieces of paths in a uniform grid of their bounding boxes.
 *
 * The unit is a piece of at most `PIECE_SEGMENTS` segments and not a path, because drawings that are
 * one endless line are common on plotters. A stroke is an index i and joins the points i and i + 1;
 * a path of one point is the stroke of that point alone. So a range of strokes is all a renderer needs.
 */

import { pathCount, type Level } from './decode';
import type { Rect } from './info';

export const PIECE_SEGMENTS = 256;

/** Pieces over more cells than this are kept in a list and looked at every time. */
const MAX_CELLS_OF_PIECE = 32;
const MAX_CELLS_A_SIDE = 128;
const PIECES_PER_CELL = 8;

export interface Pieces {
  readonly count: number;
  /** First stroke of each piece. */
  readonly from: Uint32Array;
  /** The stroke after the last of each piece. */
  readonly to: Uint32Array;
  readonly path: Uint32Array;
  /** x0, y0, x1, y1 of each piece in mm. */
  readonly boxes: Float32Array;
}

export interface Grid {
  readonly pieces: Pieces;
  readonly bounds: Rect;
  readonly columns: number;
  readonly rows: number;
  /** Pieces of cell c: `members[offsets[c]]` up to `members[offsets[c + 1]]`. */
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
  /** Pieces too large for cells. */
  readonly large: Uint32Array;
}

/** Ranges of strokes in drawing order: from, to, from, to and so on. */
export interface Runs {
  readonly ranges: Uint32Array;
  readonly strokes: number;
}

export function cutPieces(level: Level): Pieces {
  const { starts, xy } = level;
  let count = 0;
  for (let path = 0; path < pathCount(level); path++) {
    count += Math.max(1, Math.ceil((starts[path + 1]! - starts[path]! - 1) / PIECE_SEGMENTS));
  }
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  const pathOf = new Uint32Array(count);
  const boxes = new Float32Array(count * 4);
  let piece = 0;
  for (let path = 0; path < pathCount(level); path++) {
    const last = starts[path + 1]! - 1;
    let start = starts[path]!;
    do {
      const end = Math.min(start + PIECE_SEGMENTS, last);
      from[piece] = start;
      to[piece] = Math.max(end, start + 1);
      pathOf[piece] = path;
      writeBox(boxes, piece, xy, start, end);
      piece++;
      start = end;
    } while (start < last);
  }
  return { count, from, to, path: pathOf, boxes };
}

function writeBox(boxes: Float32Array, piece: number, xy: Float32Array, first: number, last: number): void {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = first; i <= last; i++) {
    const x = xy[2 * i]!;
    const y = xy[2 * i + 1]!;
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  }
  boxes[4 * piece] = x0;
  boxes[4 * piece + 1] = y0;
  boxes[4 * piece + 2] = x1;
  boxes[4 * piece + 3] = y1;
}

export function buildGrid(level: Level): Grid {
  const pieces = cutPieces(level);
  const bounds = boundsOf(pieces);
  const width = Math.max(bounds.x1 - bounds.x0, 1e-9);
  const height = Math.max(bounds.y1 - bounds.y0, 1e-9);
  const cells = Math.max(pieces.count / PIECES_PER_CELL, 1);
  const columns = side(Math.sqrt((cells * width) / height));
  const rows = side(Math.sqrt((cells * height) / width));

  // Two passes over the pieces: count the members of each cell, then write them.
  const offsets = new Uint32Array(columns * rows + 1);
  const grid = { pieces, bounds, columns, rows };
  const large: number[] = [];
  for (let piece = 0; piece < pieces.count; piece++) {
    const [c0, r0, c1, r1] = cellsOfBox(grid, pieces.boxes, piece);
    if ((c1 - c0 + 1) * (r1 - r0 + 1) > MAX_CELLS_OF_PIECE) {
      large.push(piece);
      continue;
    }
    for (let row = r0; row <= r1; row++) {
      for (let column = c0; column <= c1; column++) offsets[row * columns + column + 1]!++;
    }
  }
  for (let cell = 0; cell < columns * rows; cell++) offsets[cell + 1]! += offsets[cell]!;
  const members = new Uint32Array(offsets[columns * rows]!);
  const next = offsets.slice();
  for (let piece = 0; piece < pieces.count; piece++) {
    const [c0, r0, c1, r1] = cellsOfBox(grid, pieces.boxes, piece);
    if ((c1 - c0 + 1) * (r1 - r0 + 1) > MAX_CELLS_OF_PIECE) continue;
    for (let row = r0; row <= r1; row++) {
      for (let column = c0; column <= c1; column++) members[next[row * columns + column]!++] = piece;
    }
  }
  return { ...grid, offsets, members, large: Uint32Array.from(large) };
}

function side(cells: number): number {
  return Math.min(Math.max(Math.round(cells), 1), MAX_CELLS_A_SIDE);
}

function boundsOf(pieces: Pieces): Rect {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = 0; i < pieces.boxes.length; i += 4) {
    x0 = Math.min(x0, pieces.boxes[i]!);
    y0 = Math.min(y0, pieces.boxes[i + 1]!);
    x1 = Math.max(x1, pieces.boxes[i + 2]!);
    y1 = Math.max(y1, pieces.boxes[i + 3]!);
  }
  return pieces.count === 0 ? { x0: 0, y0: 0, x1: 0, y1: 0 } : { x0, y0, x1, y1 };
}

type Cells = [c0: number, r0: number, c1: number, r1: number];
type Layout = Pick<Grid, 'bounds' | 'columns' | 'rows'>;

function cellsOfBox(grid: Layout, boxes: Float32Array, piece: number): Cells {
  const i = 4 * piece;
  return cellsOf(grid, { x0: boxes[i]!, y0: boxes[i + 1]!, x1: boxes[i + 2]!, y1: boxes[i + 3]! });
}

function cellsOf({ bounds, columns, rows }: Layout, rect: Rect): Cells {
  const per_x = columns / Math.max(bounds.x1 - bounds.x0, 1e-9);
  const per_y = rows / Math.max(bounds.y1 - bounds.y0, 1e-9);
  return [
    cellAt((rect.x0 - bounds.x0) * per_x, columns),
    cellAt((rect.y0 - bounds.y0) * per_y, rows),
    cellAt((rect.x1 - bounds.x0) * per_x, columns),
    cellAt((rect.y1 - bounds.y0) * per_y, rows),
  ];
}

function cellAt(value: number, count: number): number {
  return Math.min(Math.max(Math.floor(value), 0), count - 1);
}

/** Calls `visit` for each piece whose box touches the rectangle; a piece can come more than once. */
export function eachPieceIn(grid: Grid, rect: Rect, visit: (piece: number) => void): void {
  const { boxes } = grid.pieces;
  const look = (piece: number) => {
    const i = 4 * piece;
    if (
      boxes[i]! <= rect.x1 &&
      boxes[i + 2]! >= rect.x0 &&
      boxes[i + 1]! <= rect.y1 &&
      boxes[i + 3]! >= rect.y0
    ) {
      visit(piece);
    }
  };
  for (const piece of grid.large) look(piece);
  const [c0, r0, c1, r1] = cellsOf(grid, rect);
  for (let row = r0; row <= r1; row++) {
    for (let column = c0; column <= c1; column++) {
      const cell = row * grid.columns + column;
      for (let i = grid.offsets[cell]!; i < grid.offsets[cell + 1]!; i++) look(grid.members[i]!);
    }
  }
}

/**
 * The strokes to draw for a part of the drawing, in drawing order, neighbours joined.
 *
 * @param shows whether a path is drawn at all (its layer is not hidden).
 */
export function visibleRuns(grid: Grid, rect: Rect, shows: (path: number) => boolean): Runs {
  const { pieces } = grid;
  const seen = new Uint8Array(pieces.count);
  eachPieceIn(grid, rect, (piece) => {
    seen[piece] = 1;
  });
  const ranges: number[] = [];
  let strokes = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    if (seen[piece] === 0 || !shows(pieces.path[piece]!)) continue;
    const from = pieces.from[piece]!;
    const to = pieces.to[piece]!;
    strokes += to - from;
    if (ranges.length > 0 && ranges.at(-1) === from) ranges[ranges.length - 1] = to;
    else ranges.push(from, to);
  }
  return { ranges: Uint32Array.from(ranges), strokes };
}

/**
 * At most `most` ranges, by also taking in what lies in the smaller gaps. For a renderer to which a
 * stroke out of view costs less than one more call.
 */
export function mergeRuns(runs: Runs, most: number): Runs {
  let { ranges } = runs;
  for (let gap = 64; ranges.length > 2 * most; gap *= 2) {
    const merged: number[] = [];
    for (let i = 0; i < ranges.length; i += 2) {
      if (merged.length > 0 && ranges[i]! - merged.at(-1)! <= gap) merged[merged.length - 1] = ranges[i + 1]!;
      else merged.push(ranges[i]!, ranges[i + 1]!);
    }
    ranges = Uint32Array.from(merged);
  }
  let strokes = 0;
  for (let i = 0; i < ranges.length; i += 2) strokes += ranges[i + 1]! - ranges[i]!;
  return { ranges, strokes };
}
