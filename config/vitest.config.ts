import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Recognisers, browsers and killed stations are heavy and some wait for real time: side by side they only make each other late.
    maxWorkers: 1,
    reporters: ['default'],
  },
});
