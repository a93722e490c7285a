import type { ConnectionInfo, ConnectionTest, SecretsOf, TestConnectionRequest } from '../api/bindings';
import { asCallError, type CallError } from '../api/commands';
import type { Host } from '../host/host';
import { connectionForm, connections as text, choosing, trial } from '../text/en';
import { Resource } from './resource.svelte';
import type { Toasts } from './toasts.svelte';

/** What the dialog about connections shows. */
export type ConnectionView =
  | { at: 'list' }
  | { at: 'form'; edits: ConnectionInfo | null }
  | { at: 'test'; name: string }
  | { at: 'choose'; connection: ConnectionInfo };

/** The stores that a person keeps by name, and the trial of one. */
export class Connections {
  readonly #host: Host;
  readonly #toasts: Toasts;
  readonly kept = new Resource<ConnectionInfo[]>(text.failed);
  readonly trial = new Resource<ConnectionTest>(trial.failed);
  view = $state.raw<ConnectionView>({ at: 'list' });
  /** Why the last change was refused. */
  fault = $state.raw<CallError | null>(null);
  busy = $state(false);

  constructor(host: Host, toasts: Toasts) {
    this.#host = host;
    this.#toasts = toasts;
  }

  load = (): Promise<unknown> => this.kept.load(() => this.#host.call('list_connections', {}));

  /** The embedded store is always the first. */
  get embedded(): string | null {
    return this.kept.value?.[0]?.name ?? null;
  }

  find(name: string): ConnectionInfo | undefined {
    return this.kept.value?.find((one) => one.name === name);
  }

  show(view: ConnectionView): void {
    this.view = view;
    this.fault = null;
    this.trial.clear();
    if (view.at === 'test') void this.test({ name: view.name });
  }

  test = (what: TestConnectionRequest): Promise<unknown> =>
    this.trial.load(() => this.#host.call('test_connection', what));

  save = (name: string, url: string, secrets: SecretsOf): Promise<boolean> =>
    this.#change(
      () => this.#host.call('save_connection', { name, url, secrets }),
      connectionForm.saved(name),
    );

  delete = (name: string): Promise<boolean> =>
    this.#change(() => this.#host.call('delete_connection', { name }), connectionForm.deleted(name));

  choose = (name: string): Promise<boolean> =>
    this.#change(() => this.#host.call('choose_connection', { name }), choosing.chosen(name));

  async #change(act: () => Promise<unknown>, done: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fault = null;
    try {
      await act();
    } catch (thrown) {
      this.fault = asCallError(thrown, text.saveFailed);
      return false;
    } finally {
      this.busy = false;
    }
    this.#toasts.say(done);
    this.show({ at: 'list' });
    await this.load();
    return true;
  }
}
