import { getContext, setContext, tick } from 'svelte';
import type { ArtifactRef, FileSource, Job, Update } from '../api/bindings';
import type { Host, PickedFile } from '../host/host';
import { pickedPath } from '../host/host';
import { actions as words, milestones, outbox, sheet as sheetWords } from '../text/en';
import { percent } from '../text/format';
import { Actions } from './actions';
import { BatchActions } from './batch-actions';
import { Batches, batchKey, batchOf } from './batches.svelte';
import { Causes } from './causes.svelte';
import { Check } from './check.svelte';
import { Clock } from './clock.svelte';
import { Connection } from './connection.svelte';
import { Connections } from './connections.svelte';
import { Estimates } from './estimate';
import { Fleet } from './fleet.svelte';
import { Jobs } from './jobs.svelte';
import { JobView } from './job-view.svelte';
import { Leaving } from './leaving.svelte';
import { Milestones } from './milestones';
import { Notices } from './notices.svelte';
import { Outbox } from './outbox.svelte';
import { Outlooks } from './outlook.svelte';
import { PictureTools } from './picture-tools.svelte';
import { Recent } from './recent.svelte';
import { Route } from './route.svelte';
import { Selection } from './selection.svelte';
import { Settings } from './settings.svelte';
import { Sheet, type SubmitHow } from './sheet.svelte';
import { Shortcuts } from './shortcuts.svelte';
import { Theme } from './theme.svelte';
import { Throughput } from './throughput.svelte';
import { Toasts } from './toasts.svelte';

export type DialogName =
  'shortcuts' | 'palette' | 'connections' | 'add-worker' | 'outbox' | 'check' | 'notices' | 'closing';

/** Everything behind one window. Screens read it from the context and change it through its methods. */
export class App {
  readonly clock = new Clock();
  readonly estimates = new Estimates();
  readonly route = new Route();
  readonly settings = new Settings();
  readonly theme = new Theme();
  readonly tools = new PictureTools(this.settings);
  readonly toasts = new Toasts();
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly causes: Causes;
  readonly outlooks: Outlooks;
  readonly notices: Notices;
  readonly recent = new Recent();
  readonly fleet: Fleet;
  readonly leaving: Leaving;
  readonly throughput: Throughput;
  readonly connection: Connection;
  readonly connections: Connections;
  readonly outbox: Outbox;
  readonly check: Check;
  readonly selection: Selection;
  readonly sheet: Sheet;
  readonly view: JobView;
  readonly actions: Actions;
  readonly batchActions: BatchActions;
  readonly shortcuts: Shortcuts;
  /** A dialog other than the sheet. */
  dialog = $state<DialogName | null>(null);
  /** Files are dragged over the window. */
  dragging = $state(false);
  /** The window is too narrow for list and detail side by side. */
  narrow = $state(false);
  /** Spoken by screen readers. */
  polite = $state('');
  assertive = $state('');
  readonly #milestones = new Milestones();

  constructor(readonly host: Host) {
    this.jobs = new Jobs(host);
    this.batches = new Batches(host);
    this.causes = new Causes(host, this.jobs);
    this.outlooks = new Outlooks(host);
    this.notices = new Notices(host);
    this.fleet = new Fleet(host);
    this.throughput = new Throughput(host);
    this.leaving = new Leaving(
      host,
      () => this.fleet.workers.value ?? [],
      (open) => (this.dialog = open ? 'closing' : null),
    );
    this.connection = new Connection(host);
    this.connections = new Connections(host, this.toasts);
    this.outbox = new Outbox(host, this.toasts);
    this.check = new Check(host);
    this.selection = new Selection(this.#openJob(), this.jobsOf);
    this.sheet = new Sheet(host, this.settings);
    this.view = new JobView(host, this.jobs);
    this.actions = new Actions(host, this.jobs, this.selection, this.toasts, this.fleet);
    this.batchActions = new BatchActions(host, this.jobs, this.batches, this.actions, this.toasts);
    this.shortcuts = new Shortcuts(
      host.platform.mac,
      () => this.settings.singleKeys,
      () => this.sheet.open || this.dialog !== null,
    );
  }

  /** Starts to listen; the returned function stops it. */
  start(): () => void {
    const stops = [
      () => this.outlooks.stop(),
      () => this.batches.stop(),
      () => this.notices.stop(),
      this.clock.start(),
      this.route.listen(),
      this.host.updates(
        (update) => this.#apply(update),
        (link) => {
          const back = link === 'live' && this.connection.link === 'away';
          this.connection.link = link;
          if (link === 'live') this.connection.heardAt = Date.now();
          // What its lists hold, the first update says to read. What stands in none is read here.
          if (back) void Promise.all([this.connection.load(), this.outbox.load()]);
        },
      ),
      this.host.onMenu((command) => this.shortcuts.run(command)),
      this.host.onClosing((running, workers) => this.leaving.ask(running, workers)),
      this.host.onDrop((event) => {
        this.dragging = event.kind === 'over';
        if (event.kind === 'drop') void this.openFiles(event.files);
      }),
    ];
    void this.#begin();
    return () => stops.forEach((stop) => stop());
  }

  /** Reads everything again. */
  async refresh(): Promise<void> {
    this.batches.again();
    await Promise.all([
      this.jobs.again(),
      this.fleet.load(),
      this.connection.load(),
      this.outbox.load(),
      this.view.reload(),
    ]);
  }

  openFiles = async (files: readonly PickedFile[]): Promise<void> => {
    if (files.length === 0) return;
    this.recent.note(files);
    await this.sheet.show(files);
  };

  /** Jobs and batches that the list shows, in order: what the keys step through. */
  get shown(): string[] {
    const entries = this.causes.shown ? this.causes.entries : this.jobs.entries;
    return entries.flatMap(({ kind, key }) => (kind === 'job' || kind === 'batch' ? [key] : []));
  }

  /** The jobs that a row of the list stands for. */
  jobsOf = (key: string): readonly string[] => {
    const entry = this.jobs.entries.find((one) => one.key === key);
    return entry?.kind === 'batch' ? entry.ids : [key];
  };

  /** The batch that is open, if one is. */
  get openBatch(): string | null {
    return batchOf(this.selection.current);
  }

  chooseFiles = async (): Promise<void> => this.openFiles(await this.host.chooseFiles());

  /** Jobs that wait for their turn, in the whole store. */
  get waiting(): number {
    const { queued = 0, retrying = 0, deferred = 0 } = this.jobs.counts;
    return queued + retrying + deferred;
  }

  openSample = (): Promise<void> => {
    const source: FileSource = { sample: {} };
    return this.openFiles([{ name: sheetWords.sampleName, open: () => Promise.resolve(source) }]);
  };

  /** Opens the sheet with a file that a job made or took: what one task made is where the next begins. */
  goOn = (file: ArtifactRef): Promise<void> => {
    const source: FileSource = { upload: { name: file.name, sha256: file.sha256 } };
    return this.sheet.show([{ name: file.name, open: () => Promise.resolve(source) }]);
  };

  /** Opens the sheet with what an earlier job took. */
  editAgain = async (job: Job): Promise<void> => {
    const files = job.inputs.map(({ name, sha256 }): PickedFile => {
      const source: FileSource = { upload: { name, sha256 } };
      return { name, open: () => Promise.resolve(source) };
    });
    await this.sheet.again(files, job.label, job.task, job.params);
  };

  /** Queues what is on the sheet, says so, and stays where the user is. */
  submit = async (how: SubmitHow = {}): Promise<void> => {
    const hold = how.hold ?? this.holding;
    const queued = await this.sheet.submit({ ...how, hold, holdFor: this.connection.away });
    const first = queued?.batch == null ? queued?.ids[0] : batchKey(queued.batch);
    if (queued === null || first === undefined) return;
    if (hold) {
      this.toasts.say(Sheet.leftOut(outbox.kept(queued.ids.length, queued.label), queued));
      await this.outbox.load();
      return;
    }
    const show = () => this.showJob(first);
    const onList = this.route.place.screen === 'jobs';
    this.toasts.say(Sheet.sentence(queued), onList ? null : { label: words.show, run: show });
    await this.jobs.reload();
    this.jobs.release();
    if (!onList || this.narrow) return;
    this.selection.open(first);
    await tick();
    document.querySelector<HTMLElement>('[data-current-row]')?.focus();
  };

  /** The store is away, so that a new job can only be kept for later. The embedded one never is. */
  get holding(): boolean {
    const away = this.connection.trouble !== null || this.sheet.submitError?.wire.code === 'store_away';
    return away && !this.connection.embedded;
  }

  /** A picture with two sides is in sight. */
  get pictured(): boolean {
    return this.#hasAfter && (this.sheet.open || this.selection.current !== null);
  }

  /** Before or after, whichever is not shown. */
  flipSide(): void {
    (this.sheet.open ? this.sheet.looking : this.view.looking).flip(this.#hasAfter);
  }

  get #hasAfter(): boolean {
    return this.sheet.open ? this.sheet.plan.value?.after != null : this.view.after.value !== null;
  }

  /** Goes to a job, wherever the user is. */
  showJob(id: string): void {
    this.route.go({ screen: 'jobs', tab: 'all', search: '', job: id });
  }

  async #begin(): Promise<void> {
    const info = await this.connection.load();
    void this.fleet.load();
    void this.outbox.load();
    this.outlooks.soon();
    const waiting = info?.opened_files ?? [];
    if (waiting.length > 0) await this.openFiles(waiting.map(pickedPath));
  }

  #apply(update: Update): void {
    this.connection.heardAt = Date.now();
    // What was held is sent when the store is back.
    if (this.connection.trouble !== update.store_trouble) void this.outbox.load();
    this.connection.trouble = update.store_trouble;
    for (const job of update.jobs) {
      this.estimates.note(job);
      this.#speak(job);
      this.notices.note(job);
    }
    this.batches.changed(update);
    this.jobs.apply(update);
    this.selection.drop(update.gone);
    this.notices.drop(update.gone);
    this.outlooks.changed(this.waiting);
    this.view.changed(update);
    // The last of them ended: a window that waits for that looks again.
    const ended = this.leaving.waits && update.jobs.length > 0;
    if (update.resync || update.workers_changed || ended)
      void this.fleet.loadWorkers().then(() => this.leaving.look());
    if (update.resync || update.queues_changed || update.jobs.length > 0) this.fleet.loadQueuesSoon();
    if (update.open_files.length > 0) void this.openFiles(update.open_files.map(pickedPath));
  }

  /** Milestones of the open job are spoken politely, its failure at once; never every tick. */
  #speak(job: Job): void {
    if (job.id !== this.selection.current) return;
    const milestone = this.#milestones.note(job);
    if (milestone === 'failed') this.assertive = milestones.failed(job.label, job.failure?.title ?? '');
    else if (milestone === 'finished') this.polite = milestones.finished(job.label);
    else if (milestone !== null) this.polite = milestones.progress(job.label, percent(milestone));
  }

  #openJob(): { job: string | null } {
    const { route } = this;
    const narrow = () => this.narrow;
    return {
      get job() {
        return route.place.screen === 'jobs' ? route.place.job : null;
      },
      set job(id) {
        // On a narrow window the detail is a page of its own, and Back leads out of it.
        route.go({ job: id }, narrow() && id !== null ? 'push' : 'replace');
      },
    };
  }
}

const KEY = Symbol('app');
export const setApp = (app: App): App => setContext(KEY, app);
export const getApp = (): App => getContext<App>(KEY);
