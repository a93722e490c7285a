// How long the page takes from an act to showing what it should, measured in the page itself.
import type { Page } from '../../ui/node_modules/playwright-core/types/types';

/** Longer than this is no answer. */
const PATIENCE_MS = 5_000;

/** Milliseconds in the page from an act to the frame after the page shows what it should. */
export async function took(page: Page, act: string, shows: string): Promise<number> {
  return page.evaluate(
    `new Promise((resolve, reject) => {
      const start = performance.now();
      (() => { ${act} })();
      const look = () => {
        if ((() => { ${shows} })()) requestAnimationFrame(() => resolve(performance.now() - start));
        else if (performance.now() - start > ${PATIENCE_MS}) reject(new Error('nothing was shown'));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })`,
  );
}

/** The middle of several, so that one hiccup of a busy machine is no verdict. */
export async function median(times: number, one: (turn: number) => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (let turn = 0; turn < times; turn += 1) found.push(await one(turn));
  return found.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? Infinity;
}
