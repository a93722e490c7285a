// The npm packages live with the UI; these tests live with the other tests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));

type Playwright = typeof import('../../ui/node_modules/playwright-core/types/types');

export const { chromium } = require('playwright-core') as Playwright;

/** The whole of axe, to be run inside a page. */
export const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
