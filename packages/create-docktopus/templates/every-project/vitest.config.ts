import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['reflect-metadata'],
    // For containers on a real engine: npm run test:engine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
