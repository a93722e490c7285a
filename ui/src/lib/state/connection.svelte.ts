import type { AppInfo } from '../api/bindings';
import type { Host, Link } from '../host/host';
import { errors } from '../text/en';
import { Resource } from './resource.svelte';

/** What the service calls the store that is a file on its own computer. */
const EMBEDDED = 'Embedded queue';

/** What we talk to, whether it answers, and how old what we show is. */
export class Connection {
  readonly #host: Host;
  readonly info = new Resource<AppInfo>(errors.serverAway);
  link = $state<Link>('connecting');
  /** Set while the store cannot be reached, in words. */
  trouble = $state<string | null>(null);
  /** When we last knew that what we show is true, milliseconds since 1970. */
  heardAt = $state(Date.now());

  constructor(host: Host) {
    this.#host = host;
  }

  load = (): Promise<AppInfo | null> => this.info.load(() => this.#host.call('app_info', {}));

  get readOnly(): boolean {
    return this.info.value?.read_only ?? false;
  }
  /** May change connections, too. */
  get admin(): boolean {
    return this.info.value?.is_admin ?? false;
  }
  get embedded(): boolean {
    return this.name === EMBEDDED;
  }
  /** The chosen connection that cannot be reached, while the embedded store stands in for it. */
  get away(): string | null {
    return this.info.value?.away ?? null;
  }
  /** Whether the store may lose jobs that it accepted. */
  get mayLose(): boolean {
    return this.info.value?.may_lose_jobs ?? false;
  }
  get name(): string {
    return this.info.value?.connection ?? '';
  }
}
