import { STATES } from './tabs';

/** Words that narrow a search, each with what can follow its colon. */
export const KEYS = ['queue', 'state', 'task', 'worker', 'batch'] as const;

/** What can follow each of them. */
export type Known = Readonly<Record<Exclude<(typeof KEYS)[number], 'state'>, readonly string[]>>;

/** At most so many are offered. */
const MOST = 8;

/**
 * What the word at the end of a search could become: `que` → `queue:`, `state:f` → `state:finished`,
 * `state:failed`. Nothing for a word that is complete, or no beginning of anything.
 */
export function completions(search: string, known: Known): string[] {
  const word = search.split(/\s+/).at(-1) ?? '';
  if (word === '') return [];
  const colon = word.indexOf(':');
  if (colon === -1) return KEYS.map((key) => `${key}:`).filter((key) => key.startsWith(word));
  const key = word.slice(0, colon);
  const begun = word.slice(colon + 1).toLowerCase();
  const all: Readonly<Record<string, readonly string[]>> = { ...known, state: STATES };
  const values = all[key] ?? [];
  return values
    .filter((value) => value.toLowerCase().startsWith(begun) && value.toLowerCase() !== begun)
    .slice(0, MOST)
    .map((value) => `${key}:${value}`);
}

/** The search with its last word replaced; a space follows what is complete. */
export function completed(search: string, word: string): string {
  const before = search.slice(0, search.length - (search.split(/\s+/).at(-1) ?? '').length);
  return before + word + (word.endsWith(':') ? '' : ' ');
}
