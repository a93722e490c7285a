/** Never more rows than this in the page, however tall the window. */
export const MAX_ROWS = 80;

/** Where each row begins, and at the end the height of all; heights may differ. */
export function offsetsOf(count: number, heightOf: (at: number) => number): number[] {
  const offsets = [0];
  for (let at = 0; at < count; at += 1) offsets.push((offsets[at] ?? 0) + heightOf(at));
  return offsets;
}

/** The last row that begins at or above this place. */
export function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Rows to keep in the page: what is seen, and a few on either side. */
export function windowOf(
  offsets: readonly number[],
  top: number,
  height: number,
  spare = 8,
): { from: number; to: number } {
  const rows = offsets.length - 1;
  if (rows <= 0) return { from: 0, to: 0 };
  const from = Math.max(0, rowAt(offsets, top) - spare);
  const to = Math.min(rows, rowAt(offsets, top + height) + 1 + spare);
  return { from, to: Math.min(to, from + MAX_ROWS) };
}
