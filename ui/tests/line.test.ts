// The line of jobs and its failures, in the whole window over a service in memory.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Job } from '../src/lib/api/bindings';
import { App } from '../src/lib/state/app.svelte';
import Root from '../src/Root.svelte';
import { loadParts } from '../src/screens/parts.svelte';
import { MockHost } from './mock/host';
import { job } from './mock/jobs';

let host: MockHost;
let app: App;
let mounted: Record<string, unknown>;

async function open(jobs: Job[]): Promise<void> {
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
const rows = () => all('[data-job]').map((row) => row.dataset['job']);
const button = (name: string) => {
  const found = all('button').find(
    (one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name,
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
const failure = (title: string) => ({ class: 'task' as const, title, advice: `Mend ${title}`, detail: null });
const failed = (id: string, why: string, at: number) =>
  job({ id, state: 'failed', failure: failure(why), ended_at_ms: at, created_at_ms: at });

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

it('moves the open job by one place, and back', async () => {
  await open(['a', 'b', 'c'].map((id, at) => job({ id, created_at_ms: at })));
  app.selection.open('c');
  press('ArrowUp', { altKey: true });
  await vi.waitFor(() => expect(sent('move_jobs')).toEqual([{ ids: ['c'], to: { before: 'b' } }]));
  await vi.waitFor(() => expect(rows()).toEqual(['a', 'c', 'b']));
  button('Undo').click();
  await vi.waitFor(() => expect(sent('move_jobs').at(-1)).toEqual({ ids: ['c'], to: { queue: 'default' } }));
  await vi.waitFor(() => expect(rows()).toEqual(['a', 'b', 'c']));
  press('ArrowDown', { altKey: true });
  press('ArrowUp', { altKey: true, shiftKey: true });
  await vi.waitFor(() => expect(sent('move_jobs').at(-1)).toEqual({ ids: ['c'], to: { front: {} } }));
  expect(sent('move_jobs')).toHaveLength(3);
});

it('says when a waiting job would start and when all are done', async () => {
  await open(['a', 'b'].map((id, at) => job({ id, created_at_ms: at })));
  await vi.waitFor(() => {
    flushSync();
    expect(document.querySelector('[data-testid=waiting]')?.textContent).toMatch(/^2 waiting, done ≈ \d/);
  });
  expect(document.querySelector('[data-job=b]')?.textContent).toMatch(/≈ \d\d:\d\d/);
  expect(document.querySelector('[data-testid=waiting]')?.getAttribute('title')).toContain(
    'from 12 earlier jobs',
  );
});

it('groups failures by cause and retries one cause with one press', async () => {
  await open([
    ...['a', 'b', 'c', 'd', 'e'].map((id, at) => failed(id, 'No paper', 100 - at)),
    failed('x', 'No ink', 50),
  ]);
  press('3');
  await vi.waitFor(() =>
    expect(all('[role=row] h2').map((head) => head.textContent)).toEqual(['No paper', 'No ink']),
  );
  expect(rows()).toEqual(['a', 'b', 'c', 'x']);
  button('Show all 5').click();
  await vi.waitFor(() => {
    flushSync();
    expect(rows()).toEqual(['a', 'b', 'c', 'd', 'e', 'x']);
  });
  button('Retry 5: No paper').click();
  await vi.waitFor(() => expect(sent('retry_jobs')).toEqual([{ ids: ['a', 'b', 'c', 'd', 'e'] }]));
  await vi.waitFor(() => expect(rows()).toEqual(['x']), { timeout: 3000 });
});

it('deletes a cause with undo', async () => {
  await open([failed('a', 'No paper', 2), failed('b', 'No paper', 1), failed('x', 'No ink', 0)]);
  press('3');
  await vi.waitFor(() => expect(rows()).toEqual(['a', 'b', 'x']));
  button('Delete 2: No paper').click();
  flushSync();
  expect(rows()).toEqual(['x']);
  button('Undo').click();
  flushSync();
  expect(rows()).toEqual(['a', 'b', 'x']);
  expect(sent('delete_jobs')).toEqual([]);
});

it('queues a job after another', async () => {
  await open([job({ id: 'a', created_at_ms: 1 })]);
  app.selection.open('a');
  press('a');
  await vi.waitFor(() => expect(app.sheet.open).toBe(true));
  press('o', { ctrlKey: true });
  await vi.waitFor(() => expect(app.sheet.ready).toHaveLength(1));
  await vi.waitFor(() => {
    flushSync();
    expect(document.querySelector('[data-testid=queue]')?.textContent).toContain('Queue after a.svg');
  });
  press('Enter');
  await vi.waitFor(() => expect(sent('submit')).toMatchObject([{ after: ['a'] }]));
});

it('selects all that match, not only what is loaded', async () => {
  await open(Array.from({ length: 260 }, (_, at) => job({ id: `j${at}`, created_at_ms: at })));
  press('a', { ctrlKey: true });
  button('Select all 260').click();
  await vi.waitFor(() => expect(app.selection.checked.size).toBe(260));
  flushSync();
  button('Cancel 260').click();
  await vi.waitFor(() => expect((sent('cancel_jobs')[0] as { ids: string[] }).ids).toHaveLength(260));
});
