import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadedAtOnce } from './loaded-at-once.ts';

/** 290 kB in 2026. What is loaded at once is paid for by each start; the rest comes with the first call that needs it. */
const AT_MOST_KB = 320;

test('an import of core loads a third of it', () => {
  const loaded = [...loadedAtOnce('packages/core/dist/bundle/index.js')].filter((each) =>
    each.startsWith('packages/'),
  );
  const kB = loaded.reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
  expect(kB).toBeGreaterThan(100);
  expect(kB).toBeLessThan(AT_MOST_KB);
});
