import { expect, it, vi } from 'vitest';
import type { QueueInfo, WorkerInfo } from '../api/bindings';
import { MockHost } from '../../../tests/mock/host';
import { Fleet } from './fleet.svelte';

const worker = (more: Partial<WorkerInfo>): WorkerInfo => ({
  name: 'w',
  host: 'h',
  pid: 1,
  incarnation: null,
  queues: ['default'],
  slots: 1,
  version: '1',
  kind: 'penstock',
  state: 'idle',
  started_at_ms: 0,
  heard_at_ms: 0,
  jobs: [],
  finished: 0,
  failed: 0,
  ...more,
});
const queue = (more: Partial<QueueInfo>): QueueInfo => ({
  name: 'default',
  paused: false,
  queued: 0,
  running: 0,
  waiting: 0,
  failed: 0,
  workers: [],
  ...more,
});

function fleet(workers: WorkerInfo[], queues: QueueInfo[] = [], all_paused = false): Fleet {
  const made = new Fleet(new MockHost([], false));
  made.workers.value = workers;
  made.queues.value = { queues, all_paused };
  return made;
}

it('starts now only where a slot is free and nobody waits', () => {
  expect(fleet([worker({})]).outlook('default')).toEqual({ kind: 'start' });
  expect(fleet([worker({})], [queue({ queued: 2 })]).outlook('default')).toEqual({ kind: 'line', place: 3 });
  expect(fleet([worker({ jobs: ['a'] })]).outlook('default')).toEqual({ kind: 'line', place: 1 });
});

it('tells when nobody would take it', () => {
  expect(fleet([worker({})]).outlook('gcode')).toEqual({ kind: 'alone' });
  expect(fleet([worker({ state: 'lost' }), worker({ state: 'draining' })]).outlook('default')).toEqual({
    kind: 'alone',
  });
  expect(fleet([worker({})], [queue({ paused: true })]).outlook('default')).toEqual({ kind: 'paused' });
  expect(fleet([worker({})], [], true).outlook('default')).toEqual({ kind: 'paused' });
});

it('counts the slots of the living', () => {
  expect(fleet([worker({ slots: 2 }), worker({ slots: 4, state: 'lost' })]).slots).toBe(2);
});

it('hears of its queues from a store that answers more slowly than jobs change', async () => {
  vi.useFakeTimers();
  const host = new MockHost([], false);
  const answer = { queues: [queue({ queued: 7 })], all_paused: false };
  host.call = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    return answer as never;
  };
  const made = new Fleet(host);
  for (let tick = 0; tick < 8; tick += 1) {
    made.loadQueuesSoon();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(made.queues.value?.queues[0]?.queued).toBe(7);
  vi.useRealTimers();
});
