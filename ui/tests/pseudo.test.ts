// A language that nobody speaks: every text of the catalogue is longer and in brackets. What a person
// reads without brackets is a text that the catalogue does not hold.
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import { App } from '../src/lib/state/app.svelte';
import Root from '../src/Root.svelte';
import { loadParts } from '../src/screens/parts.svelte';
import { MockHost } from './mock/host';

vi.mock('../src/lib/text/en', async (original) => pseudo(await original<Record<string, unknown>>()));
vi.mock('../src/lib/preview/text', async (original) => {
  const real = await original<Record<string, unknown>>();
  return { ...real, text: (pseudo({ text: real['text'] }) as { text: unknown }).text };
});

/** In brackets and a third longer; what is made of wrapped texts is wrapped once more. */
function wrap(text: string): string {
  return /\p{L}/u.test(text.replaceAll(/⟦[^⟦⟧]*⟧/gu, '')) ? `⟦${text}~~~~⟧` : text;
}

/** What stands outside all brackets. */
function outside(text: string): string {
  let depth = 0;
  let said = '';
  for (const letter of text) {
    if (letter === '⟦') depth += 1;
    else if (letter === '⟧') depth -= 1;
    else if (depth === 0) said += letter;
  }
  return said;
}

function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return wrap(value);
  if (typeof value === 'function') return (...args: unknown[]) => pseudo(value(...args));
  if (Array.isArray(value)) return value.map(pseudo);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pseudo(inner)]));
  }
  return value;
}

/** Words that are data and no text of ours: names, ids, files, what the service says, units and times. */
const DATA = [
  /^[\w.#×-]+\.(svg|dxf|csv)\b/,
  /^#?[\w-]+$/, // queues, workers, tasks, names of keys
  /^[\d.,:≈%\s−+–-]+\s?(mm|m|km|s|ms|min|h|d|B|kB|MB)?(\s\d+\smin)?$/,
  /^\d+ × \d+/,
  /^A\d (landscape|portrait)$/,
  /^(Ctrl|Shift|Alt|Esc|Del|Space|Enter)/,
  /^([a-z] [a-z]|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/, // keys one after the other, days
];

it('holds every text that is read', async () => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  const app = new App(new MockHost(undefined, false));
  const target = document.createElement('div');
  document.body.append(target);
  await loadParts();
  const mounted = mount(Root, { target, props: { app } });
  await vi.waitFor(() => expect(app.jobs.phase).toBe('ready'));
  // What the service says is in its own words.
  const served = JSON.stringify(await collect(new MockHost(undefined, false)));
  const found = new Set<string>();
  const look = () => {
    flushSync();
    for (const words of texts(target)) {
      for (const part of outside(words)
        .split(/[·:,\n]/)
        .map((piece) => piece.trim())) {
        if (!/\p{L}/u.test(part) || DATA.some((data) => data.test(part))) continue;
        if (!served.includes(JSON.stringify(part).slice(1, -1))) found.add(part);
      }
    }
  };
  for (const tab of ['active', 'scheduled', 'failed', 'finished', 'all'] as const) {
    app.route.go({ screen: 'jobs', tab, job: null });
    await vi.waitFor(() => expect(app.jobs.tab).toBe(tab));
    await vi.waitFor(() => expect(app.jobs.phase).toBe('ready'));
    look();
    app.selection.open(app.jobs.shown[0] ?? null);
    await vi.waitFor(() => expect(app.view.detail.loading).toBe(false));
    look();
  }
  for (const screen of ['workers', 'settings'] as const) {
    app.route.go({ screen });
    look();
  }
  for (const dialog of [
    'shortcuts',
    'palette',
    'connections',
    'add-worker',
    'outbox',
    'check',
    'notices',
    'closing',
  ] as const) {
    app.dialog = dialog;
    look();
  }
  app.dialog = null;
  await app.openSample();
  await vi.waitFor(() => expect(app.sheet.ready).toHaveLength(1));
  look();
  await unmount(mounted);
  expect([...found]).toEqual([]);
});

/** What is read: text, and attributes that are spoken. */
function texts(root: Element): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const said: string[] = [];
  while (walker.nextNode()) said.push(walker.currentNode.textContent?.trim() ?? '');
  for (const element of root.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) said.push(element.getAttribute(name) ?? '');
  }
  return said.filter(Boolean);
}

async function collect(host: MockHost): Promise<unknown[]> {
  const seen = await host.call('inspect', { source: { sample: {} } });
  return [
    host.jobs,
    seen,
    await host.call('app_info', {}),
    await host.call('catalogue', {}),
    await host.call('list_workers', {}),
    await host.call('list_connections', {}),
    await host.call('list_outbox', {}),
    await host.call('check_store', { repair: false }),
    await host.call('plan', { name: 'p', task: 'plot', params: {}, inputs: [seen.input] }),
    ...(await Promise.all(host.jobs.slice(0, 40).map((job) => host.call('get_job', { id: job.id })))),
  ];
}
