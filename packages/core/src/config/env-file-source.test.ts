import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { DocktopusError } from '../errors/index.ts';
import { loadConfig } from './index.ts';

async function load(text: string | undefined, options: Parameters<typeof loadConfig>[0] = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'docktopus-env-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  if (text !== undefined) await writeFile(join(directory, '.env'), text);
  return loadConfig({ args: false, env: false, file: false, directory, ...options });
}

test.each([
  ['\uFEFFDOCKTOPUS_A=1\n', 1],
  ['DOCKTOPUS_A = x\n', 'x'],
  ['\tDOCKTOPUS_A\t=\tx\n', 'x'],
  ['export\tDOCKTOPUS_A=x\n', 'x'],
  ['DOCKTOPUS_A: x\n', 'x'],
  ['DOCKTOPUS_A=a#b # comment\n', 'a#b'],
  ['DOCKTOPUS_A="a \\"b\\" c"\n', 'a "b" c'],
  ["DOCKTOPUS_A='$HOME'\n", '$HOME'],
  ['DOCKTOPUS_B=x\nDOCKTOPUS_A=${DOCKTOPUS_B}-y\n', 'x-y'],
  ['DOCKTOPUS_A=${DOCKTOPUS_C:-z}\r\n', 'z'],
  ['FOO\nDOCKTOPUS_A=x\n', 'x'],
])('the .env file %j is read as Compose reads it', async (text, value) => {
  expect((await load(text)).at('a')).toBe(value);
});

test('a variable of the environment stands in a value before the lines above it', async () => {
  const configuration = await load('HOST=file\nDOCKTOPUS_A=${HOST}\n', { env: { HOST: 'environment' } });
  expect(configuration.at('a')).toBe('environment');
});

test('lines that cannot be read are refused all at once, without what they hold', async () => {
  const error = await load('DOCKTOPUS_KEY s3cret\nDOCKTOPUS_B=${s3cret-\nA=1\nDOCKTOPUS_C="s3cret\n').catch(
    (caught: unknown) => caught as DocktopusError,
  );
  expect(error).toMatchObject({ code: 'config.invalid' });
  expect((error as DocktopusError).message.replaceAll(/\/.*\/\.env/g, '.env')).toBe(
    [
      'config: 3 problems',
      '  .env:1: got a line that cannot be read, expected NAME=value, because the name "DOCKTOPUS_KEY …" contains a space; write NAME=value',
      '  .env:2: got a line that cannot be read, expected NAME=value, because the value has a $ that is not a variable: write ${NAME}, ${NAME:-default}, or $$ for a dollar sign',
      '  .env:4: got a line that cannot be read, expected NAME=value, because the quote " is never closed',
    ].join('\n'),
  );
});

test('a file that somebody has named must be there, .env need not', async () => {
  expect((await load(undefined)).at.name).toBe('at');
  await expect(load(undefined, { envFile: 'prod.env' })).rejects.toThrow(
    /^config: 1 problem\n {2}envFile: got \/.*\/prod\.env, expected a file of variables, because there is no such file$/,
  );
});

test('a variable without a value is a problem only when a schema reads it', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => warn.mockRestore());
  await load('DOCKTOPUS_A=x$NOT_THERE\n');
  expect(warn.mock.calls.map(([text]) => String(text).replace(/^.*\/\.env/, '.env'))).toEqual([
    '.env: NOT_THERE has no value and counts as empty; write \\$ for a dollar sign',
  ]);
});
