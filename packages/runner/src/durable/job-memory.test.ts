import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runOf } from '../job/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { setup, wait } from './durable-runner.fixture.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('steps', () => {
  it('are not repeated by later attempts, and come back as JSON has them', async () => {
    const done: string[] = [];
    const { runner } = await setup(
      async (call) => {
        const run = runOf(call);
        const commit = await run.step('checkout', () => {
          done.push('checkout');
          return { sha: 'abc', at: new Date(0) };
        });
        if (call.attempt === 1) throw new Error('the build broke');
        return run.step('push', () => {
          done.push('push');
          return commit;
        });
      },
      { job: { retry: { attempts: 2, initialMs: 10 } } },
    );
    const { id } = await runner.submit('work');
    await wait(20);
    expect(done).toEqual(['checkout', 'push']);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'done',
      steps: ['checkout', 'push'],
      result: { sha: 'abc', at: '1970-01-01T00:00:00.000Z' },
    });
    await runner.stop();
  });

  it('of one name are refused within an attempt, but for one that has failed', async () => {
    const { runner } = await setup(async (call) => {
      const run = runOf(call);
      await run.step('a', () => Promise.reject(new Error('once'))).catch(() => undefined);
      await run.step('a', () => 1);
      return run.step('a', () => 2);
    });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.step-repeated' } });
    await runner.stop();
  });

  it('that are too large together are refused', async () => {
    const { runner } = await setup((call) => runOf(call).step('a', () => 'x'.repeat(100)), {
      queue: { limits: { stepBytes: 50 } },
    });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.too-large' } });
    await runner.stop();
  });

  it('have effect keys that are the same in each attempt, and no others', async () => {
    const keys: string[] = [];
    const { runner } = await setup(
      (call) => {
        keys.push(runOf(call).effectKey('push'), runOf(call).effectKey('pull'));
        if (call.attempt === 1) throw new Error('again');
      },
      { job: { retry: { attempts: 2, initialMs: 0 } } },
    );
    await runner.submit('work');
    await wait(1);
    await runner.submit('work');
    await wait(1);
    expect(keys.slice(2, 4)).toEqual(keys.slice(0, 2));
    expect(new Set(keys).size).toBe(4);
    expect(keys.every((key) => /^[a-z0-9]{32}$/.test(key))).toBe(true);
    await runner.stop();
  });

  it('of a job that is not durable are remembered from attempt to attempt as well', async () => {
    let checkouts = 0;
    const router = Router.create().route(
      'plain',
      async (call) => {
        const commit = await runOf(call).step('checkout', () => {
          checkouts += 1;
          return 'abc';
        });
        if (call.attempt === 1) throw new Error('again');
        return commit;
      },
      { retry: { attempts: 2, initialMs: 0 } },
    );
    const runner = BlueprintRunner.for().router(router);
    await runner.start();
    const called = runner.call('plain');
    await wait(1);
    expect([await called, checkouts]).toEqual(['abc', 1]);
    await runner.stop();
  });
});

it('what a job says is kept without NUL and half characters, which not every store takes', async () => {
  const values: unknown[] = [];
  const { runner } = await setup(async (call) => {
    const run = runOf(call);
    run.log('out\0put \ud800');
    run.progress(0.5, 'half\0');
    values.push(await run.step('part\0', () => 'a\0b'));
    throw new Error('it said \0 and \udc00');
  });
  const { id } = await runner.submit('work');
  await wait(0);
  const job = await runner.queue.get(id);
  expect((await runner.queue.log(id)).map(({ text }) => text)).toEqual(['out\uFFFDput \uFFFD']);
  expect([job?.state, job?.error?.message]).toEqual(['dead', 'it said \uFFFD and \uFFFD']);
  expect([job?.progress?.note, job?.steps, values]).toEqual(['half\uFFFD', ['part\uFFFD'], ['a\0b']]);
  await runner.stop();
});

it('progress and log can be read while the job runs', async () => {
  const { runner } = await setup(async (call) => {
    const run = runOf(call);
    run.progress(0.3, 'compiling');
    run.log('line one');
    run.log('line two');
    await delay(1000, call.signal);
    run.progress(7);
  });
  const { id } = await runner.submit('work');
  await wait(10);
  expect(await runner.queue.get(id)).toMatchObject({ progress: { fraction: 0.3, note: 'compiling' } });
  expect(await runner.queue.log(id)).toMatchObject([
    { line: 1, text: 'line one' },
    { line: 2, text: 'line two' },
  ]);
  expect(await runner.queue.log(id, { after: 1 })).toMatchObject([{ line: 2 }]);
  await wait(1000);
  expect(await runner.queue.get(id)).toMatchObject({ state: 'done', progress: { fraction: 1 } });
  await runner.stop();
});
