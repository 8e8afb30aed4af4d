import { expect, test } from 'vitest';
import { uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';
import { ExecProcess } from '../support/runner/exec-process.ts';

const CLEAN = { code: 0, signal: null, errors: '' };

/** `result 7 ok` → `7`: whose it is, without how it was. */
const ids = (lines: readonly string[]) => lines.map((line) => line.split(' ')[1]).sort();
const outcomes = (lines: readonly string[]) => new Set(lines.map((line) => line.split(' ')[2]));

test('SIGTERM in the middle of 500 calls: each has exactly one result, and nothing of the session is left', async () => {
  await using things = await Labelled.connect();
  const { label } = things;
  await using blueprint = new ExecProcess({
    name: uniqueName('term'),
    label,
    graceMs: 2000,
    calls: 500,
    script: 'true',
  });
  await blueprint.says('all handed in');
  await blueprint.says('result', 20);
  blueprint.signal('SIGTERM');
  expect(await blueprint.end()).toEqual(CLEAN);

  const [accepted, results] = [blueprint.said('accepted'), blueprint.said('result')];
  expect(accepted.length).toBe(500);
  expect(ids(results)).toEqual(ids(accepted));
  expect(outcomes(results)).toContain('ok');
  expect(
    [...outcomes(results)].filter((outcome) => outcome !== 'ok' && outcome !== 'runner.stopping'),
  ).toEqual([]);
  expect([blueprint.said('hook').length, blueprint.said('ended').length]).toEqual([1, 1]);
  expect(await things.names()).toEqual([]);
}, 180_000);

test('SIGINT once: a running call ends well', async () => {
  await using things = await Labelled.connect();
  const { label } = things;
  await using blueprint = new ExecProcess({
    name: uniqueName('int'),
    label,
    graceMs: 120_000,
    calls: 1,
    script: 'sleep 2',
  });
  await blueprint.says('began');
  blueprint.signal('SIGINT');
  expect(await blueprint.end()).toEqual(CLEAN);
  expect(blueprint.said('result')).toEqual(['result 0 ok']);
  expect(await things.names()).toEqual([]);
}, 120_000);

test('SIGINT twice: a running call is told that the runner stops, and the rest of the shutdown is in order', async () => {
  await using things = await Labelled.connect();
  const { label } = things;
  await using blueprint = new ExecProcess({
    name: uniqueName('int2'),
    label,
    graceMs: 120_000,
    calls: 1,
    script: 'sleep 300',
  });
  await blueprint.says('began');
  blueprint.signal('SIGINT');
  // Two signals of a kind that come before the first one is looked at are one.
  await blueprint.says('phase draining');
  blueprint.signal('SIGINT');
  expect(await blueprint.end()).toEqual(CLEAN);
  expect(blueprint.said('result')).toEqual(['result 0 runner.stopping']);
  expect(blueprint.said('hook').length).toBe(1);
  expect(await things.names()).toEqual([]);
}, 120_000);

test('a run that fails says why, leaves nothing, and ends the process with another exit code', async () => {
  await using things = await Labelled.connect();
  const usual = { label: things.label, graceMs: 2000, calls: 1, script: 'true' };
  await using unable = new ExecProcess({ ...usual, name: uniqueName('unable'), image: 'docktopus/none:1' });
  await using broken = new ExecProcess({
    ...usual,
    name: uniqueName('broken'),
    producerFails: 'out of calls',
  });
  const [atStart, later] = await Promise.all([unable.end(), broken.end()]);
  expect([atStart.code, later.code]).toEqual([1, 1]);
  expect(atStart.errors).toMatch(/docktopus\/none:1/);
  expect(later.errors).toContain('out of calls');
  expect([unable.said('ended'), broken.said('ended')]).toEqual([[], []]);
  // What was handed in before has its result.
  expect(broken.said('result')).toEqual(['result 0 ok']);
  expect(await things.names()).toEqual([]);
}, 120_000);
