import type { Plugin } from 'vite';

/** Under vitest, components must be the browser's build of Svelte, not the server's. */
export function svelteTesting(): Plugin {
  return {
    name: 'penstock-svelte-testing',
    config: () => (process.env['VITEST'] ? { resolve: { conditions: ['browser'] } } : {}),
  };
}
