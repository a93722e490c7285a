// Many jobs of one submission: one row, one progress, one cancel, one report, its failed members together.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage, type Theme } from './stage.ts';

const square = (side: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="60mm" viewBox="0 0 60 60">
    <path d="M5 5H${side}V${side}H5Z" fill="none" stroke="#1f4e9e"/></svg>`;

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;
  const sheet = () => stage.page.getByRole('dialog');
  const tab = (name: RegExp) => stage.page.getByRole('tab', { name });
  const row = (name: string) => stage.page.locator('[data-batch]').filter({ hasText: name });
  const detail = () => stage.page.getByRole('region', { name: 'Batch' });

  beforeAll(async () => {
    stage = await Stage.open(theme);
  });
  afterAll(() => stage.close());

  test('several files that are dropped are one batch and one row', async () => {
    const { page } = stage;
    stage.run('pause');
    await stage.drop('a.svg', square(20), 'b.svg', square(30), 'c.svg', square(40));
    await sheet()
      .getByRole('button', { name: /^Queue 3/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await sheet().waitFor({ state: 'detached' });
    await row('a.svg and 2 others').waitFor();
    await tab(/Active\s*3/).waitFor();
    expect(await page.locator('[data-job]').count()).toBe(0);
    await detail().getByText('0 of 3 done').waitFor();
    expect(await stage.faults()).toEqual([]);
  });

  test('it opens to its jobs and closes again, by pointer and by keys', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Show the jobs of a.svg and 2 others' }).click();
    await expect
      .poll(() => page.locator('[data-job] b').allTextContents())
      .toEqual(['a.svg', 'b.svg', 'c.svg']);
    expect(await stage.faults()).toEqual([]);
    await row('a.svg and 2 others').click();
    await row('a.svg and 2 others').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('[data-job]').count()).toBe(0);
  });

  test('it is cancelled as one, and undo queues it again', async () => {
    const { page } = stage;
    await detail()
      .getByRole('button', { name: /^Cancel 3/ })
      .click();
    await page.getByText('Cancelled 3 jobs').first().waitFor();
    await tab(/Finished\s*3/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await tab(/Active\s*3/).waitFor();
    await detail().getByText('0 of 3 done').waitFor();
  });

  test('its progress is counted, and its report is taken away as a table', async () => {
    const { page } = stage;
    stage.run('resume');
    await detail().getByText('3 of 3 done').waitFor({ timeout: 60_000 });
    const downloading = page.waitForEvent('download');
    await detail().getByRole('button', { name: 'Save report' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('a-svg and 2 others report.csv');
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toMatch(/^id,label,state,attempt,seconds,error,artifacts/);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('a.svg,finished');
  });

  test('an address leads to it, and its jobs are listed by a filter', async () => {
    const { page } = stage;
    const address = page.url();
    expect(address).toMatch(/batch=/);
    await page.goto('about:blank');
    await page.goto(address);
    await detail().getByRole('heading', { name: 'a.svg and 2 others' }).waitFor();
    await detail()
      .getByRole('button', { name: /Finished\s*3/ })
      .click();
    await expect.poll(() => page.locator('[data-job]').count()).toBe(3);
    await expect
      .poll(() => page.getByRole('combobox', { name: /Search/ }).inputValue())
      .toMatch(/^batch:\S+ state:finished/);
    await page.getByRole('button', { name: 'Clear search' }).click();
    await row('a.svg and 2 others').waitFor();
  });

  test('members that failed are retried together', async () => {
    const { page } = stage;
    const names = ['good.svg', 'bad.svg', 'worse.svg'];
    const files = names.map((name) => join(stage.folder, name));
    files.forEach((file, at) => writeFileSync(file, at === 0 ? square(20) : '<svg'));
    stage.run('submit', 'plot', ...files, '--each');
    await tab(/All/).click();
    await page.locator('[data-batch]').filter({ hasText: '2 failed' }).click();
    const before = await detail().getByRole('button', { name: /^Retry 2 failed/ });
    stage.run('pause');
    await before.click();
    await page.getByText('Queued 2 jobs again').first().waitFor();
    await tab(/Active\s*2/).waitFor();
    await detail().getByText('1 of 3 done').waitFor();
    stage.run('resume');
    await detail()
      .getByRole('button', { name: /^Retry 2 failed/ })
      .waitFor({ timeout: 60_000 });
  });

  test('copies are a batch, ticked and deleted as one', async () => {
    const { page } = stage;
    stage.run('pause');
    await stage.drop('copy.svg', square(25));
    await sheet().locator('[data-drawn=true]').waitFor();
    await sheet().locator('summary').getByText('Queue', { exact: true }).click();
    await sheet().getByLabel('Copies').fill('4');
    await sheet().getByLabel('Copies').blur();
    await sheet()
      .getByRole('button', { name: /^Queue 4/ })
      .click();
    await tab(/Active\s*4/).click();
    await row('copy.svg').waitFor();
    await row('copy.svg').click();
    await row('copy.svg').focus();
    await page.keyboard.press('x');
    await page.getByText('4 selected').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete 4' }).click();
    await row('copy.svg').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await row('copy.svg').waitFor();
  });
});
