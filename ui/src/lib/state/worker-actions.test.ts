import { expect, it } from 'vitest';
import type { WorkerInfo } from '../api/bindings';
import { actionsOf, isStale } from './worker-actions';

const worker = (more: Partial<WorkerInfo>): WorkerInfo => ({
  name: 'w',
  host: 'h',
  pid: 1,
  incarnation: null,
  queues: ['default'],
  slots: 1,
  version: '1',
  kind: 'penstock',
  state: 'busy',
  started_at_ms: 0,
  heard_at_ms: 0,
  jobs: ['a'],
  finished: 0,
  failed: 0,
  ...more,
});
const can = (more: Partial<WorkerInfo>) =>
  actionsOf(worker(more)).map(({ act, whyNot }) => (whyNot === null ? act : `not ${act}`));

it('asks everything of a worker of ours', () => {
  expect(can({})).toEqual(['drain', 'stop-jobs', 'give-back']);
  expect(can({ state: 'idle', jobs: [] })).toEqual(['drain']);
  expect(can({ state: 'draining' })).toEqual(['stop-jobs', 'give-back']);
});

it('says what RQ has no command for, and asks twice before work is lost', () => {
  expect(can({ kind: 'rq' })).toEqual(['drain', 'stop-jobs', 'not give-back', 'stop-now']);
  const harsh = actionsOf(worker({ kind: 'rq' })).filter((action) => action.harsh);
  expect(harsh.map(({ act }) => act)).toEqual(['stop-now']);
});

it('asks nothing of a worker that is lost', () => {
  expect(can({ state: 'lost' })).toEqual([]);
});

it('gives RQ the time between its heartbeats', () => {
  expect([isStale(worker({}), 20_000), isStale(worker({ kind: 'rq' }), 20_000)]).toEqual([true, false]);
  expect(isStale(worker({ kind: 'rq' }), 430_000)).toBe(true);
});
