import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Batch, Job } from '../api/bindings';
import { CallError } from '../api/commands';
import { emptyUpdate, MockHost } from '../../../tests/mock/host';
import { job } from '../../../tests/mock/jobs';
import { Batches } from './batches.svelte';

const LABEL = { id: 'b', label: 'cards' };
const card = (id: string, state: Job['state']) => job({ id, state, batch: LABEL });
const update = (...jobs: Job[]) => ({ ...emptyUpdate(), jobs });
const stands = (counts: Batch['counts']): Batch => ({
  ...LABEL,
  created_at_ms: 0,
  jobs: 2,
  counts,
  fraction: 0,
});
const refused = (code: 'not_found' | 'store_away') =>
  new CallError({ code, title: code, advice: null, detail: null, field: null });

/** Calls that the test answers itself. */
let asked: Array<{ resolve: (batch: Batch) => void; reject: (why: CallError) => void }>;
let batches: Batches;

const soon = () => vi.advanceTimersByTimeAsync(500);
const answer = async (at: number, batch: Batch) => {
  asked[at]?.resolve(batch);
  await vi.advanceTimersByTimeAsync(0);
};
const refuse = async (at: number, code: 'not_found' | 'store_away') => {
  asked[at]?.reject(refused(code));
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  const host = new MockHost([], false);
  host.call = () =>
    new Promise<Batch>((resolve, reject) => asked.push({ resolve, reject })) as Promise<never>;
  batches = new Batches(host);
});
afterEach(() => vi.useRealTimers());

it('reads again what ended while a batch was read for the first time', async () => {
  batches.want('b');
  batches.changed(update(card('1', 'finished'), card('2', 'finished')));
  await answer(0, stands({ queued: 2 }));
  await soon();
  await answer(1, stands({ finished: 2 }));
  expect(batches.of('b')?.counts).toEqual({ finished: 2 });
});

it('asks once at a time, and as often as it takes, of a store that is slower than the jobs', async () => {
  batches.want('b');
  for (let tick = 0; tick < 4; tick += 1) {
    batches.changed(update(card('1', 'running')));
    await soon();
  }
  expect(asked).toHaveLength(1);
  await answer(0, stands({ running: 2 }));
  expect(batches.of('b')?.counts).toEqual({ running: 2 });
  await soon();
  await answer(1, stands({ finished: 2 }));
  await soon();
  expect(batches.of('b')?.counts).toEqual({ finished: 2 });
  expect(asked).toHaveLength(2);
});

it('looks again after what an action answered, which may be older than what is known', async () => {
  batches.keep(stands({ running: 1, cancelled: 1 }));
  await soon();
  await answer(0, stands({ cancelled: 2 }));
  expect(batches.of('b')?.counts).toEqual({ cancelled: 2 });
});

it('keeps what is known while the store is away, and reads it when it is back', async () => {
  batches.want('b');
  await refuse(0, 'store_away');
  expect(batches.of('b')).toBeUndefined();
  batches.changed({ ...update(), resync: true });
  await soon();
  await answer(1, stands({ queued: 2 }));
  batches.changed(update(card('1', 'running')));
  await soon();
  await refuse(2, 'store_away');
  expect(batches.of('b')?.counts).toEqual({ queued: 2 });
});

it('says which batch is gone, and asks for it no more', async () => {
  batches.want('b');
  await answer(0, stands({ finished: 2 }));
  batches.changed({ ...update(), gone: ['1', '2'] });
  await soon();
  await refuse(1, 'not_found');
  expect(batches.of('b')).toBeNull();
  batches.changed({ ...update(), gone: ['3'] });
  await soon();
  expect(asked).toHaveLength(2);
});

it('asks for nothing that nobody looks at', async () => {
  batches.changed(update(card('1', 'finished')));
  await soon();
  expect(asked).toEqual([]);
});
