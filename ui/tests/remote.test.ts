// What a person does about other computers, over a service in memory.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../src/lib/state/app.svelte';
import Root from '../src/Root.svelte';
import { loadParts } from '../src/screens/parts.svelte';
import { MockHost } from './mock/host';
import { job } from './mock/jobs';

let host: MockHost;
let app: App;
let mounted: Record<string, unknown>;

async function open(setUp: (host: MockHost) => void = () => {}): Promise<void> {
  window.location.hash = '#/workers';
  localStorage.clear();
  host = new MockHost(
    [
      job({ id: 'ours', state: 'running', worker: 'studio' }),
      job({ id: 'theirs', state: 'running', worker: 'dyno-1.8842', label: 'generate_complex_svg' }),
    ],
    false,
  );
  host.shared = true;
  setUp(host);
  app = new App(host);
  const target = document.createElement('div');
  document.body.append(target);
  await loadParts();
  mounted = mount(Root, { target, props: { app } });
  await vi.waitFor(() => expect(document.querySelector('.strip')).not.toBeNull());
  await vi.waitFor(() => expect(app.fleet.queues.value).not.toBeNull());
  flushSync();
}

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const dialog = () => document.querySelector<HTMLDialogElement>('dialog');
const button = (name: string, within: ParentNode = document) => {
  const found = [...within.querySelectorAll('button')].find(
    (one) => one.getAttribute('aria-label') === name || one.textContent?.trim() === name,
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};
const press = (name: string, within?: ParentNode) => {
  button(name, within).click();
  flushSync();
};
const type = (label: string, value: string) => {
  const found = all('dialog label').find((one) => one.textContent?.trim() === label);
  const input = document.getElementById(found?.getAttribute('for') ?? '') as HTMLInputElement;
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
};
const valueOf = (label: string) => {
  const found = all('dialog label').find((one) => one.textContent?.trim() === label);
  return (document.getElementById(found?.getAttribute('for') ?? '') as HTMLInputElement).value;
};
const says = (words: string) => vi.waitFor(() => expect(document.body.textContent).toContain(words));
const card = (name: string) => {
  const found = document.querySelector(`article[aria-label="${name}"]`);
  if (found === null) throw new Error(`no worker ${name}`);
  return found;
};
const sent = (command: string) =>
  host.calls.filter((call) => call.command === command).map((call) => call.request);

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(async () => {
  app.toasts.flush();
  await unmount(mounted);
  document.body.replaceChildren();
});

it('shows what the store promises and what got lost in it', async () => {
  await open();
  await says('2 found');
  expect(document.querySelector('.strip')?.textContent).toContain('Workshop Redis');
  expect(document.querySelector('.strip dd.warn')?.textContent).toContain('a crash loses');
  press('Put back');
  press('Put right', dialog()!);
  await vi.waitFor(() => expect(sent('check_store')).toEqual([{ repair: false }, { repair: true }]));
  await says('2 are in no queue: a worker of RQ died between taking and starting them; put right');
});

it('asks of a worker of RQ only what RQ has a command for', async () => {
  await open();
  const theirs = card('dyno-1.8842');
  expect(theirs.textContent).toContain('Python RQ 1.16.2');
  const giveBack = button('Give back and stop', theirs);
  expect([giveBack.getAttribute('aria-disabled'), giveBack.title.includes('no command')]).toEqual([
    'true',
    true,
  ]);
  giveBack.click();
  press('Stop now', theirs);
  expect(sent('stop_worker')).toEqual([]);
  press('Stop it now', theirs);
  await vi.waitFor(() => expect(sent('stop_worker')).toEqual([{ name: 'dyno-1.8842', now: true }]));
  press('Stop the job', theirs);
  await vi.waitFor(() => expect(sent('cancel_jobs')).toEqual([{ ids: ['theirs'] }]));
  press('Give back and stop', card('studio'));
  await vi.waitFor(() => expect(sent('stop_worker').at(-1)).toEqual({ name: 'studio', now: true }));
});

it('keeps a connection, and never shows its password', async () => {
  await open();
  press('Workshop Redis. Show connections');
  await vi.waitFor(() => expect(all('dialog li')).toHaveLength(3));
  press('Add a connection', dialog()!);
  type('Name', 'Shop');
  type('Address', 'redis://anna:geheim@shop:7000/2');
  expect([valueOf('Address'), valueOf('Host'), valueOf('User')]).toEqual([
    'redis://anna@shop:7000/2',
    'shop',
    'anna',
  ]);
  expect(document.body.innerHTML).not.toContain('geheim');
  expect(dialog()?.textContent).toContain('whoever is on the way can read the password');
  press('Test', dialog()!);
  await says('It can be used; 1 thing to know');
  type('Port', '7001');
  press('Keep', dialog()!);
  await vi.waitFor(() =>
    expect(sent('save_connection')).toEqual([
      { name: 'Shop', url: 'redis://anna:geheim@shop:7001/2', secrets: 'url' },
    ]),
  );
  await says('Shop is kept');
});

it('edits a connection with all of its address, and keeps the password that it does not know', async () => {
  await open();
  const edits = host.remote.connections.find((one) => one.name === 'Workshop Redis')!;
  app.connections.show({ at: 'form', edits });
  app.dialog = 'connections';
  flushSync();
  expect(valueOf('Address')).toBe(edits.address);
  type('Port', '6390');
  press('Test', dialog()!);
  const url = edits.address!.replace('6380', '6390');
  await vi.waitFor(() => expect(sent('test_connection')).toEqual([{ changed: { name: edits.name, url } }]));
  press('Keep', dialog()!);
  await vi.waitFor(() =>
    expect(sent('save_connection')).toEqual([{ name: edits.name, url, secrets: 'kept' }]),
  );
});

it('sends nothing that has no name or no host', async () => {
  await open();
  app.connections.show({ at: 'form', edits: null });
  app.dialog = 'connections';
  flushSync();
  press('Keep', dialog()!);
  expect(dialog()?.textContent).toContain('Give it a name');
  expect(dialog()?.textContent).toContain('Say where it is');
  expect(sent('save_connection')).toEqual([]);
});

it('says what changes before another store is chosen', async () => {
  await open();
  press('Workshop Redis. Show connections');
  await vi.waitFor(() => expect(all('dialog li')).toHaveLength(3));
  press('Use Old fleet from the next start');
  expect(dialog()?.textContent).toContain('Takes no job from there');
  press('Use Old fleet from the next start', dialog()!);
  await vi.waitFor(() => expect(sent('choose_connection')).toEqual([{ name: 'Old fleet' }]));
});

it('lets a person who may only look change nothing', async () => {
  await open((mock) => (mock.readOnly = true));
  expect(button('Test').title).toContain('may look at connections');
  press('Workshop Redis. Show connections');
  await vi.waitFor(() => expect(all('dialog li')).toHaveLength(3));
  expect(dialog()?.textContent).toContain('This access may look at connections');
  const active = all('dialog .body button').filter((one) => !(one as HTMLButtonElement).disabled);
  expect(active).toEqual([]);
  expect(sent('check_store')).toEqual([]);
});

it('gives a line that starts a worker, and shows it when it is heard of', async () => {
  await open();
  press('Add a worker');
  type('Other queues', 'nesting');
  press('Next', dialog()!);
  expect(dialog()?.querySelector('code')?.textContent).toBe(
    'penstock worker --store rediss://redis.workshop:6380 --queues default,nesting --concurrency 1',
  );
  await says('The address has no password in it');
  expect(dialog()?.textContent).toContain('Waiting for its first heartbeat');
  const born = {
    ...app.fleet.workers.value![0]!,
    name: 'shop-pi-9',
    queues: ['default', 'nesting'],
    started_at_ms: Date.now(),
    version: '0.2.0',
  };
  app.fleet.workers.value = [...app.fleet.workers.value!, born];
  flushSync();
  expect(dialog()?.textContent).toContain('shop-pi-9 is here');
  expect(dialog()?.textContent).toContain('It is Penstock 0.2.0, this window 0.1.0');
});

it('keeps a job for later while the store is away, and drops it', async () => {
  await open();
  app.route.go({ screen: 'jobs' });
  host.push([], { store_trouble: 'The store does not answer' });
  await app.chooseFiles();
  await vi.waitFor(() => expect(app.sheet.ready).toHaveLength(1));
  flushSync();
  const keep = document.querySelector<HTMLButtonElement>('[data-testid=queue]');
  expect(keep?.textContent).toContain('Keep for later');
  keep?.click();
  await vi.waitFor(() =>
    expect(sent('hold_job')).toMatchObject([{ job: { task: 'plot', label: 'chosen.svg' } }]),
  );
  expect(sent('submit')).toEqual([]);
  await says('1 job waits here for Workshop Redis to be back');
  press('Show', document.querySelector('.banner')!);
  press('Drop chosen.svg: it is never sent');
  await vi.waitFor(() => expect(sent('drop_held')).toHaveLength(1));
  await says('Nothing waits to be sent');
});

it('keeps several files for later as the one batch that they are', async () => {
  await open();
  app.route.go({ screen: 'jobs' });
  host.push([], { store_trouble: 'The store does not answer' });
  const file = (name: string) => ({ name, open: async () => ({ upload: { name, sha256: name } }) });
  await app.sheet.show([file('a.svg'), file('b.svg')]);
  await vi.waitFor(() => expect(app.sheet.ready).toHaveLength(2));
  flushSync();
  document.querySelector<HTMLButtonElement>('[data-testid=queue]')?.click();
  await vi.waitFor(() =>
    expect(sent('hold_batch')).toMatchObject([
      { connection: null, batch: { job: { task: 'plot' }, items: [{ label: 'a.svg' }, { label: 'b.svg' }] } },
    ]),
  );
  expect(sent('hold_job')).toEqual([]);
  await says('2 jobs wait here for Workshop Redis to be back');
  press('Show', document.querySelector('.banner')!);
  await says('a.svg and 1 other · 2 jobs');
});

it('never keeps a job for later that is for this computer', async () => {
  await open((mock) => (mock.shared = false));
  host.push([], { store_trouble: 'The disk is full' });
  expect(app.holding).toBe(false);
});

it('lets a person keep a job for the connection that this computer stands in for', async () => {
  await open((mock) => {
    mock.shared = false;
    mock.away = 'Workshop Redis';
  });
  app.route.go({ screen: 'jobs' });
  await says('Workshop Redis could not be reached at the start');
  await app.chooseFiles();
  await vi.waitFor(() => expect(app.sheet.ready).toHaveLength(1));
  flushSync();
  press('Keep for Workshop Redis');
  await vi.waitFor(() => expect(sent('hold_job')).toMatchObject([{ connection: 'Workshop Redis' }]));
  expect(sent('submit')).toEqual([]);
});
