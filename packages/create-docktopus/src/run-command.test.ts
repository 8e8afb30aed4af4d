import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const { execPath } = process;

test.each([
  ['ends with 0', execPath, ['-e', ''], 'done'],
  ['ends with another exit code', execPath, ['-e', 'process.exit(3)'], 'failed'],
  ['is ended by a signal', execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"], 'failed'],
  ['is not installed', 'no-such-program-anywhere', [], 'missing'],
  ['is a directory', tmpdir(), [], 'failed'],
])('a program that %s is told as such', async (_, command, args, outcome) => {
  expect(await runCommand(command, args, tmpdir(), false)).toBe(outcome);
});
