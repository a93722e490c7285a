// A plate as it comes from a customer: its findings are shown, located, repaired, and given back.
import { plate } from './plate.ts';
import { Stage, type Theme } from './stage.ts';

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;
  const sheet = () => stage.page.getByRole('dialog');
  const finding = (words: RegExp) => sheet().getByRole('listitem').filter({ hasText: words });
  const planned = () =>
    sheet().getByText('Planning…').first().waitFor({ state: 'detached', timeout: 60_000 });

  beforeAll(async () => {
    stage = await Stage.open(theme);
  });
  afterAll(() => stage.close());

  test('what can be mended is numbered, mended, and says so', async () => {
    await stage.drop('plate.dxf', plate());
    await sheet().getByText('2 findings, 2 repaired').waitFor();
    await finding(/lies on others for 40 mm and was cut back/).waitFor();
    await finding(/A gap of 0.05 mm .* was closed/).waitFor();
    // On the picture each has its number.
    await expect.poll(() => sheet().locator('[data-mark]').count()).toBe(2);
    expect(await stage.faults()).toEqual([]);
  });

  test('a click goes to the place', async () => {
    await sheet()
      .getByRole('button', { name: /^Show where: A gap/ })
      .click();
    await sheet().locator('[data-marker]').waitFor();
  });

  test('undo gives the overlap back, and repair takes it again, each in its place', async () => {
    const numbered = () =>
      sheet()
        .getByRole('listitem')
        .filter({ hasText: /lies on others/ })
        .textContent();
    const before = (await numbered())?.trim().at(0);
    await sheet()
      .getByRole('button', { name: /^Undo: A line lies on others/ })
      .click();
    await finding(/it would be cut twice there/).waitFor();
    await planned();
    await sheet()
      .getByText(/, 1 repaired/)
      .waitFor();
    expect((await numbered())?.trim().at(0)).toBe(before);
    // The gap is still mended, and can be undone by itself.
    await sheet()
      .getByRole('button', { name: /^Undo: A gap/ })
      .waitFor();
    await sheet()
      .getByRole('button', { name: /^Remove: A line lies on others/ })
      .click();
    await finding(/was cut back/).waitFor();
    await sheet()
      .getByRole('button', { name: /^Undo: A line lies on others/ })
      .waitFor();
    // What the repair did to the drawing is said beside it.
    await sheet().getByText('Cut back 1 line that lay on others').waitFor();
  });

  test('all are undone and repaired at once, and the button stays in reach', async () => {
    await sheet().getByRole('button', { name: 'Undo all' }).click();
    await sheet()
      .getByRole('button', { name: /^Close: A gap/ })
      .waitFor();
    await finding(/the contour is open/).waitFor();
    await sheet().getByRole('button', { name: 'Repair all' }).click();
    await sheet().getByText('2 findings, 2 repaired').waitFor();
    await sheet().getByRole('button', { name: 'Undo all' }).waitFor();
    expect(await stage.faults()).toEqual([]);
  });

  test('the repaired plate is queued as it was shown', async () => {
    const { page } = stage;
    await page.keyboard.press('Enter');
    await sheet().waitFor({ state: 'detached' });
    const states = () =>
      (JSON.parse(stage.run('jobs', '--json')) as { jobs: { state: string }[] }).jobs.map((job) => job.state);
    await expect.poll(states, { timeout: 60_000 }).toEqual(['finished']);
    expect(stage.run('jobs', '--json')).toContain('repaired.dxf');
  });

  test('what cannot be cut for open lines leads to the repair, and offers no list that is not there', async () => {
    const { page } = stage;
    await stage.drop('open.dxf', plate({ gap_mm: 3 }));
    await sheet().getByText('G-code', { exact: true }).click();
    await planned();
    expect(await sheet().getByText('Bill of parts', { exact: true }).count()).toBe(0);
    await sheet().getByRole('button', { name: 'Repair in Analyze' }).click();
    await sheet()
      .getByRole('listitem')
      .filter({ hasText: /gap|open/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  });

  test('the unit of a drawing is said once, whatever is made of it, and asked again for the next', async () => {
    const { page } = stage;
    const ask = () => sheet().getByRole('button', { name: 'Use millimetres' });
    await stage.drop('metres.dxf', plate({ unit: 6 }));
    const line = () => page.getByTestId('import-line').textContent();
    await expect.poll(line).toContain('metres.dxf · 120,000 × 80,000 mm');
    await ask().click();
    await expect.poll(line).toContain('metres.dxf · 2 layers');
    await sheet().getByText('120 × 80 mm').first().waitFor();
    await sheet().getByText('Quote', { exact: true }).click();
    await sheet().getByText('Price', { exact: true }).first().waitFor();
    await sheet().getByText('Units: millimetres').waitFor();
    expect(await ask().count()).toBe(0);
    await page.keyboard.press('Enter');
    await sheet().waitFor({ state: 'detached' });

    await stage.drop('other.dxf', plate({ unit: 6 }));
    await ask().waitFor();
    await sheet().getByText('Quote', { exact: true }).click();
    await ask().waitFor();
    await page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  });
});
