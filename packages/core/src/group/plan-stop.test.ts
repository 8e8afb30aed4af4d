import { expect, test } from 'vitest';
import { printPlan } from './plan-step.ts';
import { planStop, type StoppedMember } from './plan-stop.ts';

const member = (name: string, after: readonly string[] = [], stopTimeoutSeconds?: number): StoppedMember => ({
  name,
  dependsOn: Object.fromEntries(after.map((other) => [other, 'ready'])),
  spec: stopTimeoutSeconds === undefined ? {} : { stopTimeoutSeconds },
});

test('members stop before those that they depend on', () => {
  expect(printPlan(planStop([member('db'), member('cache'), member('web', ['db'])], { remove: false }))).toBe(
    [
      'stop web: its group stops',
      'stop cache: its group stops',
      'stop db: its group stops; after stop web',
    ].join('\n'),
  );
});

test('a member is removed after it has stopped, and before its dependencies stop', () => {
  expect(printPlan(planStop([member('db'), member('web', ['db'])], { remove: true }))).toBe(
    [
      'stop web: its group stops',
      'remove web: it ends with its group',
      'stop db: its group stops; after remove web',
      'remove db: it ends with its group',
    ].join('\n'),
  );
});

test('members in a dependency cycle stop as well', () => {
  expect(planStop([member('a', ['b']), member('b', ['a'])], { remove: false }).map(({ id }) => id)).toEqual([
    'stop a',
    'stop b',
  ]);
});

test.each([
  [undefined, undefined, undefined],
  [undefined, 5_000, 5_000],
  [30, 5_000, undefined],
  [1, 10_000, undefined],
])(
  "with a stop timeout of %s s and a group's grace of %s ms, the stop gives %s ms",
  (own, graceMs, expected) => {
    const [stop] = planStop([member('db', [], own)], { graceMs, remove: false });
    expect(stop).toMatchObject({ op: 'stop', graceMs: expected });
  },
);
