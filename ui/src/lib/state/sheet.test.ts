import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CallError } from '../api/commands';
import type { PickedFile } from '../host/host';
import { MockHost } from '../../../tests/mock/host';
import { Settings } from './settings.svelte';
import { Sheet } from './sheet.svelte';

let host: MockHost;
let sheet: Sheet;
const file = (name: string): PickedFile => ({ name, open: async () => ({ upload: { name, sha256: 'a' } }) });
const plans = () =>
  host.calls.filter(({ command }) => command === 'plan').map(({ request }) => request as { params: unknown });
const submits = () =>
  host.calls
    .filter(({ command }) => command === 'submit')
    .map(({ request }) => request as Record<string, unknown>);
const field = (key: string) => sheet.fields.find((known) => known.key === key)!;
const settle = () => vi.advanceTimersByTimeAsync(300);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  host = new MockHost([], false);
  sheet = new Sheet(host, new Settings());
});
afterEach(() => vi.useRealTimers());

it('looks at the file, takes its usual task and plans', async () => {
  await sheet.show([file('a.svg')]);
  await settle();
  expect([sheet.open, sheet.taskName, sheet.current?.status]).toEqual([true, 'plot', 'ready']);
  expect(sheet.plan.value?.after).not.toBeNull();
});

it('plans again a moment after the last change, once', async () => {
  await sheet.show([file('a.svg')]);
  await settle();
  const before = plans().length;
  sheet.set(field('join_tolerance_mm'), 1);
  await vi.advanceTimersByTimeAsync(100);
  sheet.set(field('join_tolerance_mm'), 2);
  await settle();
  expect(
    plans()
      .slice(before)
      .map((plan) => plan.params),
  ).toEqual([{ join_tolerance_mm: 2 }]);
});

it('sends only what differs from the defaults', async () => {
  await sheet.show([file('a.svg')]);
  sheet.set(field('passes'), 3);
  sheet.set(field('sort'), false);
  sheet.set(field('passes'), 1);
  await sheet.submit();
  expect(submits()[0]).toMatchObject({
    task: 'plot',
    params: { sort: false },
    label: 'a.svg',
    at_front: false,
  });
});

it('closes after queueing, or stays for the next file', async () => {
  await sheet.show([file('a.svg')]);
  await sheet.submit({ keepOpen: true });
  expect([sheet.open, sheet.files.length]).toEqual([true, 0]);
  await sheet.add([file('b.svg')]);
  const queued = await sheet.submit({ atFront: true });
  expect([sheet.open, queued?.ids.length, submits()[1]?.['at_front']]).toEqual([false, 1, true]);
});

it('queues the good ones of many and keeps the bad one’s reason', async () => {
  await sheet.show([file('broken.svg'), file('a.svg'), file('b.svg')]);
  expect(sheet.problems.map((bad) => bad.error?.wire.title)).toEqual(['The drawing is cut off in line 12']);
  expect(sheet.current?.name).toBe('a.svg');
  expect((await sheet.submit())?.ids).toHaveLength(2);
  const batch = host.calls.find(({ command }) => command === 'submit_batch')?.request;
  expect(batch).toMatchObject({
    label: 'a.svg and 1 other',
    items: [{ label: 'a.svg' }, { label: 'b.svg' }],
  });
  expect(submits()).toEqual([]);
});

it('puts a refused parameter at its field and queues nothing until it is right', async () => {
  await sheet.show([file('a.svg')]);
  const call = host.call.bind(host);
  host.call = ((command, request) =>
    command === 'submit'
      ? Promise.reject(
          new CallError({
            code: 'bad_parameter',
            title: 'Must be 1 to 10',
            advice: null,
            detail: null,
            field: 'passes',
          }),
        )
      : call(command, request)) as typeof host.call;
  expect(await sheet.submit()).toBeNull();
  expect(sheet.faults).toEqual({ passes: 'Must be 1 to 10' });
  host.call = call;
  expect(await sheet.submit()).toBeNull();
  sheet.set(field('passes'), 2);
  expect((await sheet.submit())?.ids).toHaveLength(1);
});

it('uses the same key when the same request is sent again', async () => {
  await sheet.show([file('a.svg')]);
  const call = host.call.bind(host);
  const keys: unknown[] = [];
  host.call = ((command, request) => {
    if (command === 'submit') {
      keys.push((request as { key: string }).key);
      if (keys.length === 1) return Promise.reject(new Error('lost'));
    }
    return call(command, request);
  }) as typeof host.call;
  await sheet.submit();
  expect(sheet.submitError?.wire.detail).toBe('lost');
  await sheet.submit();
  expect(keys[0]).toBe(keys[1]);
});

it('comes back with the parameters that were used last', async () => {
  await sheet.show([file('a.svg')]);
  sheet.set(field('layers'), 'merge');
  await sheet.submit();
  await sheet.show([file('b.svg')]);
  expect(sheet.value(field('layers'))).toBe('merge');
});

it('opens an earlier job’s file with that job’s parameters', async () => {
  await sheet.again([file('a.svg')], 'a.svg', 'plot', { passes: 4, layers: 'keep' });
  expect(sheet.values).toEqual({ passes: 4 });
});

it('forgets everything when it closes, and tells the service', async () => {
  await sheet.show([file('a.svg')]);
  await settle();
  sheet.close();
  expect([sheet.files.length, sheet.plan.value, sheet.taskName]).toEqual([0, null, null]);
  expect(host.calls.at(-1)?.command).toBe('drop_plan');
});

it('forgets what another task made of the file', async () => {
  vi.useRealTimers();
  const host = new MockHost([], false);
  const sheet = new Sheet(host, new Settings());
  await sheet.show([{ name: 'a.svg', open: async () => ({ sample: {} }) }]);
  await vi.waitFor(() => expect(sheet.plan.value).not.toBeNull());
  sheet.choose('plot');
  expect(sheet.plan.value).toBeNull();
  await vi.waitFor(() => expect(sheet.plan.value).not.toBeNull());
  sheet.close();
});
