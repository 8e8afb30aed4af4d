import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { watcherModule } from '../../scripts/embed-watcher.mjs';

test('the text of the watcher is what its program is bundled to: else run `node scripts/embed-watcher.mjs`', async () => {
  const file = fileURLToPath(
    new URL('../../packages/core/src/ownership/watcher-program.ts', import.meta.url),
  );
  expect(readFileSync(file, 'utf8')).toBe(await watcherModule());
});
