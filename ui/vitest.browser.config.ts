import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The UI in Debian's Chromium against `penstock serve`: run by `make browser-test` after `make build`.
export default defineConfig({
  root: fileURLToPath(new URL('../tests/browser', import.meta.url)),
  test: {
    globals: true,
    include: ['**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // One browser at a time: two cores.
    fileParallelism: false,
    pool: 'forks',
  },
});
