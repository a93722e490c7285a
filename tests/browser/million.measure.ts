// A drawing of a million segments, open and playing: what it costs, and whether Cancel still answers.
// Prints figures; they belong into docs/measurements.md with the machine and its load.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from './stage.ts';
import { took } from './took.ts';

const PATHS = 1000;
const POINTS = 1001;

/** Waves from edge to edge, a thousand points each. */
function million(): string {
  const paths = Array.from({ length: PATHS }, (_, row) => {
    const y = 2 + (row / PATHS) * 290;
    const points = Array.from({ length: POINTS }, (__, at) => {
      const x = 2 + (at / POINTS) * 410;
      return `${x.toFixed(2)} ${(y + 3 * Math.sin(at / 7 + row / 11) + ((at * 7919) % 13) / 40).toFixed(2)}`;
    });
    return `<path d="M${points.join('L')}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="420mm" height="297mm" viewBox="0 0 420 297"
    fill="none" stroke="#1f4e9e" stroke-width=".1">${paths.join('')}</svg>`;
}

/** Resident memory of the page's process in MB. */
async function residentMb(stage: Stage): Promise<number> {
  const client = await stage.page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  await client.detach();
  const pages = processInfo.filter((one) => one.type === 'renderer');
  const sizes = pages.map(({ id }) => {
    const told = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'));
    return Number(told?.[1] ?? 0) / 1000;
  });
  return Math.max(...sizes);
}

const TURNS = 10;
/** The whole, with the reading of the file by the program that is measured. */
const PATIENCE_MS = 240_000;

test('a million segments, open and playing', { timeout: PATIENCE_MS }, async () => {
  const stage = await Stage.open('light');
  const said = (what: string) => console.info(`million segments: ${what}`);
  const ms = (n: number) => `${n.toFixed(0)} ms`;
  try {
    const { page } = stage;
    stage.run('pause');
    const drawing = million();
    // Each with a name of its own, so that each answer can be told from the one before.
    for (let n = 0; n < TURNS + 1; n += 1) {
      const file = join(stage.folder, `million-${n}.svg`);
      writeFileSync(file, drawing);
      stage.run('submit', 'plot', file);
    }
    await page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({
        type: 'longtask',
      });
      Object.assign(window, { tasks });
    });
    const opened = Date.now();
    await stage.row(`million-${TURNS}.svg`).click();
    await page.locator('[data-drawn=true]').first().waitFor({ timeout: 120_000 });
    said(`open until drawn ${ms(Date.now() - opened)}`);
    await page.getByRole('button', { name: 'Play in 20 seconds' }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();

    const cancels: number[] = [];
    for (let n = 0; n < TURNS; n += 1) {
      const name = `million-${n}.svg`;
      // The picture that plays stays: what is cancelled is another row.
      await stage.row(name).locator('input').check({ force: true });
      const cancel = `[...document.querySelectorAll('[role=toolbar] button')].find((one) => one.textContent.includes('Cancel')).click()`;
      const says = `return [...document.querySelectorAll('[role=status]')].some((one) => one.textContent.includes('ancelled') && one.textContent.includes('${name}'))`;
      cancels.push(await took(page, cancel, says));
      await page.waitForTimeout(200);
    }
    said(`Cancel until the page says so: ${cancels.map(ms).join(', ')}`);
    const paused = 'document.querySelector("footer").textContent.includes("paused")';
    const button = (name: string) =>
      `[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === '${name}').click()`;
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    const slice = await page.locator('[data-slice-ms]').first().getAttribute('data-slice-ms');
    said(`long tasks ${tasks.length}, the longest ${ms(Math.max(0, ...tasks))}`);
    said(`longest slice of the picture ${slice} ms`);
    said(`resident ${(await residentMb(stage)).toFixed(0)} MB`);
    said(`Resume until the page says so: ${ms(await took(page, button('Resume'), `return !(${paused})`))}`);
    stage.run('pause');
    expect(cancels).toHaveLength(TURNS);
  } finally {
    await stage.close();
  }
});
