import { expect, test } from 'vitest';
import type { ContainerStatus } from '../../status/index.ts';
import { decideStop } from './decide-stop.ts';

const running = {
  status: 'running',
  ownGraceSeconds: undefined,
  graceMs: undefined,
  timeoutMs: undefined,
} as const;

test.each<[string, Partial<Parameters<typeof decideStop>[0]>, number]>([
  ['the engine’s default', {}, 10],
  ['the container’s own', { ownGraceSeconds: 3 }, 3],
  ['without end', { ownGraceSeconds: -1 }, -1],
  ['as asked for', { graceMs: 2_000, ownGraceSeconds: 30 }, 2],
  ['whole seconds, rounded up', { graceMs: 1_001 }, 2],
  ['at once', { graceMs: 0 }, 0],
  ['asked for beyond the deadline', { graceMs: 9_000, timeoutMs: 3_000 }, 9],
  ['cut to fit the deadline', { timeoutMs: 3_500 }, 2],
  ['a deadline with room', { timeoutMs: 60_000 }, 10],
  ['a deadline below the margin', { timeoutMs: 500 }, 0],
  ['without end, cut to fit', { ownGraceSeconds: -1, timeoutMs: 5_000 }, 4],
  ['no deadline', { timeoutMs: 0 }, 10],
  ['no deadline either', { timeoutMs: Number.POSITIVE_INFINITY }, 10],
])('%s', (_, wish, graceSeconds) => {
  expect(decideStop({ ...running, ...wish })).toEqual({ graceSeconds });
});

test.each<[ContainerStatus, boolean]>([
  ['created', false],
  ['running', true],
  ['paused', true],
  ['restarting', true],
  ['exited', false],
  ['dead', false],
  ['removing', false],
])('%s needs the engine: %s', (status, needed) => {
  expect(decideStop({ ...running, status }) !== 'already-stopped').toBe(needed);
});
