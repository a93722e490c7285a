import type { Job, JobFilter, JobState } from '../api/bindings';

export const TABS = ['active', 'scheduled', 'failed', 'finished', 'all'] as const;
export type Tab = (typeof TABS)[number];

/** The states that each tab shows; `all` leaves the choice out. */
export const TAB_STATES: Record<Tab, readonly JobState[]> = {
  active: ['running', 'queued', 'retrying', 'deferred'],
  scheduled: ['scheduled', 'held'],
  failed: ['failed', 'quarantined'],
  finished: ['finished', 'cancelled'],
  all: [],
};

export const STATES: readonly JobState[] = [
  'held',
  'scheduled',
  'deferred',
  'queued',
  'running',
  'retrying',
  'finished',
  'failed',
  'cancelled',
  'quarantined',
];

export const isFinal = (state: JobState): boolean =>
  state === 'finished' || state === 'failed' || state === 'cancelled' || state === 'quarantined';

export const isTab = (word: string | null): word is Tab => TABS.some((tab) => tab === word);

export type Counts = Partial<Record<JobState, number>>;

/** Jobs in a tab, from the counts over the whole store. */
export const tabCount = (tab: Tab, counts: Counts): number =>
  (tab === 'all' ? STATES : TAB_STATES[tab]).reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** What the search box says: `queue:`, `state:`, `task:`, `worker:` and `batch:` narrow, the rest is searched for. */
export function filterOf(tab: Tab, search: string): JobFilter {
  const whole: Record<string, string | null> = { queue: null, task: null, worker: null, batch: null };
  let states = [...TAB_STATES[tab]];
  const words: string[] = [];
  for (const word of search.split(/\s+/).filter(Boolean)) {
    const [key, value] = [word.slice(0, word.indexOf(':')), word.slice(word.indexOf(':') + 1)];
    const state = STATES.find((known) => known === value.toLowerCase());
    if (key in whole && value !== '') whole[key] = value;
    else if (key === 'state' && state !== undefined) states = [state];
    else words.push(word);
  }
  return {
    queue: whole['queue'] ?? null,
    task: whole['task'] ?? null,
    worker: whole['worker'] ?? null,
    batch: whole['batch'] ?? null,
    states,
    search: words.length > 0 ? words.join(' ') : null,
    limit: null,
    cursor: null,
    in_start_order: tab === 'active' || tab === 'scheduled',
  };
}

/** Whether the store would list this job under the filter. */
export function matches(filter: JobFilter, job: Job): boolean {
  if (filter.queue != null && job.queue !== filter.queue) return false;
  if (filter.task != null && job.task !== filter.task) return false;
  if (filter.worker != null && job.worker !== filter.worker) return false;
  if (filter.batch != null && job.batch?.id !== filter.batch) return false;
  const states = filter.states ?? [];
  if (states.length > 0 && !states.includes(job.state)) return false;
  if (filter.search == null) return true;
  const text = [job.label, job.id, job.task, job.queue, job.failure?.title ?? ''].join('\n').toLowerCase();
  return filter.search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
