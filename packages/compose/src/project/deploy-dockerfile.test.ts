import type { Docker } from '@docktopus/core';
import { afterEach, expect, test, vi } from 'vitest';
import { deployDockerfile } from './deploy-dockerfile.ts';

afterEach(() => vi.unstubAllEnvs());

test('a folder for temporary files that is not there is named with its path and a hint', async () => {
  vi.stubEnv('TMPDIR', '/no/such/folder');
  await expect(deployDockerfile({} as Docker, { text: 'FROM scratch' })).rejects.toMatchObject({
    code: 'path.not-found',
    operation: 'deployDockerfile',
    hint: expect.any(String),
    details: { path: expect.stringContaining('/no/such/folder') },
  });
});
