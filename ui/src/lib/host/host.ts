import type { FileSource, Update } from '../api/bindings';
import type { CommandName, RequestOf, ResponseOf } from '../api/commands';

/** A file that a person chose or dropped; its content moves only when `open` is called. */
export interface PickedFile {
  /** Name without folders. */
  name: string;
  /** Where it is on this computer, where that is known: only the desktop knows. */
  path?: string;
  /** Where the service finds it: a path on the desktop, an upload in a browser. */
  open(): Promise<FileSource>;
}

/** Something is dragged over the window, left it, or was dropped. */
export type DropEvent = { kind: 'over' } | { kind: 'leave' } | { kind: 'drop'; files: PickedFile[] };

/** The stream of updates: `live` while messages or heartbeats arrive. */
export type Link = 'connecting' | 'live' | 'away' | 'refused';

/** What the place we run in can do. */
export interface Platform {
  kind: 'desktop' | 'web';
  /** Shortcuts show ⌘ in place of Ctrl. */
  mac: boolean;
}

/** The seam between the UI and the place it runs in: the desktop window or a browser. */
export interface Host {
  readonly platform: Platform;
  /** Calls one row of the command table; throws `CallError`. */
  call<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>>;
  /** Listens to updates until the returned function is called; reconnects by itself. */
  updates(onUpdate: (update: Update) => void, onLink: (link: Link) => void): () => void;
  /** Geometry of one level of a preview, as it stands in docs/preview-format.md. */
  previewLevel(handle: string, level: number): Promise<ArrayBuffer>;
  /** How often a pen passes each spot of a preview: one byte a cell of its `coverage`. */
  previewCoverage(handle: string): Promise<ArrayBuffer>;
  /** Asks a person for drawings; empty when they changed their mind. */
  chooseFiles(): Promise<PickedFile[]>;
  /** Hands an artifact to the person; the place it went to, or null when they changed their mind. */
  saveArtifact(job: string, name: string, suggested: string): Promise<string | null>;
  /** Hands the report of a batch to the person as a table; as `saveArtifact` otherwise. */
  saveBatchReport(id: string, name: string): Promise<string | null>;
  /** Tells a person who looks elsewhere; where nothing can, nothing is told. */
  notify(title: string, body: string): Promise<void>;
  /** How far all that runs is, in the task bar (0 to 1, null when nothing runs) and in a sentence. */
  showProgress(fraction: number | null, sentence: string | null): Promise<void>;
  /** Lets a person drag an artifact out of the page; called when the drag begins. */
  dragArtifact(event: DragEvent, job: string, name: string): Promise<void>;
  /** Fetches what `dragArtifact` will need: a browser must have it when the drag begins. */
  readyToDrag(job: string, name: string): Promise<void>;
  /** Listens to entries of the native menu, by the name of their command. */
  onMenu(callback: (command: string) => void): () => void;
  /** Listens to the window being closed while jobs run in it: how many, under which workers. */
  onClosing(callback: (running: number, workers: string[]) => void): () => void;
  /** The answer to that: leave now, or stay. */
  leave(now: boolean): Promise<void>;
  /** Listens to files dragged over the whole window until the returned function is called. */
  onDrop(callback: (event: DropEvent) => void): () => void;
}

/** A path the service may read, as a picked file. */
export function pickedPath(path: string): PickedFile {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return { name, path, open: () => Promise.resolve({ path }) };
}

export const isMac = (): boolean => /mac/i.test(navigator.userAgent);
