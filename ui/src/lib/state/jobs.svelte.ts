import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { BatchId, Job, JobFilter, JobList, JobState, Update } from '../api/bindings';
import { asCallError, type CallError } from '../api/commands';
import type { Host } from '../host/host';
import { errors } from '../text/en';
import { arrange, keepsPlace, type Entry } from './arrange';
import { filterOf, isFinal, matches, tabCount, type Counts, type Tab } from './tabs';

const PAGE = 100;
/** Refetching a list that is in start order never asks for more than this at once. */
const REFETCH_LIMIT = 1000;
const REFETCH_MS = 300;
/** Jobs of one batch below its row; more are listed by its filter. */
const MEMBERS = 200;
/** Fewer rows than this from so many jobs are nearly all in batches. */
const CROWDED_ROWS = 100;
/** Rows under "Just ended". */
const RECENT = 5;

/** What was pushed while an answer was on its way. */
interface Pushed {
  readonly jobs: Map<string, Job>;
  readonly gone: Set<string>;
  counts: Counts | null;
}

type Page = JobList & { readonly pushed: readonly Job[] };

/**
 * The list of jobs: one tab and one search at a time, paged by the store, merged by id with what the
 * service pushes. Rows change in place at once; rows that come, go or move wait until that moves
 * nothing under the pointer or the focus (see `hold`).
 */
export class Jobs {
  readonly #host: Host;
  readonly #byId = new SvelteMap<string, Job>();
  readonly #hidden = new SvelteSet<string>();
  readonly #since: number;

  tab = $state<Tab>('active');
  search = $state('');
  counts = $state.raw<Counts>({});
  /** What the list shows. */
  entries = $state.raw<Entry[]>([]);
  /** New rows that wait behind the pill. */
  held = $state(0);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  loadingMore = $state(false);
  error = $state.raw<CallError | null>(null);
  /** Grows when pushes may have been lost: who shows jobs that the list does not hold reads them again. */
  epoch = $state(0);

  #order: string[] = [];
  #recent: string[] = [];
  /** Batches whose jobs stand below them, in the order of their submission. */
  readonly #open = new Map<BatchId, readonly string[]>();
  #next: string | null = null;
  #generation = 0;
  /** What was pushed while something is being read, for each reading. */
  readonly #readings = new Set<Pushed>();
  #anchors = { pointer: null as string | null, focus: null as string | null };
  #refetch: ReturnType<typeof setTimeout> | null = null;
  #filter = $derived(filterOf(this.tab, this.search));

  constructor(host: Host, now: () => number = Date.now) {
    this.#host = host;
    this.#since = now();
  }

  job = (id: string): Job | undefined => this.#byId.get(id);
  tabCount = (tab: Tab): number => tabCount(tab, this.counts);
  get failedCount(): number {
    return this.tabCount('failed');
  }
  get hasMore(): boolean {
    return this.#next !== null;
  }
  /** Ids that are shown, in order; a closed batch stands here as its first ready job. */
  get shown(): string[] {
    return this.entries.flatMap((entry) => {
      if (entry.kind === 'job') return [entry.id];
      if (entry.kind !== 'batch' || entry.open) return [];
      const first = entry.ids.find((id) => this.job(id)?.state === 'queued') ?? entry.ids[0];
      return first === undefined ? [] : [first];
    });
  }
  /** So many jobs fill so few rows that more are read only when somebody asks. */
  get crowded(): boolean {
    return this.hasMore && this.#order.length >= REFETCH_LIMIT && this.entries.length < CROWDED_ROWS;
  }

  /** Shows the jobs of a batch below it, or takes them away again. */
  async fold(batch: BatchId): Promise<void> {
    if (!this.#open.delete(batch)) this.#open.set(batch, await this.membersOf(batch));
    this.#lay(true);
  }

  /** Jobs of a batch in the order of their submission, no more than `MEMBERS`; they are known afterwards. */
  async membersOf(batch: BatchId): Promise<string[]> {
    const page = await this.#read({ batch, limit: MEMBERS });
    return page.jobs.map((job) => this.#keep(job)).toReversed();
  }

  /** All jobs of a batch in these states; none names all states. They are known afterwards. */
  async ofBatch(batch: BatchId, states: readonly JobState[]): Promise<Job[]> {
    const found: Job[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await this.#read({
        batch,
        states: [...states],
        limit: REFETCH_LIMIT,
        cursor,
      });
      for (const job of page.jobs) this.#keep(job);
      found.push(...page.jobs);
      cursor = page.next;
    } while (cursor !== null);
    return found.toReversed();
  }

  /** Shows another tab or search, from its first page. */
  async show(tab: Tab, search: string): Promise<void> {
    if (tab === this.tab && search === this.search && this.phase === 'ready') return;
    this.tab = tab;
    this.search = search;
    this.#anchors = { pointer: null, focus: null };
    this.phase = 'loading';
    await this.reload();
  }

  /**
   * Reads as much as is shown again. `moved` says that the user changed the order: it is then shown at
   * once, wherever the pointer is, by this reading or the one that comes in its place.
   */
  async reload(moved = false): Promise<void> {
    if (moved) this.#moved = true;
    const generation = (this.#generation += 1);
    const limit = Math.min(REFETCH_LIMIT, Math.max(PAGE, this.#order.length));
    try {
      const page = await this.#read({
        ...this.#filter,
        limit: this.phase === 'ready' ? limit : PAGE,
      });
      if (generation !== this.#generation) return;
      this.#order = page.jobs.map((job) => this.#keep(job));
      this.#next = page.next;
      this.counts = page.counts;
      this.error = null;
      const first = this.phase !== 'ready';
      this.phase = 'ready';
      for (const job of page.pushed) this.#merge(job);
      this.#lay(first || this.#moved);
      this.#moved = false;
    } catch (thrown) {
      if (generation !== this.#generation) return;
      this.error = asCallError(thrown, errors.listFailed);
      if (this.phase === 'loading') this.phase = 'failed';
    }
  }

  /** The next page, below what is shown. */
  async loadMore(asked = false): Promise<void> {
    if (this.#next === null || this.loadingMore || this.phase !== 'ready') return;
    if (this.crowded && !asked) return;
    const generation = this.#generation;
    this.loadingMore = true;
    try {
      // Where most jobs are in batches, a small page makes no row.
      const limit = asked || this.entries.length < PAGE / 2 ? REFETCH_LIMIT : PAGE;
      const page = await this.#read({ ...this.#filter, limit, cursor: this.#next });
      if (generation !== this.#generation) return;
      const known = new Set(this.#order);
      this.#order.push(...page.jobs.map((job) => this.#keep(job)).filter((id) => !known.has(id)));
      this.#next = page.next;
      for (const job of page.pushed) this.#merge(job);
      this.#lay();
    } catch (thrown) {
      this.error = asCallError(thrown, errors.listFailed);
    } finally {
      this.loadingMore = false;
    }
  }

  /** Merges what the service pushed. */
  apply(update: Update): void {
    this.counts = update.counts;
    for (const reading of this.#readings) note(reading, update);
    if (update.resync) {
      void this.again();
      return;
    }
    const gone = new Set(update.gone);
    if (gone.size > 0) {
      this.#order = this.#order.filter((id) => !gone.has(id));
      this.#recent = this.#recent.filter((id) => !gone.has(id));
    }
    let reorder = false;
    for (const job of update.jobs) reorder = this.#merge(job) || reorder;
    if (reorder && this.#filter.in_start_order === true) this.#refetchSoon();
    this.#lay();
    for (const id of gone) this.#byId.delete(id);
  }

  /** Reads everything again: what is shown, and the jobs below open batches. */
  async again(): Promise<void> {
    this.epoch += 1;
    const members = [...this.#open.keys()].map((batch) => this.membersOf(batch));
    // The store's absence is told by the list itself.
    await Promise.allSettled([this.reload(), ...members]);
  }

  /** Reads something with jobs in it: they are known afterwards, the list is left as it is. */
  async learn<T>(read: () => Promise<T>, jobsOf: (answer: T) => readonly Job[]): Promise<T> {
    const [answer, { jobs, gone }] = await this.#hearing(read);
    for (const job of jobsOf(answer)) if (!gone.has(job.id)) this.#keep(jobs.get(job.id) ?? job);
    return answer;
  }

  /** The row that must not move, by what holds it; null lets go. */
  hold(by: 'pointer' | 'focus', key: string | null): void {
    if (this.#anchors[by] === key) return;
    this.#anchors[by] = key;
    if (by === 'focus') this.#focusState = this.#stateOf(key);
    if (this.held > 0 || this.#stale) this.#lay();
  }

  /** The pill: show what waits, wherever the pointer is. */
  release(): void {
    this.#lay(true);
  }

  /** Takes rows out of sight before the store has deleted them. */
  hide(ids: readonly string[]): void {
    for (const id of ids) this.#hidden.add(id);
    this.#lay(true);
  }

  /** Brings hidden rows back. */
  unhide(ids: readonly string[]): void {
    for (const id of ids) this.#hidden.delete(id);
    this.#lay(true);
  }

  /** A row that was taken out of sight and can still come back. */
  isHidden = (id: string): boolean => this.#hidden.has(id);

  /** Reads failed jobs until these are known, so that their rows can be shown. */
  async know(ids: readonly string[]): Promise<void> {
    if (ids.some((id) => !this.#byId.has(id))) await this.allIds('failed');
  }

  /** Ids of every job under the filter of a tab, page by page; the jobs are known afterwards. */
  async allIds(tab: Tab): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await this.#read({
        ...filterOf(tab, tab === this.tab ? this.search : ''),
        limit: REFETCH_LIMIT,
        cursor,
      });
      ids.push(...page.jobs.map((job) => this.#keep(job)));
      cursor = page.next;
    } while (cursor !== null);
    return ids;
  }

  #stale = false;
  #moved = false;
  #focusState: JobState | undefined;

  #stateOf(key: string | null): JobState | undefined {
    return key === null ? undefined : this.#byId.get(key)?.state;
  }

  /** Reads a page. It may be older than what was pushed while it was on its way: that counts then. */
  async #read(filter: JobFilter): Promise<Page> {
    const [page, { jobs, gone, counts }] = await this.#hearing(() => this.#host.call('list_jobs', filter));
    return {
      jobs: page.jobs.filter(({ id }) => !gone.has(id)).map((job) => jobs.get(job.id) ?? job),
      next: page.next,
      counts: counts ?? page.counts,
      pushed: [...jobs.values()],
    };
  }

  /** An answer, and what was pushed while it was on its way. */
  async #hearing<T>(read: () => Promise<T>): Promise<[T, Pushed]> {
    const pushed: Pushed = { jobs: new Map(), gone: new Set(), counts: null };
    this.#readings.add(pushed);
    try {
      return [await read(), pushed];
    } finally {
      this.#readings.delete(pushed);
    }
  }

  #keep(job: Job): string {
    this.#byId.set(job.id, job);
    return job.id;
  }

  /** Puts one pushed job in its place; true when only the store knows that place. */
  #merge(job: Job): boolean {
    const before = this.#byId.get(job.id);
    const listed = this.#order.includes(job.id);
    const fits = matches(this.#filter, job);
    if (listed || fits || before !== undefined) this.#byId.set(job.id, job);
    if (listed && !fits) this.#order = this.#order.filter((id) => id !== job.id);
    if (this.tab === 'active') this.#noteEnd(job);
    if (!fits) return false;
    if (!listed) {
      if (this.#filter.in_start_order === true) this.#order = [...this.#order, job.id];
      else this.#order = insertNewest(this.#order, job, this.job, this.#next === null);
    }
    // A job that waits may have been moved: its order is the store's secret.
    return !listed || before?.state !== job.state || job.state !== 'running';
  }

  #noteEnd(job: Job): void {
    const ended = isFinal(job.state) && (job.ended_at_ms ?? 0) >= this.#since;
    const rest = this.#recent.filter((id) => id !== job.id);
    if (ended && matches({ ...this.#filter, states: [] }, job)) {
      this.#byId.set(job.id, job);
      this.#recent = this.#recent.includes(job.id) ? this.#recent : [job.id, ...rest].slice(0, RECENT);
    } else if (rest.length < this.#recent.length) {
      this.#recent = rest;
    }
  }

  #lay(force = false): void {
    const visible = (id: string) => !this.#hidden.has(id);
    const shown = (id: string) => (visible(id) ? this.job(id) : undefined);
    // Who searches looks for jobs; what failed is grouped by its cause.
    const folded = this.search === '' && this.tab !== 'failed';
    const folds = folded ? { open: this.#open, most: MEMBERS } : null;
    const next = arrange(this.tab, this.#order.filter(visible), this.#recent.filter(visible), shown, folds);
    // A row that has the focus and goes on by itself takes the focus along; only others must wait for it.
    const { focus, pointer } = this.#anchors;
    const followed = this.#stateOf(focus) !== this.#focusState;
    const fixed =
      force ||
      (keepsPlace(this.entries, next, pointer) && (followed || keepsPlace(this.entries, next, focus)));
    if (fixed) {
      this.#focusState = this.#stateOf(focus);
      if (!sameEntries(this.entries, next)) this.entries = next;
      this.held = 0;
    } else {
      const shown = new Set(this.entries.map((entry) => entry.key));
      this.held = next.filter((entry) => entry.kind === 'job' && !shown.has(entry.key)).length;
    }
    this.#stale = !fixed;
  }

  #refetchSoon(): void {
    if (this.#refetch !== null || this.phase !== 'ready') return;
    this.#refetch = setTimeout(() => {
      this.#refetch = null;
      // A store that is slower than its jobs change would never be heard: a later reading voids this one.
      if (this.#readings.size > 0) this.#refetchSoon();
      else void this.reload();
    }, REFETCH_MS);
  }
}

function note(reading: Pushed, update: Update): void {
  for (const job of update.jobs) reading.jobs.set(job.id, job);
  for (const id of update.gone) {
    reading.gone.add(id);
    reading.jobs.delete(id);
  }
  reading.counts = update.counts;
}

/**
 * Newest first, ids break ties: they sort by the time they were made. A job older than all that are
 * shown belongs to a later page, unless this is the last one.
 */
function insertNewest(
  order: string[],
  job: Job,
  find: (id: string) => Job | undefined,
  last: boolean,
): string[] {
  const newer = (id: string) => {
    const other = find(id);
    if (other === undefined) return true;
    return other.created_at_ms === job.created_at_ms
      ? other.id > job.id
      : other.created_at_ms > job.created_at_ms;
  };
  const at = order.findIndex((id) => !newer(id));
  if (at === -1) return last ? [...order, job.id] : order;
  return [...order.slice(0, at), job.id, ...order.slice(at)];
}

function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  return (
    a.length === b.length &&
    a.every((entry, at) => {
      const other = b[at];
      if (other === undefined || entry.key !== other.key) return false;
      if (entry.kind === 'group') return other.kind === 'group' && other.count === entry.count;
      if (entry.kind === 'batch')
        return other.kind === 'batch' && other.open === entry.open && other.ids.length === entry.ids.length;
      return entry.kind === 'job' && other.kind === 'job' && other.place === entry.place;
    })
  );
}
