/** One thing a person can do about a message. */
export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  text: string;
  detail: string | null;
  action: ToastAction | null;
}

/** How long a message stays. Problems stay until they are dismissed: nothing times out unread. */
const PLAIN_MS = 5_000;
/** How long something can be undone. */
export const UNDO_MS = 10_000;

/** Messages about what the user just did; never about what happened by itself. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, { timer: ReturnType<typeof setTimeout>; ms: number; end: () => void }>();

  say(text: string, action: ToastAction | null = null): number {
    return this.#add({ kind: 'done', text, detail: null, action }, action === null ? PLAIN_MS : UNDO_MS);
  }

  problem(text: string, detail: string | null = null): number {
    return this.#add({ kind: 'problem', text, detail, action: null }, null);
  }

  /** Says what was done, with a way back; `settle` runs once when the time for that is over. */
  undoable(text: string, label: string, undo: () => void, settle: () => void): number {
    let open = true;
    const once = (then: () => void) => () => {
      if (!open) return;
      open = false;
      then();
    };
    const id = this.#add(
      { kind: 'done', text, detail: null, action: { label, run: once(undo) } },
      UNDO_MS,
      once(settle),
    );
    return id;
  }

  /** Runs a message's action and takes the message away. */
  act(id: number): void {
    this.list.find((toast) => toast.id === id)?.action?.run();
    this.dismiss(id);
  }

  dismiss(id: number): void {
    const timer = this.#timers.get(id);
    if (timer !== undefined) clearTimeout(timer.timer);
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
    timer?.end();
  }

  /** Time stands still while somebody reads. */
  pause(id: number): void {
    const timer = this.#timers.get(id);
    if (timer !== undefined) clearTimeout(timer.timer);
  }

  resume(id: number): void {
    const timer = this.#timers.get(id);
    if (timer !== undefined) timer.timer = setTimeout(() => this.dismiss(id), timer.ms);
  }

  /** The window closes: what was put off happens now. */
  flush(): void {
    for (const id of this.#timers.keys()) this.dismiss(id);
  }

  #add(toast: Omit<Toast, 'id'>, ms: number | null, end: () => void = () => {}): number {
    const id = this.#next;
    this.#next += 1;
    // Three are enough to read; the oldest makes room.
    const oldest = this.list.length >= 3 ? this.list[0] : undefined;
    if (oldest !== undefined) this.dismiss(oldest.id);
    this.list = [...this.list, { ...toast, id }];
    if (ms !== null) this.#timers.set(id, { timer: setTimeout(() => this.dismiss(id), ms), ms, end });
    return id;
  }
}
