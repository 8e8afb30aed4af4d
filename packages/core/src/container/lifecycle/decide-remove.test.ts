import { expect, test } from 'vitest';
import type { ContainerStatus } from '../../status/index.ts';
import { decideRemove } from './decide-remove.ts';

test.each<[ContainerStatus | undefined, boolean, ReturnType<typeof decideRemove>]>([
  [undefined, false, 'gone'],
  [undefined, true, 'gone'],
  ['created', false, 'remove'],
  ['exited', false, 'remove'],
  ['dead', false, 'remove'],
  ['removing', false, 'remove'],
  ['running', false, 'refuse'],
  ['paused', false, 'refuse'],
  ['restarting', false, 'refuse'],
  ['running', true, 'remove'],
  ['paused', true, 'remove'],
])('%s, force %s: %s', (status, force, decision) => {
  expect(decideRemove(status, force)).toBe(decision);
});
