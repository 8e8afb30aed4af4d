/** The test kit under `node:test`; run by node-test.test.ts. */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Container, container, DockerContext, ready } from '@docktopus/core';
import { type FakeProgram, Testbed } from '@docktopus/testing';

class EchoContext extends DockerContext {
  @container<EchoContext>((c) => c.image('echo:1').readyWhen(ready.log(/listening/)))
  readonly echo!: Container;
}

const echo: FakeProgram = async (process) => {
  process.onSignal('SIGTERM', () => process.exit(0));
  process.stdout('listening\n');
  await process.forever();
};

const fake = { images: { 'echo:1': echo } };

void test('a context on the fake engine', async () => {
  await using testbed = await Testbed.open({ engine: 'fake', fake });
  const { echo } = await testbed.context(EchoContext);
  assert.equal(await echo.status(), 'running');
  const { stdout } = await echo.exec(['echo', 'hello']);
  assert.equal(stdout, 'hello\n');
});

void test('what is left behind fails the test', async () => {
  const testbed = await Testbed.open({ engine: 'fake', fake });
  await testbed.docker.engine.createContainer(
    { Image: 'echo:1', Labels: testbed.labels },
    { name: 'forgotten' },
  );
  await assert.rejects(testbed.close(), /left behind: container forgotten/);
});

void test('time is in the hand of the test', async () => {
  await using testbed = await Testbed.open({ engine: 'fake', fake: { time: 'manual' } });
  const { engine } = testbed.docker;
  const { id } = await engine.createContainer({
    Image: 'busybox:1.36',
    Cmd: ['sleep', '3600'],
    Labels: testbed.labels,
  });
  await engine.startContainer(id);
  await testbed.fake?.advance(3_600_000);
  assert.equal((await engine.inspectContainer(id)).State.Status, 'exited');
  await engine.removeContainer(id);
});
