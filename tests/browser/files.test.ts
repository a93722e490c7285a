// Pictures and tables, dropped like drawings: seen before they are queued.
import { discs } from './pixels.ts';
import { plate } from './plate.ts';
import { Stage, type Theme } from './stage.ts';

const GUESTS =
  'Name;Straße;PLZ;Ort\nZoë Łukasiewicz;Hauptstr. 1;10115;Berlin\n;Nowhere 2;10117;Berlin\nJean Dupont;12 rue de la Paix;75002;Paris\n';
const BILL = 'File,Qty,Material,Thickness\nbracket.dxf,4,mild steel,10\n';

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  let stage: Stage;
  const sheet = () => stage.page.getByRole('dialog');
  const close = async () => {
    await stage.page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  };

  beforeAll(async () => {
    stage = await Stage.open(theme);
  });
  afterAll(() => stage.close());

  test('a picture is traced at once, and stands behind its lines with one camera', async () => {
    const { page } = stage;
    await stage.drop('discs.png', discs());
    await sheet().getByLabel('Lines', { exact: true }).waitFor();
    await sheet().getByText('Paths', { exact: true }).waitFor();
    // A disc, and a ring with its hole.
    await expect
      .poll(() =>
        sheet()
          .getByRole('img', { name: /^Drawing, .*3 paths/ })
          .count(),
      )
      .toBe(1);
    await page.keyboard.press('y');
    await expect
      .poll(() =>
        sheet()
          .getByRole('img', { name: /^(Picture|Drawing), 52\.9 × 39\.7 mm/ })
          .count(),
      )
      .toBe(2);
    await sheet().locator('canvas[data-painted=true]').waitFor();
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press('y');
    // Another way to trace is planned at once.
    await sheet().getByLabel('Lines', { exact: true }).selectOption('hatch');
    await expect
      .poll(() =>
        sheet()
          .getByRole('img', { name: /^Drawing, / })
          .getAttribute('aria-label'),
      )
      .not.toMatch(/, 3 paths/);
    await close();
  });

  test('a table asks what it is, says how it was read, and names its bad rows', async () => {
    await stage.drop('guests.csv', GUESTS);
    const question = sheet().getByRole('group', { name: 'What is in guests.csv?' });
    await question.waitFor();
    expect(await stage.faults()).toEqual([]);
    await question.getByText('Recipients for cards').click();
    const facts = sheet().getByRole('region', { name: 'The table' });
    await facts.getByText('3 rows · semicolons · UTF-8').waitFor();
    await facts.getByText('Line 3').waitFor();
    await facts.getByText('there is no recipient').waitFor();
    await facts.getByText('Columns').click();
    await facts.getByRole('cell', { name: 'address line 1' }).waitFor();
    expect(await stage.faults()).toEqual([]);
  });

  test('one card after the other is looked at, bad rows are passed over, and each good one is a job', async () => {
    const { page } = stage;
    await sheet().getByRole('button', { name: 'Next card' }).click();
    await sheet().getByText('Card 1 of 3').waitFor();
    await sheet().getByRole('button', { name: 'Next card' }).click();
    await sheet().getByText('Card 3 of 3').waitFor();
    await sheet()
      .getByRole('button', { name: /^Queue 2 cards/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await sheet().waitFor({ state: 'detached' });
    await page.getByText('1 row was left out').first().waitFor();
    await page.getByRole('region', { name: 'Batch' }).getByText('2 of 2 done').waitFor({ timeout: 60_000 });
    expect(stage.run('jobs', '--json')).toContain('cards/0003.svg');
  });

  test('a bill that comes with its drawings is checked with them, as one job', async () => {
    const { page } = stage;
    await stage.drop('bill.csv', BILL, 'bracket.dxf', plate({ gap_mm: 0, twice: false }));
    await sheet().getByRole('switch', { name: 'One job with all files' }).waitFor();
    await sheet().getByText('1 row · commas · UTF-8').waitFor();
    await sheet().getByText('Every row can be used').waitFor({ timeout: 60_000 });
    expect(await stage.faults()).toEqual([]);
    await page.keyboard.press('Enter');
    await sheet().waitFor({ state: 'detached' });
    const jobs = () =>
      (JSON.parse(stage.run('jobs', '--json')) as { jobs: { task: string; inputs?: unknown[] }[] }).jobs;
    await expect.poll(() => jobs().filter((job) => job.task === 'analyze-csv').length).toBe(1);
  });

  test('a bill is a table of every row with its price or why it has none, and its columns sort it', async () => {
    const rows =
      'file,part,qty\nbracket.dxf,P-10,40\ngone.dxf,P-9,1\nbracket.dxf,P-8,two\nbracket.dxf,P-7,2\n';
    await stage.drop('bill.csv', rows, 'bracket.dxf', plate({ gap_mm: 0, twice: false }));
    const bill = sheet().getByRole('region', { name: 'The bill of parts' });
    await bill.getByText('2 of 4 rows quoted').waitFor({ timeout: 60_000 });
    const parts = () =>
      bill.locator('tr[data-line]').evaluateAll((all) => all.map((row) => row.children[1]?.textContent));
    expect(await parts()).toEqual(['P-10', 'P-9', 'P-8', 'P-7']);
    expect(await bill.getByRole('row', { name: /P-10/ }).textContent()).toMatch(/\d\.\d\d EUR/);
    await bill.getByRole('row', { name: 'gone.dxf is not among the files' }).waitFor();
    await bill.getByRole('button', { name: 'Price' }).click();
    expect(await parts()).toEqual(['P-10', 'P-7', 'P-9', 'P-8']);
    await bill.getByRole('button', { name: 'Part' }).click();
    expect(await parts()).toEqual(['P-7', 'P-8', 'P-9', 'P-10']);
    expect(await bill.getByRole('columnheader', { name: 'Part' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    expect(await stage.faults()).toEqual([]);
    await close();
  });

  test('the page complained of nothing', () => {
    // A plan that a newer one overtook is refused, and the browser logs that.
    expect(stage.complaints.filter((line) => !/status of 409/.test(line))).toEqual([]);
  });
});
