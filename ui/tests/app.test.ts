// The whole window over a service in memory: what a person does, and what reaches the service.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../src/lib/state/app.svelte';
import Root from '../src/Root.svelte';
import { loadParts } from '../src/screens/parts.svelte';
import { MockHost } from './mock/host';
import { job, shop } from './mock/jobs';

let host: MockHost;
let app: App;
let mounted: Record<string, unknown>;

async function open(jobs = shop(Date.now())): Promise<void> {
  window.location.hash = '';
  localStorage.clear();
  host = new MockHost(jobs, false);
  app = new App(host);
  const target = document.createElement('div');
  document.body.append(target);
  await loadParts();
  mounted = mount(Root, { target, props: { app } });
  await vi.waitFor(() => expect(app.jobs.phase).toBe('ready'));
  flushSync();
}

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const rows = () => all('[data-job]').map((row) => row.querySelector('b')?.textContent);
const button = (name: string) => {
  const found = all('button').find(
    (one) => one.textContent?.includes(name) || one.getAttribute('aria-label') === name,
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};
const press = (key: string, more: KeyboardEventInit = {}) => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...more }));
  flushSync();
};
const sent = (command: string) =>
  host.calls.filter((call) => call.command === command).map((call) => call.request);

beforeEach(() => {
  // happy-dom has no popovers and lays nothing out.
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(async () => {
  app.toasts.flush();
  await unmount(mounted);
  document.body.replaceChildren();
});

it('shows what runs and what waits', async () => {
  await open();
  expect(rows().slice(0, 2).toSorted()).toEqual(['city-map.svg', 'flow-field-a3.svg']);
  expect(all('[role=tab]').map((tab) => tab.textContent?.trim())).toEqual([
    'Active 8',
    'Scheduled 1',
    'Failed 3',
    'Finished 1,204',
    'All',
  ]);
});

it('keeps few rows in the page, however tall it is', async () => {
  const tall = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(90_000);
  await open();
  press('4');
  await vi.waitFor(() => expect(app.jobs.shown.length).toBeGreaterThanOrEqual(200));
  flushSync();
  expect(all('[data-job]')).toHaveLength(80);
  expect(Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount'))).toBe(
    app.jobs.shown.length,
  );
  tall.mockRestore();
});

it('goes through the list by keys and cancels', async () => {
  await open([job({ id: 'a', created_at_ms: 1 }), job({ id: 'b', created_at_ms: 2 })]);
  press('j');
  press('j');
  expect(app.selection.current).toBe('b');
  press('c');
  await vi.waitFor(() => expect(sent('cancel_jobs')).toEqual([{ ids: ['b'] }]));
  await vi.waitFor(() => expect(document.body.textContent).toContain('Undo'));
  button('Undo').click();
  await vi.waitFor(() => expect(sent('retry_jobs')).toEqual([{ ids: ['b'] }]));
});

it('queues a file with two keys', async () => {
  await open([]);
  press('o', { ctrlKey: true });
  await vi.waitFor(() => expect(app.sheet.ready).toHaveLength(1));
  flushSync();
  expect(document.querySelector('[data-testid=import-line]')?.textContent).toContain(
    '420 × 297 mm · 3 layers · 900 paths',
  );
  await vi.waitFor(() =>
    expect(document.querySelector('[data-testid=queue]')?.textContent).toContain('Start now'),
  );
  press('Enter');
  await vi.waitFor(() => expect(sent('submit')).toHaveLength(1));
  await vi.waitFor(() => expect(rows()).toEqual(['chosen.svg']));
  await vi.waitFor(() => expect(app.sheet.open).toBe(false));
});

it('says in plain words why a job failed, and retries it', async () => {
  const failure = {
    class: 'bad_input' as const,
    title: 'The drawing is cut off',
    advice: 'Save it again',
    detail: 'line 12',
  };
  await open([job({ id: 'f', state: 'failed', failure, ended_at_ms: Date.now() })]);
  press('3');
  await vi.waitFor(() => expect(rows()).toEqual(['f.svg']));
  press('j');
  await vi.waitFor(() => expect(document.body.textContent).toContain('Save it again'));
  button('Retry').click();
  await vi.waitFor(() => expect(sent('retry_jobs')).toEqual([{ ids: ['f'] }]));
});

it('acts on many at once and says on how many', async () => {
  await open([
    job({ id: 'a', created_at_ms: 1 }),
    job({ id: 'b', created_at_ms: 2 }),
    job({ id: 'r', state: 'running', created_at_ms: 3 }),
  ]);
  press('a', { ctrlKey: true });
  expect(document.querySelector('[role=toolbar]')?.textContent).toContain('3 selected');
  button('Delete 2').click();
  flushSync();
  expect(rows()).toEqual(['r.svg']);
  app.toasts.flush();
  await vi.waitFor(() => expect(sent('delete_jobs')).toEqual([{ ids: ['a', 'b'] }]));
});

it('keeps place in the address', async () => {
  await open();
  press('3');
  await vi.waitFor(() => expect(rows()).toHaveLength(3));
  press('j');
  expect(window.location.hash).toMatch(/^#\/jobs\/failed\?job=/);
  press('g');
  press('w');
  expect(window.location.hash).toBe('#/workers');
  await vi.waitFor(() =>
    expect(all('article').map((card) => card.getAttribute('aria-label'))).toContain('waterjet-bay'),
  );
});

it('reads everything once when the line is back', async () => {
  await open();
  await vi.waitFor(() => expect(app.outbox.held.value).not.toBeNull());
  const lists = ['list_jobs', 'list_workers', 'app_info', 'list_outbox'];
  const read = () => lists.map((name) => sent(name).length);
  const before = read();
  host.link('away');
  host.link('live');
  host.push([], { resync: true, queues_changed: true, workers_changed: true });
  await vi.waitFor(() => expect(read()).toEqual(before.map((times) => times + 1)));
});

it('shows how the jobs of an open batch are after pushes were lost', async () => {
  const batch = { id: 'b', label: 'cards' };
  const of = (id: string) => job({ id, label: `${id}.svg`, state: 'running', batch });
  await open([of('one'), of('two')]);
  // A tab that holds none of them.
  app.route.go({ screen: 'jobs', tab: 'scheduled', search: '', job: 'batch:b' });
  const states = () => all('.jobs td [role=img]').map((icon) => icon.getAttribute('aria-label'));
  await vi.waitFor(() => expect(states()).toHaveLength(2));
  host.jobs = host.jobs.map((one) => ({ ...one, state: 'finished' as const }));
  host.push([], { resync: true });
  await vi.waitFor(() => expect(states()).toEqual(['Finished', 'Finished']));
});
