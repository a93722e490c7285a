import type { Job, MoveTo } from '../api/bindings';

/** A job's way back to its old place. */
export interface WayBack {
  id: string;
  to: MoveTo;
}

type Find = (id: string) => Job | undefined;

/** The ready jobs of one queue, in the order in which they would start. */
export const lineOf = (queue: string, shown: readonly string[], job: Find): string[] =>
  shown.filter((id) => {
    const known = job(id);
    return known?.state === 'queued' && known.queue === queue;
  });

/**
 * Where a job goes that is moved by one place among the ready jobs of its queue: the job that it comes
 * before, 'end' behind the last one, or null where it cannot go further.
 */
export function stepTarget(line: readonly string[], id: string, by: 1 | -1): string | 'end' | null {
  const at = line.indexOf(id);
  if (at === -1) return null;
  if (by === -1) return line[at - 1] ?? null;
  return at === line.length - 1 ? null : (line[at + 2] ?? 'end');
}

/**
 * Where dragged jobs go when they are let go at a gap of the list: before the first ready job of the
 * same queue below the gap that is not dragged itself, else behind all that are ready.
 */
export function dropTarget(
  line: readonly string[],
  below: readonly string[],
  dragged: ReadonlySet<string>,
): string | 'end' {
  const ready = new Set(line);
  return below.find((id) => ready.has(id) && !dragged.has(id)) ?? 'end';
}

/** Whether letting go there changes anything. */
export function changes(line: readonly string[], ids: readonly string[], target: string | 'end'): boolean {
  const moved = new Set(ids);
  const rest = line.filter((id) => !moved.has(id));
  const at = target === 'end' ? rest.length : rest.indexOf(target);
  const after = [...rest.slice(0, at), ...line.filter((id) => moved.has(id)), ...rest.slice(at)];
  return after.some((id, place) => line[place] !== id);
}

/**
 * How each of these jobs comes back to its place, the last one first: every one goes before the job that
 * stood behind it, which is in place by then. Null where that job is not known.
 */
export function waysBack(
  ids: readonly string[],
  shown: readonly string[],
  whole: boolean,
  job: Find,
): WayBack[] | null {
  const wanted = new Set(ids);
  const ways: WayBack[] = [];
  for (const id of shown.toReversed()) {
    const moved = wanted.has(id) ? job(id) : undefined;
    if (moved === undefined) continue;
    const line = lineOf(moved.queue, shown, job);
    const next = line[line.indexOf(id) + 1];
    if (next === undefined && !whole) return null;
    ways.push({ id, to: next === undefined ? { queue: moved.queue } : { before: next } });
  }
  return ways.length === wanted.size ? ways : null;
}
