// Every task that the command line has has its form in the window: every setting of its schema, with its unit.
import { Stage, sample } from './stage.ts';
import { discs } from './pixels.ts';
import { plate } from './plate.ts';
import { readFileSync } from 'node:fs';

interface TaskInfo {
  name: string;
  title: string;
  accepts: string[];
  inputs: [number, number];
  schema: { properties: Record<string, Record<string, unknown>> };
}

let stage: Stage;
let tasks: TaskInfo[] = [];
const sheet = () => stage.page.getByRole('dialog');

beforeAll(async () => {
  stage = await Stage.open('light');
  const told = JSON.parse(stage.run('tasks', '--json')) as TaskInfo[] | { tasks: TaskInfo[] };
  tasks = Array.isArray(told) ? told : told.tasks;
});
afterAll(() => stage.close());

/** Brings what the task takes, and chooses it. */
async function open(task: TaskInfo): Promise<void> {
  const { page } = stage;
  if (task.inputs[0] === 0) {
    await page.keyboard.press('n');
    await sheet()
      .getByRole('button', { name: `Make one: ${task.title}` })
      .click();
  } else if (task.name === 'analyze-csv') {
    // A drawing alone is no bill.
    await stage.drop('bill.csv', 'file,quantity\nplate.dxf,2\n', 'plate.dxf', plate({ gap_mm: 0, twice: false }));
  } else if (task.accepts.includes('dxf')) await stage.drop('plate.dxf', plate({ gap_mm: 0, twice: false }));
  else if (task.accepts.includes('svg')) await stage.drop('flow-field.svg', readFileSync(sample));
  else await stage.drop('discs.png', discs());
  const choice = sheet().getByRole('radio', { name: task.title, exact: true });
  const list = sheet().getByRole('combobox', { name: 'Task' });
  await sheet().getByRole('heading', { name: 'Settings' }).waitFor();
  if (await list.isVisible()) await list.selectOption(task.name);
  else if ((await choice.count()) > 0) await choice.check({ force: true });
}

test('every task opens its form with every setting of its schema', async () => {
  expect(tasks.length).toBeGreaterThanOrEqual(10);
  for (const task of tasks) {
    await open(task);
    const names = Object.keys(task.schema.properties).filter((name) => name !== 'row');
    await expect
      .poll(
        async () => {
          const shown = await sheet()
            .locator('[data-field]')
            .evaluateAll((all) => all.map((one) => one.getAttribute('data-field')?.split('.')[0]));
          return names.filter((name) => !shown.includes(name));
        },
        { message: task.name },
      )
      .toEqual([]);
    // Everything in it has a name, and its units stand beside it.
    for (const [name, schema] of Object.entries(task.schema.properties)) {
      const unit = schema['x-unit'];
      if (typeof unit !== 'string' || schema['x-advanced'] === true) continue;
      const field = sheet().locator(`[data-field="${name}"]`);
      if ((await field.count()) === 0) continue;
      expect(await field.textContent(), `${task.name} ${name}`).toContain(unit);
    }
    expect(await stage.faults(), task.name).toEqual([]);
    await stage.page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'detached' });
  }
});

test('a value outside its range is said at its field, and nothing can be queued', async () => {
  await stage.drop('flow-field.svg', readFileSync(sample));
  const field = sheet().locator('[data-field=margin_mm]');
  await field.locator('input').fill('900');
  await field.getByRole('alert').waitFor();
  expect(await field.getByRole('alert').textContent()).toMatch(/Must be 0 to 500/);
  expect(await stage.page.getByTestId('queue').isDisabled()).toBe(true);
  await sheet().getByText('1 setting needs attention').waitFor();
  await field.getByRole('button', { name: /^Reset/ }).click();
  await expect.poll(() => stage.page.getByTestId('queue').isDisabled()).toBe(false);
});

test('a pattern is drawn while its values change', async () => {
  await stage.page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'detached' });
  await stage.page.keyboard.press('n');
  await sheet().getByRole('button', { name: 'Make one: Pattern' }).click();
  const label = () =>
    sheet()
      .getByRole('img', { name: /^Drawing/ })
      .first()
      .getAttribute('aria-label');
  await sheet().locator('[data-drawn=true]').waitFor();
  const before = await label();
  await sheet().locator('[data-field=kind] select').selectOption('maze');
  await expect.poll(label, { timeout: 20_000 }).not.toBe(before);
});

test('a quote is shown line by line, each with its formula and figures', async () => {
  await stage.page.keyboard.press('Escape');
  await sheet().waitFor({ state: 'detached' });
  await stage.drop('plate.dxf', plate({ gap_mm: 0, twice: false }));
  const choice = sheet().getByRole('radio', { name: 'Quote', exact: true });
  await choice.check({ force: true });
  const price = sheet().locator('details.price');
  await price.getByText('Machine time').click();
  await price.getByText('machine_per_hour', { exact: true }).waitFor();
  const minor = (text: string | null) => Number((text ?? '').replace(/[^0-9]/g, ''));
  const sums = async () => {
    const amounts = await price.locator('li summary .tabular').allTextContents();
    const sum = amounts.reduce((all, one) => all + minor(one), 0);
    return [sum, minor(await price.locator('b').textContent())];
  };
  const [before] = await sums();
  await sheet().getByLabel('Quantity', { exact: true }).fill('40');
  // The lines follow the setting, and their sum is the price.
  await expect.poll(async () => ((await sums())[0] ?? 0) > (before ?? 0)).toBe(true);
  const [sum, total] = await sums();
  expect(sum).toBe(total);
  expect(await stage.faults()).toEqual([]);
  await stage.page.keyboard.press('Escape');
});
