import type { ArtifactRef, Inspection, Job, JsonValue, Plan, Side, TaskInfo } from '../api/bindings';
import { asCallError, type CallError } from '../api/commands';
import {
  fieldsOf,
  flatten,
  formOf,
  nest,
  presetText,
  presetsOf,
  same,
  type Field,
} from '../components/form/schema';
import type { Host, PickedFile } from '../host/host';
import { batches as batchText, errors, toasts as say } from '../text/en';
import { carried, remembered } from './carried';
import { findingsOf } from './cutting';
import { Looking } from './looking.svelte';
import { Resource } from './resource.svelte';
import type { Settings } from './settings.svelte';
import { Sender, type Queued } from './sheet-send';
import { NEEDS_TABLE, TABLE_TASKS, tableOf } from './table';

const PLAN_AFTER_MS = 250;
/** The task that mends drawings, and what others find that it mends. */
const MENDER = 'analyze';
const MENDED: ReadonlySet<string> = new Set(['not-cut', 'gap']);
/** Jobs that are offered to wait for. */
const AHEAD = 100;

/** One file on the sheet; or, without one, what a task makes from nothing. */
export class SheetFile {
  status = $state<'reading' | 'ready' | 'problem' | 'queued'>('reading');
  inspection = $state.raw<Inspection | null>(null);
  error = $state.raw<CallError | null>(null);

  constructor(
    readonly key: number,
    readonly picked: PickedFile | null,
    readonly title: string,
  ) {}

  /** As the store names it; until that is known, as it was picked. */
  get name(): string {
    return this.inspection?.input.name ?? this.title;
  }

  /** What a task takes of it; null while that is not known. */
  get inputs(): ArtifactRef[] | null {
    if (this.picked === null) return [];
    return this.inspection === null ? null : [this.inspection.input];
  }
}

/** How a submission differs from the usual one. */
export interface SubmitHow {
  atFront?: boolean;
  keepOpen?: boolean;
  /** Keep it on this computer until the store is back. */
  hold?: boolean;
  /** The connection that it is kept for; the service's own store if none. */
  holdFor?: string | null;
}

/** The new-job sheet: files, a task, its parameters, and a live plan of the file that is looked at. */
export class Sheet {
  readonly #host: Host;
  readonly #settings: Settings;
  readonly #planName = `sheet-${crypto.randomUUID()}`;

  open = $state(false);
  files = $state.raw<SheetFile[]>([]);
  current = $state.raw<SheetFile | null>(null);
  tasks = $state.raw<TaskInfo[]>([]);
  taskName = $state<string | null>(null);
  /** Parameters that differ from their default, by flat name. */
  values = $state.raw<Record<string, JsonValue>>({});
  /** Faults found here or by the service, by flat name. */
  faults = $state.raw<Record<string, string>>({});
  queue = $state('');
  label = $state('');
  copies = $state(1);
  /** Several files are the inputs of one job, where the task takes several. */
  join = $state(true);
  /** Each row of a table is a job, where the task can take one row. */
  split = $state(true);
  /** The row that is looked at; null is the whole table. */
  row = $state<number | null>(null);
  /** What the task said of the whole table. */
  #whole = $state.raw<JsonValue | null>(null);
  startAtMs = $state<number | null>(null);
  /** The job that this one waits for. */
  after = $state<string | null>(null);
  /** Jobs that another one can wait for. */
  ahead = $state.raw<Job[]>([]);
  submitting = $state(false);
  submitError = $state.raw<CallError | null>(null);
  readonly plan = new Resource<Plan>(errors.planFailed);
  readonly looking = new Looking();

  readonly task = $derived(this.tasks.find((task) => task.name === this.taskName) ?? null);
  readonly fields: Field[] = $derived(this.task === null ? [] : formOf(this.task.schema, this.values));
  /** What the chosen recipe sets, in words. */
  readonly presetLine = $derived.by(() => {
    const schema = this.task?.schema ?? null;
    const chooser = this.fields.find((field) => field.key === presetsOf(schema)?.field);
    return chooser === undefined ? '' : presetText(schema, this.fields, this.value(chooser));
  });
  /** The pictures of the file, or of what a task took of several. */
  readonly pictureBefore = $derived(this.plan.value?.before ?? this.current?.inspection?.preview ?? null);
  readonly pictureAfter = $derived(this.plan.value?.after ?? null);
  readonly side = $derived<Side>(this.looking.side ?? (this.pictureAfter === null ? 'before' : 'after'));
  /** The one that is looked at. */
  readonly shown = $derived(
    (this.side === 'after' ? this.pictureAfter : this.pictureBefore) ??
      this.pictureBefore ??
      this.pictureAfter,
  );
  readonly ready = $derived(this.files.filter((file) => file.status === 'ready'));
  readonly problems = $derived(this.files.filter((file) => file.status === 'problem'));
  /** Tasks that take the file that is looked at, the usual one first. */
  readonly choices = $derived.by(() => {
    if (this.current !== null && this.current.picked === null) return this.makers;
    const names = this.current?.inspection?.tasks;
    const table = this.files.some((file) => file.inspection?.kind === 'table');
    return this.tasks.filter(
      ({ name }) => (names?.includes(name) ?? true) && (table || !NEEDS_TABLE.includes(name)),
    );
  });
  /** The task that shows where contours are open and closes them, where this one cannot go on for that. */
  readonly mender = $derived.by(() => {
    const { error, value } = this.plan;
    const sent = error !== null && new RegExp(`\\b${MENDER}\\b`, 'i').test(error.wire.advice ?? '');
    if (!sent && !findingsOf(value?.report ?? null).some(({ kind }) => MENDED.has(kind))) return null;
    return this.choices.find(({ name }) => name === MENDER && name !== this.taskName) ?? null;
  });
  /** Somebody has to say what the table is. */
  readonly asks = $derived(
    this.taskName === null && this.current?.inspection?.kind === 'table'
      ? TABLE_TASKS.filter((name) => this.current?.inspection?.tasks.includes(name))
      : [],
  );
  readonly canJoin = $derived((this.task?.inputs[1] ?? 1) > 1 && this.ready.length > 1);
  readonly joined = $derived(this.canJoin && this.join);
  readonly table = $derived(tableOf(this.#whole));
  /** The task makes something of one row of the table. */
  readonly canSplit = $derived(
    this.table !== null && this.fields.some((field) => field.key === 'row') && this.table.rows > 0,
  );
  readonly perRow = $derived(this.canSplit && this.split && Number(this.values['per_sheet'] ?? 1) <= 1);
  /** Jobs that Queue makes. */
  readonly jobCount = $derived.by(() => {
    const bad = this.table?.bad.length ?? 0;
    const first = Number(this.values['first_row'] ?? 1);
    if (this.perRow) return Math.max(0, (this.table?.rows ?? 0) - bad - (first - 1)) * this.copies;
    return (this.joined ? 1 : this.ready.length) * this.copies;
  });
  /** Tasks that need no file. */
  readonly makers = $derived(this.tasks.filter((task) => task.inputs[0] === 0));

  readonly #sender: Sender;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #nextKey = 1;
  #planned = false;

  constructor(host: Host, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
    this.#sender = new Sender(host);
  }

  async loadTasks(): Promise<void> {
    this.tasks = await this.#host.call('catalogue', {});
  }

  /** Opens the sheet, with these files if any. */
  async show(files: readonly PickedFile[] = []): Promise<void> {
    this.open = true;
    if (this.tasks.length === 0) {
      try {
        await this.loadTasks();
      } catch (thrown) {
        this.submitError = asCallError(thrown, errors.actionFailed);
      }
    }
    await this.add(files);
  }

  /** Reads which jobs another one can wait for: those that run or wait. */
  async lookAhead(): Promise<void> {
    try {
      const { jobs } = await this.#host.call('list_jobs', {
        states: ['running', 'queued', 'scheduled', 'retrying', 'deferred'],
        in_start_order: true,
        limit: AHEAD,
      });
      this.ahead = jobs;
    } catch (thrown) {
      this.submitError = asCallError(thrown, errors.listFailed);
    }
  }

  /** Opens the sheet for a job that waits for this one. */
  async showAfter(job: Job): Promise<void> {
    this.after = job.id;
    this.ahead = [job];
    await this.show();
    await this.lookAhead();
  }

  /** Opens the sheet with the files, task and parameters of an earlier job. */
  async again(files: readonly PickedFile[], title: string, task: string, params: JsonValue): Promise<void> {
    this.close();
    this.open = true;
    if (this.tasks.length === 0) await this.loadTasks();
    this.#choose(task, params);
    if (files.length > 0) return this.add(files);
    this.#bring(title);
    this.#planSoon(0);
  }

  /** Makes a drawing from nothing with this task. */
  make(task: TaskInfo): void {
    this.#bring(task.title);
    this.choose(task.name);
  }

  /** What stands in for a file where a task makes something from nothing. */
  #bring(title: string): void {
    const made = new SheetFile(this.#nextKey, null, title);
    this.#nextKey += 1;
    made.status = 'ready';
    this.files = [made];
    this.current = made;
  }

  async add(files: readonly PickedFile[]): Promise<void> {
    const added = files.map((picked) => {
      const file = new SheetFile(this.#nextKey, picked, picked.name);
      this.#nextKey += 1;
      return file;
    });
    this.files = [...this.files, ...added];
    await Promise.all(added.map((file) => this.#inspect(file)));
  }

  remove(file: SheetFile): void {
    this.files = this.files.filter((other) => other !== file);
    if (this.current === file) this.look(this.files[0] ?? null);
  }

  /** Looks at another file. */
  look(file: SheetFile | null): void {
    if (file !== this.current) this.looking.forget();
    this.current = file;
    this.plan.clear();
    const usual = this.#usual(file);
    if (this.taskName === null && usual !== null) this.choose(usual);
    else this.#planSoon(0);
  }

  /** Takes another task, with the parameters last used for it and what was said of this drawing. */
  choose(name: string): void {
    this.#choose(name, null);
    // What another task made of the file says nothing of this one.
    this.plan.clear();
    this.#forgetTable();
    this.#planSoon(0);
  }

  /** One job with all files, or one for each. */
  joinFiles(on: boolean): void {
    this.join = on;
    this.plan.clear();
    this.#planSoon(0);
  }

  /** Looks at one row of the table; null is all of it. */
  lookAtRow(row: number | null): void {
    if (row === this.row) return;
    this.row = row;
    this.#planSoon(0);
  }

  /** Sets one parameter; its default takes it out again. */
  set(field: Field, value: JsonValue): void {
    const { [field.key]: _, ...rest } = this.values;
    this.values = same(value, field.fallback) ? rest : { ...rest, [field.key]: value };
    // Another kind of the same task takes other settings.
    const known = new Set(this.fields.map((one) => one.key));
    const stays = ([key]: [string, unknown]) => known.has(key);
    this.values = Object.fromEntries(Object.entries(this.values).filter(stays));
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(stays));
    this.fault(field.key, null);
    this.row = null;
    this.#planSoon();
  }

  value(field: Field): JsonValue {
    return this.values[field.key] ?? field.fallback;
  }

  fault(key: string, sentence: string | null): void {
    const { [key]: _, ...rest } = this.faults;
    this.faults = sentence === null ? rest : { ...rest, [key]: sentence };
  }

  reset(): void {
    this.values = {};
    this.faults = {};
    this.#planSoon(0);
  }

  /** Queues every file that is ready. What was queued, or null when nothing was. */
  async submit(how: SubmitHow = {}): Promise<Queued | null> {
    const { task, ready } = this;
    if (task === null || ready.length === 0 || this.submitting) return null;
    if (Object.keys(this.faults).length > 0) return null;
    this.submitting = true;
    this.submitError = null;
    try {
      const queued = await this.#sender.send({
        task: task.name,
        params: nest(this.values),
        queue: this.queue,
        label: this.label.trim(),
        startAtMs: this.startAtMs,
        after: this.after,
        copies: this.copies,
        atFront: how.atFront ?? false,
        files: ready.flatMap((file) =>
          file.inputs === null ? [] : [{ name: file.name, inputs: file.inputs }],
        ),
        joined: this.joined,
        perRow: this.perRow,
        ...(how.hold === true ? { holdFor: how.holdFor ?? null } : {}),
      });
      for (const file of ready) file.status = 'queued';
      this.#settings.keepParams(task.name, remembered(this.values));
      if (how.keepOpen === true) {
        this.files = this.files.filter((file) => file.status !== 'queued');
        this.#sender.forget();
        if (this.files.length === 0) this.values = remembered(this.values);
        this.look(this.files[0] ?? null);
      } else this.close();
      return queued.ids.length > 0 ? queued : null;
    } catch (thrown) {
      this.#refused(asCallError(thrown, errors.actionFailed));
      return null;
    } finally {
      this.submitting = false;
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    // Telling the service to forget the plan is a courtesy: pictures of old plans are dropped anyway.
    if (this.#planned) this.#host.call('drop_plan', { name: this.#planName }).catch(() => {});
    this.#planned = false;
    this.open = false;
    this.files = [];
    this.current = null;
    this.taskName = null;
    this.values = {};
    this.faults = {};
    this.queue = '';
    this.label = '';
    this.copies = 1;
    this.join = true;
    this.split = true;
    this.#forgetTable();
    this.#sender.forget();
    this.startAtMs = null;
    this.after = null;
    this.ahead = [];
    this.submitError = null;
    this.looking.forget();
    this.plan.clear();
  }

  /** What is said when this went into the queue. */
  static sentence(queued: Queued): string {
    const { duplicate, ids, label, batch } = queued;
    if (duplicate) return say.alreadyQueued(label);
    const words = batch === null ? say.queued(ids.length, label) : batchText.queued(ids.length, label);
    return Sheet.leftOut(words, queued);
  }

  /** The same, with the rows that make nothing. */
  static leftOut(words: string, { leftOut }: Queued): string {
    return leftOut === 0 ? words : `${words} · ${batchText.leftOut(leftOut)}`;
  }

  #forgetTable(): void {
    this.row = null;
    this.#whole = null;
  }

  /** The task that a file is brought for; null for a table of which nobody said what it is. */
  #usual(file: SheetFile | null): string | null {
    const { inspection = null } = file ?? {};
    if (inspection === null) return null;
    // A picture is brought to be traced; patterns take one only to shade by.
    if (inspection.kind === 'picture' && inspection.tasks.includes('trace')) return 'trace';
    if (inspection.kind !== 'table') return inspection.tasks[0] ?? null;
    const told = this.files.map((one) => one.name.toLowerCase());
    // Who brings the drawings along brings the bill of their parts.
    if (told.some((name) => name.endsWith('.dxf'))) return 'analyze-csv';
    return inspection.tasks.some((task) => TABLE_TASKS.some((one) => one === task))
      ? null
      : (inspection.tasks[0] ?? null);
  }

  async #inspect(file: SheetFile): Promise<void> {
    if (file.picked === null) return;
    try {
      const source = await file.picked.open();
      file.inspection = await this.#host.call('inspect', { source });
      file.status = 'ready';
    } catch (thrown) {
      file.error = asCallError(thrown, errors.uploadFailed(file.title));
      file.status = 'problem';
    }
    if (!this.files.includes(file)) return;
    // A file that can be used is what a person wants to see first.
    const better = file.status === 'ready' && this.current?.status !== 'ready';
    if (this.current === null || this.current === file || better) this.look(file);
    // Reassigned so that the lists derived from the status are made again.
    this.files = [...this.files];
    // One job takes them all: what came last belongs to the plan as well.
    if (this.joined) this.#planSoon(0);
  }

  #choose(name: string, params: JsonValue): void {
    const last = remembered(this.#settings.paramsOf(name));
    const given = params ?? nest(carried(last, this.values, this.fields));
    this.taskName = name;
    this.faults = {};
    if (this.task === null) this.values = {};
    else {
      // Against the defaults first: what is given says which recipe's settings stand in for them.
      const differing = flatten(fieldsOf(this.task.schema, given), given);
      this.values = flatten(formOf(this.task.schema, differing), given);
    }
  }

  #refused(error: CallError): void {
    const { field } = error.wire;
    if (field !== null && this.fields.some((known) => known.key === field)) {
      this.fault(field, error.wire.title);
    } else {
      this.submitError = error;
    }
  }

  #planSoon(ms = PLAN_AFTER_MS): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#makePlan(), ms);
  }

  async #makePlan(): Promise<void> {
    const { task, current, row } = this;
    const inputs = this.joined ? this.ready.flatMap((file) => file.inputs ?? []) : (current?.inputs ?? null);
    const params = nest(row === null ? this.values : { ...this.values, row });
    if (task === null || inputs === null || Object.keys(this.faults).length > 0) return;
    this.#planned = true;
    await this.plan.load(() =>
      this.#host.call('plan', {
        name: this.#planName,
        task: task.name,
        params,
        inputs,
      }),
    );
    if (row === null && this.plan.error === null) this.#whole = this.plan.value?.report ?? null;
    const error = this.plan.error;
    if (error === null) return;
    if (error.wire.code === 'superseded') this.plan.error = null;
    else if (error.wire.field !== null && this.fields.some((field) => field.key === error.wire.field)) {
      this.#refused(error);
      this.plan.error = null;
    }
  }
}
