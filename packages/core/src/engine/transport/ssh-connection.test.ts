import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { sshHint } from '../translate/ssh-hint.ts';
import { sshConnections } from './ssh-connection.ts';

afterEach(() => vi.unstubAllEnvs());

test('a missing ssh is named as such, with what to install', async () => {
  vi.stubEnv('PATH', '/nowhere');
  const connection = sshConnections({ kind: 'ssh', host: 'engine.example' })();
  const [error] = await once(connection, 'error');
  expect(error).toMatchObject({ code: 'ESSH', message: 'the program ssh is not on the PATH' });
  expect(sshHint(error.message)).toContain('Install the OpenSSH client');
});
