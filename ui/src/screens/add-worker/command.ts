import { addressOf } from '../../lib/state/store-url';

/** What the new worker is to do. */
export interface Wanted {
  queues: readonly string[];
  slots: number;
  name: string;
}

/** Stands where the address of a store that cannot be told has to be filled in. */
export const ADDRESS = 'ADDRESS';

/** The command line that starts it, without any password. `store` is as the service describes it. */
export function commandLine(store: string, embedded: boolean, wanted: Wanted): string {
  const words = ['penstock', 'worker'];
  if (!embedded) words.push('--store', addressOf(store) ?? ADDRESS);
  words.push('--queues', wanted.queues.join(','), '--concurrency', String(wanted.slots));
  if (wanted.name !== '') words.push('--name', wanted.name);
  return words.map(quoted).join(' ');
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Queue names in a line with commas between. */
export const namesIn = (line: string): string[] => [
  ...new Set(
    line
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

/** Blank and control characters stand in no queue's name, and a comma would make two of it. */
export const isQueueName = (name: string): boolean => /^[^\s,\p{Cc}]{1,100}$/u.test(name);
