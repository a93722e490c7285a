/** A value kept in local storage. Where storage is full, forbidden or damaged, the default stands. */
export class Stored<T> {
  constructor(
    readonly key: string,
    readonly fallback: T,
    readonly accepts: (value: unknown) => value is T,
    readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null = localStorageIfAllowed(),
  ) {}

  read(): T {
    try {
      const text = this.storage?.getItem(this.key) ?? null;
      if (text === null) return this.fallback;
      const value: unknown = JSON.parse(text);
      return this.accepts(value) ? value : this.fallback;
    } catch {
      return this.fallback;
    }
  }

  write(value: T): void {
    try {
      this.storage?.setItem(this.key, JSON.stringify(value));
    } catch {
      // The setting holds for this window only; there is nothing a person could do about it here.
    }
  }
}

function localStorageIfAllowed(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isOneOf =
  <const W extends string>(words: readonly W[]) =>
  (value: unknown): value is W =>
    words.some((word) => word === value);
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
