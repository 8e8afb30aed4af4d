import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { DockerContext } from '../docker-context.ts';

const node = process.execPath;

afterEach(() => {
  process.execPath = node;
});

test('without a node for the watcher, contexts connect, clean up by sweeps, and say so once', async () => {
  await using engine = new FakeEngine();
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-engine-'));
  await using listening = await engine.listen(join(folder, 'docker.sock'));
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  process.execPath = '/no/such/node';
  const connect = (cleanup?: 'watcher') =>
    DockerContext.connect({
      endpoint: listening.endpoint,
      config: { name: 'bp' },
      configSources: { args: false, env: false, envFile: false, file: false },
      cleanup,
    });
  await using first = await connect();
  await using second = await connect();
  expect([first.cleanup, second.cleanup]).toEqual(['sweep', 'sweep']);
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^context\.watch: the process that cleans up after a crash could not be started: .*ENOENT.* Connect with cleanup: 'sweep'/,
      ),
      { type: 'DocktopusWarning', code: 'DOCKTOPUS_NO_WATCHER' },
    ],
  ]);
  await expect(connect('watcher')).rejects.toMatchObject({ code: 'context.failed' });
  warn.mockRestore();
  rmSync(folder, { recursive: true });
});
