// The main job in a browser: open, see, queue, watch, take the result, find it again.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileChooser, Page } from '../../ui/node_modules/playwright-core/types/types';
import { Stage, sample } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open('light');
});
afterAll(() => stage.close());

const sheet = () => stage.page.getByRole('dialog');
const tab = (name: RegExp) => stage.page.getByRole('tab', { name });

/** Asks for files by keyboard. A browser that is still busy with the download before may swallow the key. */
async function chooser(page: Page): Promise<FileChooser> {
  for (let tries = 0; ; tries += 1) {
    const choosing = page.waitForEvent('filechooser', { timeout: 5000 });
    await page.keyboard.press('Control+o');
    try {
      return await choosing;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

test('the sample is seen before it is queued, and its result is taken away', async () => {
  const { page } = stage;
  await page.getByRole('button', { name: 'Try a sample drawing' }).click();
  await sheet().locator('[data-drawn=true]').waitFor();
  await sheet().getByText('Deep water').first().waitFor();
  await sheet().getByText('was 920 m').waitFor();
  await page.keyboard.press('Enter');
  await sheet().waitFor({ state: 'detached' });

  await tab(/Finished/).click();
  await stage.row('flow-field.svg').click();
  await page.locator('[data-drawn=true]').waitFor();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /Save plot\.svg/ }).click();
  const saved = readFileSync(await (await downloading).path(), 'utf8');
  expect(saved).toContain('inkscape:label="Deep water · blue 0.3"');
  expect(saved).toContain('width="420mm"');
  const folder = join(stage.folder, 'run');
  stage.run('run', 'plot', sample, '--out', folder);
  expect(saved === readFileSync(join(folder, 'plot.svg'), 'utf8'), 'what `penstock run` makes').toBe(true);
});

test('a file is uploaded, and a setting that changes shows what it would do', async () => {
  const { page } = stage;
  await (await chooser(page)).setFiles(sample);
  await sheet().locator('[data-drawn=true]').waitFor();
  await sheet().getByText('was 920 m').waitFor();
  await sheet().getByLabel('Order', { exact: true }).selectOption('keep');
  // As it came: no saving to show.
  await sheet().getByText('was 920 m').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'detached' });
});

test('a job that a terminal submitted is there within a second', async () => {
  const { page } = stage;
  stage.run('pause');
  await tab(/Active/).click();
  const file = join(stage.folder, 'from-a-terminal.svg');
  writeFileSync(file, readFileSync(sample));
  const before = Date.now();
  stage.run('submit', 'plot', file);
  await stage.row('from-a-terminal.svg').waitFor({ timeout: 1000 + Date.now() - before });
  stage.run('resume');
});

test('a name that is markup is shown as text, and a script in a drawing never runs', async () => {
  const { page } = stage;
  const file = join(stage.folder, '<img src=x onerror=window.pwned=1>.svg');
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm" viewBox="0 0 50 50" onload="window.pwned=1">
      <script>window.pwned=1</script><path d="M5 5H45V45" stroke="#000" fill="none"/></svg>`,
  );
  stage.run('submit', 'plot', file);
  await tab(/Finished/).click();
  await stage.row('<img src=x onerror=window.pwned=1>.svg').click();
  await page.locator('[data-drawn=true]').waitFor();
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test('a failed job says why, in words, and is found under Failed', async () => {
  const { page } = stage;
  const file = join(stage.folder, 'cut-short.svg');
  writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0');
  stage.run('submit', 'plot', file);
  await tab(/Failed/).click();
  await stage.row('cut-short.svg').click();
  await page
    .getByText(/line 1/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: /Retry/ }).first().waitFor();
});

test('the page complained of nothing', () => {
  // A job whose file cannot be read has no picture: the browser logs the refused request.
  const others = stage.complaints.filter((line) => !/status of 422/.test(line));
  expect(others).toEqual([]);
});
