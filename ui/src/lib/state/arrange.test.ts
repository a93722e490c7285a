import { expect, it } from 'vitest';
import { job } from '../../../tests/mock/jobs';
import { arrange, keepsPlace } from './arrange';

const jobs = new Map(
  [
    job({ id: 'r', state: 'running' }),
    job({ id: 'q1' }),
    job({ id: 't', state: 'retrying' }),
    job({ id: 'q2' }),
    job({ id: 'f', state: 'finished' }),
  ].map((one) => [one.id, one]),
);
const keys = (order: string[], recent: string[] = []) =>
  arrange('active', order, recent, (id) => jobs.get(id)).map((entry) => entry.key);

it('puts what runs on top and says who is next', () => {
  expect(keys(['q1', 'r', 't', 'q2'], ['f'])).toEqual([
    'group:running',
    'r',
    'group:waiting',
    'q1',
    't',
    'q2',
    'group:recent',
    'f',
  ]);
  const places = arrange('active', ['q1', 'r', 't', 'q2'], [], (id) => jobs.get(id)).flatMap((entry) =>
    entry.kind === 'job' ? [entry.place] : [],
  );
  expect(places).toEqual([null, 1, null, 2]);
});

it('has no headings for what is not there, and none in other tabs', () => {
  expect(keys(['q1'])).toEqual(['group:waiting', 'q1']);
  expect(arrange('all', ['f', 'q1'], [], (id) => jobs.get(id)).map((entry) => entry.key)).toEqual([
    'f',
    'q1',
  ]);
});

it('knows when a row would move under the pointer', () => {
  const shown = arrange('all', ['a', 'b', 'c'], [], () => undefined);
  const next = (...order: string[]) => arrange('all', order, [], () => undefined);
  expect(keepsPlace(shown, next('a', 'b', 'x', 'c'), 'b')).toBe(true);
  expect(keepsPlace(shown, next('x', 'a', 'b', 'c'), 'b')).toBe(false);
  expect(keepsPlace(shown, next('a', 'c'), 'b')).toBe(false);
  expect(keepsPlace(shown, next('x', 'a'), null)).toBe(true);
});

it('shows a batch as one row in the place of its first job, and its jobs below when it is open', () => {
  const batch = { id: 'b', label: 'plates' };
  const some = new Map(
    [
      job({ id: 'r', state: 'running', batch }),
      job({ id: 'q1' }),
      job({ id: 'q2', batch }),
      job({ id: 'f', state: 'finished', batch }),
    ].map((one) => [one.id, one]),
  );
  const rows = (open: ReadonlyMap<string, readonly string[]>) =>
    arrange('active', ['r', 'q1', 'q2'], ['f'], (id) => some.get(id), { open, most: 200 });
  expect(rows(new Map()).map((entry) => entry.key)).toEqual([
    'group:running',
    'batch:b',
    'group:waiting',
    'q1',
  ]);
  const [, closed] = rows(new Map());
  expect(closed).toMatchObject({ kind: 'batch', ids: ['r', 'q2', 'f'], open: false });
  const open = rows(new Map([['b', ['r', 'q2', 'f', 'gone']]]));
  expect(open.map((entry) => entry.key)).toEqual([
    'group:running',
    'batch:b',
    'r',
    'q2',
    'f',
    'group:waiting',
    'q1',
  ]);
  // Its place in the line counts those in the batch.
  expect(open.flatMap((entry) => (entry.kind === 'job' ? [[entry.id, entry.place]] : []))).toContainEqual([
    'q2',
    2,
  ]);
});
