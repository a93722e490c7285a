// What a picture can tell: passes, distances, picked paths, both sides with one camera.
import { Stage, type Theme, sample } from './stage.ts';

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;
  const view = () => stage.page.getByRole('img', { name: /^Drawing/ }).first();
  const info = () => stage.page.getByTestId('picture-info').first();

  beforeAll(async () => {
    stage = await Stage.open(theme);
    stage.run('submit', 'plot', sample);
    await stage.page.getByRole('tab', { name: /Finished/ }).click();
    await stage.row('flow-field.svg').click();
    await stage.page.locator('[data-drawn=true]').waitFor();
    await stage.page.getByRole('button', { name: 'Passes', disabled: false }).waitFor();
  });
  afterAll(() => stage.close());

  test('the text alternative says what the picture says', async () => {
    expect(await view().getAttribute('aria-label')).toMatch(
      /^Drawing, 420 × 297 mm, 3 layers, 5,552 paths, takes 1 h/,
    );
  });

  test('passes are painted over the sheet, with what the tints mean', async () => {
    await stage.page.keyboard.press('v');
    await stage.page.locator('canvas[data-painted=true]').waitFor();
    await stage.page.getByText(/^1×, \d+ %/).waitFor();
    expect(await stage.faults()).toEqual([]);
    await stage.page.keyboard.press('v');
    await stage.page.locator('canvas[data-painted=true]').waitFor({ state: 'detached' });
  });

  test('a distance is measured by keys alone', async () => {
    const { page } = stage;
    await page.keyboard.press('m');
    await view().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await info().getByText('Distance').waitFor();
    expect(await info().textContent()).toMatch(/[1-9]\d*(\.\d+)? mm/);
    await page.keyboard.press('Escape');
    await info().getByText('Distance').waitFor({ state: 'detached' });
    await page.keyboard.press('m');
    await page.keyboard.press('0');
  });

  test('a path that is clicked says what it is', async () => {
    const { page } = stage;
    const box = await view().boundingBox();
    if (box === null) throw new Error('the picture has a place');
    // The sample is dense: some place near the middle is on a line.
    await expect
      .poll(async () => {
        await page.mouse.click(
          box.x + box.width / 2 + Math.random() * 60,
          box.y + box.height / 2 + Math.random() * 60,
        );
        return info().textContent();
      })
      .toMatch(/Layer.*Path [\d,]+ of 5,552.*Length/);
    await view().focus();
    await page.keyboard.press('Escape');
    await page.mouse.move(2, 2);
  });

  test('one layer is shown alone', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: /^Show Eddies.* alone$/ }).click();
    const shown = page.getByRole('button', {
      name: /^Show (?!.*alone)/,
      pressed: true,
    });
    await expect.poll(() => shown.count()).toBe(1);
    await page.getByRole('button', { name: /^Show Eddies.* alone$/ }).click();
    await expect.poll(() => shown.count()).toBe(3);
  });

  test('both sides share one camera', async () => {
    const { page } = stage;
    await page.getByRole('radio', { name: 'Both' }).check({ force: true });
    await expect.poll(() => page.locator('[data-drawn=true]').count()).toBe(2);
    const left = await page
      .getByRole('img', { name: /^Drawing/ })
      .nth(0)
      .boundingBox();
    const right = await page
      .getByRole('img', { name: /^Drawing/ })
      .nth(1)
      .boundingBox();
    expect([left?.height, left?.y]).toEqual([right?.height, right?.y]);
    expect(await stage.faults()).toEqual([]);
    await page.getByRole('radio', { name: 'After' }).check({ force: true });
    await expect.poll(() => page.locator('[data-drawn=true]').count()).toBe(1);
  });

  test('lengths are shown in inches where a person wants them', async () => {
    const { page } = stage;
    await page.keyboard.press(',');
    await page.getByRole('radio', { name: 'Inches' }).check({ force: true });
    await page.getByLabel('High contrast').check();
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByRole('tab', { name: /Finished/ }).click();
    await stage.row('flow-field.svg').click();
    await page.getByText('16.54 × 11.69 in').first().waitFor();
    expect(await stage.faults()).toEqual([]);
  });
});
