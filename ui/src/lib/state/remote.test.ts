// Connections, the outbox and the check over the service in memory.
import { beforeEach, expect, it } from 'vitest';
import { CallError } from '../api/commands';
import { MockHost } from '../../../tests/mock/host';
import { Check, straysOf } from './check.svelte';
import { Connections } from './connections.svelte';
import { Outbox } from './outbox.svelte';
import { Toasts } from './toasts.svelte';

let host: MockHost;
let toasts: Toasts;

beforeEach(() => {
  host = new MockHost([], false);
  toasts = new Toasts();
});

const asked = (command: string) =>
  host.calls.filter((call) => call.command === command).map((call) => call.request);

it('keeps a connection, goes back to the list and says so', async () => {
  const connections = new Connections(host, toasts);
  connections.show({ at: 'form', edits: null });
  expect(await connections.save('Shop', 'rediss://:secret@shop', 'url')).toBe(true);
  expect(asked('save_connection')).toEqual([{ name: 'Shop', url: 'rediss://:secret@shop', secrets: 'url' }]);
  expect(connections.view.at).toBe('list');
  expect(connections.find('Shop')).toMatchObject({ has_secret: true, readable_on_the_way: false });
  expect(toasts.list.at(-1)?.text).toBe('Shop is kept');
});

it('stays on the form and holds the reason when it is refused', async () => {
  const connections = new Connections(host, toasts);
  connections.show({ at: 'form', edits: null });
  expect(await connections.save('Shop', 'http://shop', 'url')).toBe(false);
  expect(connections.view.at).toBe('form');
  expect(connections.fault?.wire.field).toBe('url');
  expect(connections.busy).toBe(false);
});

it('tries a connection when its test is opened, and forgets the last one', async () => {
  const connections = new Connections(host, toasts);
  connections.show({ at: 'test', name: 'Old fleet' });
  expect(connections.trial.loading).toBe(true);
  await connections.test({ name: 'Old fleet' });
  expect(connections.trial.value?.usable).toBe(false);
  connections.show({ at: 'list' });
  expect(connections.trial.value).toBeNull();
});

it('chooses for the next start and forgets what is not wanted any more', async () => {
  const connections = new Connections(host, toasts);
  await connections.load();
  expect(connections.embedded).toBe('Embedded queue');
  await connections.choose('Workshop Redis');
  expect(connections.kept.value?.filter((one) => one.chosen).map((one) => one.name)).toEqual([
    'Workshop Redis',
  ]);
  await connections.delete('Old fleet');
  expect(connections.find('Old fleet')).toBeUndefined();
});

it('counts what waits and for whom, and drops it', async () => {
  const outbox = new Outbox(host, toasts);
  host.remote.handlers.hold_job({ job: { task: 'plot', label: 'a.svg', count: 2 } });
  host.remote.handlers.hold_job({ job: { task: 'plot', label: 'b.svg' } });
  host.remote.held = host.remote.held.with(1, { ...host.remote.held[1]!, refused: 'No such task' });
  await outbox.load();
  expect([outbox.jobs, outbox.refused, outbox.target]).toEqual([3, 1, 'Workshop Redis']);
  await outbox.drop(outbox.held.value![0]!);
  expect(asked('drop_held')).toEqual([{ id: 'held-0-0' }]);
  expect(outbox.jobs).toBe(1);
});

it('says why nothing could be dropped, and reads the outbox again', async () => {
  const outbox = new Outbox(host, toasts);
  host.remote.handlers.hold_job({ job: { task: 'plot', label: 'a.svg' } });
  await outbox.load();
  const [batch] = outbox.held.value!;
  host.remote.held = [];
  const call = host.call.bind(host);
  host.call = (command, request) =>
    command === 'drop_held'
      ? Promise.reject(
          new CallError({ code: 'not_found', title: 'gone', advice: null, detail: null, field: null }),
        )
      : call(command, request);
  await outbox.drop(batch!);
  expect(toasts.list.at(-1)).toMatchObject({ kind: 'problem', text: 'gone' });
  expect(outbox.jobs).toBe(0);
});

it('finds strays, puts them right and finds none', async () => {
  const check = new Check(host);
  expect(check.strays).toBeNull();
  await check.look();
  expect([check.strays, check.faults]).toEqual([2, 2]);
  await check.repair();
  expect(asked('check_store')).toEqual([{ repair: false }, { repair: true }]);
  expect([check.strays, check.faults]).toEqual([0, 1]);
});

it('counts a line without a number as one', () => {
  const line = { ok: false, what: 'Files', repairable: true };
  expect(
    straysOf([
      { ...line, found: '12 are gone' },
      { ...line, found: 'Some are gone' },
    ]),
  ).toBe(13);
  expect(straysOf([{ ...line, found: '3', repairable: false }])).toBe(0);
});
