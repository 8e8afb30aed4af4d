import { type Container, container, DockerContext } from '@docktopus/core';
import { afterEach, expect, test } from 'vitest';
import { FakeEngine } from '../fake-engine/index.ts';
import { ENGINE_VARIABLE, Testbed } from './index.ts';

class BoxContext extends DockerContext {
  @container<BoxContext>((c) => c.image('busybox:1.36').cmd(['sh', '-c', 'echo hello; sleep 60']))
  readonly box!: Container;
}

const before = process.env[ENGINE_VARIABLE];

afterEach(() => {
  if (before === undefined) delete process.env[ENGINE_VARIABLE];
  else process.env[ENGINE_VARIABLE] = before;
});

test("a testbed's report shows states, last lines and events", async () => {
  await using testbed = await Testbed.open({ engine: 'fake' });
  const { box } = await testbed.context(BoxContext);
  testbed.fake?.kill(box.id ?? '');
  const report = await testbed.report();
  expect(report).toMatch(/^container \S+-box-\w+ \(busybox:1\.36\): exited, exit code 137\n {2}\| hello\n/);
  expect(report).toMatch(/events:\n +\d+ ms {2}\S+ create\n/);
  expect(report).toMatch(/ die \(exit code 137\)$/);
});

test('contexts that close with the testbed leave nothing behind', async () => {
  const testbed = await Testbed.open({ engine: 'fake' });
  await testbed.context(BoxContext);
  const { docker } = testbed;
  await testbed.close();
  expect(docker.closed).toBe(true);
});

test.each([
  [
    'container',
    (testbed: Testbed) =>
      testbed.docker.engine.createContainer(
        { Image: 'busybox:1.36', Labels: testbed.labels },
        { name: 'left' },
      ),
  ],
  ['network', (testbed: Testbed) => testbed.docker.networks.create('left', { labels: testbed.labels })],
] as const)('a %s that is left behind is named, and removed', async (kind, make) => {
  const fake = new FakeEngine();
  const testbed = await Testbed.open({ engine: fake });
  await make(testbed);
  await expect(testbed.close()).rejects.toThrow(`the test has left behind: ${kind} left.`);
  const again = await Testbed.open({ engine: fake });
  expect(await again.docker.engine.listContainers()).toEqual([]);
  expect((await again.docker.networks.list()).map(({ Name }) => Name)).not.toContain('left');
  await again.close();
});

test('a testbed removes volumes without calling them leaks', async () => {
  const fake = new FakeEngine();
  const testbed = await Testbed.open({ engine: fake });
  await testbed.docker.volumes.ensure('data', { labels: testbed.labels });
  await testbed.close();
  await using again = await Testbed.open({ engine: fake });
  expect(await again.docker.volumes.list()).toEqual([]);
});

test("a testbed's settings come from the test, not from the environment", async () => {
  process.env.DOCKTOPUS_LOG_LEVEL = 'error';
  await using testbed = await Testbed.open({ engine: 'fake', config: { strict: 'off' } });
  const { env } = await testbed.context(BoxContext, { config: { shutdownGraceMs: 5 } });
  delete process.env.DOCKTOPUS_LOG_LEVEL;
  expect(env).toMatchObject({
    name: testbed.name,
    strict: 'off',
    logLevel: 'info',
    shutdownGraceMs: 5,
    testMode: true,
  });
});

test("DOCKTOPUS_TEST_ENGINE chooses the testbed's engine", async () => {
  process.env[ENGINE_VARIABLE] = 'unix:///no/such/engine.sock';
  await expect(Testbed.open()).rejects.toMatchObject({ code: 'engine.unreachable' });
  process.env[ENGINE_VARIABLE] = 'fake';
  await using testbed = await Testbed.open();
  expect(testbed.fake).toBeInstanceOf(FakeEngine);
});

test("a testbed starts a runner on the test's engine, and stops it when it closes", async () => {
  const calls: string[] = [];
  const runner = {
    options: ({ connect }: { connect: { docker?: unknown } }) =>
      void calls.push(`options ${connect.docker !== undefined}`),
    start: async () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
  };
  const testbed = await Testbed.open({ engine: 'fake' });
  expect(await testbed.runner(runner)).toBe(runner);
  await testbed.close();
  expect(calls).toEqual(['options true', 'start', 'stop']);
});

test.each<[string, unknown, string]>([
  ['no options', null, 'options: got null, expected an object'],
  ['an engine that is none', { engine: 7 }, 'engine: got 7, expected a fake engine or another transport'],
  ['an unknown option', { enigne: 'fake' }, "enigne: got an unknown key, expected one of engine, fake, config; did you mean 'engine'?"],
  ['wrong options of the fake', { engine: 'fake', fake: { time: 'slow' } }, 'time: got "slow"'],
])('a testbed with %s is refused in words', async (_, options, text) => {
  await expect(Testbed.open(options as never)).rejects.toThrow(text);
}); // biome-ignore format: rows

test('what is no context and no runner is refused in words', async () => {
  await using testbed = await Testbed.open({ engine: 'fake' });
  await expect(testbed.context('' as never)).rejects.toThrow('type: got "", expected a class of a context');
  await expect(testbed.context(BoxContext, { confg: {} } as never)).rejects.toThrow("did you mean 'config'?");
  await expect(testbed.runner({} as never)).rejects.toThrow('runner: got {}, expected a runner');
});
