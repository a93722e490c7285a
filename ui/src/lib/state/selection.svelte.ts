import { SvelteSet } from 'svelte/reactivity';

/** Where the open job is written down: the window's address. */
export interface CurrentJob {
  job: string | null;
}

/** Which job is open, and which are ticked for an action on many. */
export class Selection {
  readonly #place: CurrentJob;
  readonly #jobsOf: (key: string) => readonly string[];
  /** Ids of jobs: a batch is ticked by its jobs. */
  readonly checked = new SvelteSet<string>();
  #anchor: string | null = null;

  constructor(place: CurrentJob, jobsOf: (key: string) => readonly string[] = (key) => [key]) {
    this.#place = place;
    this.#jobsOf = jobsOf;
  }

  /** The job whose detail is shown, or the key of a batch. */
  get current(): string | null {
    return this.#place.job;
  }

  /** Opens one job. */
  open(id: string | null): void {
    this.#place.job = id;
    this.#anchor = id;
  }

  /** Moves by rows within the list that is shown, and stops at its ends. */
  step(shown: readonly string[], by: number): string | null {
    if (shown.length === 0) return null;
    const at = this.current === null ? -1 : shown.indexOf(this.current);
    const to = at === -1 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by));
    this.open(shown[to] ?? null);
    return this.current;
  }

  toggle(id: string): void {
    const ids = this.#jobsOf(id);
    const off = ids.length > 0 && ids.every((one) => this.checked.has(one));
    for (const one of ids) {
      if (off) this.checked.delete(one);
      else this.checked.add(one);
    }
    this.#anchor = id;
  }

  /** Ticks everything from the last ticked or opened job to this one. */
  range(shown: readonly string[], to: string): void {
    const from = this.#anchor === null ? -1 : shown.indexOf(this.#anchor);
    const end = shown.indexOf(to);
    if (end === -1) return;
    const [low, high] = from === -1 ? [end, end] : [Math.min(from, end), Math.max(from, end)];
    this.all(shown.slice(low, high + 1));
  }

  all(shown: readonly string[]): void {
    for (const id of shown.flatMap(this.#jobsOf)) this.checked.add(id);
  }

  clear(): void {
    this.checked.clear();
  }

  /** Forgets jobs that are gone. */
  drop(ids: readonly string[]): void {
    for (const id of ids) this.checked.delete(id);
    if (this.current !== null && ids.includes(this.current)) this.#place.job = null;
  }

  /** What an action is about: the ticked jobs, else the open one. */
  get targets(): string[] {
    if (this.checked.size > 0) return [...this.checked];
    return this.current === null ? [] : [this.current];
  }
}
