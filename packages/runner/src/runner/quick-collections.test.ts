import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { silentLogger } from '../log/index.ts';
import { type JobOptions, Router } from '../router/index.ts';
import { BlueprintRunner } from './index.ts';

const IN_FLIGHT = 64;
const CALLS = 2000;
/** What each call carries: 8 bytes for each of them. */
const NUMBERS = 500;

const running: { stop(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop();
});

/** A runner with a job that ends when `finish()` is called for the oldest of its calls. */
async function setup(options: JobOptions) {
  const handlers: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => handlers.push(resolve));
  const runner = BlueprintRunner.for()
    .router(Router.create().route('work', work, options))
    .options({ logger: silentLogger });
  running.push(runner);
  await runner.start();
  return { call: runner.call.bind(runner), finish: () => handlers.shift()?.() };
}

const caller = new AbortController();

test.each<[string, JobOptions, { signal?: AbortSignal }]>([
  ['a call', {}, {}],
  ['a call with a signal that lives long', {}, { signal: caller.signal }],
  ['a call with a time limit', { timeoutMs: 60_000 }, {}],
  ['a call that waits for its place', { concurrency: IN_FLIGHT / 2 }, {}],
])('%s has gone with the first quick garbage collection after its end', async (_, options, callOptions) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;
  const { call, finish } = await setup(options);
  const calls: Promise<unknown>[] = [];
  const pass = async (count: number) => {
    for (let each = 0; each < count; each += 1) {
      calls.push(call('work', new Array(NUMBERS).fill(each), callOptions));
      if (calls.length <= IN_FLIGHT) continue;
      finish();
      await calls.shift();
      if (each % 250 === 0) collect({ type: 'minor' });
    }
  };
  await pass(500);
  // Now what the runner lives with is old.
  collect();
  const before = oldBytes();
  await pass(CALLS);
  // A set of the calls in flight would keep all of them, which is 8 MB.
  expect(oldBytes() - before).toBeLessThan((CALLS * NUMBERS * 8) / 4);
  while (calls.length > 0) {
    finish();
    await calls.shift();
  }
});

function oldBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => space_name === 'old_space' || space_name === 'large_object_space')
    .reduce((bytes, { space_used_size }) => bytes + space_used_size, 0);
}
