import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './jobs-submit.ts';

const submit = (body: string) =>
  run({ args: ['job', body], options: {} } as unknown as Parameters<typeof run>[0]);

test.each([
  ['that is not there', '/no/such/body.json', 'path.not-found'],
  ['below a file', '/etc/passwd/body.json', 'path.not-found'],
  ['that is a directory', tmpdir(), 'path.invalid'],
])('a body from a file %s is refused with the path and a hint', async (_, path, code) => {
  await expect(submit(`@${path}`)).rejects.toMatchObject({
    code,
    operation: 'jobs submit',
    hint: expect.any(String),
    details: { path },
  });
});

test('a file that is not JSON is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-submit-'));
  const path = join(folder, 'body.json');
  await writeFile(path, '{');
  await expect(submit(`@${path}`)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(`${path} is not JSON: `),
  });
  await rm(folder, { recursive: true });
});
