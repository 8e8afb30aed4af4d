import { expect, test } from 'vitest';
import { executeStop } from './execute-stop.ts';
import type { StartStep } from './start-plan.ts';

const step = (name: string, ...after: string[]): StartStep => ({
  name,
  engineName: name,
  action: 'create',
  why: '',
  removes: [],
  after: Object.fromEntries(after.map((other) => [other, 'ready'])),
});

test('what depends on others is stopped before them, all else at once', async () => {
  const log: string[] = [];
  await executeStop([step('db'), step('cache'), step('web', 'db')], async ({ name }) => {
    log.push(`stop ${name}`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} stopped`);
  });
  expect(log.slice(0, 2)).toEqual(['stop web', 'stop cache']);
  expect(log.filter((line) => !line.includes('cache')).slice(1)).toEqual([
    'web stopped',
    'stop db',
    'db stopped',
  ]);
});

test('a failure keeps no other from being stopped, and all come back', async () => {
  const stopped: string[] = [];
  const done = executeStop([step('a'), step('b', 'a'), step('c', 'a')], async ({ name }) => {
    stopped.push(name);
    if (name !== 'a') throw new Error(`${name} is stuck`);
  });
  await expect(done).rejects.toMatchObject({
    message: '2 containers failed to stop',
    cause: { message: 'c is stuck' },
  });
  expect(stopped).toEqual(['c', 'b', 'a']);
});
