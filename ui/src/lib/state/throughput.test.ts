import { expect, it } from 'vitest';
import { job } from '../../../tests/mock/jobs';
import { BUCKETS, lately } from './throughput.svelte';

const NOW = 10_000_000_000;
const MINUTE = 60_000;
const ended = (id: string, worker: string, minutes: number) =>
  job({ id, worker, state: 'finished', ended_at_ms: NOW - minutes * MINUTE });

it('counts what a worker ended in the last hour, the newest at the end', () => {
  const jobs = [
    ended('a', 'one', 0),
    ended('b', 'one', 1),
    ended('c', 'one', 59),
    ended('d', 'one', 61),
    ended('e', 'two', 1),
    job({ id: 'f', worker: 'one', ended_at_ms: null }),
  ];
  const parts = lately(jobs, 'one', NOW);
  expect(parts).toHaveLength(BUCKETS);
  expect(parts.at(-1)).toBe(2);
  expect(parts[0]).toBe(1);
  expect(parts.reduce((sum, n) => sum + n, 0)).toBe(3);
});
