import { join } from 'node:path';
import { ownershipLabels } from '@docktopus/core';
import { describe, expect, it } from 'vitest';
import type {} from '../packaging/build-setup.ts';
import { shopOnSocket } from './docktopus.ts';
import { makeProject, twoContainers, typedContainers } from './project.ts';

/** The containers that the program has made, by name. */
async function containersOf({ shop }: Awaited<ReturnType<typeof shopOnSocket>>) {
  const entries = await shop.docker.engine.listContainers();
  const found = entries.map(
    ({ Id, State, Labels }) => [Labels[ownershipLabels.name], { id: Id, status: State }] as const,
  );
  return Object.fromEntries(found) as Record<string, { id: string; status: string }>;
}

/** The same with a Compose project beside the containers. */
function withProject(program: string): string {
  return program
    .replace("'reflect-metadata';", "'reflect-metadata';\nimport { compose } from '@docktopus/compose';")
    .replace(
      'extends DockerContext {',
      "extends DockerContext {\n  @compose('compose.yaml', { lifetime: 'session', up: { wait: false } }) readonly store!: object;",
    );
}

const STORE = 'name: store\nservices:\n  web: { image: shop/web:1, network_mode: none }\n';

async function developing(program = twoContainers('one')) {
  const shop = await shopOnSocket();
  const project = await makeProject({ 'main.ts': program, 'compose.yaml': STORE });
  const env = { XDG_RUNTIME_DIR: shop.folder };
  const dev = shop.start(['dev', 'main.ts'], { cwd: project.folder, env });
  return {
    shop,
    project,
    dev,
    async [Symbol.asyncDispose]() {
      dev.process.kill('SIGKILL');
      await dev.end();
      await expect.poll(() => containersOf(shop)).toEqual({});
      await project[Symbol.asyncDispose]();
      await shop[Symbol.asyncDispose]();
    },
  };
}

describe('dev', () => {
  it('starts a program again with each change: containers that did not change are kept, and so are Compose projects and the page', async () => {
    await using developed = await developing(withProject(twoContainers('one')));
    const { shop, project, dev } = developed;
    await dev.until('dashboard http');
    const url = new URL(/dashboard (\S+)/.exec(dev.stderr)![1]!);
    const before = await containersOf(shop);
    expect(Object.keys(before).sort()).toEqual(['changed', 'kept', 'store/web-1']);

    await project.write('main.ts', withProject(twoContainers('two')));
    await dev.until('main.ts changed: restarting the program');
    await expect
      .poll(async () => (await containersOf(shop)).changed)
      .not.toMatchObject({ id: before.changed!.id });
    await expect.poll(async () => (await containersOf(shop)).changed?.status).toBe('running');
    expect((await containersOf(shop)).kept).toEqual(before.kept);
    expect((await containersOf(shop))['store/web-1']).toEqual(before['store/web-1']);

    const page = async () => (await fetch(url, { redirect: 'manual' })).status;
    await expect.poll(() => page().catch(() => 0)).toBe(303);
    expect(dev.stderr.match(/dashboard http/g)).toHaveLength(1);

    dev.process.kill('SIGINT');
    expect((await dev.end()).code).toBe(130);
    expect(await containersOf(shop)).toEqual({});
  });

  it('keeps the containers of a typed blueprint that did not change, and removes those that it declares no longer', async () => {
    await using developed = await developing(typedContainers('one'));
    const { shop, project, dev } = developed;
    await dev.until('dashboard http');
    const before = await containersOf(shop);
    expect(Object.keys(before).sort()).toEqual(['changed', 'kept']);

    await project.write('main.ts', typedContainers('two'));
    await expect
      .poll(async () => (await containersOf(shop)).changed)
      .not.toMatchObject({ id: before.changed!.id });
    await expect.poll(async () => (await containersOf(shop)).changed?.status).toBe('running');

    await project.write('main.ts', typedContainers(undefined));
    await expect.poll(() => containersOf(shop)).toEqual({ kept: before.kept });
  });

  it('waits for the next change when a program cannot start, and keeps its containers meanwhile', async () => {
    await using developed = await developing();
    const { shop, project, dev } = developed;
    await dev.until('dashboard http');
    const before = await containersOf(shop);
    await project.write('main.ts', 'this is no program');
    await dev.until('waiting for the next change');
    expect(await containersOf(shop)).toEqual(before);
    await project.write('main.ts', twoContainers('one'));
    const running = () =>
      fetch(new URL(/dashboard (\S+)/.exec(dev.stderr)![1]!)).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(running).toBe(false);
    await expect
      .poll(
        async () => (await shop.run(['queue', 'stats'], { env: { XDG_RUNTIME_DIR: shop.folder } })).code,
        { timeout: 20_000 },
      )
      .toBe(0);
    expect(await containersOf(shop)).toEqual(before);
    dev.process.kill('SIGTERM');
    expect((await dev.end()).code).toBe(143);
    expect(await containersOf(shop)).toEqual({});
  });

  it('that is killed takes its program and its containers along', async () => {
    await using developed = await developing();
    const { dev, shop } = developed;
    await dev.until('dashboard http');
    expect(Object.keys(await containersOf(shop))).toHaveLength(2);
    dev.process.kill('SIGKILL');
    await expect.poll(() => containersOf(shop)).toEqual({});
    const { stderr } = await shop.run(['queue', 'stats'], { env: { XDG_RUNTIME_DIR: shop.folder } });
    expect(stderr).toContain('no running blueprint can be reached');
  });

  it('of a program elsewhere notices its changes whatever it tells, and takes it along when the terminal is gone', async () => {
    await using shop = await shopOnSocket();
    const { DOCKER_HOST } = shop.env;
    const program = (run: string) => `
      process.send(null);
      process.send('ready');
      process.on('SIGTERM', () => process.exit());
      console.log('${run} with', process.env.DOCKER_HOST);
      setInterval(() => undefined, 1000);`;
    await using project = await makeProject({ 'main.js': program('first') });
    const dev = shop.start(['dev', '-H', DOCKER_HOST, join(project.folder, 'main.js')], {
      cwd: shop.folder,
      env: { DOCKER_HOST: 'unix:///nowhere.sock', XDG_RUNTIME_DIR: shop.folder },
    });
    await dev.until(`first with ${DOCKER_HOST}`);
    // Watching begins at some time: what is written until then goes unnoticed.
    const writing = setInterval(() => void project.write('main.js', program('second')), 500);
    await dev.until(`second with ${DOCKER_HOST}`).finally(() => clearInterval(writing));
    dev.process.kill('SIGHUP');
    // It has ended with its program, which has the same output.
    expect(await dev.end()).toMatchObject({ code: 'ended by SIGHUP' });
  });

  it('names a file that is not there', async () => {
    await using shop = await shopOnSocket();
    expect(await shop.run(['dev', 'nothing.ts'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no file nothing.ts'),
    });
  });
});

describe('run', () => {
  it('runs TypeScript as it is, with its arguments, and ends as it ends', async () => {
    await using shop = await shopOnSocket();
    await using project = await makeProject({
      'main.ts': `enum Code { Own = 7 }\nfunction mark(_target: object, _name: string) {}\nclass A { @mark readonly x!: string; }\nconsole.log(process.argv.slice(2).join(' '), new A() instanceof A);\nprocess.exitCode = Code.Own;`,
      'fails.ts': `interface A { x: number }\n\nconst a: A = { x: 1 };\nthrow new Error('broken ' + a.x);`,
    });
    const { folder: cwd } = project;
    expect(await shop.run(['run', 'main.ts', '--flag', 'a', '-b', 'c'], { cwd })).toMatchObject({
      code: 7,
      stdout: '--flag a -b c true\n',
      stderr: '',
    });
    const failed = await shop.run(['run', 'fails.ts'], { cwd });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('Error: broken 1');
    expect(failed.stderr).toMatch(/fails\.ts:4:\d+/);
  });

  it('prints what a program threw without the code that runs it', async () => {
    await using shop = await shopOnSocket();
    await using project = await makeProject({
      'throws.ts': "throw new Error('outer', { cause: new Error('inner') });",
    });
    const { code, stderr } = await shop.run(['run', 'throws.ts'], { cwd: project.folder });
    expect([code, stderr.replaceAll(/\(.*\//g, '(')]).toEqual([
      1,
      'error throws.ts failed\nError: outer\n    at <anonymous> (throws.ts:1:7)\n  caused by Error: inner\n      at <anonymous> (throws.ts:1:35)\n',
    ]);
  });

  it('says that a program exports a blueprint and does not run it', async () => {
    await using shop = await shopOnSocket();
    const exported = `import { BlueprintRunner, Router } from '@docktopus/runner';
export const runner = BlueprintRunner.for().router(Router.create().route('tick', () => 1));`;
    await using project = await makeProject({
      'runner.ts': exported,
      'runs.ts': `${exported}\nvoid runner.run({ signal: AbortSignal.timeout(50) });`,
    });
    const run = (file: string) => shop.run(['run', file], { cwd: project.folder });
    const [runner, runs] = await Promise.all([run('runner.ts'), run('runs.ts')]);
    const named = 'Name the file that calls its run(), such as main.ts';
    expect([runner.code, runner.stderr]).toEqual([
      2,
      `error runner.ts exports runner, and nothing ran it\n${named}\n`,
    ]);
    expect([runs.code, runs.stderr]).toEqual([0, expect.not.stringContaining(named)]);
  });

  it('ends as a program that is refused by its policy ends, and says what was refused', async () => {
    await using shop = await shopOnSocket();
    const program = twoContainers('x')
      .replace(".env({ VALUE: 'x' })", '.privileged()')
      .replace('.run()', '.options({ connect: { policy: {} } }).run()');
    await using project = await makeProject({ 'main.ts': program });
    expect(await shop.run(['run', 'main.ts'], { cwd: project.folder })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('policy: { privileged: true } allows it'),
    });
    expect(await containersOf(shop)).toEqual({});
  });

  it('leaves signals to the program: a runner stops in order, and what it made is gone', async () => {
    await using shop = await shopOnSocket();
    await using project = await makeProject({ 'main.ts': twoContainers('one') });
    const running = shop.start(['run', 'main.ts'], { cwd: project.folder });
    await running.until('the runner is running');
    expect(Object.keys(await containersOf(shop)).sort()).toEqual(['changed', 'kept']);
    running.process.kill('SIGTERM');
    expect((await running.end()).code).toBe(0);
    expect(await containersOf(shop)).toEqual({});
  });
});
