import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../api/bindings';
import { emptyUpdate, MockHost } from '../../../tests/mock/host';
import { job } from '../../../tests/mock/jobs';
import { Jobs } from './jobs.svelte';

const at = (n: number) => 1_700_000_000_000 + n * 1000;
const update = (...jobs: Job[]) => ({ ...emptyUpdate(), jobs });
let host: MockHost;
let jobs: Jobs;

async function open(list: Job[], tab: 'active' | 'finished' | 'all' | 'failed' = 'active', search = '') {
  host = new MockHost(list, false);
  jobs = new Jobs(host, () => at(0));
  await jobs.show(tab, search);
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('loading', () => {
  it('reads the tab from the store, in start order where that means something', async () => {
    await open([
      job({ id: 'b', created_at_ms: at(2) }),
      job({ id: 'a', created_at_ms: at(1) }),
      job({ id: 'r', state: 'running', created_at_ms: at(3) }),
    ]);
    expect(jobs.shown).toEqual(['r', 'a', 'b']);
    expect(host.calls.at(-1)?.request).toMatchObject({
      in_start_order: true,
      states: ['running', 'queued', 'retrying', 'deferred'],
    });
    expect(jobs.tabCount('active')).toBe(3);
  });

  it('pages by cursor until there is no more', async () => {
    await open(
      Array.from({ length: 250 }, (_, n) =>
        job({ id: `j${n}`, state: 'finished', created_at_ms: at(1000 - n) }),
      ),
      'finished',
    );
    expect([jobs.shown.length, jobs.hasMore]).toEqual([100, true]);
    await jobs.loadMore();
    await jobs.loadMore();
    await jobs.loadMore();
    expect([jobs.shown.length, jobs.hasMore]).toEqual([250, false]);
    expect(new Set(jobs.shown).size).toBe(250);
  });

  it('shows a job that ends while the tab is empty, and one older than all that are shown', async () => {
    await open([], 'finished');
    jobs.apply(update(job({ id: 'b', state: 'finished', created_at_ms: at(2) })));
    jobs.apply(update(job({ id: 'a', state: 'finished', created_at_ms: at(1) })));
    expect(jobs.shown).toEqual(['b', 'a']);
  });

  it('leaves a job that belongs to a later page to that page', async () => {
    const many = Array.from({ length: 150 }, (_, n) =>
      job({ id: `j${n}`, state: 'finished', created_at_ms: at(1000 - n) }),
    );
    await open(many, 'finished');
    jobs.apply(update(job({ id: 'old', state: 'finished', created_at_ms: at(1) })));
    expect(jobs.shown).toHaveLength(100);
    expect(jobs.shown).not.toContain('old');
  });

  it('loses nothing that is pushed while a page is on its way', async () => {
    host = new MockHost([], false);
    jobs = new Jobs(host, () => at(0));
    const showing = jobs.show('finished', '');
    jobs.apply(update(job({ id: 'a', state: 'finished', created_at_ms: at(1) })));
    await showing;
    expect(jobs.shown).toEqual(['a']);
  });

  it('counts what ended while an older page was on its way', async () => {
    await open([job({ id: 'a', state: 'running' })]);
    const reading = jobs.reload();
    jobs.apply({ ...update(job({ id: 'a', state: 'finished' })), counts: { finished: 1 } });
    await reading;
    expect([jobs.tabCount('active'), jobs.tabCount('finished')]).toEqual([0, 1]);
  });

  it('does not bring back what went while an older page was on its way', async () => {
    await open([job({ id: 'a' }), job({ id: 'b' })]);
    const reading = jobs.reload();
    jobs.apply({ ...update(), gone: ['a'] });
    await reading;
    expect(jobs.shown).toEqual(['b']);
  });

  it('does not list below what left the tab while the next page was on its way', async () => {
    const many = Array.from({ length: 150 }, (_, n) =>
      job({ id: `j${n}`, state: 'failed', created_at_ms: at(1000 - n) }),
    );
    await open(many, 'failed');
    const reading = jobs.loadMore();
    jobs.apply(update(job({ id: 'j149', state: 'queued', created_at_ms: at(851) })));
    await reading;
    expect(jobs.shown).toHaveLength(149);
    expect(jobs.shown).not.toContain('j149');
  });

  it('knows the newer one of a job that is read elsewhere and pushed meanwhile', async () => {
    await open([job({ id: 'a', state: 'running' })]);
    const older = job({ id: 'a', state: 'running' });
    const reading = jobs.learn(
      () => Promise.resolve(older),
      (read) => [read],
    );
    jobs.apply(update(job({ id: 'a', state: 'finished' })));
    await reading;
    expect(jobs.job('a')?.state).toBe('finished');
  });

  it('reads the jobs below an open batch again when pushes were lost', async () => {
    const batch = { id: 'b', label: 'cards' };
    await open([job({ id: 'a', batch }), job({ id: 'c', batch })]);
    await jobs.fold('b');
    host.jobs = host.jobs.map((one) => (one.id === 'a' ? { ...one, state: 'finished' } : one));
    jobs.apply({ ...update(), resync: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(jobs.job('a')?.state).toBe('finished');
  });

  it('hears a store that answers more slowly than jobs change', async () => {
    await open([job({ id: 'a' }), job({ id: 'b' })]);
    const { call } = host;
    host.call = async (command, request) => {
      const answer = await call.call(host, command, request);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return answer;
    };
    const order = vi.spyOn(jobs, 'reload');
    for (let tick = 0; tick < 20; tick += 1) {
      jobs.apply(update(job({ id: tick % 2 === 0 ? 'a' : 'b' })));
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    // One after the other: none is voided by the next.
    expect(order.mock.calls.length).toBeLessThanOrEqual(4);
    expect(order.mock.calls.length).toBeGreaterThanOrEqual(2);
  });

  it('keeps the list and says why when a later read fails', async () => {
    await open([job({ id: 'a' })]);
    host.call = () => Promise.reject(new Error('gone'));
    await jobs.reload();
    expect(jobs.shown).toEqual(['a']);
    expect(jobs.error?.wire.detail).toBe('gone');
    expect(jobs.phase).toBe('ready');
  });

  it('drops the answer to a question that is not asked any more', async () => {
    await open([job({ id: 'a' }), job({ id: 'f', state: 'failed' })]);
    const slow = jobs.show('failed', '');
    await jobs.show('active', '');
    await slow;
    expect(jobs.tab).toBe('active');
    expect(jobs.shown).toEqual(['a']);
  });
});

describe('updates', () => {
  it('changes rows in place', async () => {
    await open([job({ id: 'a', state: 'running' })]);
    jobs.apply(update(job({ id: 'a', state: 'running', progress: { stage: 'x', fraction: 0.5, at_ms: 1 } })));
    expect(jobs.job('a')?.progress?.fraction).toBe(0.5);
  });

  it('shows a job from elsewhere at once', async () => {
    await open([job({ id: 'a' })]);
    jobs.apply(update(job({ id: 'b', created_at_ms: at(5) })));
    expect(jobs.shown).toEqual(['a', 'b']);
  });

  it('puts new jobs on top of a list that is newest first', async () => {
    await open([job({ id: 'b', created_at_ms: at(2) }), job({ id: 'a', created_at_ms: at(1) })], 'all');
    jobs.apply(update(job({ id: 'c', created_at_ms: at(3) })));
    expect(jobs.shown).toEqual(['c', 'b', 'a']);
  });

  it('leaves out what the search does not want', async () => {
    await open([job({ id: 'map' })], 'all', 'map');
    jobs.apply(update(job({ id: 'other' }), job({ id: 'map2' })));
    expect(jobs.shown.toSorted()).toEqual(['map', 'map2']);
  });

  it('keeps what just ended in sight, the newest first', async () => {
    await open([job({ id: 'a', state: 'running' }), job({ id: 'b' })]);
    jobs.apply(update(job({ id: 'a', state: 'finished', ended_at_ms: at(5) })));
    jobs.apply(update(job({ id: 'quick', state: 'failed', ended_at_ms: at(6) })));
    jobs.apply(update(job({ id: 'old', state: 'finished', ended_at_ms: at(-5) })));
    expect(jobs.entries.map((entry) => entry.key)).toEqual([
      'group:waiting',
      'b',
      'group:recent',
      'quick',
      'a',
    ]);
    jobs.apply(update(job({ id: 'a', state: 'queued' })));
    expect(jobs.entries.map((entry) => entry.key)).toEqual([
      'group:waiting',
      'b',
      'a',
      'group:recent',
      'quick',
    ]);
  });

  it('removes what is gone', async () => {
    await open([job({ id: 'a' }), job({ id: 'b' })]);
    jobs.apply({ ...emptyUpdate(), gone: ['a'] });
    expect(jobs.shown).toEqual(['b']);
    expect(jobs.job('a')).toBeUndefined();
  });

  it('asks the store for the order of the line, at most once in a while', async () => {
    await open([job({ id: 'a', created_at_ms: at(1) })]);
    const before = host.calls.length;
    for (let n = 0; n < 5; n += 1) jobs.apply(update(job({ id: 'b', created_at_ms: at(0) })));
    host.jobs.push(job({ id: 'b', created_at_ms: at(0) }));
    await vi.advanceTimersByTimeAsync(300);
    expect(host.calls.length - before).toBe(1);
    expect(jobs.shown).toEqual(['b', 'a']);
  });

  it('reads again when too much changed', async () => {
    await open([]);
    host.jobs = [job({ id: 'new' })];
    jobs.apply({ ...emptyUpdate(), resync: true });
    await vi.waitFor(() => expect(jobs.shown).toEqual(['new']));
  });
});

describe('nothing moves under the pointer', () => {
  it('holds new rows above the pointed one behind a pill', async () => {
    await open([job({ id: 'b', created_at_ms: at(2) }), job({ id: 'a', created_at_ms: at(1) })], 'all');
    jobs.hold('pointer', 'b');
    jobs.apply(update(job({ id: 'c', created_at_ms: at(3) })));
    expect([jobs.shown, jobs.held]).toEqual([['b', 'a'], 1]);
    jobs.release();
    expect([jobs.shown, jobs.held]).toEqual([['c', 'b', 'a'], 0]);
  });

  it('lets them in as soon as the pointer leaves', async () => {
    await open([job({ id: 'a', created_at_ms: at(1) })], 'all');
    jobs.hold('pointer', 'a');
    jobs.apply(update(job({ id: 'b', created_at_ms: at(2) })));
    jobs.hold('pointer', null);
    expect(jobs.shown).toEqual(['b', 'a']);
  });

  it('does not hold what comes below', async () => {
    await open([job({ id: 'a', created_at_ms: at(1) })]);
    jobs.hold('focus', 'a');
    jobs.apply(update(job({ id: 'b', created_at_ms: at(2) })));
    expect([jobs.shown, jobs.held]).toEqual([['a', 'b'], 0]);
  });

  it('follows the row that has the focus when it goes on itself', async () => {
    await open([job({ id: 'r', state: 'running' }), job({ id: 'q' })]);
    jobs.hold('focus', 'r');
    jobs.apply(update(job({ id: 'r', state: 'finished', ended_at_ms: at(5) })));
    expect(jobs.entries.map((entry) => entry.key)).toEqual(['group:waiting', 'q', 'group:recent', 'r']);
  });

  it('shows a pointed job’s end in its place', async () => {
    await open([job({ id: 'a', state: 'running' }), job({ id: 'b' })]);
    jobs.hold('pointer', 'a');
    jobs.apply(update(job({ id: 'a', state: 'finished', ended_at_ms: at(5) })));
    expect(jobs.shown).toEqual(['a', 'b']);
    expect(jobs.job('a')?.state).toBe('finished');
    jobs.hold('pointer', null);
    expect(jobs.entries.map((entry) => entry.key)).toEqual(['group:waiting', 'b', 'group:recent', 'a']);
  });
});

it('hides rows until they are deleted or brought back', async () => {
  await open([job({ id: 'a' }), job({ id: 'b' })]);
  jobs.hide(['a']);
  jobs.apply(update(job({ id: 'a' })));
  expect(jobs.shown).toEqual(['b']);
  jobs.unhide(['a']);
  expect(jobs.shown).toEqual(['a', 'b']);
});

it('finds every id of a tab over all pages', async () => {
  await open(Array.from({ length: 1500 }, (_, n) => job({ id: `f${n}`, state: 'failed' })));
  expect(await jobs.allIds('failed')).toHaveLength(1500);
});

it('shows what the user moved at once, even when another reading takes the place of the first', async () => {
  const list = [job({ id: 'a', created_at_ms: 1 }), job({ id: 'b', created_at_ms: 2 })];
  const host = new MockHost(list, false);
  const jobs = new Jobs(host);
  await jobs.show('active', '');
  jobs.hold('pointer', 'b');
  await host.call('move_jobs', { ids: ['b'], to: { before: 'a' } });
  await Promise.all([jobs.reload(true), jobs.reload()]);
  expect(jobs.shown).toEqual(['b', 'a']);
  // A later reading holds still again.
  await host.call('move_jobs', { ids: ['a'], to: { before: 'b' } });
  await jobs.reload();
  expect(jobs.shown).toEqual(['b', 'a']);
});

it('shows a job once that ended here and was queued again while another tab was open', async () => {
  const host = new MockHost([job({ id: 'a', state: 'running' })], false);
  const jobs = new Jobs(host, () => 0);
  host.updates(
    (update) => jobs.apply(update),
    () => {},
  );
  await jobs.show('active', '');
  host.push([job({ id: 'a', state: 'failed', ended_at_ms: 5 })]);
  expect(jobs.shown).toEqual(['a']);
  await jobs.show('failed', '');
  host.push([job({ id: 'a', state: 'queued' })]);
  await jobs.show('active', '');
  expect(jobs.shown).toEqual(['a']);
});
