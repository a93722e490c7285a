// The desk around the jobs: notices and filters.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage, sample } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open('light');
});
afterAll(() => stage.close());

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
