// A waterjet's way through the page: findings and repairs, a nest on its sheets, the jet as it cuts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plate } from './plate.ts';
import { Stage } from './stage.ts';

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(theme);
    await stage.page.getByRole('button', { name: 'Try a sample drawing' }).waitFor();
  });
  afterAll(() => stage.close());

  const sheet = () => stage.page.getByRole('dialog');
  const file = (name: string, content: string) => {
    const path = join(stage.folder, name);
    writeFileSync(path, content);
    return path;
  };
  async function openSheet(name: string, content: string, task: string) {
    const { page } = stage;
    await page.keyboard.press('n');
    await sheet().waitFor();
    const choosing = page.waitForEvent('filechooser');
    await sheet().getByRole('button', { name: 'Choose files…' }).click();
    await (await choosing).setFiles(file(name, content));
    await sheet().getByText(name).first().waitFor();
    await sheet().getByText(task, { exact: true }).first().click();
  }

  test('each repair is a step of its own that can be undone', async () => {
    await openSheet('plate.dxf', plate(), 'Analyze');
    const undo = sheet().getByRole('button', { name: /^Undo: A line lies on others/ });
    await undo.waitFor();
    await sheet().getByText('Units: millimetres').waitFor();
    await sheet().getByText('Cut length').waitFor();
    await undo.click();
    await sheet()
      .getByRole('button', { name: /^Remove: / })
      .waitFor();
    // Only that one: the setting names the others.
    const setting = sheet().getByLabel('Repairs', { exact: true });
    expect(await setting.inputValue()).not.toMatch(/overlaps|all/);
    expect(await setting.inputValue()).toContain('gaps');
    await sheet().getByRole('button', { name: 'Repair all' }).click();
    await undo.waitFor();
    await sheet()
      .getByRole('button', { name: /^Show where: / })
      .first()
      .click();
    await stage.page.locator('[data-marker]').waitFor();
    expect(await stage.faults()).toEqual([]);
    await stage.page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  });

  test('a nest shows its sheets, one alone, and what is left', async () => {
    await openSheet('part.dxf', plate({ gap_mm: 0, twice: false }), 'Nest');
    await sheet().locator('[data-box]').waitFor({ timeout: 60_000 });
    await sheet().getByText('1 of 1').waitFor();
    expect(await sheet().locator('[data-box]').textContent()).toMatch(/^Remnant /);
    expect(await stage.faults()).toEqual([]);
    await stage.page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  });

  test('the jet is as wide as its kerf, pierces where it starts, and plays', async () => {
    await openSheet('part.dxf', plate({ gap_mm: 0, twice: false }), 'G-code');
    await sheet().getByText('Proved within').waitFor({ timeout: 60_000 });
    const pierces = sheet().locator('circle.pierce');
    await expect.poll(() => pierces.count()).toBe(3);
    expect(await sheet().getByText('Cut by a jet with 3 pierces').count()).toBe(1);
    await sheet().getByRole('slider', { name: 'Time in the plot' }).press('Home');
    // All but the first are still ahead.
    await expect.poll(() => sheet().locator('circle.pierce.ahead').count()).toBeGreaterThan(1);
    expect(
      await sheet().getByRole('button', { name: 'Drawing', exact: true }).getAttribute('aria-pressed'),
    ).toBe('true');
    expect(await stage.faults()).toEqual([]);
    await stage.page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  });

  test('what one task made is where the next begins', async () => {
    const { page } = stage;
    stage.run('submit', 'analyze', file('shop.dxf', plate()));
    await page.getByRole('tab', { name: /Finished/ }).click();
    await stage.row('shop.dxf').click();
    await page.getByRole('tab', { name: /Files/ }).click();
    await page.getByRole('button', { name: 'New job with repaired.dxf' }).click();
    await sheet().getByText('repaired.dxf').first().waitFor();
    await sheet().getByText('Cut length').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    expect(stage.complaints).toEqual([]);
  });
});
