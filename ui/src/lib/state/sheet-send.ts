import type { ArtifactRef, JsonValue, SubmitBatchReply, SubmitReply, SubmitRequest } from '../api/bindings';
import type { Host } from '../host/host';
import { batches as text } from '../text/en';

/** One file that goes into the queue, or what a task makes from nothing. */
export interface Outgoing {
  name: string;
  inputs: ArtifactRef[];
}

/** What goes into the queue. */
export interface Parcel {
  task: string;
  params: JsonValue;
  queue: string;
  label: string;
  startAtMs: number | null;
  after: string | null;
  copies: number;
  atFront: boolean;
  files: readonly Outgoing[];
  /** All files are the inputs of one job. */
  joined: boolean;
  /** Each row of the table among the files is a job. */
  perRow: boolean;
  /** The connection that it is kept for, null for the service's own store; undefined sends it now. */
  holdFor?: string | null | undefined;
}

/** What was queued. */
export interface Queued {
  ids: string[];
  label: string;
  duplicate: boolean;
  /** More than one job of one submission. */
  batch: string | null;
  /** Rows that make nothing. */
  leftOut: number;
}

const queued = (reply: SubmitReply | SubmitBatchReply, label: string): Queued => ({
  ids: reply.ids,
  label,
  duplicate: reply.duplicates.length > 0 && reply.duplicates.every(Boolean),
  batch: reply.batch ?? null,
  leftOut: 'left_out' in reply ? reply.left_out.length : 0,
});

/** Sends what is on the sheet: one job, or many of them as one batch, whole or not at all. */
export class Sender {
  readonly #host: Host;
  readonly #keys = new Map<string, string>();

  constructor(host: Host) {
    this.#host = host;
  }

  async send(parcel: Parcel): Promise<Queued> {
    const { files, joined, perRow } = parcel;
    const inputs = files.flatMap((file) => file.inputs);
    if (perRow) return this.#rows(parcel, inputs);
    if (joined || files.length === 1) return this.#one(parcel, inputs);
    return this.#many(parcel);
  }

  async #one(parcel: Parcel, inputs: ArtifactRef[]): Promise<Queued> {
    const name = parcel.files[0]?.name ?? '';
    const job = this.#request(parcel, name, inputs);
    const { holdFor: connection } = parcel;
    const reply =
      connection === undefined
        ? await this.#host.call('submit', job)
        : await this.#host.call('hold_job', { connection, job });
    return queued(reply, parcel.label || name);
  }

  async #many(parcel: Parcel): Promise<Queued> {
    const { files } = parcel;
    const label = parcel.label || text.several(files[0]?.name ?? '', files.length - 1);
    const { label: _, ...job } = this.#request({ ...parcel, label: '' }, label, []);
    const items = files.map(({ name, inputs }) => ({ inputs, label: name }));
    const key = this.#key({ job, items });
    const { holdFor: connection } = parcel;
    const batch = { label, job: { ...job, key }, items };
    const reply =
      connection === undefined
        ? await this.#host.call('submit_batch', batch)
        : await this.#host.call('hold_batch', { connection, batch });
    return queued(reply, label);
  }

  async #rows(parcel: Parcel, inputs: ArtifactRef[]): Promise<Queued> {
    const label = parcel.label || (parcel.files[0]?.name ?? '');
    const job = this.#request(parcel, label, inputs);
    // What is wrong with a row was shown before; the others are wanted all the same.
    const { holdFor: connection } = parcel;
    const rows = { label, job, skip_bad: true };
    const reply =
      connection === undefined
        ? await this.#host.call('submit_rows', rows)
        : await this.#host.call('hold_rows', { connection, rows });
    return queued(reply, label);
  }

  #request(parcel: Parcel, name: string, inputs: ArtifactRef[]): SubmitRequest {
    const request: SubmitRequest = {
      task: parcel.task,
      params: parcel.params,
      inputs,
      queue: parcel.queue.trim() || null,
      label: parcel.label.trim() || name,
      at_front: parcel.atFront,
      not_before_ms: parcel.startAtMs,
      after: parcel.after === null ? [] : [parcel.after],
      count: parcel.copies,
    };
    return { ...request, key: this.#key(request) };
  }

  /** The same request gets the same key, so that pressing Queue again after a lost answer queues nothing twice. */
  #key(request: unknown): string {
    const told = JSON.stringify(request);
    const known = this.#keys.get(told) ?? crypto.randomUUID();
    this.#keys.set(told, known);
    return known;
  }

  /** The sheet was closed: the same again is meant again. */
  forget(): void {
    this.#keys.clear();
  }
}
