import type { HeldJobs } from '../api/bindings';
import { asCallError } from '../api/commands';
import type { Host } from '../host/host';
import { errors, outbox as text } from '../text/en';
import { Resource } from './resource.svelte';
import type { Toasts } from './toasts.svelte';

/** Jobs that wait on this computer for a store that is away. */
export class Outbox {
  readonly #host: Host;
  readonly #toasts: Toasts;
  readonly held = new Resource<HeldJobs[]>(text.failed);

  constructor(host: Host, toasts: Toasts) {
    this.#host = host;
    this.#toasts = toasts;
  }

  load = (): Promise<unknown> => this.held.load(() => this.#host.call('list_outbox', {}));

  get jobs(): number {
    return (this.held.value ?? []).reduce((sum, batch) => sum + batch.ids.length, 0);
  }
  get refused(): number {
    const batches = (this.held.value ?? []).filter((batch) => batch.refused !== null);
    return batches.reduce((sum, batch) => sum + batch.ids.length, 0);
  }
  /** What they wait for, if it is one store. */
  get target(): string | null {
    const targets = new Set((this.held.value ?? []).map(targetOf));
    return targets.size === 1 ? ([...targets][0] ?? null) : null;
  }

  async drop(batch: HeldJobs): Promise<void> {
    const [id] = batch.ids;
    if (id === undefined) return;
    try {
      await this.#host.call('drop_held', { id });
      this.#toasts.say(text.dropped(batch.label));
    } catch (thrown) {
      const { title, advice } = asCallError(thrown, errors.actionFailed).wire;
      this.#toasts.problem(title, advice);
    }
    await this.load();
  }
}

/** The connection's name, or where the store is. */
export const targetOf = (batch: HeldJobs): string => batch.connection ?? batch.store.replace(/^redis /, '');
