import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Container, container, DockerContext, ready } from '@docktopus/core';
import { findBlueprints } from '@docktopus/dashboard';
import { BlueprintRunner, Router } from '@docktopus/runner';
import { memoryQueue } from '@docktopus/runner/durable';
import { FakeEngine } from '@docktopus/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

class ShopContext extends DockerContext {
  @container<ShopContext>((c) => c.image('shop/web:1').limits({ memory: '64m' }).env({ TOKEN: 'hunter2' }))
  readonly web!: Container;

  @container<ShopContext>((c) =>
    c.image('shop/web:1').limits({ memory: '64m' }).readyWhen(ready.log('listening')),
  )
  readonly cache!: Container;
}

let runtime: string;

beforeEach(async () => {
  runtime = await mkdtemp(join(tmpdir(), 'docktopus-run-'));
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(runtime, { recursive: true, force: true });
});

/** A runner that serves its dashboard over an engine in memory, and a client with the rights of the command line. */
async function showing(options: { actions?: boolean } = {}) {
  const engine = new FakeEngine({ ports: 'none' });
  engine.image('shop/web:1', async ({ stdout, onSignal, exit, forever }) => {
    stdout('listening\n');
    onSignal('SIGTERM', () => exit(0));
    await forever();
  });
  const router = Router.create()
    .route('greet', ({ body }) => `hello ${String(body)}`)
    .route('fail', () => {
      throw new Error('the disk with token=hunter2 is full');
    })
    .route('build', ({ body }) => ({ built: body, password: 'hunter2' }), { durable: true });
  const runner = BlueprintRunner.for(ShopContext)
    .router(router)
    .queue(memoryQueue())
    .http({ port: 0, dashboard: { ...options } })
    .options({
      connect: {
        transport: engine,
        cleanup: 'none',
        config: { name: 'shop', strict: 'off', progress: 'off' },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    });
  await runner.start();
  const [found] = await findBlueprints();
  const call = (path: string, init: RequestInit = {}, token = found!.operatorToken) =>
    fetch(`${found!.origin}/api/v1/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
  const json = async (path: string): Promise<any> => (await call(path)).json();
  /** What the board has of one kind. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const of = async (kind: string): Promise<any[]> =>
    (await json('snapshot')).put
      .filter((put: { kind: string }) => put.kind === kind)
      .map(({ value }: { value: unknown }) => value);
  return {
    engine,
    runner,
    found: found!,
    call,
    json,
    of,
    /** One of the containers on the board. */
    box: async (name: string) => (await of('container')).find(({ managedName }) => managedName === name),
    async [Symbol.asyncDispose]() {
      await runner.stop({ graceMs: 0 });
      await engine[Symbol.asyncDispose]();
    },
  };
}

test('a runner shows its phase, its plan, whether containers are ready, and its jobs in numbers', async () => {
  await using shown = await showing();
  await expect.poll(() => shown.of('blueprint')).toMatchObject([{ name: 'shop', phase: 'running' }]);
  const containers = await shown.of('container');
  expect(Object.fromEntries(containers.map(({ managedName, ready }) => [managedName, ready]))).toEqual({
    cache: true,
    // It has no condition.
    web: undefined,
  });
  const [plan] = await shown.of('plan');
  expect(plan.steps).toMatchObject([
    { id: 'create web', op: 'create', resource: 'container web', state: 'done' },
    { id: 'start web', op: 'start', after: ['create web'] },
    { id: 'create cache', op: 'create' },
    { id: 'start cache', op: 'start' },
    { id: 'wait for cache ready', op: 'wait' },
  ]);
  await shown.runner.call('greet', 'you');
  await shown.runner.submit('build', { n: 1 });
  await expect.poll(async () => (await shown.of('jobs'))[0]?.states.done, { timeout: 15_000 }).toBe(1);
  const [jobs] = await shown.of('jobs');
  expect(jobs.jobs).toEqual(
    expect.arrayContaining([
      { job: 'greet', durable: false, states: { running: 0, done: 1, failed: 0, discarded: 0 } },
      expect.objectContaining({ job: 'build', durable: true }),
    ]),
  );
});

test('a job that fails is told with its cause, secrets masked', async () => {
  await using shown = await showing();
  await shown.runner.call('fail').catch(() => undefined);
  await expect
    .poll(() => shown.of('failure'))
    .toMatchObject([{ about: 'job', name: 'fail', blueprint: 'shop' }]);
  const [failure] = await shown.of('failure');
  expect(failure.reason).toContain('the disk with token=••••••');
});

test('durable jobs are listed, shown, submitted, cancelled and driven again', async () => {
  await using shown = await showing();
  const post = async (path: string, body?: unknown) => {
    const response = await shown.call(path, { method: 'POST', body: JSON.stringify(body ?? {}) });
    // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
    return [response.status, response.status === 204 ? undefined : await response.json()] as [number, any];
  };
  const [status, { id }] = await post('jobs', { job: 'build', body: { n: 1 }, idempotencyKey: 'k' });
  expect(status).toBe(202);
  expect(await post('jobs', { job: 'build', body: { n: 1 }, idempotencyKey: 'k' })).toEqual([
    202,
    { v: 1, id, deduplicated: true },
  ]);
  await expect.poll(async () => (await shown.json(`jobs/${id}`)).state).toBe('done');
  expect(await shown.json(`jobs/${id}`)).toMatchObject({
    v: 1,
    job: 'build',
    payload: { n: 1 },
    result: { built: { n: 1 }, password: '••••••' },
    attempts: [{ attempt: 1, outcome: 'done' }],
  });
  expect((await shown.json('jobs?state=done&job=build')).jobs).toHaveLength(1);
  expect((await post(`jobs/${id}/redrive`))[0]).toBe(204);
  const [, later] = await post('jobs', { job: 'build', delayMs: 3_600_000 });
  expect((await post(`jobs/${later.id}/cancel`))[0]).toBe(204);
  await expect.poll(async () => (await shown.json(`jobs/${later.id}`)).state).toBe('cancelled');
  expect(await post('jobs/none/cancel')).toMatchObject([409, { error: { code: 'job.unknown' } }]);
  expect(await post('jobs', { job: 'nobody' })).toMatchObject([404, { error: { code: 'job.not-found' } }]);
  expect(await post('jobs', { job: {} })).toMatchObject([
    400,
    { error: { message: 'job: expected the id of a job' } },
  ]);
});

test('a container is stopped and started through its slot, and its spec is compared with the engine', async () => {
  await using shown = await showing();
  const { id } = await shown.box('cache');
  const details = await shown.json(`containers/${id}`);
  expect(details.settings.find(({ path }: { path: string }) => path === 'HostConfig.Memory')).toEqual({
    path: 'HostConfig.Memory',
    wanted: '67108864',
    actual: '67108864',
    differs: false,
  });
  expect(JSON.stringify(details)).not.toContain('hunter2');
  expect((await shown.call(`containers/${id}/stop`, { method: 'POST' })).status).toBe(204);
  await expect.poll(() => shown.box('cache')).toMatchObject({ status: 'exited', ready: false });
  expect(await shown.of('failure')).toEqual([]);
  expect((await shown.call(`containers/${id}/start`, { method: 'POST' })).status).toBe(204);
  await expect.poll(() => shown.box('cache')).toMatchObject({ status: 'running', ready: true });
});

test('the discovery file is for this user alone, and gone with the runner; the token of the page cannot act', async () => {
  const shown = await showing();
  const [name] = readdirSync(join(runtime, 'docktopus'));
  const path = join(runtime, 'docktopus', name!);
  expect([statSync(path).mode & 0o777, statSync(join(runtime, 'docktopus')).mode & 0o777]).toEqual([
    0o600, 0o700,
  ]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ v: 1, blueprint: 'shop', pid: process.pid });
  const { id } = await shown.box('cache');
  const pageToken = new URL(shown.found.url).searchParams.get('token')!;
  expect((await shown.call(`containers/${id}/stop`, { method: 'POST' }, pageToken)).status).toBe(403);
  expect((await shown.call('snapshot', {}, pageToken)).status).toBe(200);
  await shown[Symbol.asyncDispose]();
  expect(existsSync(path)).toBe(false);
  expect(await findBlueprints()).toEqual([]);
  await expect(shown.call('snapshot')).rejects.toThrow();
});

test('a runner without a context cannot be shown, and says so', async () => {
  const runner = BlueprintRunner.for()
    .router(Router.create().route('x', () => 1))
    .http({ port: 0, dashboard: true });
  await expect(runner.start()).rejects.toMatchObject({ code: 'dashboard.invalid' });
});
