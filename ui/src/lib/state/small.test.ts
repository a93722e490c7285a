import { beforeEach, describe, expect, it, vi } from 'vitest';
import { job } from '../../../tests/mock/jobs';
import { Estimates, TimeLeft } from './estimate';
import { Looking } from './looking.svelte';
import { Milestones } from './milestones';
import { parsePlace, writePlace } from './route.svelte';
import { isNumber, isOneOf, Stored } from './stored';
import { Settings } from './settings.svelte';
import { Theme } from './theme.svelte';

beforeEach(() => localStorage.clear());

describe('TimeLeft', () => {
  it('says nothing until two estimates agree', () => {
    const left = new TimeLeft(0);
    left.note(0.1, 10_000);
    expect(left.leftS(10_000)).toBeNull();
    left.note(0.2, 20_000);
    expect(left.leftS(20_000)).toBeCloseTo(80);
  });
  it('falls silent when the pace changes', () => {
    const left = new TimeLeft(0);
    left.note(0.4, 1000);
    left.note(0.5, 1250);
    left.note(0.51, 60_000);
    expect(left.leftS(60_000)).toBeNull();
  });
  it('goes by the long step that runs, not by the short ones before it', () => {
    const left = new TimeLeft(0);
    left.note(0.6, 500);
    // From here on a hundredth takes two seconds.
    for (let at = 1; at <= 20; at += 1) left.note(0.6 + at / 200, 500 + at * 1000);
    expect(left.leftS(20_500)).toBeGreaterThan(45);
    expect(left.leftS(20_500)).toBeLessThan(75);
  });
  it('says nothing of a job that stands still', () => {
    const left = new TimeLeft(0);
    for (let at = 1; at <= 9; at += 1) left.note(0.5, at * 1000);
    expect(left.leftS(9000)).toBeNull();
  });
  it('never goes below zero', () => {
    const left = new TimeLeft(0);
    left.note(0.5, 1000);
    left.note(0.9, 1800);
    expect(left.leftS(9_000_000)).toBe(0);
  });
  it('starts afresh with each attempt', () => {
    const estimates = new Estimates();
    const at = (fraction: number, at_ms: number, attempt = 1) =>
      job({ id: 'a', state: 'running', attempt, started_at_ms: 0, progress: { stage: '', fraction, at_ms } });
    for (const [fraction, ms] of [
      [0.1, 1000],
      [0.2, 2000],
    ] as const)
      estimates.note(at(fraction, ms));
    expect(estimates.leftS({ id: 'a', attempt: 1 }, 2000)).toBeCloseTo(8);
    expect(estimates.leftS({ id: 'a', attempt: 2 }, 2000)).toBeNull();
  });
});

describe('route', () => {
  it('reads back what it writes', () => {
    const place = { screen: 'jobs' as const, tab: 'failed' as const, search: 'a b&c=d', job: '0199-1' };
    expect(parsePlace(writePlace(place))).toEqual(place);
    expect(parsePlace('#/workers')).toMatchObject({ screen: 'workers' });
  });
  it('starts at the active jobs when an address makes no sense', () => {
    expect(parsePlace('#/nowhere/odd?job=1')).toEqual({
      screen: 'jobs',
      tab: 'active',
      search: '',
      job: null,
    });
    expect(parsePlace('#/jobs/odd').tab).toBe('active');
  });
});

describe('Stored', () => {
  const stored = new Stored('n', 7, isNumber);
  it('keeps a value, and takes nothing of the wrong kind', () => {
    expect(stored.read()).toBe(7);
    stored.write(9);
    expect(stored.read()).toBe(9);
    localStorage.setItem('n', '"text"');
    expect(stored.read()).toBe(7);
    localStorage.setItem('n', '{broken');
    expect(stored.read()).toBe(7);
  });
  it('goes without storage', () => {
    const full = {
      getItem: () => {
        throw new Error('denied');
      },
      setItem: () => {
        throw new Error('full');
      },
    };
    const guarded = new Stored('w', 'a', isOneOf(['a', 'b']), full);
    guarded.write('b');
    expect(guarded.read()).toBe('a');
  });
});

it('remembers the settings of each task', () => {
  new Settings().keepParams('plot', { speed: 3 });
  new Settings().keepParams('nest', { gap: 1 });
  expect(new Settings().paramsOf('plot')).toEqual({ speed: 3 });
  expect(new Settings().paramsOf('other')).toEqual({});
});

it('follows the system until a person chooses', () => {
  let change = () => {};
  const query = { matches: true, addEventListener: (_: string, run: () => void) => (change = run) };
  const root = document.createElement('html');
  const theme = new Theme(root, query as unknown as MediaQueryList);
  expect([theme.name, root.dataset['theme']]).toEqual(['dark', 'dark']);
  query.matches = false;
  change();
  expect(root.dataset['theme']).toBe('light');
  theme.flip();
  expect([theme.choice, root.dataset['theme']]).toEqual(['dark', 'dark']);
  change();
  expect(root.dataset['theme']).toBe('dark');
});

it('says each quarter once, and the end once', () => {
  const milestones = new Milestones();
  const running = (fraction: number) =>
    milestones.note(
      job({ id: 'a', attempt: 1, state: 'running', progress: { stage: '', fraction, at_ms: 0 } }),
    );
  expect([0.1, 0.3, 0.31, 0.8, 0.9].map(running)).toEqual([null, 0.25, null, 0.75, null]);
  const end = () => milestones.note(job({ id: 'a', attempt: 1, state: 'finished' }));
  expect([end(), end()]).toEqual(['finished', null]);
});

it('flips sides from whichever is shown', () => {
  const looking = new Looking();
  looking.flip(true);
  expect(looking.side).toBe('before');
  looking.flip(true);
  expect(looking.side).toBe('after');
  looking.flip(false);
  expect(looking.side).toBe('before');
  looking.toggle(2);
  looking.locate({ x_mm: 1, y_mm: 2 });
  expect([[...looking.hidden], looking.side]).toEqual([[2], 'before']);
  looking.forget();
  expect([looking.hidden.size, looking.marker, looking.side]).toEqual([0, null, null]);
  vi.restoreAllMocks();
});
