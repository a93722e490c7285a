import type { BatchId, FailureCause, Job } from '../api/bindings';
import { batchKey } from './batches.svelte';
import type { Tab } from './tabs';

export type Group = 'running' | 'waiting' | 'recent';

/** Many jobs of one submission as one row. */
export interface BatchEntry {
  kind: 'batch';
  key: string;
  batch: BatchId;
  label: string;
  /** Its jobs that this list holds, in its order. */
  ids: readonly string[];
  /** Its jobs stand below. */
  open: boolean;
  /** There are more of them than stand below. */
  more: boolean;
}

/** One row of the list: a heading, a batch or a job. */
export type Entry =
  | { kind: 'group'; key: string; group: Group; count: number }
  | { kind: 'cause'; key: string; cause: FailureCause; count: number }
  | { kind: 'fold'; key: string; cause: FailureCause; count: number; open: boolean }
  | BatchEntry
  | {
      kind: 'job';
      key: string;
      id: string;
      /** Place among the waiting, 1 for the next. */ place: number | null;
      /** It stands below its batch. */
      inset?: boolean;
    };

/** How batches are shown: each as one row, with its jobs below those that are open. Null shows jobs only. */
export type Folds = { readonly open: ReadonlyMap<BatchId, readonly string[]>; readonly most: number } | null;

/**
 * What the list shows, top to bottom. The Active tab has headings: what runs, what waits in the order
 * in which it would start, and what ended while this window was looking. Other tabs are one plain list.
 */
export function arrange(
  tab: Tab,
  order: readonly string[],
  recent: readonly string[],
  job: (id: string) => Job | undefined,
  folds: Folds = null,
): Entry[] {
  const running: string[] = [];
  const waiting: string[] = [];
  for (const id of tab === 'active' ? order : []) {
    const state = job(id)?.state;
    if (state === 'running') running.push(id);
    else if (state !== undefined) waiting.push(id);
  }
  const places = new Map(
    waiting.filter((id) => job(id)?.state === 'queued').map((id, at) => [id, at + 1] as const),
  );
  const row = (id: string, inset = false): Entry => ({
    kind: 'job',
    key: id,
    id,
    place: places.get(id) ?? null,
    ...(inset ? { inset } : {}),
  });
  const listed = membersOf(folds === null ? [] : [...order, ...recent], job);
  const told = new Set<BatchId>();
  const rows = (ids: readonly string[]): Entry[] =>
    ids.flatMap((id) => {
      const batch = folds === null ? null : (job(id)?.batch ?? null);
      if (folds === null || batch === null) return [row(id)];
      if (told.has(batch.id)) return [];
      told.add(batch.id);
      const members = folds.open.get(batch.id);
      const below = (members ?? []).filter((member) => job(member) !== undefined);
      const head: BatchEntry = {
        kind: 'batch',
        key: batchKey(batch.id),
        batch: batch.id,
        label: batch.label,
        ids: listed.get(batch.id) ?? [],
        open: members !== undefined,
        more: below.length >= folds.most,
      };
      return [head, ...below.map((member) => row(member, true))];
    });
  if (tab !== 'active') return rows(order);
  const entries: Entry[] = [];
  const group = (name: Group, ids: readonly string[]) => {
    const below = rows(ids);
    if (below.length === 0) return;
    entries.push({ kind: 'group', key: `group:${name}`, group: name, count: ids.length }, ...below);
  };
  group('running', running);
  group('waiting', waiting);
  // What ended and was queued again meanwhile is not ended any more.
  group(
    'recent',
    recent.filter((id) => !order.includes(id)),
  );
  return entries;
}

function membersOf(
  ids: readonly string[],
  job: (id: string) => Job | undefined,
): ReadonlyMap<BatchId, readonly string[]> {
  const members = new Map<BatchId, string[]>();
  for (const id of new Set(ids)) {
    const batch = job(id)?.batch?.id;
    if (batch === undefined) continue;
    const known = members.get(batch);
    if (known === undefined) members.set(batch, [id]);
    else known.push(id);
  }
  return members;
}

/** Whether everything down to the held row stays where it is when `next` replaces `shown`. */
export function keepsPlace(shown: readonly Entry[], next: readonly Entry[], held: string | null): boolean {
  if (held === null) return true;
  const end = shown.findIndex((entry) => entry.key === held);
  if (end === -1) return true;
  return shown.slice(0, end + 1).every((entry, at) => next[at]?.key === entry.key);
}
