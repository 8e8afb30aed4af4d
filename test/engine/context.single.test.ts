import { expect, test } from 'vitest';
import { buildDoomed, Doomed } from '../support/crash/doomed.ts';
import { uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

buildDoomed();

test('a standby begins when the instance that runs is killed, and a second one is refused while it runs', async () => {
  await using things = await Labelled.connect();
  const name = uniqueName('single');
  const start = (single: true | 'standby') => new Doomed({ name, label: things.label, single });
  await using one = start(true);
  await one.reaches('init');
  await using refused = start(true);
  await expect(refused.reaches('init')).rejects.toThrow(
    `another instance of blueprint ${name} runs: process ${one.pid} is alive`,
  );
  await using two = start('standby');
  await two.reaches('standby');
  expect(two.output).not.toContain('init');
  await one.kill();
  await two.reaches('init');
  await two.end();
}, 120_000);

test('of two instances that start at the same time, one runs', async () => {
  await using things = await Labelled.connect();
  const name = uniqueName('single');
  const both = [1, 2].map(() => new Doomed({ name, label: things.label, single: true }));
  const outcomes = await Promise.allSettled(both.map((each) => each.reaches('init')));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const each of both) await each.end();
}, 120_000);
