import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Builds the two pages into `kiosk/dist`: `index.html` for the cardholder, `staff/index.html` for the officer. */
export default defineConfig({
  root: folder,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of our own origin: the pages run under `default-src 'self'` without inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { cardholder: `${folder}index.html`, staff: `${folder}staff/index.html` },
    },
  },
});
