import type { FailureCause, Job } from '../api/bindings';
import type { Tab } from './tabs';

export type Group = 'running' | 'waiting' | 'recent';

/** One row of the list: a heading or a job. */
export type Entry =
  | { kind: 'group'; key: string; group: Group; count: number }
  | { kind: 'cause'; key: string; cause: FailureCause; count: number }
  | { kind: 'fold'; key: string; cause: FailureCause; count: number; open: boolean }
  | {
      kind: 'job';
      key: string;
      id: string;
      /** Place among the waiting, 1 for the next. */ place: number | null;
    };

/**
 * What the list shows, top to bottom. The Active tab has headings: what runs, what waits in the order
 * in which it would start, and what ended while this window was looking. Other tabs are one plain list.
 */
export function arrange(
  tab: Tab,
  order: readonly string[],
  recent: readonly string[],
  job: (id: string) => Job | undefined,
): Entry[] {
  const row = (id: string, place: number | null = null): Entry => ({ kind: 'job', key: id, id, place });
  if (tab !== 'active') return order.map((id) => row(id));
  const running: string[] = [];
  const waiting: string[] = [];
  for (const id of order) {
    const state = job(id)?.state;
    if (state === 'running') running.push(id);
    else if (state !== undefined) waiting.push(id);
  }
  let place = 0;
  const entries: Entry[] = [];
  const group = (name: Group, ids: readonly string[], rows: Entry[]) => {
    if (ids.length === 0) return;
    entries.push({ kind: 'group', key: `group:${name}`, group: name, count: ids.length }, ...rows);
  };
  group(
    'running',
    running,
    running.map((id) => row(id)),
  );
  group(
    'waiting',
    waiting,
    waiting.map((id) => row(id, job(id)?.state === 'queued' ? (place += 1) : null)),
  );
  // What ended and was queued again meanwhile is not ended any more.
  const ended = recent.filter((id) => !order.includes(id));
  group(
    'recent',
    ended,
    ended.map((id) => row(id)),
  );
  return entries;
}

/** Whether everything down to the held row stays where it is when `next` replaces `shown`. */
export function keepsPlace(shown: readonly Entry[], next: readonly Entry[], held: string | null): boolean {
  if (held === null) return true;
  const end = shown.findIndex((entry) => entry.key === held);
  if (end === -1) return true;
  return shown.slice(0, end + 1).every((entry, at) => next[at]?.key === entry.key);
}
