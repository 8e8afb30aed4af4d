import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it, test } from 'vitest';
import type {} from '../packaging/build-setup.ts';
import { showRunner } from '../support/shown-runner.ts';
import { docktopus, type RunOptions, startDocktopus } from './docktopus.ts';

async function running() {
  expect(inject('build').output).toBe('');
  const shown = await showRunner();
  return {
    ...shown,
    run: (args: readonly string[], options: RunOptions = {}) =>
      docktopus(args, { cwd: shown.folder, ...options, env: { ...shown.env, ...options.env } }),
    start: (args: readonly string[]) => startDocktopus(args, { cwd: shown.folder, env: shown.env }),
    tenants: shown.tenants,
  };
}

describe('stop and restart', () => {
  it('go through the blueprint when it runs, so that its slots know', async () => {
    await using shown = await running();
    expect((await shown.run(['stop', 'cache', '--json'])).json).toMatchObject({
      v: 1,
      stopped: [{ through: 'blueprint' }],
    });
    expect(await shown.box('cache')).toMatchObject({ status: 'exited', ready: false });
    expect(await shown.run(['restart', 'cache'])).toMatchObject({ code: 0, stdout: 'cache\n' });
    expect(await shown.box('cache')).toMatchObject({ status: 'running' });
  });

  it('ask before they touch a container whose blueprint cannot be reached, and no one to ask is a no', async () => {
    await using shown = await running();
    const env = { XDG_RUNTIME_DIR: '/nowhere' };
    const asked = await shown.run(['stop', 'cache'], { env });
    expect([asked.code, asked.stdout]).toEqual([1, '']);
    expect(asked.stderr).toContain('blueprint shop cannot be reached, and nobody confirmed that');
    expect((await shown.run(['stop', 'cache', '--force', '--json'], { env })).json.stopped).toMatchObject([
      { through: 'engine' },
    ]);
  });
});

describe('wait --for ready', () => {
  it('asks the blueprint, which knows the condition', async () => {
    await using shown = await running();
    expect(await shown.run(['wait', 'cache'])).toMatchObject({ code: 0 });
    expect((await shown.run(['wait', 'cache', '--json'])).json).toMatchObject({ state: 'ready' });
    await shown.run(['stop', 'cache']);
    expect(await shown.run(['wait', 'cache'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has ended with exit code 0'),
    });
  });
});

describe('jobs', () => {
  it('are submitted, listed, shown, watched and driven again', async () => {
    await using shown = await running();
    const submitted = await shown.run(['jobs', 'submit', 'build', '{"n":1}', '--key', 'k']);
    expect([submitted.code, submitted.stderr]).toEqual([0, '']);
    const id = submitted.stdout.trim();
    expect(
      await shown.run(['jobs', 'submit', 'build', '-', '--key', 'k'], { input: '{"n":1}' }),
    ).toMatchObject({
      stdout: `${id}\n`,
      stderr: 'a job with this key was there already\n',
    });
    expect(await shown.run(['jobs', 'watch', id])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('done, attempt 1'),
    });
    expect((await shown.run(['jobs', 'show', id, '--json'])).json).toMatchObject({
      v: 1,
      job: {
        id,
        job: 'build',
        state: 'done',
        payload: { n: 1 },
        result: { built: { n: 1 }, password: '••••••' },
      },
    });
    expect((await shown.run(['jobs', 'ls', '--state', 'done', '--json'])).json).toMatchObject({
      v: 1,
      more: false,
      jobs: [{ id }],
    });
    expect((await shown.run(['jobs', 'ls'])).stdout).toMatch(new RegExp(`^ID .*\\n${id} +build +done`));
    expect(await shown.run(['jobs', 'redrive', id])).toMatchObject({ code: 0, stdout: `${id}\n` });
    expect((await shown.run(['queue', 'stats', '--json'])).json.jobs).toEqual(
      expect.arrayContaining([expect.objectContaining({ job: 'build', durable: true })]),
    );
    expect((await shown.run(['queue', 'stats'])).stdout).toMatch(/^JOB +KEPT/);
  });

  it('that are dead fail the watch, and what waits can be cancelled', async () => {
    await using shown = await running();
    const broken = (await shown.run(['jobs', 'submit', 'broken'])).stdout.trim();
    expect(await shown.run(['jobs', 'watch', broken])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such branch'),
    });
    const later = (await shown.run(['jobs', 'submit', 'build', '--delay', '1h'])).stdout.trim();
    const watching = shown.start(['jobs', 'watch', later, '--json']);
    await watching.until('"delayed"');
    expect((await shown.run(['jobs', 'cancel', later])).code).toBe(0);
    expect(await watching.end()).toMatchObject({ code: 1, stdout: expect.stringContaining('"cancelled"') });
  });

  it('whose id is a number are submitted and found by it', async () => {
    await using shown = await running();
    const submitted = await shown.run(['jobs', 'submit', '7', '8']);
    expect(submitted).toMatchObject({ code: 0, stderr: '' });
    const id = submitted.stdout.trim();
    expect((await shown.run(['jobs', 'watch', id])).code).toBe(0);
    expect((await shown.run(['jobs', 'ls', '--job', '7', '--json'])).json.jobs).toMatchObject([
      { id, job: '7', state: 'done' },
    ]);
  });

  it.each([
    [['jobs', 'submit', 'build', 'no json'], 2, 'the body is not JSON'],
    [['jobs', 'submit', 'nobody'], 1, 'nobody'],
    [['jobs', 'show', 'none'], 1, 'there is no job of this id'],
    [['jobs', 'ls', '--limit', '0'], 2, 'expected 1 to 100000'],
    [['jobs', 'submit', 'build', '--priority', '1000'], 2, 'expected -100 to 100'],
  ])('%j ends with %d and says %j', async (args, code, text) => {
    await using shown = await running();
    expect(await shown.run(args)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) });
  });
});

describe('families', () => {
  it('are listed, explained and ended by key', async () => {
    await using shown = await running();
    (await shown.tenants.use('acme')).release();
    await expect.poll(() => shown.of('member')).toMatchObject([{ key: 'acme' }]);
    expect((await shown.run(['family', 'ls', '--json'])).json).toMatchObject({
      v: 1,
      members: [{ family: 'tenants', key: 'acme', state: 'running' }],
    });
    expect((await shown.run(['family', 'why', 'tenants', 'acme'])).stdout).toMatch(/acme.* is running/);
    expect(await shown.run(['family', 'stop', 'tenants', 'acme'])).toMatchObject({
      code: 0,
      stdout: 'acme\n',
    });
    expect(await shown.run(['family', 'remove', 'tenants', 'acme'])).toMatchObject({ code: 0 });
    expect(await shown.run(['family', 'why', 'tenants', 'nobody'])).toMatchObject({ code: 1 });
  });
});

describe('a running blueprint', () => {
  it('has its page, whose URL the command line knows', async () => {
    await using shown = await running();
    const { stdout } = await shown.run(['ui', '-b', 'shop']);
    expect(stdout.trim()).toBe(shown.found.url);
    expect((await fetch(stdout.trim(), { redirect: 'manual' })).status).toBe(303);
  });

  it('is not found by files that others could have written, and what a dead process left is removed', async () => {
    await using shown = await running();
    const forged = {
      ...shown.found,
      blueprint: 'forged',
      origin: 'http://127.0.0.1:1',
      url: 'http://127.0.0.1:1/',
    };
    const open = join(shown.folder, 'docktopus', 'forged-1.json');
    await writeFile(open, JSON.stringify(forged));
    await chmod(open, 0o644);
    const elsewhere = join(shown.folder, 'docktopus', 'elsewhere-1.json');
    await writeFile(elsewhere, JSON.stringify({ ...forged, origin: 'http://evil.test:1' }), { mode: 0o600 });
    const dead = join(shown.folder, 'docktopus', 'dead-1.json');
    const session = shown.found.session.replace(/-\d+-\d+$/, '-4194303-1');
    await writeFile(dead, JSON.stringify({ ...shown.found, blueprint: 'dead', session }), { mode: 0o600 });
    expect((await shown.run(['queue', 'stats', '--json'])).code).toBe(0);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(join(shown.folder, 'docktopus'))).not.toContain('dead-1.json');
  });
});

test('without a running blueprint, what needs one says how it is reached', async () => {
  const ran = await docktopus(['jobs', 'ls'], { cwd: '/tmp', env: { XDG_RUNTIME_DIR: '/nowhere' } });
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('no running blueprint can be reached');
  expect(ran.stderr).toContain('.http({ dashboard: true })');
});
