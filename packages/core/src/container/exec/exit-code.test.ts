import { afterEach, expect, test, vi } from 'vitest';
import type { Docker } from '../../engine/index.ts';
import { exitCodeOf } from './exit-code.ts';

afterEach(() => void vi.restoreAllMocks());

test('the exit code of a command is asked for again when this process was held up after its output had ended', async () => {
  const now = performance.now.bind(performance);
  const inspectExec = vi
    .fn()
    .mockImplementationOnce(async () => {
      vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
      return { running: true, exitCode: undefined, pid: 7 };
    })
    .mockResolvedValue({ running: false, exitCode: 3, pid: 7 });
  const docker = { engine: { inspectExec }, version: { engine: 'docker' } } as unknown as Docker;
  const exec = { execId: 'e', containerId: 'c', subject: 'db' };
  expect(await exitCodeOf(docker, exec, new AbortController().signal)).toBe(3);
  expect(inspectExec).toHaveBeenCalledTimes(2);
});
