import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker, type EngineTransport } from '../../engine/index.ts';
import { Container } from '../container.ts';

/** The engine in memory, and the requests that it has got. */
function recorded(fake: FakeEngine) {
  const paths: string[] = [];
  const transport: EngineTransport = {
    endpoint: fake.endpoint,
    close: () => fake.close(),
    request(request) {
      paths.push(request.path);
      return fake.request(request);
    },
  };
  return { transport, streams: () => paths.filter((path) => /\/events\b/.test(path)).length };
}

test('the ends of twenty containers that remove themselves are heard over one stream', async () => {
  await using fake = new FakeEngine();
  const { transport, streams } = recorded(fake);
  await using docker = await connectDocker({ transport });
  const exits = await Promise.all(
    Array.from({ length: 20 }, (_, code) =>
      Container.builder(docker, 'busybox:1.36')
        .cmd(['sh', '-c', `exit ${code}`])
        .autoRemove()
        .strict('off')
        .slot()
        .start({ waitForExit: true }),
    ),
  );
  expect(exits.map((exit) => exit?.exitCode)).toEqual(Array.from({ length: 20 }, (_, code) => code));
  expect(streams()).toBe(1);
});

test('a start that cannot listen for the end of its container fails with the reason, and starts nothing', async () => {
  await using fake = new FakeEngine();
  await using docker = await connectDocker({ transport: fake });
  const refused = fake.fail('watchEvents', 500, 'no events today');
  const box = Container.builder(docker, 'busybox:1.36').cmd(['true']).autoRemove().strict('off').slot();
  await expect(box.start({ waitForExit: true })).rejects.toThrow('no events today');
  const events: string[] = [];
  refused[Symbol.dispose]();
  using _all = await docker.engine.watchEvents(({ action }) => events.push(action), { since: '0' });
  await docker.engine.ping();
  expect(events).not.toContain('start');
});
