import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';
import type { Docker } from '../docker.ts';
import { IMAGE_OPTIONS } from '../images/image-options.ts';
import { NETWORK_OPTIONS } from '../networks/network-options.ts';
import type { EngineTransport } from '../transport/engine-transport.ts';
import { VOLUME_OPTIONS } from '../volumes-over.ts';
import { ENGINE_OPTIONS } from './engine-options.ts';

const tables = {
  engine: ENGINE_OPTIONS,
  images: IMAGE_OPTIONS,
  networks: NETWORK_OPTIONS,
  volumes: VOLUME_OPTIONS,
} as const;

const calls = Object.entries(tables).flatMap(([room, table]) =>
  Object.entries(table as Readonly<Record<string, readonly [number, object, object?]>>).map(
    ([name, [place, readers, before]]) =>
      [room as keyof typeof tables, name, place, Object.keys(readers), before] as const,
  ),
);

/** A client, and the paths of what it has asked for since it is there. */
async function setup() {
  const fake = new FakeEngine();
  const asked: string[] = [];
  const transport: EngineTransport = {
    endpoint: fake.endpoint,
    close: () => fake.close(),
    request: (request) => {
      asked.push(request.path);
      return fake.request(request);
    },
  };
  const docker = await connectDocker({ transport });
  asked.length = 0;
  const call = (room: keyof Docker, name: string, args: readonly unknown[]) =>
    (docker[room] as unknown as Record<string, (...all: readonly unknown[]) => Promise<unknown>>)[name]?.(
      ...args,
    );
  return { docker, asked, call, [Symbol.asyncDispose]: () => docker.close() };
}

test.each(calls)(
  'docker.%s.%s refuses an option that it does not have, before it asks the engine',
  async (room, name, place, known, before) => {
    await using bench = await setup();
    const fitting: Readonly<Record<string, unknown>> = {
      archive: Buffer.alloc(0),
      body: {},
      onEvent: () => undefined,
      references: ['box:1'],
      size: {},
    };
    const names = Object.keys(before ?? {});
    const args = [
      ...Array.from({ length: place }, (_, index) => fitting[names[index] ?? ''] ?? 'box'),
      { timeoutMS: 5_000 },
    ];
    await expect(bench.call(room, name, args)).rejects.toMatchObject({
      code: 'spec.invalid',
      operation: `${room}.${name}`,
      message: expect.stringMatching(/timeoutMS: got an unknown key, .*; did you mean 'timeoutMs'\?$/),
    });
    expect(known).toEqual(expect.arrayContaining(['timeoutMs', 'signal']));
    expect(bench.asked).toEqual([]);
  },
);

test.each<[room: keyof typeof tables, name: string, args: readonly unknown[], problem: string]>([
  ['engine', 'removeContainer', ['box', { forse: true }], "did you mean 'force'?"],
  ['engine', 'listContainers', [{ filter: {} }], "did you mean 'filters'?"],
  ['engine', 'listContainers', [{ filters: { label: 'a=b' } }], 'filters.label: got "a=b", expected a list'],
  ['engine', 'stopContainer', ['box', { graceSeconds: '5' }], 'graceSeconds: got "5", expected a number'],
  ['engine', 'stopContainer', ['box', { graceSeconds: Number.NaN }], 'graceSeconds: got NaN'],
  ['engine', 'containerLogs', ['box', { tail: -1 }], 'tail: got -1, expected a whole number of at least 0'],
  ['engine', 'containerLogs', ['box', { since: 1e300 }], 'since: got 1e+300, expected seconds since 1970'],
  ['engine', 'waitContainer', ['box', { condition: 'exited' }], 'condition: got "exited", expected one of'],
  ['engine', 'inspectContainer', ['box', 5_000], 'options: got 5000, expected an object'],
  ['images', 'pull', ['box:1', { platfrom: 'linux/arm64' }], "did you mean 'platform'?"],
  ['images', 'pull', ['box:1', { onProgress: true }], 'onProgress: got true, expected a function'],
  ['images', 'build', ['/x', { tag: 'box:1' }], "did you mean 'tags'?"],
  ['images', 'build', ['/x', { tags: 'box:1' }], 'tags: got "box:1", expected a list'],
  ['images', 'build', ['/x', { shmSize: '64m' }], 'shmSize: got "64m", expected a whole number'],
  ['images', 'build', ['/x', { args: { A: 1 } }], 'args.A: got 1, expected a string'],
  ['engine', 'createContainer', [null], 'body: got null, expected an object'],
  ['engine', 'renameContainer', ['box', 5], 'name: got 5, expected a string'],
  ['engine', 'resizeExec', ['x', undefined], 'size: got undefined, expected an object'],
  ['engine', 'putArchive', ['box', '/', 'tar'], 'archive: got "tar", expected a stream or bytes of a tar'],
  ['engine', 'watchEvents', [undefined], 'onEvent: got undefined, expected a function'],
  ['images', 'save', ['box:1'], 'references: got "box:1", expected a list'],
  ['images', 'load', [undefined], 'archive: got undefined, expected a stream or bytes of a tar'],
  ['images', 'build', [null], 'folder: got null, expected a string'],
  ['networks', 'create', ['net', { subnets: '10.0.0.0/8' }], 'subnets: got "10.0.0.0/8", expected a list'],
  ['networks', 'create', ['net', { subnets: [{ subnt: 'x' }] }], "did you mean 'subnet'?"],
  ['networks', 'create', ['net', { addressDriver: 'x' }], 'addressDriver: got "x", expected an object'],
  ['networks', 'ensure', ['net', { internl: true }], "did you mean 'internal'?"],
  ['networks', 'ensure', ['net', { internal: 'yes' }], 'internal: got "yes", expected true or false'],
  ['networks', 'connect', ['net', 'box', { alises: ['db'] }], "did you mean 'aliases'?"],
  ['volumes', 'ensure', ['data', { labels: { a: 1 } }], 'labels.a: got 1, expected a string'],
  ['volumes', 'ensure', ['data', { driverOpts: {} }], 'driverOpts: got an unknown key'],
])('docker.%s.%s(%j) is refused in words', async (room, name, args, problem) => {
  await using bench = await setup();
  await expect(bench.call(room, name, args)).rejects.toThrow(problem);
  expect(bench.asked).toEqual([]);
});

test('a pull that is watched refuses an option that it does not have', async () => {
  await using bench = await setup();
  expect(() => bench.docker.images.startPull('box:1', { platfrom: 'x' } as object)).toThrow(
    "did you mean 'platform'?",
  );
});
