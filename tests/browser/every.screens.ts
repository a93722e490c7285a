// Every screen in every state as a picture, in both themes and on a phone: `make screenshots` writes them
// to dist/screenshots (or $PENSTOCK_SCREENSHOTS), and a person looks at them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { discs } from './pixels.ts';
import { plate } from './plate.ts';
import { Stage, type Theme, sample } from './stage.ts';

const folder =
  process.env['PENSTOCK_SCREENSHOTS'] ?? fileURLToPath(new URL('../../dist/screenshots', import.meta.url));
const GUESTS = `Name;Street;Zip;City;Country
Zoë Łukasiewicz;Hauptstr. 1;10115;Berlin;DE
;Nowhere 2;10117;Berlin;DE
Jean Dupont;12 rue de la Paix;75002;Paris;FR
Ångström Jöns;Storgatan 4;11455;Stockholm;SE
`;
const BILL = `File;Part;Qty;Material;Thickness
bracket.dxf;B-100;4;mild steel;10
bracket.dxf;B-200;12;stainless 304;6,5
bracket.dxf;B-300;2,5;mild steel;10
cover.dxf;C-100;1;Edelstahl;3
bracket.dxf;B-400;40;aluminium 6061-T6;1/4"
`;
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 400, height: 860 };

mkdirSync(folder, { recursive: true });

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;
  const keep = async (name: string) => {
    // What was just pressed has moved the pointer there; a hint on it is no part of the screen.
    await stage.page.mouse.move(2, 2);
    await stage.page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  };
  const tab = (name: RegExp) => stage.page.getByRole('tab', { name }).click();
  const drawn = () => stage.page.locator('[data-drawn=true]').first().waitFor();
  /** The same in the width of a phone. */
  const both = async (name: string) => {
    await keep(name);
    await stage.page.setViewportSize(NARROW);
    await stage.page.waitForTimeout(300);
    await keep(`${name}-narrow`);
    await stage.page.setViewportSize(WIDE);
    await stage.page.waitForTimeout(300);
  };
  const submit = (name: string, content: string, ...more: string[]) => {
    const file = join(stage.folder, name);
    writeFileSync(file, content);
    return stage.run('submit', 'plot', file, ...more).trim();
  };
  const square = (n: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="148mm" viewBox="0 0 210 148">
      <path d="M20 20H${40 + n}V100H20Z" fill="none" stroke="#1f4e9e" stroke-width=".4"/></svg>`;

  beforeAll(async () => {
    stage = await Stage.open(theme);
  });
  afterAll(() => stage.close());

  test('empty', async () => {
    await stage.page.getByRole('button', { name: 'Try a sample drawing' }).waitFor();
    await both('jobs-empty');
    await stage.page.keyboard.press('g');
    await stage.page.keyboard.press('w');
    await stage.page.getByRole('heading', { name: 'Workers' }).waitFor();
    await both('workers');
    await stage.page.keyboard.press(',');
    await stage.page.getByRole('heading', { name: 'Settings' }).waitFor();
    await both('settings');
    await stage.page.keyboard.press('?');
    await stage.page.getByRole('dialog').waitFor();
    await keep('shortcuts');
    await stage.page.keyboard.press('Escape');
    await stage.page.keyboard.press('Control+k');
    await stage.page.getByRole('dialog').waitFor();
    await keep('palette');
    await stage.page.keyboard.press('Escape');
    await stage.page.keyboard.press('g');
    await stage.page.keyboard.press('j');
  });

  test('the sheet', async () => {
    await stage.page.getByRole('button', { name: 'Try a sample drawing' }).click();
    await stage.page.getByRole('dialog').locator('[data-drawn=true]').waitFor();
    await stage.page.getByText('was 920 m').waitFor();
    await both('sheet');
    await stage.page.keyboard.press('Escape');
  });

  test('finished and failed', async () => {
    stage.run('submit', 'plot', sample);
    await tab(/Finished/);
    await stage.row('flow-field.svg').click();
    await drawn();
    await both('job-finished');
    for (const [key, name] of [
      ['v', 'passes'],
      ['o', 'order'],
      ['t', 'travel'],
    ] as const) {
      await stage.page.keyboard.press(key);
      await stage.page.waitForTimeout(600);
      await keep(`picture-${name}`);
      await stage.page.keyboard.press(key);
    }
    await stage.page.keyboard.press('y');
    await expect.poll(() => stage.page.locator('[data-drawn=true]').count()).toBe(2);
    await keep('picture-both');
    await stage.page.keyboard.press('y');
    for (let n = 1; n <= 4; n += 1) submit(`panel-${n}.svg`, '<svg');
    for (let n = 1; n <= 2; n += 1)
      submit(`cut-short-${n}.svg`, `${'\n'.repeat(n)}<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0`);
    await tab(/Failed/);
    await stage.row('cut-short-2.svg').click();
    await stage.page.getByRole('heading', { name: 'cut-short-2.svg' }).waitFor();
    await both('job-failed');
  });

  test('every task on the sheet', async () => {
    await stage.page.keyboard.press('n');
    await stage.page.getByRole('button', { name: 'Try a sample drawing' }).click();
    const tasks = stage.page.getByRole('combobox', { name: 'Task' });
    await tasks.waitFor();
    const names = await tasks
      .locator('option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    for (const name of names) {
      await tasks.selectOption(name);
      await stage.page.getByText('Planning…').first().waitFor({ state: 'detached', timeout: 60_000 });
      await stage.page.waitForTimeout(500);
      await keep(`sheet-${name}`);
    }
    await stage.page.keyboard.press('Escape');
  });

  test('cutting', async () => {
    const { page } = stage;
    const sheet = page.getByRole('dialog');
    const bring = async (name: string, content: string, task: string) => {
      const file = join(stage.folder, name);
      writeFileSync(file, content);
      // The page hears keys once it stands.
      await page.getByRole('button', { name: /^New job/ }).waitFor();
      await page.keyboard.press('n');
      const choosing = page.waitForEvent('filechooser');
      await sheet.getByRole('button', { name: 'Choose files…' }).click();
      await (await choosing).setFiles(file);
      await sheet.getByText(task, { exact: true }).first().click();
      await page.getByText('Planning…').first().waitFor({ state: 'detached', timeout: 60_000 });
      await page.waitForTimeout(800);
    };
    await bring('plate.dxf', plate(), 'Analyze');
    await both('cut-findings');
    await page.keyboard.press('Escape');
    await bring('bracket.dxf', plate({ gap_mm: 0, twice: false }), 'Nest');
    await sheet.getByLabel('Quantity').fill('40');
    await page.waitForTimeout(1500);
    await page.getByText('Planning…').first().waitFor({ state: 'detached', timeout: 60_000 });
    await keep('cut-nest');
    await page.keyboard.press('Escape');
    await bring('bracket.dxf', plate({ gap_mm: 0, twice: false }), 'G-code');
    await keep('cut-jet');
    await page.keyboard.press('Escape');
    await bring('bracket.dxf', plate({ gap_mm: 0, twice: false }), 'Quote');
    await sheet.getByLabel('Quantity', { exact: true }).fill('40');
    await page.waitForTimeout(1500);
    await page.getByText('Planning…').first().waitFor({ state: 'detached', timeout: 60_000 });
    const line = sheet.getByText('Machine time');
    await line.click();
    await line.scrollIntoViewIfNeeded();
    await keep('cut-quote');
    await page.keyboard.press('Escape');
  });

  test('pictures, tables and batches', async () => {
    const { page } = stage;
    const sheet = page.getByRole('dialog');
    const planned = async () => {
      await page.getByText('Planning…').first().waitFor({ state: 'detached', timeout: 60_000 });
      await page.waitForTimeout(800);
    };
    await stage.drop('discs.png', discs());
    await planned();
    await page.keyboard.press('y');
    await page.waitForTimeout(800);
    await keep('sheet-picture');
    await page.keyboard.press('y');
    await page.keyboard.press('Escape');
    await stage.drop('guests.csv', GUESTS);
    await sheet.getByText('Recipients for cards').waitFor();
    await both('table-asks');
    await sheet.getByText('Recipients for cards').click();
    await sheet.getByText('Card', { exact: true }).first().waitFor();
    await sheet.getByLabel('Template', { exact: true }).selectOption('birthday');
    await sheet.getByLabel('Message', { exact: true }).fill('Many happy returns, {Name}!');
    await planned();
    await sheet.getByRole('button', { name: 'Next card' }).click();
    await planned();
    await both('table-cards');
    await sheet.getByRole('button', { name: /^Queue \d+ cards/ }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Batch' }).getByText('3 of 3 done').waitFor({ timeout: 60_000 });
    await tab(/Finished/);
    await page.getByRole('button', { name: 'Show the jobs of guests.csv' }).click();
    await page.locator('[data-job]').nth(2).waitFor();
    await both('batch');
    await stage.drop('bill.csv', BILL, 'bracket.dxf', plate({ gap_mm: 0, twice: false }));
    await planned();
    await both('table-bill');
    await page.keyboard.press('Escape');
  });

  test('notices', async () => {
    await stage.page.getByRole('button', { name: /^Notices/ }).click();
    await stage.page.getByRole('dialog').waitFor();
    await keep('notices');
    await stage.page.keyboard.press('Escape');
  });

  test('high contrast', async () => {
    await stage.page.keyboard.press(',');
    await stage.page.getByLabel('High contrast').check();
    await keep('settings-contrast');
    await stage.page.keyboard.press('g');
    await stage.page.keyboard.press('j');
    await tab(/Finished/);
    await stage.row('flow-field.svg').click();
    await drawn();
    await keep('job-finished-contrast');
    await stage.page.keyboard.press(',');
    await stage.page.getByLabel('High contrast').uncheck();
    await stage.page.keyboard.press('g');
    await stage.page.keyboard.press('j');
  });

  test('busy', async () => {
    stage.run('pause');
    const first = submit('waits-1.svg', square(1));
    for (let n = 2; n <= 9; n += 1) submit(`waits-${n}.svg`, square(n));
    submit('nobody.svg', square(3), '--queue', 'waterjet');
    submit('after.svg', square(3), '--after', first);
    submit('tonight.svg', square(3), '--in', '5h');
    await tab(/Active/);
    await stage.row('waits-1.svg').click();
    await drawn();
    await both('jobs-busy');
    await tab(/Scheduled/);
    await stage.row('tonight.svg').waitFor();
    await both('jobs-scheduled');
    await tab(/All/);
    await stage.row('tonight.svg').waitFor();
    await both('jobs-all');
    await stage.page.keyboard.press('g');
    await stage.page.keyboard.press('w');
    await stage.page.getByRole('heading', { name: 'Workers' }).waitFor();
    await both('workers-busy');
  });
});
