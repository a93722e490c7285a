import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from './tests/svelte-testing.ts';
import { defineConfig } from 'vitest/config';

// The desktop shell and the gateway both serve `dist` from the root of an origin. The content security
// policy forbids inline scripts, so neither the module preload shim nor inlined assets are allowed.
export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  base: '/',
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  build: {
    target: 'es2022',
    cssTarget: ['safari18', 'chrome130'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    sourcemap: false,
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: 'happy-dom',
    // A machine that compiles beside this is slow; nothing here waits for so long by itself.
    testTimeout: 30_000,
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
  },
});
