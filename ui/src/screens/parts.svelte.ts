// What the first screen does not need: fetched when it is wanted, and soon after the first paint anyway, so
// that a dialog opens at once.
import type { Component } from 'svelte';
import type { DialogName } from '../lib/state/app.svelte';

/** A piece of the page in a file of its own. */
class Part {
  /** Null until it is here. */
  component = $state.raw<Component | null>(null);
  #coming: Promise<void> | null = null;

  constructor(private readonly fetch: () => Promise<{ default: Component }>) {}

  /** Sees to it that it is here. A failure is not kept: the next wish tries again. */
  load(): Promise<void> {
    this.#coming ??= this.fetch().then(
      (file) => {
        this.component = file.default;
      },
      (thrown: unknown) => {
        this.#coming = null;
        throw thrown;
      },
    );
    return this.#coming;
  }
}

export const parts = {
  workers: new Part(() => import('./workers/Workers.svelte')),
  settings: new Part(() => import('./Settings.svelte')),
  detail: new Part(() => import('./jobs/JobDetail.svelte')),
  batch: new Part(() => import('./jobs/BatchDetail.svelte')),
  'new-job': new Part(() => import('./new-job/NewJob.svelte')),
  shortcuts: new Part(() => import('./ShortcutList.svelte')),
  palette: new Part(() => import('./Palette.svelte')),
  connections: new Part(() => import('./connections/Connections.svelte')),
  'add-worker': new Part(() => import('./add-worker/AddWorker.svelte')),
  outbox: new Part(() => import('./Outbox.svelte')),
  check: new Part(() => import('./Check.svelte')),
  notices: new Part(() => import('./NoticeList.svelte')),
  closing: new Part(() => import('./Closing.svelte')),
} satisfies Record<'workers' | 'settings' | 'detail' | 'batch' | 'new-job' | DialogName, Part>;

export type PartName = keyof typeof parts;

/** Fetches all of them. */
export const loadParts = async (): Promise<void> => {
  await Promise.all(Object.values(parts).map((part) => part.load()));
};
