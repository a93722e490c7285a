/* oxlint-disable typescript/no-non-null-assertion -- every index is inside its array by decode.ts */
// Where the jet is on and not on the line: on its way in and on its way out, at both ends of a path.
import type { Level } from './decode';
import type { Lead } from './extras';
import type { Point } from './info';

/** More than these would be one grey patch, and slow the page. */
const MOST = 1000;

/** A piece of a path beside the line that is cut, and when it is cut. */
export interface LeadLine {
  points: Point[];
  time_s: number;
}

/** The ends of each path that are leads. The n-th belongs to the n-th path; none of too many. */
export function leadLines(level: Level, leads: readonly Lead[]): LeadLine[] {
  if (leads.length === 0 || leads.length > MOST) return [];
  return leads.slice(0, level.layers.length).flatMap(({ in_mm, out_mm }, path) => {
    const [first, last] = [level.starts[path]!, level.starts[path + 1]! - 1];
    const begin = along(level, first, last, in_mm);
    const end = along(level, last, first, out_mm).toReversed();
    return [
      { points: begin, time_s: level.times[first]! },
      { points: end, time_s: level.times[last]! },
    ].filter((line) => line.points.length > 1);
  });
}

/** The points from one end of a path on, over so many millimetres. */
function along({ xy }: Level, from: number, to: number, length_mm: number): Point[] {
  if (length_mm <= 0) return [];
  const step = to >= from ? 1 : -1;
  const at = (index: number): Point => ({ x: xy[2 * index]!, y: xy[2 * index + 1]! });
  const points = [at(from)];
  let left = length_mm;
  for (let index = from; index !== to && left > 1e-6; index += step) {
    const [a, b] = [at(index), at(index + step)];
    const piece = Math.hypot(b.x - a.x, b.y - a.y);
    const share = piece <= left ? 1 : left / piece;
    points.push({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
    left -= piece;
  }
  return points;
}
