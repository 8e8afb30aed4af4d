import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Everything that is shipped of a package. */
function shipped(name: string): readonly string[] {
  const folder = `packages/${name}/dist`;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(js|mjs|d\.ts)$/.test(file)).map((file) => `${folder}/${file}`);
}

test.each(['core', 'runner'])('no shipped file of %s imports the test kit', (name) => {
  const files = shipped(name);
  expect(files.length).toBeGreaterThan(10);
  const knowing = files.filter((file) =>
    /from '(@docktopus\/testing|vitest)/.test(readFileSync(file, 'utf8')),
  );
  expect(knowing).toEqual([]);
});

test('of the test kit, only its vitest entry knows vitest', () => {
  const knowing = shipped('testing').filter((file) =>
    /(from|import\() ?'vitest'/.test(readFileSync(file, 'utf8')),
  );
  expect(knowing.every((file) => file.includes('/vitest/'))).toBe(true);
});
