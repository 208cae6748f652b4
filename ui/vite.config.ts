// Builds the till's screens into ui/dist. The result must run under a strict content security
// policy: no inline script, no inline style, nothing fetched from elsewhere.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte()],
  resolve: {
    alias: { $: here('./src'), $locales: here('../assets/locales') },
    // Under vitest the browser build of Svelte is needed, not the server one.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  server: { fs: { allow: ['..'] }, proxy: { '/api': 'http://127.0.0.1:8086' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['safari18', 'chrome128'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
  },
}));
