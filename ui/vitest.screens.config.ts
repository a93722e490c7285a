import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Pictures of every screen, for people to look at: run by `make screenshots` after `make build`.
export default defineConfig({
  root: fileURLToPath(new URL('../tests/browser', import.meta.url)),
  test: {
    globals: true,
    include: ['**/*.screens.ts'],
    testTimeout: 180_000,
    hookTimeout: 90_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
