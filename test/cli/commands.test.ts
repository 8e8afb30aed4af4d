import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownershipLabels } from '@docktopus/core';
import { describe, expect, inject, it, test } from 'vitest';
import type {} from '../packaging/build-setup.ts';
import { BINARY, bash, docktopus, shopOnSocket } from './docktopus.ts';

test('the packages build', () => {
  expect(inject('build').output).toBe('');
});

async function shopWithBoxes() {
  const shop = await shopOnSocket();
  const web = await shop.shop.container('shop/web:1').name('shop-web').ports(['127.0.0.1:20080:80']).create();
  await web.start({ until: 'started' });
  const failed = await shop.shop
    .container('busybox')
    .name('shop-failed')
    .cmd(['sh', '-c', 'echo broken; exit 3'])
    .create();
  await failed.start({ until: 'exited' });
  return { ...shop, web, failed };
}

describe('ps', () => {
  it('lists what runs, says how many do not, and cuts nothing in a pipe', async () => {
    await using shop = await shopWithBoxes();
    const { code, stdout, stderr } = await shop.run(['ps']);
    expect([code, stderr]).toEqual([0, '1 more does not run: docktopus ps -a\n']);
    expect(stdout.split('\n')[0]).toMatch(
      /^BLUEPRINT {3}NAME {2,}STATE {2,}IMAGE {2,}AGE {2,}PORTS {2,}ENGINE NAME$/,
    );
    expect(stdout).toMatch(/^shop .* running .* shop\/web:1 .* 127\.0\.0\.1:20080->80\/tcp .* shop-web$/m);
  });

  it('lists all with -a, ids with -q, names with --names, and one blueprint with -b', async () => {
    await using shop = await shopWithBoxes();
    expect((await shop.run(['ps', '-a'])).stdout).toMatch(/exited \(3\)/);
    expect((await shop.run(['ps', '-aq'])).stdout.trim().split('\n')).toEqual(
      expect.arrayContaining([shop.web.id!.slice(0, 12), shop.failed.id!.slice(0, 12)]),
    );
    expect((await shop.run(['ps', '--names'])).stdout).toBe('shop-web\n');
    const other = await shop.run(['ps', '-b', 'other']);
    expect([other.code, other.stdout, other.stderr]).toEqual([
      0,
      '',
      'no blueprint has a container on this engine\n',
    ]);
  });

  it('prints one JSON document, wherever --json stands', async () => {
    await using shop = await shopWithBoxes();
    for (const args of [
      ['ps', '-a', '--json'],
      ['--json', 'ps', '-a'],
    ]) {
      const { json } = await shop.run(args);
      expect(json.v).toBe(1);
      expect(json.containers).toHaveLength(2);
      expect(json.containers[0]).toMatchObject({
        blueprint: 'shop',
        name: 'shop-failed',
        status: 'exited',
        exitCode: 3,
      });
      expect(json.containers[1].ports).toEqual([
        { containerPort: '80/tcp', hostIp: '127.0.0.1', hostPort: 20080 },
      ]);
    }
  });

  it('never hands a terminal sequence on that stands in a label', async () => {
    await using shop = await shopOnSocket();
    await shop.shop.docker.engine.createContainer({
      Image: 'busybox',
      Labels: {
        [ownershipLabels.blueprint]: 'evil\u001b[2J\u001b]0;title\u0007',
        [ownershipLabels.name]: 'a\rb\u009b1m',
        [ownershipLabels.session]: 's',
        [ownershipLabels.lifetime]: 'session',
        [ownershipLabels.version]: '1',
      },
    });
    const { stdout } = await shop.run(['ps', '-a']);
    expect(stdout).toContain('evil');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('logs', () => {
  it('prints the lines of one container as they are, and of several with their names', async () => {
    await using shop = await shopWithBoxes();
    expect((await shop.run(['logs', 'shop-failed'])).stdout).toBe('broken\n');
    const all = await shop.run(['logs', '-b', 'shop']);
    expect(all.stdout.split('\n')).toEqual(
      expect.arrayContaining(['shop-failed | broken', 'shop-web    | listening']),
    );
    expect((await shop.run(['logs', '-b', 'shop', '--no-log-prefix'])).stdout).toContain(
      '\nlistening\n'.trimStart(),
    );
    expect((await shop.run(['logs', '-n', '1', 'shop-web'])).stdout).toBe('no cache\n');
    expect((await shop.run(['logs', '-t', 'shop-failed'])).stdout).toMatch(/^\d{4}-.*Z broken\n$/);
  });

  it('prints one JSON object a line', async () => {
    await using shop = await shopWithBoxes();
    const { stdout } = await shop.run(['logs', '--json', 'shop-web']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { v: 1, container: { name: 'shop-web', blueprint: 'shop' }, stream: 'stdout', line: 'listening' },
      { v: 1, stream: 'stderr', line: 'no cache' },
    ]);
    expect(lines[0].time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('follows until the container ends', async () => {
    await using shop = await shopWithBoxes();
    const following = shop.start(['logs', '-f', 'shop-web']);
    await following.until('no cache');
    await shop.web.stop();
    const { code, stdout } = await following.end();
    expect([code, stdout]).toEqual([0, 'listening\nno cache\n']);
  });

  it('ends quietly when its reader has gone', async () => {
    await using shop = await shopWithBoxes();
    // One that follows learns that the reader has gone when it writes the next line.
    shop.engine.container('talks', async ({ stdout, sleep }) => {
      for (;;) {
        stdout('again\n');
        await sleep(50);
      }
    });
    const talks = await shop.shop.container('shop/web:1').name('talks').create();
    await talks.start({ until: 'started' });
    const { stdout, stderr, code } = await bash(`"$0" ${BINARY} logs -f talks | head -n 1`, shop.env);
    expect([stdout, stderr, code]).toEqual(['again\n', '', 0]);
  });

  it.each([
    [[], 2, 'logs needs the name of a container, or a blueprint with -b'],
    [['--tail', 'all', 'x'], 2, 'expected a number of lines'],
    [
      ['--since', 'yesterday', 'shop-web'],
      2,
      "--since: got 'yesterday', expected a span of time such as 90s or 1m30s",
    ],
    [
      ['--since', '2026-99-99', 'shop-web'],
      2,
      "--since: got '2026-99-99', expected a time such as 2026-11-28T09:00:00Z",
    ],
    [['nobody'], 1, "no container of a blueprint is called 'nobody'"],
  ])('%j ends with %d and says %j', async (args, code, text) => {
    await using shop = await shopWithBoxes();
    const ran = await shop.run(['logs', ...args]);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(text);
  });
});

describe('events', () => {
  it('prints what happens as it happens, and ends with 130 on Ctrl-C', async () => {
    await using shop = await shopWithBoxes();
    const watching = shop.start(['events', '--json', '--since', '1h']);
    await watching.until('"action":"die"');
    await shop.web.stop();
    await watching.until('"action":"stop"');
    watching.process.kill('SIGINT');
    const { code, stdout, stderr } = await watching.end();
    expect([code, stderr]).toEqual([130, '']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.find(({ action }) => action === 'die')).toMatchObject({
      v: 1,
      exitCode: 3,
      container: { name: 'shop-failed', blueprint: 'shop' },
    });
  });

  it('ends by itself at --until, and with 143 on SIGTERM', async () => {
    await using shop = await shopWithBoxes();
    const past = await shop.run(['events', '--since', '1h', '--until', '0s']);
    expect([past.code, past.stdout]).toEqual([
      0,
      expect.stringMatching(/ die shop\/shop-failed \(exit code 3\)\n/),
    ]);
    const watching = shop.start(['events', '--since', '1h']);
    await watching.until('die');
    watching.process.kill('SIGTERM');
    expect((await watching.end()).code).toBe(143);
  });
});

describe('wait', () => {
  it('ends with 0 when the state is there, and prints an exit code', async () => {
    await using shop = await shopWithBoxes();
    expect(await shop.run(['wait', 'shop-web', '--for', 'running'])).toMatchObject({ code: 0, stdout: '' });
    expect(await shop.run(['wait', 'shop-failed', '--for', 'exited'])).toMatchObject({
      code: 0,
      stdout: '3\n',
    });
    const { json } = await shop.run(['wait', 'shop-failed', '--for', 'exited', '--json']);
    expect(json).toMatchObject({ v: 1, container: { name: 'shop-failed' }, state: 'exited', exitCode: 3 });
    const waiting = shop.start(['wait', 'shop-web', '--for', 'removed']);
    await waiting.until('waiting until shop-web is removed');
    await shop.web.remove({ force: true });
    expect((await waiting.end()).code).toBe(0);
  });

  it('ends with 5 when the container becomes unhealthy, 124 when time is up, 1 when it cannot be', async () => {
    await using shop = await shopOnSocket();
    const sick = await shop.shop
      .container('shop/web:1')
      .name('sick')
      .healthcheck({ test: ['CMD', 'false'], interval: '1h' })
      .create();
    await sick.start({ until: 'started' });
    expect(await shop.run(['wait', 'sick', '--for', 'healthy', '--timeout', '300ms'])).toMatchObject({
      code: 124,
    });
    shop.engine.health('sick', 'unhealthy');
    expect(await shop.run(['wait', 'sick'])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('sick is unhealthy'),
    });
    shop.engine.kill('sick');
    expect(await shop.run(['wait', 'sick'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has ended with exit code 137'),
    });
  });

  it('does not guess whether a container without a health check is ready', async () => {
    await using shop = await shopWithBoxes();
    const { code, stderr } = await shop.run(['wait', 'shop-web', '--json']);
    expect([code, JSON.parse(stderr)]).toEqual([
      1,
      {
        v: 1,
        error: {
          code: 'wait.unknown',
          message: 'shop-web has no health check, and only its blueprint knows its readiness condition',
          hint: 'Wait with --for running, or give the container a health check',
          help: 'https://github.com/docktopus/docktopus-ts/blob/main/docs/errors.md#wait.unknown',
        },
      },
    ]);
  });

  it.each([
    ['--for', 'happy'],
    ['--timeout', 'soon'],
  ])('%s %s is a usage error', async (...args) => {
    expect((await docktopus(['wait', 'x', ...args])).code).toBe(2);
  });

  it('says in JSON that it does not know an option, when JSON is asked for', async () => {
    const { code, stdout, stderr } = await docktopus(['wait', 'x', '--nope', '--json']);
    expect([code, stdout, JSON.parse(stderr)]).toEqual([
      2,
      '',
      {
        v: 1,
        error: {
          code: 'usage',
          message: "unknown option '--nope'",
          hint: "Run 'docktopus --help' for all commands.",
        },
      },
    ]);
  });
});

describe('exec', () => {
  it('hands on output, input, environment and the exit code of the command', async () => {
    await using shop = await shopWithBoxes();
    const ran = await shop.run(['exec', 'shop-web', 'sh', '-c', 'echo out; echo err >&2; exit 42']);
    expect(ran).toMatchObject({ code: 42, stdout: 'out\n', stderr: 'err\n' });
    expect(await shop.run(['exec', '-i', 'shop-web', 'cat'], { input: 'hello' })).toMatchObject({
      code: 0,
      stdout: 'hello',
    });
    const env = await shop.run(['exec', '-e', 'A=1', '-e', 'B', 'shop-web', 'sh', '-c', 'echo $A$B'], {
      env: { B: '2' },
    });
    expect(env.stdout).toBe('12\n');
  });

  it('ends with 126 for a command that cannot be executed, and with 127 for one that is not there', async () => {
    await using shop = await shopWithBoxes();
    const script = 'echo /data/run: permission denied >&2; exit 126';
    expect(await shop.run(['exec', 'shop-web', 'sh', '-c', script])).toMatchObject({ code: 126 });
    // The engine in memory ends it with 126 as well, as engines before 23 do.
    expect(await shop.run(['exec', 'shop-web', '/no/such/program'])).toMatchObject({ code: 127 });
  });

  it('leaves options behind the name to the command', async () => {
    await using shop = await shopWithBoxes();
    expect((await shop.run(['exec', 'shop-web', 'echo', '--json', '-t', '--help'])).stdout).toBe(
      '--json -t --help\n',
    );
  });

  it('fails in words when --json is an option of the command', async () => {
    await using shop = await shopWithBoxes();
    const { code, stderr } = await shop.run(['exec', 'nobody', 'echo', '--json']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error no container .*'nobody'/)]);
  });

  it('ends quietly when its reader has gone, however much the command writes', async () => {
    await using shop = await shopWithBoxes();
    const writes = `sh -c 'while true; do echo again; done'`;
    const { stdout, stderr, code } = await bash(
      `"$0" ${BINARY} exec shop-web ${writes} | head -n 1`,
      shop.env,
    );
    expect([stdout, stderr, code]).toEqual(['again\n', '', 0]);
  });

  it('prints JSON with --json before the name', async () => {
    await using shop = await shopWithBoxes();
    const { code, json } = await shop.run(['exec', '--json', 'shop-web', 'sh', '-c', 'echo a; exit 2']);
    expect([code, json]).toEqual([2, { v: 1, exitCode: 2, stdout: 'a\n', stderr: '' }]);
  });

  it('ends with 127 for a command that is not there, 125 for a container that does not run, 2 without a terminal', async () => {
    await using shop = await shopWithBoxes();
    expect((await shop.run(['exec', 'shop-web', 'no-such-command'])).code).toBe(127);
    expect((await shop.run(['exec', 'shop-failed', 'true'])).code).toBe(125);
    expect(await shop.run(['exec', '-t', 'shop-web', 'sh'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exec -t needs a terminal, and stdin is none'),
    });
  });
});

describe('inspect', () => {
  it('prints what is known of a container, its secrets masked', async () => {
    await using shop = await shopOnSocket();
    const box = await shop.shop.container('shop/web:1').name('box').env({ API_TOKEN: 'hunter2' }).create();
    await box.start({ until: 'started' });
    const { json, stdout } = await shop.run(['inspect', 'box', '--json']);
    expect(json.v).toBe(1);
    expect(json.containers[0].container).toMatchObject({ name: 'box', blueprint: 'shop', status: 'running' });
    expect(stdout).not.toContain('hunter2');
    expect((await shop.run(['inspect', 'box'])).stdout).toContain('"status": "running"');
  });
});

describe('gc', () => {
  async function withLeftover() {
    const shop = await shopOnSocket();
    const { id } = await shop.shop.docker.engine.createContainer(
      {
        Image: 'busybox',
        Labels: {
          [ownershipLabels.blueprint]: 'gone',
          [ownershipLabels.name]: 'left',
          // This host and boot, and a process that has never been.
          [ownershipLabels.session]: shop.shop.session.replace(/-\d+-\d+$/, '-4194303-1'),
          [ownershipLabels.lifetime]: 'session',
          [ownershipLabels.version]: '1',
          [ownershipLabels.nonce]: 'n',
        },
      },
      { name: 'left' },
    );
    return { ...shop, id };
  }

  it('says what it would remove and removes nothing when nobody can be asked', async () => {
    await using shop = await withLeftover();
    const { code, stdout, stderr } = await shop.run(['gc']);
    expect([code, stdout]).toEqual([0, 'remove container left (session of gone): process 4194303 is gone\n']);
    expect(stderr).toContain("nothing was removed; 'docktopus gc --force' removes without asking");
    expect((await shop.run(['gc', '--json'])).json).toMatchObject({
      v: 1,
      dryRun: true,
      wouldRemove: [{ id: shop.id }],
    });
    expect((await shop.run(['ps', '-a', '--names'])).stdout).toContain('left');
  });

  it('removes with --force, and then there is nothing left', async () => {
    await using shop = await withLeftover();
    expect((await shop.run(['gc', '--force', '--json'])).json).toMatchObject({
      dryRun: false,
      removed: [{ id: shop.id, why: 'process 4194303 is gone' }],
    });
    expect(await shop.run(['gc'])).toMatchObject({ code: 0, stderr: 'nothing is left over\n' });
  });
});

describe('doctor', () => {
  it('tells each check with its fix, and fails only for a failure', async () => {
    await using shop = await shopWithBoxes();
    const { code, json } = await shop.run(['doctor', '--json'], { cwd: shop.folder });
    expect([code, json.healthy]).toEqual([0, true]);
    const found = Object.fromEntries(
      json.findings.map((each: { check: string; detail: string }) => [each.check, each.detail]),
    );
    expect(found['engine.reachable']).toMatch(/at unix:.*engine\.sock, by DOCKER_HOST$/);
    expect(found['containers.leftovers']).toBe('no leftovers of sessions that have ended');
    expect((await shop.run(['doctor'], { cwd: shop.folder })).stdout).toMatch(/^ok {4}engine\.reachable/m);
  });

  it('fails with 1 when no engine answers, and says who asked for that one', async () => {
    const { code, stdout } = await docktopus(['doctor'], {
      cwd: '/',
      env: { DOCKER_HOST: 'unix:///nowhere.sock' },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('Start the engine that DOCKER_HOST names, or change DOCKER_HOST');
  });

  it('goes on with its checks when the engine refuses what one of them asks for', async () => {
    await using shop = await shopWithBoxes();
    // As a proxy before the socket does.
    using _ = shop.engine.fail('info', 403, 'Forbidden');
    const { code, json } = await shop.run(['doctor', '--json'], { cwd: shop.folder });
    const found = Object.fromEntries(
      json.findings.map(({ check, status }: { check: string; status: string }) => [check, status]),
    );
    expect([code, found]).toEqual([
      1,
      expect.objectContaining({ 'engine.info': 'fail', 'containers.leftovers': 'ok' }),
    ]);
  });

  it('finds versions that do not match and decorators that are off', async () => {
    await using shop = await shopOnSocket();
    const write = async (path: string, value: unknown) => {
      await mkdir(join(shop.folder, path, '..'), { recursive: true });
      await writeFile(join(shop.folder, path), JSON.stringify(value));
    };
    await write('package.json', { dependencies: { '@docktopus/core': '*', 'reflect-metadata': '*' } });
    await write('tsconfig.json', { compilerOptions: { strict: true } });
    await write('node_modules/@docktopus/core/package.json', { version: '0.1.0' });
    await write('node_modules/@docktopus/runner/package.json', { version: '0.2.0' });
    const { code, stdout } = await shop.run(['doctor', '--no-color'], { cwd: shop.folder });
    expect(code).toBe(1);
    expect(stdout).toContain('the versions differ: @docktopus/core 0.1.0, @docktopus/runner 0.2.0');
    expect(stdout).toContain('reflect-metadata is declared but not installed');
    expect(stdout).toContain('experimentalDecorators is off');
  });
});

describe('config', () => {
  it('tells every setting with its source, secrets masked', async () => {
    await using shop = await shopOnSocket();
    await writeFile(join(shop.folder, '.env'), 'DOCKTOPUS_LOG_LEVEL=debug\nDOCKTOPUS_DB_PASSWORD=hunter2\n');
    const { code, stdout, json } = await shop.run(['config', '--json'], {
      cwd: shop.folder,
      env: { DOCKTOPUS_QUEUE_URL: 'redis://:hunter3@cache:6379' },
    });
    expect(code).toBe(0);
    const of = (name: string) => json.settings.find(({ setting }: { setting: string }) => setting === name);
    expect(of('logLevel')).toMatchObject({
      value: 'debug',
      source: expect.stringContaining('.env (DOCKTOPUS_LOG_LEVEL)'),
    });
    expect(of('shutdownGraceMs')).toMatchObject({ value: 10_000, source: 'the defaults' });
    expect(of('dbPassword')).toMatchObject({ value: '••••••', secret: true });
    expect(stdout).not.toMatch(/hunter[23]/);
  });

  it('ends with 3 for a setting that is wrong', async () => {
    const { code, stderr } = await docktopus(['config'], {
      cwd: '/tmp',
      env: { DOCKTOPUS_LOG_LEVEL: 'loud' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('DOCKTOPUS_LOG_LEVEL from the environment: got "loud", expected one of');
  });
});

describe('completion', () => {
  it('completes commands, options and names of containers, and runs nothing that stands in a name', async () => {
    await using shop = await shopWithBoxes();
    await shop.shop.docker.engine.createContainer({
      Image: 'busybox',
      Labels: {
        [ownershipLabels.blueprint]: 'evil',
        [ownershipLabels.name]: `$(touch ${shop.folder}/pwned)`,
        [ownershipLabels.session]: 's',
        [ownershipLabels.lifetime]: 'session',
        [ownershipLabels.version]: '1',
      },
    });
    const { stdout: script } = await docktopus(['completion', 'bash']);
    const complete = async (words: readonly string[]) => {
      const line = words.map((word) => `'${word}'`).join(' ');
      const call = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _docktopus`;
      const command = `docktopus() { "$0" '${BINARY}' "$@"; }`;
      const ran = await bash(`${command}\n${script}\n${call}; printf '%s\\n' "\${COMPREPLY[@]}"`, shop.env);
      expect(ran.stderr).toBe('');
      return ran.stdout.trim().split('\n');
    };
    expect(await complete(['docktopus', 'in'])).toEqual(['inspect']);
    expect(await complete(['docktopus', 'logs', '--fo'])).toEqual(['--follow']);
    expect(await complete(['docktopus', 'logs', 'shop-'])).toEqual(['shop-failed', 'shop-web']);
    expect(await complete(['docktopus', 'logs', ''])).not.toContain('$(touch');
    expect(existsSync(join(shop.folder, 'pwned'))).toBe(false);
  });
});

describe('ui', () => {
  it('prints the URL of the page, serves it, and ends with 130 on Ctrl-C', async () => {
    await using shop = await shopWithBoxes();
    const serving = shop.start(['ui', '--json']);
    await serving.until('"origin"');
    const { url, origin, token } = JSON.parse(serving.stdout);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    const snapshot = await fetch(`${origin}/api/v1/snapshot`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(JSON.stringify(await snapshot.json())).toContain(shop.web.id);
    serving.process.kill('SIGINT');
    expect((await serving.end()).code).toBe(130);
    await expect(fetch(origin)).rejects.toThrow();
  });
});

describe('the command itself', () => {
  it('tells its version and its commands, and ends with 2 for what it does not know', async () => {
    expect((await docktopus(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await docktopus(['--help'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('ps [options]'),
    });
    expect(await docktopus(['pss'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean ps?'),
    });
    expect(await docktopus(['ps', '--al'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean --all?'),
    });
  });

  it('ends with 4 when no engine answers, in words and as JSON', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    const words = await docktopus(['ps'], { env });
    expect([words.code, words.stdout]).toEqual([4, '']);
    expect(words.stderr).toContain('DOCKER_HOST unix:///nowhere.sock: there is no such socket');
    const json = await docktopus(['ps', '--json'], { env });
    expect([json.code, json.stdout, JSON.parse(json.stderr).error.code]).toEqual([
      4,
      '',
      'engine.unreachable',
    ]);
    expect((await docktopus(['ps', '-H', 'unix:///elsewhere.sock'])).stderr).toContain('/elsewhere.sock');
  });

  it('ends at once when it is interrupted while the engine does not answer', async () => {
    await using shop = await shopOnSocket();
    using fault = shop.engine.hang('listContainers');
    const hanging = shop.start(['ps']);
    await expect.poll(() => fault.hits).toBe(1);
    hanging.process.kill('SIGINT');
    expect(await hanging.end()).toMatchObject({ code: 130, stdout: '', stderr: '' });
  });

  it('ends with its exit code when nobody reads what is wrong', async () => {
    await using shop = await shopOnSocket();
    const unread = `exec 3> >(true); wait $!; "$0" ${BINARY} logs 2>&3`;
    expect(await bash(unread, shop.env)).toEqual({ stdout: '', stderr: '', code: 2 });
  });

  it('is coloured when FORCE_COLOR says so, and not when NO_COLOR or --no-color do', async () => {
    await using shop = await shopWithBoxes();
    expect((await shop.run(['ps'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[32mrunning');
    expect((await shop.run(['ps'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      '\u001b',
    );
    expect((await shop.run(['ps', '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain(
      '\u001b',
    );
  });
});
