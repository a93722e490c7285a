// A drawing of a million segments, open and playing: what it costs, and whether Cancel still answers.
// Prints figures; they belong into docs/measurements.md with the machine and its load.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from './stage.ts';

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

test('a million segments, open and playing', async () => {
  const stage = await Stage.open('light');
  try {
    const { page } = stage;
    stage.run('pause');
    const file = join(stage.folder, 'million.svg');
    writeFileSync(file, million());
    stage.run('submit', 'plot', file);
    for (let n = 0; n < 20; n += 1) stage.run('submit', 'plot', file, '--set', `order_budget_s=${n + 1}`);
    await page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({
        type: 'longtask',
      });
      Object.assign(window, { tasks });
    });
    const opened = Date.now();
    await stage.row('million.svg').click();
    await page.locator('[data-drawn=true]').first().waitFor({ timeout: 300_000 });
    const openMs = Date.now() - opened;
    await page.getByRole('button', { name: 'Play in 20 seconds' }).click();
    const answers: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      await page.waitForTimeout(300);
      answers.push(
        await page.evaluate(
          () =>
            new Promise<number>((done) => {
              // What the page says of it; the clock of the playback changes all the time.
              const said = () =>
                [...document.querySelectorAll('[role=status], [role=alert]')]
                  .map((one) => one.textContent ?? '')
                  .filter((words) => /ancell/.test(words))
                  .join('|');
              const before = said();
              const start = performance.now();
              const watch = new MutationObserver(() => {
                if (said() === before) return;
                watch.disconnect();
                requestAnimationFrame(() => done(performance.now() - start));
              });
              watch.observe(document.body, { childList: true, subtree: true, characterData: true });
              document.body.dispatchEvent(
                new KeyboardEvent('keydown', { key: 'c', bubbles: true, cancelable: true }),
              );
            }),
        ),
      );
      await page.keyboard.press('j');
    }
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    const slice = await page.locator('[data-slice-ms]').first().getAttribute('data-slice-ms');
    const ms = (n: number) => `${n.toFixed(0)} ms`;
    console.info(
      [
        `open until drawn: ${ms(openMs)}`,
        `Cancel until the page says so, ten times: ${answers.map(ms).join(', ')}`,
        `long tasks: ${tasks.length}, the longest ${ms(Math.max(0, ...tasks))}`,
        `longest slice of the picture: ${slice} ms`,
        `resident: ${(await residentMb(stage)).toFixed(0)} MB`,
      ].join('\n'),
    );
    expect(answers).toHaveLength(10);
  } finally {
    await stage.close();
  }
});
