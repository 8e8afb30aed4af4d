import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { bullQueue } from '@docktopus/queue';
import { BlueprintRunner, type JobCall, Router, silentLogger } from '@docktopus/runner';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { BlueprintProcess } from '../support/blueprint-process.ts';

const obstacle = serverObstacle('redis-server');
if (obstacle !== undefined) it('durable jobs on Redis get over bad days', ({ skip }) => skip(obstacle));
else {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  }, 120_000);
  afterAll(async () => redis[Symbol.asyncDispose]());

  const LEASE_MS = 1500;

  /** A machine that runs `handler` as the job `work`. */
  const machine = async (name: string, handler: (call: JobCall) => unknown, options = {}) => {
    const runner = BlueprintRunner.for()
      .router(Router.create().route('work', handler, { durable: true, ...options }))
      .queue(bullQueue({ url: redis.url, name }), { leaseMs: LEASE_MS })
      .options({ logger: silentLogger, graceMs: 100 });
    await runner.start();
    return runner;
  };

  test('a worker whose event loop stands still for longer than its lease is fenced, and its result is refused', async () => {
    const here = BlueprintRunner.for()
      .router(Router.create().route('work', () => 'from the other one', { durable: true }))
      .queue(bullQueue({ url: redis.url }), { leaseMs: LEASE_MS })
      .options({ logger: silentLogger });
    await using still = new BlueprintProcess('test/support/queue/blocked-worker.ts', [
      redis.url,
      `${LEASE_MS}`,
    ]);
    await still.says('ready');
    const client = BlueprintRunner.for()
      .router(Router.create().route('work', () => 1, { durable: true }))
      .queue(bullQueue({ url: redis.url }), { work: false })
      .options({ logger: silentLogger });
    await client.start();
    const { id } = await client.submit('work');
    await still.says('blocked');
    await here.start();
    expect(await here.queue.ended(id)).toMatchObject({
      state: 'done',
      result: 'from the other one',
      stalls: 1,
    });
    await still.says('warned: a durable job lost its lease');
    expect(await here.queue.get(id)).toMatchObject({ state: 'done', result: 'from the other one' });
    await here.stop();
    await client.stop();
  });

  test('a worker that is told to stop just as its server is killed ends', async () => {
    await using doomed = await startRedis();
    await using worker = new BlueprintProcess('test/support/queue/blocked-worker.ts', [
      doomed.url,
      `${LEASE_MS}`,
    ]);
    await worker.says('ready');
    await doomed.kill();
    worker.signal('SIGTERM');
    expect(await worker.end()).toEqual({ code: 0, signal: null, errors: '' });
  }, 60_000);

  test.each([
    [
      'a database that it does not have',
      () => `${redis.url}/99`,
      'refuses the connection: ERR DB index is out of range',
    ],
    [
      'a password that it does not know',
      () => redis.url.replace('//', '//jobs:guess@'),
      'refuses the connection: WRONGPASS',
    ],
    [
      'a port that nothing listens on',
      () => 'redis://:guess@127.0.0.1:1',
      'does not answer: connect ECONNREFUSED',
    ],
  ])(
    'a runner whose server is given %s does not start, and says why without the password',
    async (_, url, says) => {
      const runner = BlueprintRunner.for()
        .router(Router.create().route('work', () => 1, { durable: true }))
        .queue(bullQueue({ url: url() }))
        .options({ logger: silentLogger });
      const error: unknown = await runner.start().catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'queue.unavailable', message: expect.stringContaining(says) });
      expect(inspect(error, { depth: 10 })).not.toContain('guess');
    },
  );

  test.each(['order:7', '7', '-1', 'wait', 'meta', 'stalled-check'])(
    'an id that BullMQ cannot have is refused with what to write, and jobs that come beside it are kept: %s',
    async (id) => {
      const runner = await machine('ids', () => 'ran');
      const [refused, kept] = await Promise.allSettled([
        runner.submit('work', 1, { id }),
        runner.submit('work', 2),
      ]);
      expect(refused).toMatchObject({
        reason: { code: 'job.invalid', message: expect.stringContaining(`id: got "${id}", expected text`) },
      });
      if (kept.status === 'rejected') throw kept.reason;
      expect((await runner.queue.ended(kept.value.id))?.result).toBe('ran');
      await runner.stop();
    },
  );

  test('jobs of a host that has gone are told of by the others, run nowhere else, and run when it is back', async () => {
    const leaseMs = 300;
    const told: { readonly text: string; readonly host: unknown }[] = [];
    const tell = (text: string, fields?: object) =>
      void told.push({ text, host: (fields as { host?: unknown } | undefined)?.host });
    const onHost = async (host: string) => {
      const runner = BlueprintRunner.for()
        .router(Router.create().route('work', () => host, { durable: true }))
        .queue(bullQueue({ url: redis.url, name: 'hosts' }), { host, leaseMs })
        .options({ logger: { ...silentLogger, warn: tell, info: tell } });
      await runner.start();
      return runner;
    };
    const [here, there] = [await onHost('here'), await onHost('there')];
    const first = await here.submit('work', 1, { affinity: 'there' });
    expect(await here.queue.ended(first.id)).toMatchObject({ state: 'done', result: 'there' });
    await there.stop();
    const { id } = await here.submit('work', 2, { affinity: 'there' });
    const gone = { text: expect.stringContaining('a host that has gone'), host: 'there' };
    await expect.poll(() => told, { timeout: 30_000 }).toContainEqual(gone);
    expect(await here.queue.get(id)).toMatchObject({ state: 'queued', affinity: 'there' });
    const back = await onHost('there');
    expect(await here.queue.ended(id)).toMatchObject({ state: 'done', result: 'there' });
    await expect
      .poll(() => told, { timeout: 30_000 })
      .toContainEqual({ text: expect.stringContaining('is back'), host: 'there' });
    await back.stop();
    await here.stop();
  });

  describe('a deploy', () => {
    it('runs no job twice at a time, and keeps none waiting for longer than its lease', async () => {
      interface Run {
        readonly id: string;
        readonly version: number;
        readonly from: number;
        to: number;
      }
      const runs: Run[] = [];
      const version = (number: number) => async (call: JobCall) => {
        const run: Run = {
          id: call.id,
          version: number,
          from: performance.now(),
          to: Number.POSITIVE_INFINITY,
        };
        runs.push(run);
        try {
          await sleep(400, undefined, { signal: call.signal });
        } finally {
          run.to = performance.now();
        }
        return number;
      };
      const first = await machine('deploy', version(1), { concurrency: 4 });
      const jobs = await first.submitAll(Array.from({ length: 16 }, (_, body) => ({ jobId: 'work', body })));
      await expect.poll(() => runs.length, { timeout: 30_000 }).toBeGreaterThan(4);
      const second = await machine('deploy', version(2), { concurrency: 4 });
      const stoppedAt = performance.now();
      await first.stop();
      const ended = await Promise.all(jobs.map(({ id }) => second.queue.ended(id)));
      // A stop gives back: no attempt is counted, and no lease has to run out.
      expect(ended.map((job) => [job?.state, job?.attempt, job?.stalls])).toEqual(
        jobs.map(() => ['done', 1, 0]),
      );
      expect(ended.some((job) => job?.result === 2)).toBe(true);
      for (const { id } of jobs) {
        const ofJob = runs.filter((run) => run.id === id).sort((a, b) => a.from - b.from);
        for (const [index, run] of ofJob.entries()) {
          const next = ofJob[index + 1];
          if (next === undefined) continue;
          expect(next.from).toBeGreaterThanOrEqual(run.to);
          expect(next.from - Math.max(run.to, stoppedAt)).toBeLessThan(LEASE_MS + 4 * 400);
        }
      }
      await second.stop();
    });
  });
}
