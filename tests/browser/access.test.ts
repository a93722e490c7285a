// Every screen, in both themes: axe finds nothing, and the keyboard reaches what the mouse does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage, type Theme, sample } from './stage.ts';

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(theme);
  });
  afterAll(() => stage.close());

  test('the empty window', async () => {
    await stage.page.getByRole('button', { name: 'Try a sample drawing' }).waitFor();
    expect(await stage.faults()).toEqual([]);
  });

  test('the sheet', async () => {
    await stage.page.getByRole('button', { name: 'Try a sample drawing' }).click();
    await stage.page.getByRole('dialog').locator('[data-drawn=true]').waitFor();
    await stage.page.getByText('was 920 m').waitFor();
    expect(await stage.faults()).toEqual([]);
    await stage.page.keyboard.press('Escape');
    await stage.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('a finished and a failed job', async () => {
    const broken = join(stage.folder, 'broken.svg');
    writeFileSync(broken, '<svg');
    stage.run('submit', 'plot', sample);
    stage.run('submit', 'plot', broken);
    for (const [tab, name] of [
      [/Finished/, 'flow-field.svg'],
      [/Failed/, 'broken.svg'],
    ] as const) {
      await stage.page.getByRole('tab', { name: tab }).click();
      await stage.row(name).click();
      await stage.page.getByRole('heading', { name }).waitFor();
      expect(await stage.faults()).toEqual([]);
    }
  });

  test('workers, settings and the shortcuts, by keyboard alone', async () => {
    const { page } = stage;
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.getByRole('heading', { name: 'Workers' }).waitFor();
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press(',');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
