import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outlook } from '../api/bindings';
import { MockHost } from '../../../tests/mock/host';
import { Outlooks } from './outlook.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('keeps no estimate of a job that ended while it was made', async () => {
  const asked: Array<(found: Outlook) => void> = [];
  const host = new MockHost([], false);
  host.call = () => new Promise<Outlook>((resolve) => asked.push(resolve)) as Promise<never>;
  const outlooks = new Outlooks(host);
  outlooks.changed(1);
  await vi.advanceTimersByTimeAsync(0);
  outlooks.changed(0);
  asked[0]?.({ ...NOTHING, done_ms: 5 });
  await vi.advanceTimersByTimeAsync(3_000);
  asked[1]?.(NOTHING);
  await vi.advanceTimersByTimeAsync(0);
  expect(outlooks.doneMs).toBeNull();
  outlooks.changed(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(2);
});

const NOTHING: Outlook = {
  starts: [],
  done_ms: null,
  early_ms: null,
  late_ms: null,
  learnt_from: 0,
  stuck: 0,
  more: false,
};
