import type { ArtifactRef, Inspection, Job, JsonValue, Plan, SubmitRequest, TaskInfo } from '../api/bindings';
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
import { errors, toasts as say } from '../text/en';
import { Looking } from './looking.svelte';
import { Resource } from './resource.svelte';
import type { Settings } from './settings.svelte';

const PLAN_AFTER_MS = 250;
/** Jobs that are offered to wait for. */
const AHEAD = 100;

/** One file on the sheet; or, without one, what a task makes from nothing. */
export class SheetFile {
  status = $state<'reading' | 'ready' | 'problem' | 'queued'>('reading');
  inspection = $state.raw<Inspection | null>(null);
  error = $state.raw<CallError | null>(null);
  #sent = { request: '', key: '' };

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

  /** The same request gets the same key, so that pressing Queue again after a lost answer queues nothing twice. */
  keyFor(request: SubmitRequest): string {
    const text = JSON.stringify(request);
    if (this.#sent.request !== text) this.#sent = { request: text, key: crypto.randomUUID() };
    return this.#sent.key;
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

/** What was queued. */
export interface Queued {
  ids: string[];
  label: string;
  duplicate: boolean;
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
  readonly ready = $derived(this.files.filter((file) => file.status === 'ready'));
  readonly problems = $derived(this.files.filter((file) => file.status === 'problem'));
  /** Tasks that take the file that is looked at, the usual one first. */
  readonly choices = $derived.by(() => {
    if (this.current !== null && this.current.picked === null) return this.makers;
    const names = this.current?.inspection?.tasks;
    return names === undefined ? this.tasks : this.tasks.filter((task) => names.includes(task.name));
  });
  /** Tasks that need no file. */
  readonly makers = $derived(this.tasks.filter((task) => task.inputs[0] === 0));

  #timer: ReturnType<typeof setTimeout> | null = null;
  #nextKey = 1;
  #planned = false;

  constructor(host: Host, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
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

  /** Opens the sheet with the file, task and parameters of an earlier job. */
  async again(file: PickedFile, task: string, params: JsonValue): Promise<void> {
    this.close();
    this.open = true;
    if (this.tasks.length === 0) await this.loadTasks();
    this.#choose(task, params);
    await this.add([file]);
  }

  /** Makes a drawing from nothing with this task. */
  make(task: TaskInfo): void {
    const made = new SheetFile(this.#nextKey, null, task.title);
    this.#nextKey += 1;
    made.status = 'ready';
    this.files = [made];
    this.current = made;
    this.choose(task.name);
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
    const usual = file?.inspection?.tasks[0];
    if (this.taskName === null && usual !== undefined) this.choose(usual);
    else this.#planSoon(0);
  }

  /** Takes another task, with the parameters last used for it. */
  choose(name: string): void {
    this.#choose(name, null);
    // What another task made of the file says nothing of this one.
    this.plan.clear();
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
    const queued: Queued = { ids: [], label: this.label || (ready[0]?.name ?? ''), duplicate: false };
    try {
      for (const file of ready) {
        const request = this.#request(task, file, how);
        if (request === null) continue;
        const reply =
          how.hold === true
            ? await this.#host.call('hold_job', { connection: how.holdFor ?? null, job: request })
            : await this.#host.call('submit', request);
        queued.ids.push(...reply.ids);
        queued.duplicate = reply.duplicates.length > 0 && reply.duplicates.every(Boolean);
        file.status = 'queued';
      }
      this.#settings.keepParams(task.name, this.values);
      if (how.keepOpen === true) this.files = this.files.filter((file) => file.status !== 'queued');
      else this.close();
      if (how.keepOpen === true) this.look(this.files[0] ?? null);
    } catch (thrown) {
      this.#refused(asCallError(thrown, errors.actionFailed));
    } finally {
      this.submitting = false;
    }
    return queued.ids.length > 0 ? queued : null;
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
    this.startAtMs = null;
    this.after = null;
    this.ahead = [];
    this.submitError = null;
    this.looking.forget();
    this.plan.clear();
  }

  /** What is said when this went into the queue. */
  static sentence(queued: Queued): string {
    return queued.duplicate ? say.alreadyQueued(queued.label) : say.queued(queued.ids.length, queued.label);
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
  }

  #choose(name: string, params: JsonValue): void {
    this.taskName = name;
    this.faults = {};
    const given = params ?? nest(this.#settings.paramsOf(name) as Record<string, JsonValue>);
    if (this.task === null) this.values = {};
    else {
      // Against the defaults first: what is given says which recipe's settings stand in for them.
      const differing = flatten(fieldsOf(this.task.schema, given), given);
      this.values = flatten(formOf(this.task.schema, differing), given);
    }
  }

  #request(task: TaskInfo, file: SheetFile, how: SubmitHow): SubmitRequest | null {
    const { inputs } = file;
    if (inputs === null) return null;
    const request: SubmitRequest = {
      task: task.name,
      params: nest(this.values),
      inputs,
      queue: this.queue.trim() || null,
      label: this.label.trim() || file.name,
      at_front: how.atFront ?? false,
      not_before_ms: this.startAtMs,
      after: this.after === null ? [] : [this.after],
      count: this.copies,
    };
    return { ...request, key: file.keyFor(request) };
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
    const { task, current } = this;
    const inputs = current?.inputs ?? null;
    if (task === null || inputs === null || Object.keys(this.faults).length > 0) return;
    this.#planned = true;
    await this.plan.load(() =>
      this.#host.call('plan', {
        name: this.#planName,
        task: task.name,
        params: nest(this.values),
        inputs,
      }),
    );
    const error = this.plan.error;
    if (error === null) return;
    if (error.wire.code === 'superseded') this.plan.error = null;
    else if (error.wire.field !== null && this.fields.some((field) => field.key === error.wire.field)) {
      this.#refused(error);
      this.plan.error = null;
    }
  }
}
