import { DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { inject } from 'tsyringe';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { job, run } from '../handler/index.ts';
import { JobOutcome, type JobRun } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { type MemoryQueue, memoryQueue, PoisonError } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

const JOB_LABEL = 'dev.docktopus.job';

let engine: FakeEngine;
let store: MemoryQueue;
/** What the handler does once it has its container. */
let work: (run: JobRun) => unknown;
/** The id of the container in each attempt. */
let ids: (string | undefined)[];
let lifetime: 'session' | 'persistent';

beforeEach(() => {
  engine = new FakeEngine();
  store = memoryQueue();
  ids = [];
  lifetime = 'session';
});
afterEach(() => engine[Symbol.asyncDispose]());

class Boxes extends DockerContext {
  /** Of all jobs: it belongs to none of them. */
  override async onInit() {
    await this.box('shared').start();
  }

  box(name: string) {
    return this.container('busybox:1.36').name(name).cmd(['sleep', '600']).lifetime(lifetime).slot();
  }
}

class Jobs {
  constructor(@inject(Boxes) private readonly boxes: Boxes) {}

  @job('work', { durable: true, retry: { attempts: 2, initialMs: 1 } })
  async work(@run() attempt: JobRun) {
    const box = this.boxes.box(attempt.effectKey('box'));
    await box.start();
    ids.push(box.id);
    return await work(attempt);
  }
}

async function setup(leaseMs = 30_000) {
  const runner = BlueprintRunner.for(Boxes)
    .jobs(Jobs)
    .queue(store, { leaseMs })
    .options({
      logger: silentLogger,
      connect: {
        transport: engine,
        cleanup: 'sweep',
        config: { name: 'boxes', strict: 'off', shutdownGraceMs: 0 },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    });
  await runner.start();
  const ctx = runner.resolve(Boxes);
  const boxes = async () =>
    (await ctx.docker.engine.listContainers({ all: true })).flatMap(({ Labels, Names }) =>
      Names.includes('/shared') ? [] : [Labels[JOB_LABEL]],
    );
  return { runner, ctx, boxes };
}

it('what a durable job makes carries its id, and stays when the job is done', async () => {
  work = () => 'done';
  const { runner, ctx, boxes } = await setup();
  const { id } = await runner.submit('work');
  await runner.queue.ended(id);
  expect(await boxes()).toEqual([id]);
  expect((await ctx.docker.engine.inspectContainer('shared')).Config.Labels).not.toHaveProperty(JOB_LABEL);
  await runner.stop();
});

it('an attempt takes over the container that the attempt before it has made', async () => {
  work = ({ attempt }) => {
    if (attempt === 1) throw new Error('once more');
  };
  const { runner, boxes } = await setup();
  const { id } = await runner.submit('work');
  expect((await runner.queue.ended(id))?.attempt).toBe(2);
  expect([ids.length, new Set(ids).size, await boxes()]).toEqual([2, 1, [id]]);
  await runner.stop();
});

it('a job that is dead takes its containers along, persistent ones too, and no others', async () => {
  work = () => {
    throw new PoisonError('never');
  };
  for (lifetime of ['session', 'persistent'] as const) {
    const { runner, ctx, boxes } = await setup();
    const { id } = await runner.submit('work');
    expect((await runner.queue.ended(id))?.state).toBe('dead');
    await vi.waitFor(async () => expect(await boxes()).toEqual([]));
    expect(await ctx.docker.engine.listContainers({ all: true })).toHaveLength(1);
    await runner.stop();
  }
});

it('a job that is cancelled takes its containers along', async () => {
  work = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { runner, boxes } = await setup();
  const { id } = await runner.submit('work');
  await vi.waitFor(async () => expect(await boxes()).toEqual([id]));
  await runner.queue.cancel(id);
  await vi.waitFor(async () => expect(await boxes()).toEqual([]));
  await runner.stop();
});

it('a job that is cancelled while it waits for its next attempt takes its containers along', async () => {
  work = () => JobOutcome.retryAfter(60_000);
  const { runner, boxes } = await setup();
  const { id } = await runner.submit('work');
  await vi.waitFor(async () => expect((await runner.queue.get(id))?.state).toBe('delayed'));
  expect(await boxes()).toEqual([id]);
  await runner.queue.cancel(id);
  await vi.waitFor(async () => expect(await boxes()).toEqual([]));
  await runner.stop();
});

it('an attempt that has lost its lease takes its containers along, and gets no more', async () => {
  let more: Promise<unknown> | undefined;
  const { runner, ctx, boxes } = await setup(200);
  work = async ({ signal, attempt }) => {
    if (attempt > 1 || ids.length > 1) return;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    const late = ctx.box('late');
    more = (async () => {
      await vi.waitFor(async () => expect(await boxes()).toEqual([]));
      await late.start();
    })().catch((error: unknown) => error);
    throw signal.reason;
  };
  const { id } = await runner.submit('work');
  await vi.waitFor(async () => expect(await boxes()).toEqual([id]));
  // Nobody else may run it.
  await runner.queue.pause();
  store.kill((await store.get(id))!.worker!);
  await vi.waitFor(async () => expect(await boxes()).toEqual([]));
  expect(await more).toMatchObject({ code: 'aborted', subject: id });
  await runner.stop();
});

it('persistent containers of a job that has died without its process are removed by the next one', async () => {
  lifetime = 'persistent';
  work = () => JobOutcome.retryAfter(60_000);
  const first = await setup();
  const { id } = await first.runner.submit('work');
  await vi.waitFor(async () => expect((await first.runner.queue.get(id))?.state).toBe('delayed'));
  await first.runner.stop();
  expect(await store.cancel(id, { code: 'job.cancelled', message: 'not needed' })).toBe('cancelled');
  const { runner, boxes } = await setup();
  await vi.waitFor(async () => expect(await boxes()).toEqual([]));
  await runner.stop();
});
