import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findBlueprints } from '@docktopus/dashboard';
import { BlueprintRunner, Router } from '@docktopus/runner';
import { expect, test } from 'vitest';
import { showRunner } from '../support/shown-runner.ts';

test('a runner shows its phase, its plan, whether containers are ready, and its jobs in numbers', async () => {
  await using shown = await showRunner();
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

test('a failed job is shown with its cause, secrets masked', async () => {
  await using shown = await showRunner();
  await shown.runner.call('fail').catch(() => undefined);
  await expect
    .poll(() => shown.of('failure'))
    .toMatchObject([{ about: 'job', name: 'fail', blueprint: 'shop' }]);
  const [failure] = await shown.of('failure');
  expect(failure.reason).toContain('the disk with token=••••••');
});

test('durable jobs are listed, shown, submitted, cancelled and driven again', async () => {
  await using shown = await showRunner();
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
  expect(await post('jobs/none/cancel')).toMatchObject([404, { error: { code: 'job.unknown' } }]);
  expect(await post('jobs', { job: 'nobody' })).toMatchObject([404, { error: { code: 'job.not-found' } }]);
  expect(await post('jobs', { job: {} })).toMatchObject([
    400,
    { error: { message: 'job: expected the id of a job' } },
  ]);
});

test('a container is stopped and started through its slot, and its spec is compared with the engine', async () => {
  await using shown = await showRunner();
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
  const shown = await showRunner();
  const [name] = readdirSync(join(shown.folder, 'docktopus'));
  const path = join(shown.folder, 'docktopus', name!);
  expect([statSync(path).mode & 0o777, statSync(join(shown.folder, 'docktopus')).mode & 0o777]).toEqual([
    0o600, 0o700,
  ]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ v: 1, blueprint: 'shop', pid: process.pid });
  const { id } = await shown.box('cache');
  const pageToken = new URL(shown.found.url).searchParams.get('token')!;
  expect((await shown.call(`containers/${id}/stop`, { method: 'POST' }, pageToken)).status).toBe(403);
  expect((await shown.call('snapshot', {}, pageToken)).status).toBe(200);
  await shown.runner.stop();
  expect(existsSync(path)).toBe(false);
  expect(await findBlueprints()).toEqual([]);
  await expect(shown.call('snapshot')).rejects.toThrow();
  await shown[Symbol.asyncDispose]();
});

test('a runner without a context cannot be shown, and says so', async () => {
  const runner = BlueprintRunner.for()
    .router(Router.create().route('x', () => 1))
    .http({ port: 0, dashboard: true });
  await expect(runner.start()).rejects.toMatchObject({ code: 'dashboard.invalid' });
});

test('members of a family are told with what holds them, and are stopped and removed by their key', async () => {
  await using shown = await showRunner();
  const held = await shown.tenants.use('acme');
  await expect
    .poll(() => shown.of('member'))
    .toMatchObject([
      {
        family: 'tenants',
        key: 'acme',
        state: 'running',
        generation: 1,
        holds: [expect.stringContaining('use')],
      },
    ]);
  const [member] = await shown.of('member');
  expect(member.why).toContain('acme');
  const container = (await shown.of('container')).find(({ id }) => id === member.containerId);
  expect(container.member).toMatchObject({ family: 'tenants' });
  held.release();
  const post = async (path: string) => (await shown.call(path, { method: 'POST' })).status;
  expect(await post('families/tenants/acme/stop')).toBe(204);
  await expect.poll(() => shown.of('member')).toMatchObject([{ state: 'stopped' }]);
  expect(await post('families/tenants/acme/remove')).toBe(204);
  await expect.poll(() => shown.of('member')).toEqual([]);
  expect(await post('families/tenants/nobody/stop')).toBe(404);
  expect(await post('families/none/acme/stop')).toBe(404);
});
