import type { ArtifactRef, Update } from '../api/bindings';
import { asCallError, CallError, type CommandName, type RequestOf, type ResponseOf } from '../api/commands';
import { errors } from '../text/en';
import { listenToDrops } from './drop';
import { isMac, type DropEvent, type Host, type Link, type PickedFile } from './host';
import { backOffMs, EventReader } from './sse';

/** No byte for so long (the gateway sends a comment every 15 s) means that the line is dead. */
const SILENCE_MS = 40_000;

/** A browser on `penstock serve`. */
export class WebHost implements Host {
  readonly platform = { kind: 'web' as const, mac: isMac() };
  readonly #token: string | null;
  readonly #base: string;
  /** What the pointer is on, fetched so that it can be dragged. */
  #ready: { key: string; url: string; type: string } | null = null;

  constructor(token: string | null, base = '') {
    this.#token = token;
    this.#base = base;
  }

  call<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
    return this.#fetch(`/api/${command}`, errors.callFailed(command), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      // What was put off until now must still go out while the page is being closed.
      keepalive: command === 'delete_jobs',
    }).then((response) => response.json() as Promise<ResponseOf<C>>);
  }

  updates(onUpdate: (update: Update) => void, onLink: (link: Link) => void): () => void {
    const stop = new AbortController();
    void this.#listen(onUpdate, onLink, stop.signal);
    return () => stop.abort();
  }

  async previewLevel(handle: string, level: number): Promise<ArrayBuffer> {
    const path = `/api/preview/${encodeURIComponent(handle)}/${level}`;
    return (await this.#fetch(path, errors.previewFailed)).arrayBuffer();
  }

  async previewCoverage(handle: string): Promise<ArrayBuffer> {
    const path = `/api/preview/${encodeURIComponent(handle)}/coverage`;
    return (await this.#fetch(path, errors.previewFailed)).arrayBuffer();
  }

  async chooseFiles(): Promise<PickedFile[]> {
    // Without the list every file is offered; one that no task takes is refused with a sentence.
    const tasks = await this.call('catalogue', {}).catch(() => []);
    const endings = [...new Set(tasks.flatMap((task) => task.accepts))];
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = endings.map((ending) => `.${ending}`).join(',');
    return new Promise((resolve) => {
      input.addEventListener('change', () => resolve([...(input.files ?? [])].map(this.#picked)), {
        once: true,
      });
      input.addEventListener('cancel', () => resolve([]), { once: true });
      input.click();
    });
  }

  /** Keeps the content of a file in the service. */
  async upload(file: File): Promise<ArtifactRef> {
    const path = `/api/upload?name=${encodeURIComponent(file.name)}`;
    const response = await this.#fetch(path, errors.uploadFailed(file.name), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    return (await response.json()) as ArtifactRef;
  }

  async saveArtifact(job: string, name: string, suggested: string): Promise<string | null> {
    download(await (await this.#fetch(artifactPath(job, name), errors.saveFailed(name))).blob(), suggested);
    return suggested;
  }

  async saveBatchReport(id: string): Promise<string | null> {
    const { name, csv } = await this.call('batch_table', { id });
    download(new Blob([csv], { type: 'text/csv' }), name);
    return name;
  }

  /** A browser asks before it notifies, and a page that asks is a nuisance. */
  notify(): Promise<void> {
    return Promise.resolve();
  }

  showProgress(): Promise<void> {
    return Promise.resolve();
  }

  async readyToDrag(job: string, name: string): Promise<void> {
    const key = `${job}/${name}`;
    if (this.#ready?.key === key) return;
    if (this.#ready !== null) URL.revokeObjectURL(this.#ready.url);
    this.#ready = null;
    const content = await (await this.#fetch(artifactPath(job, name), errors.saveFailed(name))).blob();
    this.#ready = { key, url: URL.createObjectURL(content), type: content.type };
  }

  dragArtifact(event: DragEvent, job: string, name: string): Promise<void> {
    const ready = this.#ready?.key === `${job}/${name}` ? this.#ready : null;
    if (ready === null || event.dataTransfer === null) {
      event.preventDefault();
      return Promise.resolve();
    }
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData(
      'DownloadURL',
      `${ready.type || 'application/octet-stream'}:${name}:${ready.url}`,
    );
    return Promise.resolve();
  }

  /** A browser has its own menu. */
  onMenu(): () => void {
    return () => {};
  }

  /** A page that closes ends nothing: the jobs run where the server is. */
  onClosing(): () => void {
    return () => {};
  }

  leave(): Promise<void> {
    return Promise.resolve();
  }

  onDrop(callback: (event: DropEvent) => void): () => void {
    return listenToDrops(window, (files) => files.map(this.#picked), callback);
  }

  readonly #picked = (file: File): PickedFile => ({
    name: file.name,
    open: async () => {
      const kept = await this.upload(file);
      return { upload: { name: file.name, sha256: kept.sha256 } };
    },
  });

  async #fetch(path: string, title: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#token !== null) headers.set('authorization', `Bearer ${this.#token}`);
    let response: Response;
    try {
      response = await fetch(this.#base + path, { ...init, headers });
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      const { serverAway, serverAwayAdvice } = errors;
      throw new CallError({
        code: 'store_away',
        title: serverAway,
        advice: serverAwayAdvice,
        detail,
        field: null,
      });
    }
    if (response.ok) return response;
    const body: unknown = await response.json().catch(() => `HTTP ${response.status}`);
    if (response.status === 401) throw refused();
    throw asCallError(body, title);
  }

  async #listen(
    onUpdate: (update: Update) => void,
    onLink: (link: Link) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      onLink(attempt === 0 ? 'connecting' : 'away');
      try {
        const response = await this.#fetch('/api/events', errors.serverAway, { signal });
        onLink('live');
        attempt = 0;
        await readEvents(response, signal, (data) => onUpdate(JSON.parse(data) as Update));
      } catch (thrown) {
        if (thrown instanceof CallError && thrown.wire.field === 'token') {
          onLink('refused');
          return;
        }
      }
      if (!signal.aborted) await pause(backOffMs(attempt), signal);
    }
  }
}

function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken its reference by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

const artifactPath = (job: string, name: string): string =>
  `/api/jobs/${encodeURIComponent(job)}/artifacts/${encodeURIComponent(name)}`;

function refused(): CallError {
  const { tokenRefused, tokenRefusedAdvice } = errors;
  return new CallError({
    code: 'bad_request',
    title: tokenRefused,
    advice: tokenRefusedAdvice,
    detail: null,
    field: 'token',
  });
}

/** Reads until the stream ends, breaks, or falls silent. */
async function readEvents(
  response: Response,
  signal: AbortSignal,
  onData: (data: string) => void,
): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const events = new EventReader();
  const text = new TextDecoder();
  while (!signal.aborted) {
    const silence = setTimeout(() => void reader.cancel(), SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(silence));
    if (done) return;
    for (const data of events.push(text.decode(value, { stream: true }))) onData(data);
  }
  await reader.cancel();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
