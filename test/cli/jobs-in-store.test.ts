import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bullQueue, sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';
import { describe, expect, inject, it, test } from 'vitest';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';
import type {} from '../packaging/build-setup.ts';
import { docktopus, type RunOptions } from './docktopus.ts';

/** The folder of a blueprint with a job that is done and one that is dead; it does not run any more. */
async function stoppedBlueprint() {
  expect(inject('build').output).toBe('');
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-store-'));
  const path = join(folder, '.docktopus', 'jobs.db');
  await mkdir(join(folder, '.docktopus'));
  const start = async () => {
    const router = Router.create()
      .route('build', ({ body }) => ({ built: body, password: 'hunter2' }), { durable: true })
      .route(
        'broken',
        () => {
          throw new Error('no such branch');
        },
        { durable: true },
      );
    const runner = BlueprintRunner.for()
      .router(router)
      .queue(sqliteQueue({ path, allowVolatile: true }))
      .options({ logger: silentLogger });
    await runner.start();
    return runner;
  };
  const runner = await start();
  const [done, dead] = [await runner.submit('build', { n: 1 }), await runner.submit('broken')];
  for (const { id } of [done, dead]) await runner.queue.ended(id);
  await runner.stop();
  const env = { XDG_RUNTIME_DIR: '/nowhere' };
  return {
    folder,
    path,
    start,
    done: done.id,
    dead: dead.id,
    run: (args: readonly string[], options: RunOptions = {}) =>
      docktopus(args, { cwd: folder, ...options, env: { ...env, ...options.env } }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

describe('jobs of a blueprint that does not run', () => {
  it('are listed, shown and counted from the data directory of the project', async () => {
    await using shop = await stoppedBlueprint();
    const listed = await shop.run(['jobs', 'ls', '--json']);
    expect(listed.stderr).toBe(
      'no running blueprint can be reached: these are the jobs in .docktopus/jobs.db\n',
    );
    expect(listed.json).toMatchObject({
      more: false,
      jobs: [
        { id: shop.dead, job: 'broken', state: 'dead', error: 'no such branch' },
        { id: shop.done, job: 'build', state: 'done' },
      ],
    });
    expect((await shop.run(['jobs', 'show', shop.done, '--json'])).json).toMatchObject({
      job: { payload: { n: 1 }, result: { built: { n: 1 }, password: '••••••' } },
    });
    expect((await shop.run(['queue', 'stats', '--json'])).json).toMatchObject({
      states: { done: 1, dead: 1 },
      jobs: expect.arrayContaining([
        { job: 'build', durable: true, states: expect.objectContaining({ done: 1, dead: 0 }) },
      ]),
    });
  });

  it('are submitted, cancelled and driven again in the store that is named, and run at the next start', async () => {
    await using shop = await stoppedBlueprint();
    const store = ['--store', `sqlite:${shop.path}`];
    const submitted = await shop.run(['jobs', 'submit', 'build', '{"n":2}', '--key', 'k', ...store]);
    expect(submitted).toMatchObject({ code: 0, stderr: expect.stringContaining('without its blueprint') });
    const id = submitted.stdout.trim();
    expect(await shop.run(['jobs', 'submit', 'build', '{"n":2}', '--key', 'k', ...store])).toMatchObject({
      stdout: `${id}\n`,
    });
    expect(await shop.run(['jobs', 'submit', 'build', '{"n":3}', '--key', 'k', ...store])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('which has another body'),
    });
    const typo = await shop.run(['jobs', 'submit', 'biuld', ...store]);
    expect(typo.stderr).toContain("the store has had no call of a job 'biuld' yet");
    expect(await shop.run(['jobs', 'cancel', typo.stdout.trim(), ...store])).toMatchObject({ code: 0 });
    expect(await shop.run(['jobs', 'redrive', shop.done, ...store])).toMatchObject({ code: 0 });
    const runner = await shop.start();
    expect(await runner.queue.ended(id)).toMatchObject({ state: 'done', result: { built: { n: 2 } } });
    expect(await runner.queue.ended(shop.done)).toMatchObject({ state: 'done' });
    expect(await runner.queue.get(typo.stdout.trim())).toMatchObject({ state: 'cancelled' });
    await runner.stop();
  });

  it('are watched if they have ended, and otherwise the watch says that they cannot end', async () => {
    await using shop = await stoppedBlueprint();
    expect(await shop.run(['jobs', 'watch', shop.done])).toMatchObject({ code: 0 });
    expect(await shop.run(['jobs', 'watch', shop.dead])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such branch'),
    });
    const waits = (await shop.run(['jobs', 'submit', 'build'])).stdout.trim();
    expect(await shop.run(['jobs', 'watch', waits])).toMatchObject({
      code: 1,
      stdout: 'queued, attempt 0\n',
      stderr: expect.stringContaining('no blueprint can run it while this command has'),
    });
  });
});

test('a store that a blueprint has open is left alone, and the error says how its jobs are reached', async () => {
  await using shop = await stoppedBlueprint();
  const runner = await shop.start();
  const ran = await shop.run(['jobs', 'ls', '--json']);
  await runner.stop();
  expect([ran.code, ran.stdout]).toEqual([1, '']);
  const { error } = JSON.parse(ran.stderr.trim().split('\n').at(-1)!);
  expect(error).toEqual({
    code: 'queue.locked',
    message: `another process has ${shop.path} open, most likely the blueprint that runs its jobs`,
    hint: 'Add .http({ dashboard: true }) to the blueprint, so that this command can ask it, or stop the blueprint first',
    help: 'https://github.com/docktopus/docktopus-ts/blob/main/docs/errors.md#queue.locked',
  });
});

test.each([
  [['jobs', 'ls', '--store', 'sqlite:none.db'], 1, 'there is no store of durable jobs at'],
  [['jobs', 'ls', '--store', 'mysql://a:hunter2@b'], 2, "got 'mysql://••••••@b', expected sqlite:PATH"],
  [['jobs', 'ls', '--store', 'sqlite:a.db', '-b', 'shop'], 2, 'name different places'],
  [['jobs', 'ls', '--store', 'redis://:hunter2@127.0.0.1:1'], 1, '127.0.0.1'],
  [['jobs', 'show', 'none', '--store', 'sqlite:.docktopus/jobs.db'], 1, 'there is no job of this id in'],
  [['jobs', 'cancel', 'none', '--store', 'sqlite:.docktopus/jobs.db'], 1, 'no job of this id can be changed'],
])('%j ends with %d and says %j', async (args, code, text) => {
  await using shop = await stoppedBlueprint();
  const ran = await shop.run(args);
  expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) });
  expect(ran.stderr).not.toContain('hunter2');
});

/** Node finds no @docktopus/queue, as beside a command that was installed alone. */
const WITHOUT_QUEUE = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`export function resolve(name, context, next) {
  return next(name === '@docktopus/queue' ? '@docktopus/none' : name, context);
}\`));`;

test('a command without @docktopus/queue says how it is installed', async () => {
  await using shop = await stoppedBlueprint();
  const loader = join(shop.folder, 'without-queue.mjs');
  await writeFile(loader, WITHOUT_QUEUE);
  // The one that starts tests may have set where packages are found as well.
  const env = { NODE_OPTIONS: `--import ${loader}`, NODE_PATH: '' };
  const ran = await shop.run(['jobs', 'ls', '--store', `sqlite:${shop.path}`], { env, cwd: '/' });
  expect([ran.code, ran.stdout]).toEqual([3, '']);
  expect(ran.stderr).toMatch(
    /@docktopus\/queue, which opens stores of durable jobs, is not installed\nnpm install @docktopus\/queue\nSee https:.*errors\.md#queue\.[a-z-]+\n$/,
  );
});

const obstacle = serverObstacle('redis-server');
test('jobs of a bullQueue() are submitted, watched and counted beside the blueprint that runs them', async ({
  skip,
}) => {
  if (obstacle !== undefined) skip(obstacle);
  await using redis = await startRedis();
  const router = Router.create().route('build', ({ body }) => ({ built: body }), { durable: true });
  const runner = BlueprintRunner.for()
    .router(router)
    .queue(bullQueue({ url: redis.url, name: 'shop' }))
    .options({ logger: silentLogger });
  await runner.start();
  const env = { XDG_RUNTIME_DIR: '/nowhere', DOCKTOPUS_STORE: redis.url };
  const run = (...args: readonly string[]) =>
    docktopus([...args, '--queue-name', 'shop'], { cwd: tmpdir(), env });
  const id = (await run('jobs', 'submit', 'build', '{"n":1}')).stdout.trim();
  expect(await run('jobs', 'watch', id)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('done, attempt 1'),
  });
  expect((await run('queue', 'stats', '--json')).json).toMatchObject({
    states: { done: 1, queued: 0 },
    jobs: [{ job: 'build', durable: true }],
  });
  await runner.stop();
});
