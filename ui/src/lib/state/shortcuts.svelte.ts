import { belongsToFocus, isSingleCharacter, keyName } from './keys';

export type Area = 'go' | 'list' | 'job' | 'new' | 'picture' | 'view';

/** Something a person can do, by key, by palette, by the list of shortcuts. */
export interface Command {
  id: string;
  title: string;
  area: Area;
  /** Key presses that do it; "g j" is one after the other. */
  keys: readonly string[];
  run: () => void;
  /** Not offered while this is false. */
  when?: () => boolean;
  /** Acts over an open dialog too. */
  overDialogs?: boolean;
  /** Shown in the list of shortcuts only: somebody else handles the key. */
  shownOnly?: boolean;
}

/** How long the first key of a sequence waits for the second. */
const SEQUENCE_MS = 1200;

/** One table of commands behind keys, palette and help. */
export class Shortcuts {
  commands = $state.raw<readonly Command[]>([]);
  #first: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly mac: boolean,
    readonly singleKeys: () => boolean,
    readonly dialogOpen: () => boolean,
  ) {}

  /** Commands that can be run now. */
  get offered(): Command[] {
    return this.commands.filter((command) => command.shownOnly !== true && (command.when?.() ?? true));
  }

  /** The first key of a command, for a hint beside its button. */
  keysOf(id: string): string | null {
    const keys = this.commands.find((command) => command.id === id)?.keys[0] ?? null;
    return keys !== null && !this.singleKeys() && isSequenceOfCharacters(keys) ? null : keys;
  }

  /** Runs a command by its name, as a key would: not while a dialog is open that it does not act over. */
  run(id: string): void {
    const command = this.offered.find((known) => known.id === id);
    if (command !== undefined && (command.overDialogs === true || !this.dialogOpen())) command.run();
  }

  handle(event: KeyboardEvent): void {
    if (
      event.defaultPrevented ||
      event.isComposing ||
      ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)
    )
      return;
    const name = keyName(event, this.mac);
    if (belongsToFocus(event, name) || (isSingleCharacter(name) && !this.singleKeys())) {
      this.#forget();
      return;
    }
    const pressed = this.#first === null ? name : `${this.#first} ${name}`;
    const open = this.offered.filter((command) => command.overDialogs === true || !this.dialogOpen());
    const command =
      open.find((known) => known.keys.includes(pressed)) ?? open.find((known) => known.keys.includes(name));
    const begins = open.some((known) => known.keys.some((keys) => keys.startsWith(`${name} `)));
    this.#forget();
    if (command !== undefined) {
      event.preventDefault();
      command.run();
    } else if (begins) {
      this.#first = name;
      this.#timer = setTimeout(() => this.#forget(), SEQUENCE_MS);
    }
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#first = null;
  }
}

const isSequenceOfCharacters = (keys: string): boolean => keys.split(' ').every(isSingleCharacter);
