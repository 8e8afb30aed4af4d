import { expect, test } from 'vitest';
import type { ContainerFailure } from '../../errors/index.ts';
import { failureReason } from './failure-reason.ts';

const ended: ContainerFailure = {
  id: 'id',
  status: 'exited',
  exitCode: 3,
  oomKilled: false,
  engineError: undefined,
  lastLines: [],
};

test.each<[Partial<ContainerFailure>, string]>([
  [{}, 'it ended with exit code 3'],
  [{ exitCode: 0 }, 'it ended with exit code 0'],
  [{ exitCode: 137, oomKilled: true }, 'it was killed for lack of memory with exit code 137'],
  [{ exitCode: undefined, oomKilled: true }, 'it was killed for lack of memory'],
  [{ engineError: 'no such file', exitCode: 127 }, 'no such file'],
  [{ status: undefined, exitCode: undefined }, 'it was removed'],
  [{ status: 'unknown', exitCode: undefined }, 'what was said'],
  [{ status: 'running', exitCode: undefined }, 'what was said'],
])('%j: %s', (change, reason) => {
  expect(failureReason({ ...ended, ...change }, 'what was said')).toBe(reason);
});
