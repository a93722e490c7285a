// The desk around the jobs: notices, filters, workers' throughput, dragging out, what a screen reader meets.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage, sample } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open('light');
});
afterAll(() => stage.close());

test('the screens are to a screen reader what they are to the eye', async () => {
  const { page } = stage;
  await page.getByRole('button', { name: 'Try a sample drawing' }).waitFor();
  const jobs = await page.locator('body').ariaSnapshot();
  for (const said of [
    '- button "New job',
    '- tab "Active" [selected]',
    '- tab "Failed"',
    '- button "Try a sample drawing"',
    '- button "Notices"',
    '- main:',
    '- contentinfo',
  ]) {
    expect(jobs).toContain(said);
  }
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Workers', level: 1 }).waitFor();
  await page.getByRole('img', { name: '0 jobs in the last hour' }).first().waitFor();
  const workers = await page.locator('main').ariaSnapshot();
  for (const said of ['- heading "Workers" [level=1]', '- article', '- table', '- button "Pause all"']) {
    expect(workers).toContain(said);
  }
  await page.keyboard.press('g');
  await page.keyboard.press('j');
});

test('what ended is told, kept, and counted', async () => {
  const { page } = stage;
  stage.run('submit', 'plot', sample);
  const broken = join(stage.folder, 'broken.svg');
  writeFileSync(broken, '<svg');
  stage.run('submit', 'plot', broken);
  await page.getByRole('button', { name: 'Notices, 2 new' }).click();
  const list = page.getByRole('dialog', { name: 'Notices' });
  await list.getByText('flow-field.svg').waitFor();
  await list.getByText('This is not an SVG').waitFor();
  expect(await stage.faults()).toEqual([]);
  await list.getByRole('button', { name: /broken\.svg/ }).click();
  await page.getByRole('heading', { name: 'broken.svg' }).waitFor();
  await page.getByRole('button', { name: 'Notices', exact: true }).waitFor();
});

test('a list is narrowed by task and by worker', async () => {
  const { page } = stage;
  await page.getByRole('tab', { name: /All/ }).click();
  const box = page.getByRole('combobox', { name: /Search/ });
  await box.fill('task:quote');
  await page.getByText('No job matches').waitFor();
  await box.fill('task:plot');
  await stage.row('flow-field.svg').waitFor();
  await box.fill('worker:');
  await page.getByRole('option').first().click();
  await stage.row('flow-field.svg').waitFor();
  await box.fill('worker:nobody');
  await page.getByText('No job matches').waitFor();
  await box.fill('');
});

test('a result can be dragged out of the page', async () => {
  const { page } = stage;
  await stage.row('flow-field.svg').click();
  await page.getByRole('tab', { name: /Files/ }).click();
  const name = page.getByTitle(/^Drag plot\.svg/);
  await name.hover();
  // The drag's data, as the desktop would get it.
  await expect
    .poll(() =>
      name.evaluate((element) => {
        const data = new DataTransfer();
        element.dispatchEvent(
          new DragEvent('dragstart', { bubbles: true, cancelable: true, dataTransfer: data }),
        );
        return data.getData('DownloadURL');
      }),
    )
    .toMatch(/^[\w/+-]+:plot\.svg:blob:/);
});

test('at 400 px and at twice the size everything is still in reach', async () => {
  const { page } = stage;
  for (const size of [
    { width: 400, height: 800 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(size);
    for (const keys of [['g', 'w'], [','], ['g', 'j']]) {
      for (const key of keys) await page.keyboard.press(key);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${size.width} px after ${keys.join(' ')}`).toBeLessThanOrEqual(0);
    }
  }
});
