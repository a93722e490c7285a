import { describe, expect, it } from 'vitest';
import { job } from '../../../tests/mock/jobs';
import { filterOf, matches, STATES, TAB_STATES, tabCount, TABS } from './tabs';

it('shows every state in exactly one tab besides All', () => {
  const shown = TABS.flatMap((tab) => TAB_STATES[tab]);
  expect([...shown].sort()).toEqual([...STATES].sort());
});

it('counts by tab', () => {
  const counts = { running: 2, queued: 3, failed: 1, quarantined: 1, finished: 9 };
  expect(TABS.map((tab) => tabCount(tab, counts))).toEqual([5, 0, 2, 9, 16]);
});

describe('filterOf', () => {
  it('understands queue: and state: and searches for the rest', () => {
    expect(filterOf('active', 'map queue:low  state:failed key:x')).toMatchObject({
      queue: 'low',
      states: ['failed'],
      search: 'map key:x',
      in_start_order: true,
    });
  });
  it('understands task: and worker:, and decides like the store', () => {
    const filter = filterOf('all', 'task:plot worker:shop-pi-2');
    expect(filter).toMatchObject({ task: 'plot', worker: 'shop-pi-2', search: null });
    expect(matches(filter, job({ id: 'a', task: 'plot', worker: 'shop-pi-2' }))).toBe(true);
    expect(matches(filter, job({ id: 'a', task: 'plot', worker: 'shop-pi-21' }))).toBe(false);
    expect(matches(filter, job({ id: 'a', task: 'plotter', worker: 'shop-pi-2' }))).toBe(false);
  });
  it('searches for what is no state', () => {
    expect(filterOf('all', 'state:odd queue:')).toMatchObject({
      queue: null,
      states: [],
      search: 'state:odd queue:',
    });
  });
});

it('decides like the store: all words, any case, in any of the fields', () => {
  const failed = job({
    id: 'a1',
    label: 'City-Map.svg',
    state: 'failed',
    failure: { class: 'task', title: 'Pen is missing', advice: null, detail: null },
  });
  const fits = (search: string) => matches(filterOf('all', search), failed);
  expect([
    fits('map PEN'),
    fits('map other'),
    fits('a1 plot default'),
    fits('queue:low'),
    fits('state:failed'),
  ]).toEqual([true, false, true, false, true]);
});
