import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../../engine/index.ts';
import { Container } from '../container.ts';
import type { LogLine } from './log-line.ts';
import type { LogsOptions } from './logs-options.ts';

async function setup() {
  const fake = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: fake });
  return {
    fake,
    box: (script: string) => Container.builder(docker, 'busybox:1.36').cmd(['sh', '-c', script]),
    async [Symbol.asyncDispose]() {
      await docker.close();
      await fake[Symbol.asyncDispose]();
    },
  };
}

async function read(box: Container, options?: LogsOptions): Promise<readonly LogLine[]> {
  const lines = [];
  for await (const line of box.logs(options)) lines.push(line);
  return lines;
}

const text = (lines: readonly LogLine[]) => lines.map(({ line }) => line);

test('followed from before the start, over restarts, to the end: without a gap and without a line twice', async () => {
  await using bench = await setup();
  const box = await bench
    .box('echo x >> /runs; n=$(wc -l < /runs); echo run $n a; echo run $n b; exit 1')
    .restartPolicy('on-failure:2')
    .create();
  const reading = read(box, { follow: true });
  await box.start();
  expect(text(await reading)).toEqual(['run 1 a', 'run 1 b', 'run 2 a', 'run 2 b', 'run 3 a', 'run 3 b']);
});

test('following a container that has ended returns its output and ends', async () => {
  await using bench = await setup();
  const box = bench.box('echo one; echo two').slot();
  await box.start({ waitForExit: true });
  expect(text(await read(box, { follow: true, tail: 1 }))).toEqual(['two']);
});

test('a connection that is lost in the middle ends in its error', async () => {
  await using bench = await setup();
  const box = bench.box('for i in 1 2 3 4 5 6 7 8 9; do echo line $i; done').slot();
  await box.start({ waitForExit: true });
  bench.fake.cut('containerLogs', 40);
  await expect(read(box)).rejects.toMatchObject({ code: 'engine.disconnected', operation: 'container.logs' });
});

test('times come only when they are asked for', async () => {
  await using bench = await setup();
  const box = bench.box('echo one').slot();
  await box.start({ waitForExit: true });
  expect(await read(box, { follow: true })).toEqual([{ stream: 'stdout', line: 'one' }]);
  expect((await read(box, { follow: true, timestamps: true }))[0]?.time).toMatch(/^\d{4}-/);
});
