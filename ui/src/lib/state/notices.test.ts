import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MockHost } from '../../../tests/mock/host';
import { job } from '../../../tests/mock/jobs';
import { Notices } from './notices.svelte';

let host: MockHost;
let looking: boolean;
let notices: Notices;

beforeEach(() => {
  vi.useFakeTimers();
  host = new MockHost([], false);
  looking = false;
  notices = new Notices(host, () => looking);
});
afterEach(() => vi.useRealTimers());

const ran = (id: string, state: 'finished' | 'failed', why = '') => {
  notices.note(job({ id, state: 'running' }));
  const failure = { class: 'task' as const, title: `${id}.svg: ${why}`, advice: null, detail: null };
  notices.note(job({ id, state, failure: state === 'failed' ? failure : null }));
};
const wait = () => vi.advanceTimersByTimeAsync(3000);

it('tells what ended together once, failures first', async () => {
  ran('a', 'finished');
  ran('b', 'finished');
  ran('c', 'failed', 'no paper');
  await wait();
  expect(host.told).toEqual([['2 jobs finished, 1 failed', 'c.svg failed: c.svg: no paper\na.svg\nb.svg']]);
});

it('tells nobody who looks, and nothing of what it did not see running', async () => {
  looking = true;
  ran('a', 'finished');
  await wait();
  looking = false;
  notices.note(job({ id: 'old', state: 'finished' }));
  await wait();
  expect(host.told).toEqual([]);
});

it('tells once what ran too quickly to be seen running', async () => {
  const ended = job({ id: 'quick', state: 'failed', ended_at_ms: Date.now() + 10 });
  notices.note(ended);
  notices.note(ended);
  notices.note(job({ id: 'old', state: 'failed', ended_at_ms: Date.now() - 10 }));
  await wait();
  expect(host.told).toHaveLength(1);
  expect(notices.history.map((notice) => notice.job)).toEqual(['quick']);
});

it('tells a cause once, until somebody has looked', async () => {
  ran('a', 'failed', 'line 12 is cut');
  await wait();
  ran('b', 'failed', 'line 7 is cut');
  await wait();
  expect(host.told).toHaveLength(1);
  notices.seen();
  ran('c', 'failed', 'line 9 is cut');
  await wait();
  expect(host.told).toHaveLength(2);
});

it('shows in the task bar how far all that runs is', async () => {
  const at = (id: string, fraction: number) =>
    notices.note(job({ id, state: 'running', progress: { stage: '', fraction, at_ms: 1 } }));
  at('a', 0.2);
  at('b', 0.6);
  await wait();
  expect(host.progress).toBeCloseTo(0.4);
  notices.drop(['a', 'b']);
  await wait();
  expect(host.progress).toBe(null);
});
