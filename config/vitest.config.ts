import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Recognisers and browsers are heavy: more files at once than cores only makes each of them late.
    maxWorkers: 2,
    reporters: ['default'],
  },
});
