// Ten thousand jobs in the list: how long a change of tab, a search and scrolling take in the page.
import { Stage } from './stage.ts';
import { queueThousands } from './thousands.ts';
import { took } from './took.ts';

const JOBS = 10_000;
const rows = `[...document.querySelectorAll('[data-job]')]`;

test('ten thousand jobs', { timeout: 120_000 }, async () => {
  const stage = await Stage.open('light');
  try {
    const { page } = stage;
    const said = (what: string, times: readonly number[]) =>
      console.info(`ten thousand jobs: ${what} ${times.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
    const each = async (turns: number, one: (turn: number) => Promise<number>) => {
      const found: number[] = [];
      for (let turn = 0; turn < turns; turn += 1) found.push(await one(turn));
      return found;
    };
    queueThousands(stage, JOBS);
    const batch = page.locator('[data-batch]').first();
    await batch.waitFor();
    // One flat list of all of them.
    await page.locator('#job-search').fill(`batch:${await batch.getAttribute('data-batch')}`);
    await page.locator('[data-batch]').waitFor({ state: 'detached' });
    await page.locator('[data-job]').nth(5).waitFor();

    const tab = (turn: number) => (turn % 2 === 0 ? 'All' : 'Active');
    const tabs = await each(7, (turn) =>
      took(
        page,
        `[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.startsWith('${tab(turn)}')).click()`,
        `return document.querySelector('[role=tab][aria-selected=true]').textContent.startsWith('${tab(turn)}')
          && ${rows}.length > 5`,
      ),
    );
    said('change of tab', tabs);
    const scrolls = await each(7, (turn) =>
      took(
        page,
        `document.querySelector('[role=grid]').scrollTop = ${300 + turn * 900}`,
        `const grid = document.querySelector('[role=grid]').getBoundingClientRect();
         const shown = ${rows}.map(row => row.getBoundingClientRect());
         return shown.some(row => row.top <= grid.top + 30) && shown.some(row => row.bottom >= grid.bottom - 30)`,
      ),
    );
    said('scrolled until there is no gap', scrolls);
    const word = (turn: number) => (turn % 2 === 0 ? 'needle' : 'many');
    const searches = await each(6, (turn) =>
      took(
        page,
        `const box = document.querySelector('#job-search'); box.value = '${word(turn)}';
         box.dispatchEvent(new Event('input', { bubbles: true }))`,
        `return ${rows}.length > 0 && ${rows}.every(row => row.textContent.includes('${word(turn)}'))`,
      ),
    );
    said('search, of which 120 ms wait for the next key', searches);
    expect([...tabs, ...scrolls, ...searches]).toHaveLength(20);
  } finally {
    await stage.close();
  }
});
