import { canCancel, canDelete, canMove, canRetry, results } from '../lib/state/can';
import type { App } from '../lib/state/app.svelte';
import type { Command } from '../lib/state/shortcuts.svelte';
import { lineOf, stepTarget } from '../lib/state/line';
import { TABS, isFinal } from '../lib/state/tabs';
import { after, line, shortcuts as text } from '../lib/text/en';

/** What a picture can show, by name, tool and key. */
const PICTURE_KEYS = [
  ['travel', 'travel', 't'],
  ['order', 'order', 'o'],
  ['coverage', 'coverage', 'v'],
  ['measure', 'measuring', 'm'],
  ['split', 'split', 'y'],
] as const;

/** Focuses the first element that matches, once the page has drawn itself. */
const focusSoon = (selector: string) =>
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());

/** Fills the table of what a person can do: keys, palette and help all read it. */
export function addCommands(app: App): void {
  const { names } = text;
  const onJobs = () => app.route.place.screen === 'jobs';
  const some = (fits: Parameters<App['actions']['fitting']>[1]) => () =>
    onJobs() && app.actions.fitting(app.selection.targets, fits).length > 0;
  const act = () => {
    const { targets } = app.selection;
    app.selection.clear();
    return targets;
  };
  /** The open batch, where nothing is ticked: keys are about all of it. */
  const batch = () => (onJobs() && app.selection.checked.size === 0 ? app.openBatch : null);
  const batchHas = (fits: Parameters<App['actions']['fitting']>[1]) =>
    batch() !== null && app.actions.fitting(app.jobsOf(app.selection.current ?? ''), fits).length > 0;
  const moveTo = (where: 'front' | 'back') => {
    const id = batch();
    return id === null ? app.actions.move(act(), where) : app.batchActions.move(id, where);
  };
  const step = (by: number, extend = false) => {
    const { shown } = app;
    const to = app.selection.step(shown, by);
    if (extend && to !== null) app.selection.checked.add(to);
    focusSoon('[data-current-row]');
  };
  const openJob = () => {
    const id = app.selection.current;
    return id === null ? undefined : app.jobs.job(id);
  };

  const commands: Command[] = [
    { id: 'jobs', title: names.jobs, area: 'go', keys: ['g j'], run: () => app.route.go({ screen: 'jobs' }) },
    {
      id: 'workers',
      title: names.workers,
      area: 'go',
      keys: ['g w'],
      run: () => app.route.go({ screen: 'workers' }),
    },
    {
      id: 'settings',
      title: names.settings,
      area: 'go',
      keys: [','],
      run: () => app.route.go({ screen: 'settings' }),
    },
    ...(['connections', 'add-worker', 'outbox', 'check', 'notices'] as const).map((dialog): Command => {
      const run = () => {
        app.connections.show({ at: 'list' });
        app.dialog = dialog;
      };
      return { id: dialog, title: names[dialog], area: 'go', keys: [], run };
    }),
    ...TABS.map((tab, at): Command => {
      const key = String(at + 1);
      const title = names[`tab${at + 1}` as keyof typeof names];
      const run = () => app.route.go({ screen: 'jobs', tab, job: null });
      return { id: `tab-${tab}`, title, area: 'go', keys: [key], run };
    }),
    {
      id: 'down',
      title: names.down,
      area: 'list',
      keys: ['j', 'ArrowDown'],
      when: onJobs,
      run: () => step(1),
    },
    { id: 'up', title: names.up, area: 'list', keys: ['k', 'ArrowUp'], when: onJobs, run: () => step(-1) },
    {
      id: 'range',
      title: names.range,
      area: 'list',
      keys: ['Shift+ArrowDown', 'Shift+ArrowUp'],
      shownOnly: true,
      run: () => {},
    },
    {
      id: 'range-down',
      title: '',
      area: 'list',
      keys: ['Shift+ArrowDown'],
      when: onJobs,
      run: () => step(1, true),
    },
    {
      id: 'range-up',
      title: '',
      area: 'list',
      keys: ['Shift+ArrowUp'],
      when: onJobs,
      run: () => step(-1, true),
    },
    {
      id: 'select',
      title: names.select,
      area: 'list',
      keys: ['x'],
      when: () => openJob() !== undefined || app.openBatch !== null,
      run: () => {
        const id = app.selection.current;
        if (id !== null) app.selection.toggle(id);
      },
    },
    {
      id: 'select-all',
      title: names.selectAll,
      area: 'list',
      keys: ['Ctrl+a'],
      when: onJobs,
      run: () => app.selection.all(app.shown),
    },
    {
      id: 'fold',
      title: names.fold,
      area: 'list',
      keys: ['ArrowRight', 'ArrowLeft'],
      when: () => onJobs() && app.openBatch !== null,
      run: () => void app.jobs.fold(app.openBatch ?? ''),
    },
    {
      id: 'search',
      title: names.search,
      area: 'list',
      keys: ['/', 'Ctrl+f'],
      run: () => {
        app.route.go({ screen: 'jobs' });
        focusSoon('#job-search');
      },
    },
    { id: 'back', title: names.back, area: 'list', keys: ['Escape'], when: onJobs, run: () => goBack(app) },
    {
      id: 'cancel',
      title: names.cancel,
      area: 'job',
      keys: ['c'],
      when: () => batchHas(canCancel) || some(canCancel)(),
      run: () =>
        batch() === null ? void app.actions.cancel(act()) : void app.batchActions.cancel(batch() ?? ''),
    },
    {
      id: 'retry',
      title: names.retry,
      area: 'job',
      keys: ['r'],
      when: () => batch() !== null || some(canRetry)(),
      run: () =>
        batch() === null ? void app.actions.retry(act()) : void app.batchActions.retryFailed(batch() ?? ''),
    },
    {
      id: 'duplicate',
      title: names.duplicate,
      area: 'job',
      keys: ['d'],
      when: () => onJobs() && openJob()?.expired === false,
      run: () => {
        const job = openJob();
        if (job !== undefined) void app.editAgain(job);
      },
    },
    {
      id: 'save',
      title: names.save,
      area: 'job',
      keys: ['Ctrl+s'],
      when: () => {
        const job = openJob();
        return onJobs() && job !== undefined && results(job).length > 0;
      },
      run: () => {
        const job = openJob();
        const first = job === undefined ? undefined : results(job)[0];
        if (job !== undefined && first !== undefined) void app.actions.save(job.id, first.name);
      },
    },
    ...([-1, 1] as const).map((by): Command => {
      const up = by === -1;
      return {
        id: up ? 'earlier' : 'later',
        title: up ? line.up : line.down,
        area: 'job',
        keys: [up ? 'Alt+ArrowUp' : 'Alt+ArrowDown'],
        when: () => app.jobs.tab === 'active' && stepOf(app, by) !== null,
        run: () => void moveByOne(app, by),
      };
    }),
    {
      id: 'front',
      title: names.front,
      area: 'job',
      keys: ['Alt+Shift+ArrowUp'],
      when: () => batchHas(canMove) || some(canMove)(),
      run: () => void moveTo('front'),
    },
    {
      id: 'end',
      title: names.end,
      area: 'job',
      keys: ['Alt+Shift+ArrowDown'],
      when: () => batchHas(canMove) || some(canMove)(),
      run: () => void moveTo('back'),
    },
    {
      id: 'after',
      title: after.newJob,
      area: 'job',
      keys: ['a'],
      when: () => {
        const job = openJob();
        return onJobs() && job !== undefined && !isFinal(job.state) && job.state !== 'held';
      },
      run: () => {
        const job = openJob();
        if (job !== undefined) void app.sheet.showAfter(job);
      },
    },
    {
      id: 'delete',
      title: names.delete,
      area: 'job',
      keys: ['Delete'],
      when: () => batchHas(canDelete) || some(canDelete)(),
      run: () => (batch() === null ? app.actions.delete(act()) : void app.batchActions.remove(batch() ?? '')),
    },
    { id: 'new', title: names.newJob, area: 'new', keys: ['n', 'Ctrl+n'], run: () => void app.sheet.show() },
    {
      id: 'open',
      title: names.openFiles,
      area: 'new',
      keys: ['Ctrl+o'],
      overDialogs: true,
      run: () => void app.chooseFiles(),
    },
    { id: 'queue', title: names.queue, area: 'new', keys: ['Enter'], shownOnly: true, run: () => {} },
    {
      id: 'queue-front',
      title: names.queueFront,
      area: 'new',
      keys: ['Shift+Enter'],
      shownOnly: true,
      run: () => {},
    },
    {
      id: 'queue-keep',
      title: names.queueKeep,
      area: 'new',
      keys: ['Alt+Enter'],
      shownOnly: true,
      run: () => {},
    },
    {
      id: 'side',
      title: names.side,
      area: 'picture',
      keys: ['b'],
      overDialogs: true,
      when: () => app.pictured,
      run: () => app.flipSide(),
    },
    ...PICTURE_KEYS.map(([id, tool, key]): Command => ({
      id,
      title: names[id],
      area: 'picture',
      keys: [key],
      overDialogs: true,
      when: () => app.dialog === null,
      run: () => app.tools.toggle(tool),
    })),
    {
      id: 'palette',
      title: names.palette,
      area: 'view',
      keys: ['Ctrl+k'],
      run: () => (app.dialog = 'palette'),
    },
    {
      id: 'pause-all',
      title: names.pauseAll,
      area: 'go',
      keys: [],
      when: () => !app.fleet.allPaused && !app.connection.readOnly,
      run: () => void app.actions.pause(null, true),
    },
    {
      id: 'resume-all',
      title: names.resumeAll,
      area: 'go',
      keys: [],
      when: () => app.fleet.allPaused && !app.connection.readOnly,
      run: () => void app.actions.pause(null, false),
    },
    { id: 'help', title: names.help, area: 'view', keys: ['?'], run: () => (app.dialog = 'shortcuts') },
    { id: 'theme', title: names.theme, area: 'view', keys: [], run: () => app.theme.flip() },
  ];
  app.shortcuts.commands = commands;
}

/** The open job's next place, one up or down; null where it cannot go. */
function stepOf(app: App, by: 1 | -1): string | null {
  const id = app.selection.current;
  const job = id === null ? undefined : app.jobs.job(id);
  if (job === undefined || !canMove(job)) return null;
  return stepTarget(lineOf(job.queue, app.jobs.shown, app.jobs.job), job.id, by);
}

/** Moves the open job by one place, and keeps the focus on its row. */
async function moveByOne(app: App, by: 1 | -1): Promise<void> {
  const id = app.selection.current;
  const target = stepOf(app, by);
  if (id === null || target === null) return;
  await app.actions.place([id], target);
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-current-row]')?.focus());
}

/** Esc: ticks first, then the search, then the open job. */
function goBack(app: App): void {
  if (app.selection.checked.size > 0) app.selection.clear();
  else if (app.route.place.search !== '') app.route.go({ search: '' }, 'replace');
  else app.selection.open(null);
}
