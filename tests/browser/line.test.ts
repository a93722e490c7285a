// The line of waiting jobs and the failed ones, by pointer and by keys, against the real store.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage, type Theme } from './stage.ts';

const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm"><path d="M5 5H45V45" stroke="#000" fill="none"/></svg>';

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;
  const submit = (name: string, content: string, ...more: string[]) => {
    const file = join(stage.folder, name);
    writeFileSync(file, content);
    return stage.run('submit', 'plot', file, ...more).trim();
  };
  const names = () => stage.page.locator('[data-state=queued] b').allTextContents();
  const settles = async (wanted: string[]) => {
    await expect.poll(names, { timeout: 10_000 }).toEqual(wanted);
  };

  beforeAll(async () => {
    stage = await Stage.open(theme);
  });
  afterAll(() => stage.close());

  test('a job finishes, so that times can be estimated', async () => {
    submit('first.svg', drawing);
    await stage.page.getByRole('tab', { name: /Finished\s*1/ }).waitFor();
  });

  test('rows are dragged to another place, and undo takes them back', async () => {
    const { page } = stage;
    stage.run('pause');
    for (const name of ['a.svg', 'b.svg', 'c.svg', 'd.svg']) submit(name, drawing);
    await page.getByRole('tab', { name: /Active/ }).click();
    await settles(['a.svg', 'b.svg', 'c.svg', 'd.svg']);
    const from = await stage.row('d.svg').boundingBox();
    const to = await stage.row('b.svg').boundingBox();
    if (from === null || to === null) throw new Error('rows have places');
    await page.mouse.move(from.x + 120, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 120, from.y - 20, { steps: 3 });
    await page.mouse.move(to.x + 120, to.y + 6, { steps: 3 });
    await page.locator('[data-gap]').waitFor();
    await page.mouse.up();
    await settles(['a.svg', 'd.svg', 'b.svg', 'c.svg']);
    expect(stage.run('jobs', '--state', 'queued', '--json')).toContain('d.svg');
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await settles(['a.svg', 'b.svg', 'c.svg', 'd.svg']);
    await page.mouse.move(2, 2);
  });

  test('by keys a job goes up, down and to the front', async () => {
    const { page } = stage;
    await stage.row('c.svg').click();
    await page.keyboard.press('Alt+ArrowUp');
    await settles(['a.svg', 'c.svg', 'b.svg', 'd.svg']);
    await page.keyboard.press('Alt+ArrowDown');
    await settles(['a.svg', 'b.svg', 'c.svg', 'd.svg']);
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await settles(['c.svg', 'a.svg', 'b.svg', 'd.svg']);
    expect(await stage.faults()).toEqual([]);
  });

  test('the order that was made is the order in which they run', async () => {
    const { page } = stage;
    stage.run('resume');
    await page.getByRole('tab', { name: /Finished\s*5/ }).waitFor();
    const listed = JSON.parse(stage.run('jobs', '--state', 'finished', '--json')) as {
      jobs: Array<{ label: string; started_at: string }>;
    };
    const order = listed.jobs
      .toSorted((a, b) => (a.started_at < b.started_at ? -1 : 1))
      .map((job) => job.label);
    expect(order).toEqual(['first.svg', 'c.svg', 'a.svg', 'b.svg', 'd.svg']);
  });

  test('a job after another waits, says why, and runs then', async () => {
    const { page } = stage;
    stage.run('pause');
    submit('before.svg', drawing);
    await page.getByRole('tab', { name: /Active/ }).click();
    await stage.row('before.svg').click();
    await page.keyboard.press('a');
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('dialog').getByRole('button', { name: 'Choose files…' }).click();
    const file = join(stage.folder, 'then.svg');
    writeFileSync(file, drawing);
    await (await choosing).setFiles(file);
    await page.getByRole('button', { name: /Queue after before\.svg/ }).waitFor();
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Waits for “before.svg” to finish').first().waitFor();
    stage.run('resume');
    await page.getByRole('tab', { name: /Finished\s*7/ }).waitFor();
  });

  test('failures are grouped by cause, and a cause is retried or deleted at once', async () => {
    const { page } = stage;
    for (const n of [1, 2, 3, 4]) submit(`broken-${n}.svg`, '<svg');
    submit('short.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0');
    await page.getByRole('tab', { name: /Failed\s*5/ }).click();
    const cause = page.getByRole('row').filter({ has: page.getByRole('heading', { level: 2 }) });
    await expect.poll(() => cause.count()).toBe(2);
    await page.getByRole('button', { name: 'Show all 4' }).click();
    await expect.poll(() => page.locator('[data-job]').count()).toBe(5);
    expect(await stage.faults()).toEqual([]);
    stage.run('pause');
    await page.getByRole('button', { name: /^Retry 4:/ }).click();
    await page.getByRole('tab', { name: /Active\s*4/ }).waitFor();
    await expect.poll(() => cause.count()).toBe(1);
    await page.getByRole('button', { name: /^Delete 1:/ }).click();
    await page.getByText('Nothing has failed').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await stage.row('short.svg').waitFor();
  });

  test('many are taken to another queue', async () => {
    const { page } = stage;
    await page.getByRole('tab', { name: /Active\s*4/ }).click();
    await stage.row('broken-1.svg').click();
    await page.keyboard.press('Control+a');
    await page.getByRole('combobox', { name: 'To another queue…' }).selectOption('low');
    await expect
      .poll(() => stage.run('jobs', '--queue', 'low', '--state', 'queued', '--json'))
      .toContain('broken-4.svg');
  });
});
