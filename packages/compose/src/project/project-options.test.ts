import type { Docker } from '@docktopus/core';
import { expect, test } from 'vitest';
import { loadCompose } from '../load/load-compose.ts';
import { checkDeclaredOptions, checkDownOptions, checkUpOptions } from './check-project-options.ts';
import { composeProject } from './open-project.ts';

const file = { content: 'services: { web: { image: nginx } }' };
const misspelt = { proccessEnv: false } as object;

test('options of a file that do not exist are refused before the file is read, with the names that were meant', async () => {
  const expected = /proccessEnv: got an unknown key.*did you mean 'processEnv'\?/;
  await expect(loadCompose(file, misspelt)).rejects.toThrow(expected);
  await expect(composeProject({} as Docker, file, misspelt)).rejects.toThrow(expected);
  await expect(composeProject({} as Docker, file, { polcy: {} } as object)).rejects.toMatchObject({
    code: 'spec.invalid',
    message: expect.stringContaining("did you mean 'policy'?"),
  });
});

test('options of a declared project and of its calls are refused all at once', () => {
  expect(() => checkDeclaredOptions({ lifetime: 'sesion', profile: [] } as object)).toThrow(
    /^@compose: 2 problems\n.*did you mean 'session'\?\n.*did you mean 'profiles'\?$/,
  );
  expect(() => checkUpOptions({ recreate: 'allways', builds: true } as object, 'shop')).toThrow(
    /^compose\.up shop: 2 problems\n.*did you mean 'always'\?\n.*did you mean 'build'\?$/,
  );
  expect(() => checkDownOptions({ volume: true } as object, 'shop')).toThrow(/did you mean 'volumes'\?$/);
});
