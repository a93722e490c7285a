import type { Job, JobState, Update } from '../../src/lib/api/bindings';
import { CallError, type CommandName, type RequestOf, type ResponseOf } from '../../src/lib/api/commands';
import type { DropEvent, Host, Link, PickedFile } from '../../src/lib/host/host';
import { listenToDrops } from '../../src/lib/host/drop';
import { isFinal, matches } from '../../src/lib/state/tabs';
import { drawing, type Drawing } from './drawing';
import { shop } from './jobs';
import { diagnostics, plotTask, report, workers } from './facts';
import { MockRemote, rqWorkers } from './remote';

/** What only the browser tests try. */
type Unasked = 'submit_rows' | 'hold_rows' | 'list_batches' | 'batch_report' | 'batch_table';
type AllHandlers = { [C in CommandName]: (request: RequestOf<C>) => ResponseOf<C> };
type Handlers = Omit<AllHandlers, Unasked>;

/**
 * A service in memory for `npm run dev` with `?mock` and for tests. It keeps the state machine's rules
 * far enough that every button does something. Never part of the product.
 */
export class MockHost implements Host {
  readonly platform = { kind: 'web' as const, mac: false };
  jobs: Job[];
  /** Commands in the order in which they came. */
  calls: Array<{ command: CommandName; request: unknown }> = [];
  readonly remote = new MockRemote();
  /** The store is Redis, with workers of Python's beside ours. */
  shared = false;
  readOnly = false;
  /** The chosen connection that the embedded queue stands in for. */
  away: string | null = null;
  /** Why the store cannot be reached. */
  trouble: string | null = null;
  /** How long a waiting job will take, as the outlook says. */
  jobMs = 60_000;
  readonly #places = new Map<string, number>();
  readonly #drawings = new Map<string, Drawing>();
  #push: ((update: Update) => void) | null = null;
  /** Says how the line is. */
  link: (link: Link) => void = () => {};
  #paused = new Set<string>();

  constructor(
    jobs: Job[] = shop(Date.now()),
    readonly lively = true,
  ) {
    this.jobs = jobs;
  }

  async call<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
    this.calls.push({ command, request });
    const delay = command === 'plan' ? 220 : command === 'inspect' ? 140 : 5;
    if (this.lively) await new Promise((resolve) => setTimeout(resolve, delay));
    const handlers: Partial<AllHandlers> = this.#handlers;
    const handle = handlers[command];
    if (handle === undefined) throw fault('bad_input', `No screen asks for ${command}`);
    return handle(request);
  }

  updates(onUpdate: (update: Update) => void, onLink: (link: Link) => void): () => void {
    this.#push = onUpdate;
    this.link = onLink;
    onLink('live');
    const timer = this.lively ? setInterval(() => this.#tick(), 400) : undefined;
    return () => {
      clearInterval(timer);
      this.#push = null;
    };
  }

  /** Pushes jobs as the service would. */
  push(jobs: Job[], more: Partial<Update> = {}): void {
    for (const pushed of jobs) {
      const at = this.jobs.findIndex((known) => known.id === pushed.id);
      if (at === -1) this.jobs = [pushed, ...this.jobs];
      else this.jobs[at] = pushed;
    }
    this.#push?.({
      ...emptyUpdate(),
      jobs,
      counts: this.#counts(),
      store_trouble: this.trouble,
      ...more,
    });
  }

  async previewLevel(handle: string, level: number): Promise<ArrayBuffer> {
    const bytes = this.#drawings.get(handle)?.levels[level];
    if (bytes === undefined) throw fault('not_found', 'There is no such picture');
    return bytes;
  }

  async previewCoverage(handle: string): Promise<ArrayBuffer> {
    const grid = this.#drawings.get(handle)?.info.coverage;
    if (grid == null) throw fault('not_found', 'This picture does not tell passes');
    return new Uint8Array(grid.columns * grid.rows).map((_, cell) => (cell % 7 === 0 ? 1 + (cell % 3) : 0))
      .buffer;
  }

  /** What the system was asked to tell. */
  told: Array<[string, string]> = [];
  /** What the task bar shows. */
  progress: number | null = null;
  notify = async (title: string, body: string): Promise<void> => void this.told.push([title, body]);
  showProgress = async (fraction: number | null): Promise<void> => void (this.progress = fraction);
  /** What was answered when the window was to be closed. */
  left: boolean[] = [];
  leave = async (now: boolean): Promise<void> => void this.left.push(now);
  onMenu = (callback: (command: string) => void): (() => void) => {
    this.menu = callback;
    return () => {};
  };
  onClosing = (callback: (running: number, workers: string[]) => void): (() => void) => {
    this.closing = callback;
    return () => {};
  };
  menu: (command: string) => void = () => {};
  closing: (running: number, workers: string[]) => void = () => {};
  readyToDrag = async (): Promise<void> => {};
  dragArtifact = (): Promise<void> => Promise.resolve();

  chooseFiles = async (): Promise<PickedFile[]> => [this.#picked('chosen.svg')];
  saveArtifact = async (_job: string, _name: string, suggested: string): Promise<string> => suggested;
  saveBatchReport = async (_batch: string, name: string): Promise<string> => name;
  onDrop = (callback: (event: DropEvent) => void) =>
    listenToDrops(window, (files) => files.map((file) => this.#picked(file.name)), callback);

  readonly #picked = (name: string): PickedFile => ({
    name,
    open: async () => ({ upload: { name, sha256: 'a'.repeat(64) } }),
  });

  readonly #handlers: Handlers = {
    app_info: () => ({
      version: '0.1.0',
      ...(this.shared ? REMOTE : EMBEDDED),
      away: this.away,
      opened_files: [],
      read_only: this.readOnly,
      is_admin: !this.readOnly,
      has_sample: true,
    }),
    catalogue: () => [plotTask],
    inspect: ({ source }) => {
      const name = 'upload' in source ? source.upload.name : 'sample.svg';
      if (name.includes('broken')) {
        throw fault(
          'bad_input',
          'The drawing is cut off in line 12',
          'Save it again from the program that made it',
        );
      }
      const { info } = this.#draw(`inspect-${name}`, name.length, false);
      return {
        input: { name, role: 'input', sha256: 'a'.repeat(64), bytes: 48_120, media_type: 'image/svg+xml' },
        kind: 'drawing',
        width_mm: info.width_mm,
        height_mm: info.height_mm,
        layers: info.layers,
        diagnostics,
        preview: info,
        read_ms: 23,
        tasks: ['plot'],
      };
    },
    plan: ({ inputs }) => {
      const seed = inputs[0]?.name.length ?? 1;
      const after = this.#draw(`plan-${seed}`, seed, true).info;
      return { report: report(after), before: null, after };
    },
    drop_plan: () => ({}),
    submit_batch: ({ label, job, items }) => {
      const batch = { id: `batch-${this.jobs.length}`, label };
      const ids = items.flatMap((item) => this.#handlers.submit({ ...job, ...item }).ids);
      this.push(this.jobs.filter((known) => ids.includes(known.id)).map((known) => ({ ...known, batch })));
      return { batch: batch.id, ids, duplicates: ids.map(() => false), left_out: [] };
    },
    get_batch: ({ id }) => {
      const members = this.jobs.filter((job) => job.batch?.id === id);
      const first = members[0];
      if (first?.batch == null) throw fault('not_found', 'There is no such batch');
      const counts: Partial<Record<JobState, number>> = {};
      for (const { state } of members) counts[state] = (counts[state] ?? 0) + 1;
      const ended = members.filter((job) => isFinal(job.state)).length;
      const { created_at_ms } = first;
      return {
        ...first.batch,
        created_at_ms,
        jobs: members.length,
        counts,
        fraction: ended / members.length,
      };
    },
    cancel_batch: ({ id }) => {
      const open = this.jobs.filter((job) => job.batch?.id === id && !isFinal(job.state));
      this.#handlers.cancel_jobs({ ids: open.map((job) => job.id) });
      return { cancelled: open.length, batch: this.#handlers.get_batch({ id }) };
    },
    submit: (request) => {
      const now = Date.now();
      const made = Array.from({ length: request.count ?? 1 }, (_, index): Job => ({
        ...(shop(now)[0] as Job),
        id: `0199-${now}-${this.jobs.length}-${index}`,
        label: request.label ?? request.inputs?.[0]?.name ?? 'job',
        state: request.not_before_ms == null ? 'queued' : 'scheduled',
        not_before_ms: request.not_before_ms ?? null,
        queue: request.queue ?? 'default',
        inputs: request.inputs ?? [],
        params: request.params ?? {},
        progress: null,
        started_at_ms: null,
        worker: null,
        attempt: 0,
        created_at_ms: now,
      }));
      this.push(made);
      return { ids: made.map((job) => job.id), duplicates: made.map(() => false) };
    },
    list_jobs: (filter) => {
      const rank = (state: JobState) => (state === 'running' ? 0 : 1);
      const all = this.jobs.filter((job) => matches(filter, job));
      all.sort((a, b) =>
        filter.in_start_order === true
          ? rank(a.state) - rank(b.state) || this.#placeOf(a) - this.#placeOf(b)
          : b.created_at_ms - a.created_at_ms,
      );
      const from = Number(filter.cursor ?? 0);
      const to = from + (filter.limit ?? 100);
      return { jobs: all.slice(from, to), next: to < all.length ? String(to) : null, counts: this.#counts() };
    },
    get_job: ({ id }) => {
      const job = this.#find(id);
      const ran = job.started_at_ms !== null;
      return {
        job,
        attempts: ran
          ? [
              {
                id: `${id}-1`,
                job: id,
                number: job.attempt,
                worker: job.worker ?? 'studio',
                started_at_ms: job.started_at_ms ?? 0,
                ended_at_ms: job.ended_at_ms,
                outcome: job.state === 'finished' ? 'finished' : job.ended_at_ms === null ? null : 'failed',
                failure: job.failure,
              },
            ]
          : [],
        audit: [{ at_ms: job.created_at_ms, actor: 'desktop:anna', action: 'submit', job: id, detail: null }],
        report:
          job.state === 'finished' ? report(this.#draw(`after-${id}`, job.label.length, true).info) : null,
      };
    },
    open_preview: ({ id, side }) => {
      const job = this.#find(id);
      if (job.failure?.class === 'bad_input') throw fault('bad_input', 'The drawing could not be read');
      return this.#draw(`${side}-${id}`, job.label.length, side === 'after').info;
    },
    cancel_jobs: ({ ids }) =>
      this.#each(ids, (job) => {
        if (isFinal(job.state)) return null;
        return job.state === 'running'
          ? { ...job, cancel_requested: true }
          : { ...job, state: 'cancelled', ended_at_ms: Date.now() };
      }),
    release_jobs: ({ ids }) =>
      this.#each(ids, (job) => (job.state === 'held' ? { ...job, state: 'queued' } : null)),
    retry_jobs: ({ ids }) =>
      this.#each(ids, (job) =>
        isFinal(job.state)
          ? { ...job, state: 'queued', ended_at_ms: null, failure: null, progress: null }
          : null,
      ),
    move_jobs: ({ ids, to }) => {
      const line = this.jobs.filter((job) => job.state === 'queued').map((job) => this.#placeOf(job));
      const next = 'before' in to ? this.#find(to.before) : null;
      const between = line.filter((place) => next !== null && place < this.#placeOf(next));
      const start =
        next !== null
          ? (this.#placeOf(next) + Math.max(this.#placeOf(next) - 1, ...between)) / 2
          : 'front' in to
            ? Math.min(...line) - ids.length
            : Math.max(...line) + 1;
      return this.#each(ids, (job) => {
        if (job.state !== 'queued') return null;
        this.#places.set(job.id, start + ids.indexOf(job.id) / 1000);
        return { ...job, queue: 'queue' in to ? to.queue : job.queue };
      });
    },
    failure_causes: () => {
      const failed = this.jobs.filter(({ state }) => state === 'failed' || state === 'quarantined');
      const byTitle = new Map<string, Job[]>();
      for (const job of failed) {
        const title = job.failure?.title ?? '';
        byTitle.set(title, [...(byTitle.get(title) ?? []), job]);
      }
      const causes = [...byTitle].map(([title, jobs]) => ({
        key: title,
        class: jobs[0]?.failure?.class ?? null,
        title,
        advice: jobs[0]?.failure?.advice ?? null,
        jobs: jobs.map((job) => job.id),
        newest: jobs.slice(0, 3),
        last_at_ms: Math.max(...jobs.map((job) => job.ended_at_ms ?? 0)),
        first_at_ms: Math.min(...jobs.map((job) => job.ended_at_ms ?? 0)),
      }));
      return { causes, more: false };
    },
    outlook: () => {
      const now = Date.now();
      const waiting = this.jobs.filter((job) => job.state === 'queued');
      const starts = waiting.map((job, at) => ({ id: job.id, at_ms: now + at * this.jobMs }));
      const done_ms = waiting.length === 0 ? null : now + waiting.length * this.jobMs;
      return { done_ms, early_ms: done_ms, late_ms: done_ms, learnt_from: 12, starts, stuck: 0, more: false };
    },
    delete_jobs: ({ ids }) => {
      this.jobs = this.jobs.filter((job) => !ids.includes(job.id));
      this.#push?.({ ...emptyUpdate(), gone: ids, counts: this.#counts() });
      return { done: ids.length, refused: [] };
    },
    list_queues: () => ({
      all_paused: this.#paused.has('*'),
      queues: ['default', 'gcode'].map((name) => ({
        name,
        paused: this.#paused.has(name),
        queued: this.jobs.filter((job) => job.queue === name && job.state === 'queued').length,
        running: this.jobs.filter((job) => job.queue === name && job.state === 'running').length,
        waiting: this.jobs.filter(
          (job) => job.queue === name && ['scheduled', 'retrying', 'deferred'].includes(job.state),
        ).length,
        failed: this.jobs.filter((job) => job.queue === name && ['failed', 'quarantined'].includes(job.state))
          .length,
        workers: name === 'default' ? ['studio', 'shop-pi-2'] : [],
      })),
    }),
    pause_queue: ({ queue }) => this.#setPaused(queue, true),
    resume_queue: ({ queue }) => this.#setPaused(queue, false),
    list_workers: () => {
      const now = Date.now();
      const taken = this.jobs.find((job) => job.worker === 'dyno-1.8842' && job.state === 'running');
      return [...workers(this.jobs, now), ...(this.shared ? rqWorkers(now, taken?.id ?? null) : [])];
    },
    stop_worker: () => ({}),
    ...this.remote.handlers,
  } as Handlers;

  #setPaused(queue: string | null | undefined, paused: boolean): Record<symbol, never> {
    if (paused) this.#paused.add(queue ?? '*');
    else this.#paused.delete(queue ?? '*');
    this.#push?.({ ...emptyUpdate(), counts: this.#counts(), queues_changed: true });
    return {};
  }

  #placeOf = (job: Job): number => this.#places.get(job.id) ?? job.created_at_ms;

  #find(id: string): Job {
    const found = this.jobs.find((job) => job.id === id);
    if (found === undefined) throw fault('not_found', `There is no job ${id}`);
    return found;
  }

  #each(ids: string[], change: (job: Job) => Job | null) {
    const changed: Job[] = [];
    const refused = [];
    for (const id of ids) {
      const job = this.#find(id);
      const next = change(job);
      if (next === null) refused.push({ id, state: job.state, why: `A ${job.state} job cannot do that` });
      else changed.push(next);
    }
    this.push(changed);
    return { done: changed.length, refused };
  }

  #draw(handle: string, seed: number, ordered: boolean): Drawing {
    const known = this.#drawings.get(handle) ?? drawing(handle, seed, ordered);
    this.#drawings.set(handle, known);
    return known;
  }

  #counts(): Partial<Record<JobState, number>> {
    const counts: Partial<Record<JobState, number>> = {};
    for (const { state } of this.jobs) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  /** Work goes on: progress grows, ends, and the next one starts. */
  #tick(): void {
    const now = Date.now();
    const changed: Job[] = [];
    for (const job of this.jobs.filter((known) => known.state === 'running')) {
      const fraction = (job.progress?.fraction ?? 0) + 0.012;
      if (job.cancel_requested) changed.push({ ...job, state: 'cancelled', ended_at_ms: now });
      else if (fraction < 1)
        changed.push({ ...job, progress: { stage: job.progress?.stage ?? '', fraction, at_ms: now } });
      else
        changed.push({
          ...job,
          state: 'finished',
          progress: null,
          ended_at_ms: now,
          attempts_finished: 1,
          artifacts: [
            {
              name: 'plot.svg',
              role: 'result',
              sha256: 'b'.repeat(64),
              bytes: 51_220,
              media_type: 'image/svg+xml',
            },
          ],
        });
    }
    const running = changed.filter((job) => job.state === 'running').length;
    const next = this.jobs.findLast((job) => job.state === 'queued' && job.queue === 'default');
    if (running < 2 && next !== undefined) {
      changed.push({
        ...next,
        state: 'running',
        attempt: next.attempt + 1,
        worker: 'studio',
        started_at_ms: now,
        progress: { stage: 'Ordering paths', fraction: 0.01, at_ms: now },
      });
    }
    this.push(changed);
  }
}

const EMBEDDED = {
  connection: 'Embedded queue',
  store: 'Embedded queue, /home/anna/queue.db',
  durability: 'Every job is on disk before it is accepted',
  may_lose_jobs: false,
  local_slots: 2,
};
const REMOTE = {
  connection: 'Workshop Redis',
  store: 'Redis, redis.workshop:6380, with TLS',
  durability:
    'Jobs reach the server’s disk within about a second: a crash loses those that it accepted since',
  may_lose_jobs: true,
  local_slots: 0,
};

export const emptyUpdate = (): Update => ({
  jobs: [],
  gone: [],
  counts: {},
  queues_changed: false,
  workers_changed: false,
  resync: false,
  open_files: [],
  store_trouble: null,
});

function fault(code: 'bad_input' | 'not_found', title: string, advice: string | null = null): CallError {
  return new CallError({ code, title, advice, detail: null, field: null });
}
