import { BlueprintEnvironment, config, DockerContext, use } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { inject } from 'tsyringe';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type CollectingConsumer, collect } from '../consumers/index.ts';
import { job } from '../handler/index.ts';
import { interval } from '../producers/index.ts';
import { Router } from '../router/index.ts';
import { webhook } from '../webhook/index.ts';
import { BlueprintRunner } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

const Settings = BlueprintEnvironment.extend({
  attempts: z.number().default(1),
  everyMs: z.number().default(5),
  path: z.string().default('/hook'),
});
type Settings = z.infer<typeof Settings>;

let engine: FakeEngine;
beforeEach(() => {
  engine = new FakeEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

class Clock {
  constructor(readonly zone: string) {}
}

class ClockContext extends DockerContext {
  @config(Settings) override readonly env!: Settings;
  constructor(@inject(Clock) readonly clock: Clock) {
    super();
  }
}

class ClockJobs {
  @job('flaky', (env: Settings) => ({ retry: { attempts: env.attempts, initialMs: 1 } }))
  flaky(@use(Clock) clock: Clock) {
    tries += 1;
    if (tries < 3) throw new Error(`try ${tries}`);
    return `${clock.zone} at try ${tries}`;
  }
}
let tries = 0;

function runner(settings: Partial<Settings> = {}) {
  tries = 0;
  return BlueprintRunner.for(ClockContext)
    .provide(Clock, { useValue: new Clock('UTC') })
    .jobs(ClockJobs)
    .router(Router.create().route('tick', () => 'tick'))
    .options({
      connect: {
        transport: engine,
        config: { name: 'bp', strict: 'off', ...settings },
        configSources: { args: false, env: false, envFile: false, file: false },
        cleanup: 'none',
      },
    });
}

it('gives contexts and jobs what tokens stand for, and jobs the options that settings say', async () => {
  await using three = runner({ attempts: 3 });
  await three.start();
  expect(await three.call(ClockJobs, 'flaky')).toBe('UTC at try 3');
});

it('refuses job options that settings make impossible, at the start', async () => {
  const none = runner({ attempts: 0 });
  await expect(none.start()).rejects.toMatchObject({
    code: 'runner.invalid',
    message: expect.stringContaining('attempts'),
  });
});

it('adds producers, consumers and paths that are made of settings', async () => {
  const results: CollectingConsumer = collect();
  await using made = runner({ everyMs: 2, path: '/made/here' }).configure((env, late) =>
    late
      .producer(interval(env.everyMs, 'tick'))
      .producer(webhook({ path: env.path, jobId: 'tick', auth: { type: 'none' }, mode: 'result' }))
      .consumer(results)
      .http({ port: 0 }),
  );
  await made.start();
  await vi.waitFor(() => expect(results.results.length).toBeGreaterThan(0));
  const url = `http://127.0.0.1:${made.httpAddress?.port}/made/here`;
  const answer = await fetch(url, {
    method: 'POST',
    body: 'null',
    headers: { 'content-type': 'application/json' },
  });
  expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ body: 'tick' })]);
});

it('gives a consumer the results that its filter lets through; one that throws is a failure of the consumer', async () => {
  const results = collect();
  await using filtered = runner()
    .consumer(results, { filter: ({ ok }) => !ok })
    .consumer(() => undefined, {
      filter: () => {
        throw new Error('the filter is broken');
      },
    });
  await filtered.start();
  await filtered.call('tick');
  await filtered.call(ClockJobs, 'flaky').catch(() => undefined);
  await filtered.stop();
  expect(results.results.map(({ jobId, ok }) => [jobId, ok])).toEqual([['flaky', false]]);
  expect(filtered.counters.consumerFailures).toBe(2);
});
