import { describe, expect, it } from 'vitest';
import type {} from '../packaging/build-setup.ts';
import { shopOnSocket } from './docktopus.ts';
import { makeProject, twoContainers } from './project.ts';

async function planning(files: Readonly<Record<string, string>>) {
  const shop = await shopOnSocket();
  const project = await makeProject(files);
  return {
    ...shop,
    plan: (args: readonly string[], options = {}) =>
      shop.run(['plan', ...args], { cwd: project.folder, ...options }),
    start: (args: readonly string[]) => shop.start(['plan', ...args], { cwd: project.folder }),
    async [Symbol.asyncDispose]() {
      await project[Symbol.asyncDispose]();
      await shop[Symbol.asyncDispose]();
    },
  };
}

describe('plan', () => {
  it('says what a start would do, and does nothing', async () => {
    await using shop = await planning({ 'main.ts': twoContainers('secret-value') });
    const words = await shop.plan(['main.ts']);
    expect([words.code, words.stderr]).toEqual([0, '']);
    expect(words.stdout).toMatch(
      /^create kept as project-kept-\w+: one for each session\nstart kept: it is new$/m,
    );
    const { code, json, stdout } = await shop.plan(['--json', 'main.ts']);
    expect([code, json.v, json.blueprint]).toEqual([0, 1, 'project']);
    expect(json.plans).toMatchObject([
      {
        context: 'ProjectContext',
        steps: expect.arrayContaining([
          expect.objectContaining({ id: 'start kept', after: ['create kept'] }),
        ]),
      },
    ]);
    expect(stdout).not.toContain('secret-value');
    expect(await shop.shop.docker.engine.listContainers({ all: true })).toEqual([]);
  });

  it('keeps what the program prints out of its own output', async () => {
    await using shop = await planning({ 'main.ts': `console.log('mine');\n${twoContainers('x')}` });
    const { code, json, stderr } = await shop.plan(['--json', 'main.ts']);
    expect([code, json.plans.length, stderr]).toEqual([0, 1, 'mine\n']);
  });

  it('ends with the code of what keeps a program from starting', async () => {
    await using shop = await planning({ 'main.ts': twoContainers('x') });
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    const unreachable = await shop.plan(['--json', 'main.ts'], { env });
    expect([unreachable.code, unreachable.stdout]).toEqual([4, '']);
    expect(JSON.parse(unreachable.stderr.trim().split('\n').at(-1)!)).toMatchObject({
      v: 1,
      error: { code: 'engine.unreachable' },
    });
    const wrong = await shop.plan(['main.ts'], { env: { DOCKTOPUS_SHUTDOWN_GRACE_MS: 'soon' } });
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('DOCKTOPUS_SHUTDOWN_GRACE_MS')]);
  });

  it('says so when a program has no plan to tell, is not there, or takes too long', async () => {
    await using shop = await planning({
      'quits.ts': 'process.exit(9)',
      'waits.ts': 'setInterval(() => {}, 1e6)',
    });
    const quits = await shop.plan(['quits.ts']);
    expect([quits.code, quits.stderr]).toEqual([
      1,
      expect.stringContaining('quits.ts ended with exit code 9, and reported no plan'),
    ]);
    expect(await shop.plan(['none.ts'])).toMatchObject({ code: 2 });
    expect(await shop.plan(['--timeout', '1s', 'waits.ts'])).toMatchObject({
      code: 124,
      stderr: expect.stringContaining('reported no plan within 1s'),
    });
  });

  it.each([
    [
      'throw new Error("no table");',
      'error main.ts failed\nError: no table\n    at <anonymous> (main.ts:1:7)\n',
    ],
    [
      `import zod from 'zodd'; zod();`,
      /^error main\.ts cannot be loaded\n.*\nInstall it: npm install zodd\n/,
    ],
    ['const x = = 1;', /^error main\.ts cannot be loaded\n.*\n.*main\.ts:1:10: ERROR: Unexpected "="\n/],
    [
      'await new Promise(() => {});',
      /^error main\.ts cannot be loaded\nAn await at the top of a file never settles/m,
    ],
  ])('says why a program cannot be loaded, without frames of Node: %s', async (program, said) => {
    await using shop = await planning({ 'main.ts': program });
    const { code, stderr, stdout } = await shop.plan(['main.ts']);
    const ends = stderr.indexOf('error main.ts ended with exit code');
    const first = stderr.slice(0, ends).replaceAll(/\(\/.*\//g, '(');
    expect([code, stdout, ends > 0, stderr.includes('node:internal')]).toEqual([1, '', true, false]);
    if (typeof said === 'string') expect(first).toBe(said);
    else expect(first).toMatch(said);
  });

  it('takes its program along on Ctrl-C', async () => {
    await using shop = await planning({
      'waits.ts': `console.log('begun', process.pid); setInterval(() => {}, 1e6)`,
    });
    const waiting = shop.start(['waits.ts']);
    await waiting.until('begun');
    const pid = Number(/begun (\d+)/.exec(waiting.stderr)![1]);
    waiting.process.kill('SIGINT');
    expect((await waiting.end()).code).toBe(130);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
