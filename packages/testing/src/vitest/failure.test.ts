import { expect, test } from 'vitest';
import { docktopus } from './index.ts';

const { testbed: fixture, fake: fakeFixture } = docktopus({ engine: 'fake' });

test('a failed test prints the states, last lines and events of its containers', async () => {
  const error = { message: 'expected 1 to be 2' };
  const task = { result: { state: 'run', errors: [error] } };
  const failing = fixture({ task }, async (testbed) => {
    const { engine } = testbed.docker;
    const body = { Image: 'busybox:1.36', Cmd: ['sh', '-c', 'echo why; exit 4'], Labels: testbed.labels };
    const { id } = await engine.createContainer(body, { name: 'culprit' });
    await engine.startContainer(id);
    await engine.waitContainer(id);
    task.result.state = 'fail';
  });
  await expect(failing).rejects.toThrow('left behind');
  expect(error.message).toMatch(
    /^expected 1 to be 2\n\ncontainer culprit \(busybox:1\.36\): exited, exit code 4\n {2}\| why\nevents:\n/,
  );
});

test('a test that passes prints nothing about its containers', async () => {
  const error = { message: 'an earlier attempt' };
  await fixture({ task: { result: { state: 'pass', errors: [error] } } }, async () => undefined);
  expect(error.message).toBe('an earlier attempt');
});

test('a test that needs the fake engine says so on a real one', async () => {
  await expect(fakeFixture({ testbed: { fake: undefined } as never }, async () => undefined)).rejects.toThrow(
    'this test needs the fake engine',
  );
});
