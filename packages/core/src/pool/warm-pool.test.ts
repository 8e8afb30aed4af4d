import { FakeEngine } from '@docktopus/testing';
import { firstValueFrom } from 'rxjs';
import { first } from 'rxjs/operators';
import { afterEach, expect, test, vi } from 'vitest';
import { type Container, type ContainerBuilder, ready } from '../container/index.ts';
import { DockerContext } from '../context/index.ts';
import type { ContainerPool, PoolOptions, PoolState } from './index.ts';

const PATIENCE = { timeout: 15_000 };
vi.setConfig({ testTimeout: 20_000 });

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

async function setup(
  options: PoolOptions,
  image = 'busybox:1.36',
  define = (box: ContainerBuilder<Container>) => box.cmd(['sleep', '60']),
) {
  const engine = new FakeEngine();
  const ctx = await DockerContext.connect({
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  open.push(engine, ctx);
  const pool = ctx.pool('sandbox', define(ctx.container(image)), options);
  const names = async () => {
    const all = await ctx.docker.engine.listContainers({ all: true });
    return all.map(({ Names }) => Names[0]?.replace(/^\/bp-sandbox-[0-9a-f]{8}-/, '')).sort();
  };
  return { engine, ctx, pool, names };
}

const becomes = (pool: ContainerPool, holds: (state: PoolState) => boolean) =>
  firstValueFrom(pool.state$.pipe(first(holds)));

test('some wait, started; a lease takes one at once, and another takes its place', async () => {
  const { pool, names } = await setup({ min: 2, max: 3 });
  await pool.ready();
  expect(await names()).toEqual(['1', '2']);
  const lease = await pool.lease();
  expect(await lease.container.status()).toBe('running');
  await becomes(pool, ({ warm }) => warm === 2);
  expect(await names()).toEqual(['1', '2', '3']);
  await lease.release();
  await lease.release();
  expect(await names()).toEqual(['2', '3']);
  expect(pool.state).toEqual({ warm: 2, starting: 0, leased: 0, waiting: 0, failure: undefined });
});

test('a pool starts each of its containers once, also one that ends before it is ready', async () => {
  const { engine, pool } = await setup({ min: 1, max: 1 }, 'busybox:1.36', (box) =>
    box.cmd(['sh', '-c', 'exit 0']).readyWhen(ready.exit(0)),
  );
  await becomes(pool, ({ warm }) => warm === 1);
  await pool.close();
  const [first] = engine.events.filter(({ action }) => action === 'create');
  const life = engine.events.filter(({ id }) => id === first?.id).map(({ action }) => action);
  expect(life.filter((action) => ['create', 'start', 'die', 'destroy'].includes(action))).toEqual([
    'create',
    'start',
    'die',
    'destroy',
  ]);
});

test('a pool removes a container that does not become ready, and the lease says why', async () => {
  const { pool } = await setup({ min: 0, max: 1 }, 'busybox:1.36', (box) =>
    box.cmd(['sh', '-c', 'exit 3']).readyWhen(ready.log('never')),
  );
  await expect(pool.lease()).rejects.toMatchObject({
    code: 'container.start-failed',
    details: { exitCode: 3, container: 'removed' },
  });
});

test('each is used once, also when more are asked for than wait', async () => {
  const { pool } = await setup({ min: 1, max: 4 });
  const leases = await Promise.all(Array.from({ length: 4 }, () => pool.lease()));
  expect(new Set(leases.map(({ container }) => container.id)).size).toBe(4);
  const waiting = Promise.all([pool.lease(), pool.lease()]);
  await becomes(pool, (state) => state.waiting === 2);
  await Promise.all(leases.slice(0, 2).map((lease) => lease.release()));
  const later = await waiting;
  const ids = [...leases, ...later].map(({ container }) => container.id);
  expect(new Set(ids.filter((id) => id !== undefined)).size).toBe(4);
});

test('a lease that times out or is aborted takes no container from the others', async () => {
  const { pool } = await setup({ min: 0, max: 1 });
  const lease = await pool.lease();
  await expect(pool.lease({ timeoutMs: 20 })).rejects.toMatchObject({
    code: 'pool.exhausted',
    message: expect.stringContaining('1 leased, 0 starting, at most 1'),
  });
  const abort = new AbortController();
  const aborted = pool.lease({ signal: abort.signal });
  abort.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  await lease.release();
  await (await pool.lease()).release();
  expect(pool.state).toMatchObject({ leased: 0, waiting: 0 });
});

test('a warm container that dies is replaced', async () => {
  const { engine, ctx, pool, names } = await setup({ min: 1, max: 2 });
  await pool.ready();
  const [waiting] = await ctx.docker.engine.listContainers();
  engine.kill(waiting?.Id ?? '');
  await vi.waitFor(async () => expect(await names()).toEqual(['2']), PATIENCE);
  await pool.ready();
  expect(pool.state).toMatchObject({ warm: 1, leased: 0 });
});

test('a start that fails rejects the waiting lease, is tried again, and leaves no container', async () => {
  const { engine, pool, names } = await setup({ min: 0, max: 2 }, 'late:1');
  using fault = engine.pullFails('manifest unknown', { status: 404 });
  await expect(pool.lease()).rejects.toMatchObject({ code: 'image.not-found' });
  expect(pool.state.failure).toMatchObject({ code: 'image.not-found' });
  fault.undo();
  engine.image('late:1', {});
  await (await pool.lease()).release();
  expect(pool.state.failure).toBeUndefined();
  expect(await names()).toEqual([]);
});

test('a pool that fails in the background fills up once what kept it from starting is gone', async () => {
  const { engine, pool } = await setup({ min: 1 }, 'late:1');
  engine.pullFails('manifest unknown', { status: 404 });
  await becomes(pool, ({ failure }) => failure !== undefined);
  await expect(pool.ready({ timeoutMs: 20 })).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringMatching(
      /0 of 1 containers are ready, and the last start failed: .*manifest unknown/,
    ),
    cause: { code: 'image.not-found' },
  });
  engine.image('late:1', {});
  await pool.ready({ timeoutMs: 15_000 });
});

test('a container beyond min is removed after idleMs', async () => {
  const { pool, names } = await setup({ min: 1, max: 3, idleMs: 30 });
  await pool.ready();
  await pool.lease();
  const impatient = new AbortController();
  const second = pool.lease({ signal: impatient.signal });
  impatient.abort();
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  await becomes(pool, ({ warm }) => warm === 2);
  await becomes(pool, ({ warm }) => warm === 1);
  await vi.waitFor(async () => expect(await names()).toHaveLength(2), PATIENCE);
});

test('it closes with its context: all containers go, and waiting leases are refused', async () => {
  const { ctx, pool } = await setup({ min: 1, max: 1 });
  await pool.lease();
  const refused = expect(pool.lease()).rejects.toMatchObject({ code: 'pool.closed' });
  const { engine } = ctx.docker;
  await pool.close();
  await pool.close();
  await refused;
  expect(await engine.listContainers({ all: true })).toEqual([]);
  await expect(pool.lease()).rejects.toMatchObject({ code: 'pool.closed' });
  await expect(pool.ready()).rejects.toMatchObject({ code: 'pool.closed' });
});

test('options that contradict each other are refused together', async () => {
  await expect(setup({ min: 5, max: 2, idleMs: -1 })).rejects.toThrow(
    'context.pool sandbox: 2 problems\n  max: got 2, expected at least min (5)\n  idleMs: got -1, expected milliseconds from 0 to 2147483647',
  );
});

test('a command runs in a container that no other command has, and that is gone afterwards', async () => {
  const { pool, ctx } = await setup({ min: 1, max: 2 });
  await pool.ready();
  const lines: string[] = [];
  const result = await pool.run(['sh', '-c', 'cat; echo done >&2; exit 3'], {
    input: 'hello\n',
    onLine: ({ line }) => lines.push(line),
  });
  expect(result).toMatchObject({ exitCode: 3, stdout: 'hello\n', stderr: 'done\n', oomKilled: false });
  expect(lines.sort()).toEqual(['done', 'hello']);
  await expect(pool.run(['sh', '-c', 'exit 4'], { check: true })).rejects.toMatchObject({
    code: 'container.exited',
    details: { exitCode: 4 },
  });
  await expect(pool.run(['sleep', '600'], { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
  await vi.waitFor(
    async () => expect(await ctx.docker.engine.listContainers({ all: true })).toHaveLength(1),
    PATIENCE,
  );
});

test('a command that fails is the failure of run(), also when its container cannot be removed', async () => {
  const { engine, pool } = await setup({ min: 1, max: 1 });
  await pool.ready();
  using _stuck = engine.fail('removeContainer', 500, 'device or resource busy');
  await expect(pool.run(['sh', '-c', 'exit 4'], { check: true })).rejects.toMatchObject({
    code: 'container.exited',
    hint: expect.stringContaining('The container of the pool could not be removed: device or resource busy'),
  });
});
