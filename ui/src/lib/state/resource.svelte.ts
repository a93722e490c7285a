import { asCallError, type CallError } from '../api/commands';

/**
 * Something that is read from the service: its last value, whether a newer one is on its way, and the
 * last error. A later `load` makes the answers to earlier ones void, whatever order they come in.
 */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<CallError | null>(null);
  loading = $state(false);
  /** When the value was read, milliseconds since 1970. */
  at = $state(0);
  #generation = 0;
  readonly #title: string;

  constructor(title: string) {
    this.#title = title;
  }

  async load(read: () => Promise<T>): Promise<T | null> {
    const generation = (this.#generation += 1);
    this.loading = true;
    try {
      const value = await read();
      if (generation !== this.#generation) return null;
      this.value = value;
      this.error = null;
      this.at = Date.now();
      return value;
    } catch (thrown) {
      if (generation === this.#generation) this.error = asCallError(thrown, this.#title);
      return null;
    } finally {
      if (generation === this.#generation) this.loading = false;
    }
  }

  clear(): void {
    this.#generation += 1;
    this.value = null;
    this.error = null;
    this.loading = false;
  }
}
