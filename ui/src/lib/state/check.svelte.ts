import type { CheckLine } from '../api/bindings';
import type { Host } from '../host/host';
import { check as text } from '../text/en';
import { Resource } from './resource.svelte';

/** A look through the store for faults. */
export class Check {
  readonly #host: Host;
  readonly lines = new Resource<CheckLine[]>(text.failed);

  constructor(host: Host) {
    this.#host = host;
  }

  look = (): Promise<unknown> => this.#run(false);
  repair = (): Promise<unknown> => this.#run(true);

  /** How many jobs could be put right; null before anybody looked. */
  get strays(): number | null {
    return this.lines.value === null ? null : straysOf(this.lines.value);
  }
  get faults(): number {
    return (this.lines.value ?? []).filter((line) => !line.ok).length;
  }

  #run(repair: boolean): Promise<unknown> {
    return this.lines.load(() => this.#host.call('check_store', { repair }));
  }
}

/** A line that can be put right begins with how many it is about; one that does not counts as one. */
export const straysOf = (lines: readonly CheckLine[]): number =>
  lines
    .filter((line) => !line.ok && line.repairable)
    .reduce((sum, line) => sum + (Number.parseInt(line.found, 10) || 1), 0);
