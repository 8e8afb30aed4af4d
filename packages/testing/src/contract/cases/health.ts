import assert from 'node:assert/strict';
import type { Bench } from '../bench.ts';
import { cases } from '../contract-case.ts';

const MS = 1_000_000;
const check = (script: string, more: object = {}) => ({
  Test: ['CMD-SHELL', script],
  Interval: 200 * MS,
  Retries: 2,
  ...more,
});

function becomes(bench: Bench, id: string, status: string): Promise<unknown> {
  return bench.until(status, async () => (await bench.state(id)).Health?.Status === status);
}

export const healthCases = cases('health', {
  'is starting at first': async (bench) => {
    const id = await bench.run({ Healthcheck: check('true', { Interval: 60_000 * MS }) });
    assert.equal((await bench.state(id)).Health?.Status, 'starting');
  },
  'becomes healthy, and tells of it': async (bench) => {
    const recorder = await bench.record();
    const id = await bench.run({ Healthcheck: check('true') });
    await becomes(bench, id, 'healthy');
    await recorder.until('health_status: healthy');
  },
  'becomes unhealthy after so many failures': async (bench) => {
    const recorder = await bench.record();
    const id = await bench.run({ Healthcheck: check('exit 1') });
    await becomes(bench, id, 'unhealthy');
    assert.ok(((await bench.state(id)).Health?.FailingStreak ?? 0) >= 2);
    await recorder.until('health_status: unhealthy');
  },
  recovers: async (bench) => {
    const id = await bench.run({ Healthcheck: check('test -f /ok') });
    await becomes(bench, id, 'unhealthy');
    await bench.exec(id, ['touch', '/ok']);
    await becomes(bench, id, 'healthy');
  },
  'forgives failures while it starts': async (bench) => {
    const id = await bench.run({ Healthcheck: check('exit 1', { StartPeriod: 60_000 * MS }) });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal((await bench.state(id)).Health?.Status, 'starting');
  },
  'takes a check that takes too long for a failure': async (bench) => {
    const id = await bench.run({ Healthcheck: check('sleep 60', { Timeout: 200 * MS, Retries: 1 }) });
    await becomes(bench, id, 'unhealthy');
  },
  'runs a check without a shell': async (bench) => {
    const id = await bench.run({ Healthcheck: { ...check(''), Test: ['CMD', 'true'] } });
    await becomes(bench, id, 'healthy');
  },
  'is absent without a check': async (bench) => {
    assert.equal((await bench.state(await bench.run())).Health ?? undefined, undefined);
  },
  'is absent when a check is turned off': async (bench) => {
    const id = await bench.run({ Healthcheck: { Test: ['NONE'] } });
    assert.equal((await bench.state(id)).Health ?? undefined, undefined);
  },
  'is not healthy when nothing runs': async (bench) => {
    const id = await bench.run({ Healthcheck: check('true') });
    await becomes(bench, id, 'healthy');
    await bench.engine.stopContainer(id, { graceSeconds: 0 });
    assert.notEqual((await bench.state(id)).Health?.Status, 'healthy');
  },
});
