import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Job } from '../api/bindings';
import { MockHost } from '../../../tests/mock/host';
import { job } from '../../../tests/mock/jobs';
import { Actions, suggestedName } from './actions';
import { Fleet } from './fleet.svelte';
import { Jobs } from './jobs.svelte';
import { Selection } from './selection.svelte';
import { Toasts, UNDO_MS } from './toasts.svelte';

async function desk(list: Job[]) {
  const host = new MockHost(list, false);
  const jobs = new Jobs(host);
  const toasts = new Toasts();
  const selection = new Selection({ job: null });
  host.updates(
    (update) => jobs.apply(update),
    () => {},
  );
  await jobs.show('all', '');
  const called = () =>
    host.calls
      .filter(({ command }) => command !== 'list_jobs')
      .map(({ command, request }) => [command, request]);
  const fleet = new Fleet(host);
  const actions = new Actions(host, jobs, selection, toasts, fleet);
  return { host, jobs, toasts, selection, fleet, actions, called };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('suggests a name that tells two plots apart', () => {
  expect(suggestedName('rose.svg', 'plot.svg')).toBe('rose plot.svg');
  expect(suggestedName('guests.csv row 3', 'cards/0003.svg')).toBe('guests.csv row 3 0003.svg');
  expect(suggestedName('rose.svg', 'rose.svg')).toBe('rose.svg');
  expect(suggestedName('a/b: "c".dxf', 'part.ngc')).toBe('a b c part.ngc');
  expect(suggestedName('', 'plot.svg')).toBe('plot.svg');
});

it('cancels what can be cancelled, and undo queues again what had waited', async () => {
  const { actions, toasts, called, jobs } = await desk([
    job({ id: 'q' }),
    job({ id: 'r', state: 'running' }),
    job({ id: 'f', state: 'finished' }),
  ]);
  await actions.cancel(['q', 'r', 'f']);
  expect(called()).toEqual([['cancel_jobs', { ids: ['q', 'r'] }]]);
  expect(jobs.job('q')?.state).toBe('cancelled');
  toasts.act(toasts.list[0]!.id);
  expect(called().at(-1)).toEqual(['retry_jobs', { ids: ['q'] }]);
});

it('shows at once that everything is paused', async () => {
  const { actions, fleet } = await desk([]);
  await actions.pause(null, true);
  await vi.advanceTimersByTimeAsync(0);
  expect(fleet.allPaused).toBe(true);
  await actions.pause(null, false);
  await vi.advanceTimersByTimeAsync(0);
  expect(fleet.allPaused).toBe(false);
});

it('deletes only when the time to undo is over', async () => {
  const { actions, called, jobs, selection } = await desk([
    job({ id: 'a', state: 'finished' }),
    job({ id: 'r', state: 'running' }),
  ]);
  selection.open('a');
  actions.delete(['a', 'r']);
  expect([jobs.shown, selection.current, called()]).toEqual([['r'], null, []]);
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(called()).toEqual([['delete_jobs', { ids: ['a'] }]]);
});

it('brings a row back on undo, and deletes nothing', async () => {
  const { actions, called, jobs, toasts } = await desk([job({ id: 'a', state: 'finished' })]);
  actions.delete(['a']);
  toasts.act(toasts.list[0]!.id);
  await vi.advanceTimersByTimeAsync(2 * UNDO_MS);
  expect([jobs.shown, called()]).toEqual([['a'], []]);
});

it('brings rows back and says why when the store refuses', async () => {
  const { actions, jobs, toasts, host } = await desk([job({ id: 'a', state: 'finished' })]);
  actions.delete(['a']);
  host.call = () => Promise.reject(new Error('disk full'));
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(jobs.shown).toEqual(['a']);
  expect(toasts.list[0]).toMatchObject({ kind: 'problem' });
});

it('asks the store for nothing when no job fits', async () => {
  const { actions, called } = await desk([job({ id: 'f', state: 'finished' })]);
  await actions.cancel(['f']);
  await actions.move(['f'], 'front');
  await actions.retry([]);
  expect(called()).toEqual([]);
});
