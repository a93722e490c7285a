import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Figures of the UI in Debian's Chromium, printed: `npm run measure`, on a machine that does nothing else.
export default defineConfig({
  root: fileURLToPath(new URL('../tests/browser', import.meta.url)),
  test: {
    globals: true,
    include: ['**/*.measure.ts'],
    testTimeout: 600_000,
    hookTimeout: 90_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
