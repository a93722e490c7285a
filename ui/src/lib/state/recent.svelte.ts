import { pickedPath, type PickedFile } from '../host/host';
import { Stored } from './stored';

/** So many files are remembered. */
const KEEP = 8;

const isPaths = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((path) => typeof path === 'string');
const stored = new Stored<string[]>('penstock.recent', [], isPaths);

/** Files that were opened last, the newest first: those whose place on this computer is known. */
export class Recent {
  #paths = $state.raw<readonly string[]>(stored.read());

  get files(): PickedFile[] {
    return this.#paths.map(pickedPath);
  }

  note(files: readonly PickedFile[]): void {
    const paths = files.flatMap((file) => (file.path === undefined ? [] : [file.path]));
    if (paths.length > 0) this.#keep([...new Set([...paths, ...this.#paths])].slice(0, KEEP));
  }

  /** A file that is not there any more is no help. */
  forget(): void {
    this.#keep([]);
  }

  #keep(paths: string[]): void {
    this.#paths = paths;
    stored.write(paths);
  }
}
