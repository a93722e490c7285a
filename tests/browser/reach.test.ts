// Everybody reaches everything: the main job by keys alone, on a phone and at 200 % zoom, and what a screen
// reader is told of each main screen.
import { Stage, sample } from './stage.ts';
import { readFileSync } from 'node:fs';
import { plate } from './plate.ts';

const PHONE = { width: 400, height: 860 };
const WIDE = { width: 1440, height: 900 };
/** 200 % of a small laptop: half of its width and height in CSS pixels. */
const ZOOMED = { width: 640, height: 400 };

let stage: Stage;
const sheet = () => stage.page.getByRole('dialog');

beforeAll(async () => {
  stage = await Stage.open('light');
});
afterAll(() => stage.close());

/** What is told of a part of the page, without what differs from run to run. */
async function told(selector = 'body'): Promise<string> {
  const text = await stage.page.locator(selector).first().ariaSnapshot();
  return `${text
    .replaceAll(/\/tmp\/[^\s"]*/g, 'PATH')
    .replaceAll(/[\w.-]+-\d+-\d+\b/g, 'WORKER')
    .replaceAll(/\b(\d+ of )?\d+ (slots? )?busy\b/g, 'BUSY')
    .replaceAll(/\b\d+ slots?\b/g, 'SLOTS')
    .replaceAll(/\b(now|just now|\d+ (m?s|min|h)( ago)?|[\d.]+ m?s)\b/g, 'TIME')
    .replaceAll(/\d\d:\d\d/g, 'CLOCK')
    .replaceAll(/\d+\.\d+\.\d+/g, 'VERSION')}\n`;
}

/** Nothing is wider than the window, and every button is inside it. */
async function fits(what: string): Promise<void> {
  const wide = await stage.page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const beyond = [...document.querySelectorAll('button, input, select, a')].filter((one) => {
      const { left, right, width, height } = one.getBoundingClientRect();
      const hidden = width < 2 || height < 2 || getComputedStyle(one).visibility === 'hidden';
      return !hidden && one.closest('.visually-hidden, .skip') === null && (left < -1 || right > room + 1);
    });
    return {
      scrolls: document.documentElement.scrollWidth > room,
      beyond: beyond.map((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()),
    };
  });
  expect(wide, what).toEqual({ scrolls: false, beyond: [] });
}

test('a screen reader is told the empty window, the workers and the settings', async () => {
  const { page } = stage;
  await page.getByRole('button', { name: 'Try a sample drawing' }).waitFor();
  await expect(await told()).toMatchFileSnapshot('told/empty.yml');
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Workers' }).waitFor();
  await page
    .getByRole('cell', { name: 'svg-generation' })
    .or(page.getByText('svg-generation'))
    .first()
    .waitFor();
  await expect(await told('main')).toMatchFileSnapshot('told/workers.yml');
  await page.keyboard.press(',');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await expect(await told('main')).toMatchFileSnapshot('told/settings.yml');
  await page.keyboard.press('g');
  await page.keyboard.press('j');
});

test('the main job is done by keys alone', async () => {
  const { page } = stage;
  // From the top of the page to the button of the first screen, by Tab.
  const sampleButton = page.getByRole('button', { name: 'Try a sample drawing' });
  await sampleButton.waitFor();
  for (let presses = 0; presses < 20; presses += 1) {
    if (await sampleButton.evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await sheet().locator('[data-drawn=true]').waitFor();
  await sheet().getByText('was 920 m').waitFor();
  await page.keyboard.press('Enter');
  await sheet().waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: /Finished\s*1/ }).waitFor({ timeout: 60_000 });
  await page.keyboard.press('4');
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'flow-field.svg' }).waitFor();
  await page.locator('[data-drawn=true]').waitFor();
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  expect((await downloading).suggestedFilename()).toBe('flow-field plot.svg');
  await expect(await told('main')).toMatchFileSnapshot('told/job.yml');
});

beforeEach(() => stage.page.setViewportSize(WIDE));

test.each([
  ['a phone', PHONE],
  ['200 % zoom', ZOOMED],
])('on %s nothing is lost and nothing scrolls sideways', async (what, size) => {
  const { page } = stage;
  await page.setViewportSize(size);
  await fits(`${what}: a job`);
  expect(await stage.faults()).toEqual([]);
  await page
    .getByRole('button', { name: 'Back to the list' })
    .or(page.getByRole('tab', { name: /Finished/ }))
    .first()
    .click();
  await fits(`${what}: jobs`);
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Workers' }).waitFor();
  await fits(`${what}: workers`);
  expect(await stage.faults()).toEqual([]);
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await stage.drop('flow-field.svg', readFileSync(sample));
  await sheet().locator('[data-drawn=true]').waitFor();
  await fits(`${what}: the sheet`);
  expect(await stage.faults()).toEqual([]);
  expect(await page.getByTestId('queue').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await stage.drop('plate.dxf', plate());
  await sheet().getByText('2 findings, 2 repaired').waitFor();
  await fits(`${what}: findings`);
  await page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'detached' });
  await page.setViewportSize(WIDE);
  await page.getByRole('tab', { name: /Finished/ }).click();
  await stage.row('flow-field.svg').click();
});

test('every dialog and the palette are reached by keys, and are in order', async () => {
  const { page } = stage;
  for (const [keys, name] of [
    ['?', 'Shortcuts'],
    ['Control+k', 'Find an action'],
  ] as const) {
    await page.keyboard.press(keys);
    await page.getByRole('dialog', { name }).waitFor();
    expect(await stage.faults(), name).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  for (const action of ['Connections', 'Add a worker', 'Outbox', 'Look for faults in the store']) {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(action);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading').first().waitFor();
    expect(await stage.faults(), action).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});

test('high contrast has no fault on any screen', async () => {
  const { page } = stage;
  await page.keyboard.press(',');
  await page.getByLabel('High contrast').check();
  for (const keys of [',', 'w', 'j']) {
    if (keys !== ',') await page.keyboard.press('g');
    await page.keyboard.press(keys);
    expect(await stage.faults(), keys).toEqual([]);
  }
  await stage.drop('plate.dxf', plate());
  await sheet().getByText('2 findings, 2 repaired').waitFor();
  expect(await stage.faults()).toEqual([]);
});
