import { mkdir, mkdtemp, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DocktopusError } from '../errors/index.ts';
import { hostError, onHost } from './index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-error-'));
  await mkdir(join(folder, 'full', 'of'), { recursive: true });
  await mkdir(join(folder, 'empty'));
  await writeFile(join(folder, 'file'), 'text');
});
afterAll(() => rm(folder, { recursive: true }));

const failure = (promise: Promise<unknown>): Promise<DocktopusError> =>
  promise.then(
    () => expect.fail('it was expected to fail'),
    (error: DocktopusError) => error,
  );

test.each<[what: string, act: (folder: string) => Promise<unknown>, code: string, reason: string]>([
  [
    'a file that is not there',
    (at) => readFile(join(at, 'absent')),
    'path.not-found',
    'there is no such file',
  ],
  [
    'a file below a file',
    (at) => readFile(join(at, 'file', 'x')),
    'path.not-found',
    'is a file, not a directory',
  ],
  [
    'a directory in place of a file',
    (at) => readFile(join(at, 'full')),
    'path.invalid',
    'it is a directory (EISDIR)',
  ],
  ['a directory with content', (at) => rmdir(join(at, 'full')), 'path.in-use', 'is not empty (ENOTEMPTY)'],
  [
    'a directory that exists',
    (at) => mkdir(join(at, 'empty')),
    'path.in-use',
    'something is there already (EEXIST)',
  ],
  [
    'a directory over another',
    (at) => rename(join(at, 'empty'), join(at, 'full')),
    'path.in-use',
    'is not empty',
  ],
  [
    'a disk that is full',
    () => writeFile('/dev/full', 'x'),
    'disk.full',
    'no space is left on the disk of this machine (ENOSPC)',
  ],
  [
    'a name that is too long',
    (at) => readFile(join(at, 'x'.repeat(300))),
    'path.invalid',
    'the name is too long',
  ],
  ['a file system of the kernel', () => writeFile('/proc/version', 'x'), 'path.', 'cannot be written'],
])('%s is named with its code', async (_, act, code, reason) => {
  const error = await failure(
    onHost({ operation: 'container.copyFrom', subject: 'db', path: folder, to: 'write' }, () => act(folder)),
  );
  expect(error.code).toContain(code);
  expect(error).toMatchObject({ operation: 'container.copyFrom', subject: 'db' });
  expect(error.reason).toContain(reason);
  expect(error.details).toMatchObject({
    path: expect.stringMatching(/^\//),
    errno: expect.stringMatching(/^E/),
  });
  expect(error.hint).toBeDefined();
});

test.each([
  'EACCES',
  'EPERM',
  'EROFS',
  'EDQUOT',
  'EFBIG',
  'EBUSY',
  'ETXTBSY',
  'ELOOP',
  'EMFILE',
  'ENFILE',
  'EIO',
])('%s has a code and says what to do', (errno) => {
  const cause = Object.assign(new Error(`${errno}: bad luck, open '/data/x'`), {
    code: errno,
    path: '/data/x',
  });
  const error = hostError(cause, { operation: 'jsonLines', path: '/data', to: 'read' });
  expect(error).toMatchObject({
    code: expect.stringMatching(/^(path\.|disk\.full)/),
    subject: '/data/x',
    reason: expect.stringMatching(new RegExp(`^it cannot be read: .* \\(${errno}\\)$`)),
    hint: expect.any(String),
    cause,
  });
});

test.each([
  ['a DocktopusError', new DocktopusError('engine.closed', { operation: 'x', reason: 'y' })],
  ['an error without a code', new Error('x')],
  ['an error of the network', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
  ['no error at all', 'text'],
])('%s is returned as it is', (_, error) => {
  expect(hostError(error, { operation: 'x', path: '/x', to: 'read' })).toBe(error);
});
