import { Container, type LogLine } from '@docktopus/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { busyboxImage } from '../support/engine.ts';
import { ProxiedDocker } from './proxied-docker.ts';

/** A frame: eight bytes of head, and `one\n`. */
const FIRST_FRAME = 12;
const TWO_FRAMES = 'echo one; sleep 1; echo two; sleep 1';

let boxes: Boxes;
let id: string;

beforeAll(async () => {
  boxes = await Boxes.connect();
  const box = await boxes.box('sleep 600').create();
  await box.start();
  id = box.id ?? '';
});

afterAll(() => boxes?.[Symbol.asyncDispose]());

const lost = { code: 'engine.disconnected' };

async function read(lines: AsyncIterable<LogLine>): Promise<string[]> {
  const found: string[] = [];
  for await (const { line } of lines) found.push(line);
  return found;
}

test('a command whose output is cut between two frames is a lost connection, and never half an answer', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const box = await Container.fromId(docker, id);
  using _cut = proxy.inject({ kind: 'cut', afterBodyBytes: FIRST_FRAME }, { on: /exec\/.*start/ });
  const argv = ['sh', '-c', TWO_FRAMES];
  await expect(box.exec(argv)).rejects.toMatchObject(lost);
  using running = await box.execStream(argv);
  await expect(read(running.lines())).rejects.toMatchObject(lost);
  await expect(running.exitCode()).rejects.toMatchObject(lost);
});

test('a command that ends with 126 is an answer', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker } = proxied;
  const box = await Container.fromId(docker, id);
  expect(await box.exec(['sh', '-c', 'echo one; exit 126'])).toMatchObject({
    exitCode: 126,
    stdout: 'one\n',
  });
  expect(await box.exec(['/no/such/command'])).toMatchObject({
    exitCode: docker.version.engine === 'podman' ? 127 : 126,
  });
});

test('an attached container whose connection is cut between two frames is a lost connection', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const box = await boxes.box(`sleep 1; ${TWO_FRAMES}; sleep 600`).create();
  const seen = await Container.fromId(docker, box.id ?? '');
  using cut = proxy.inject({ kind: 'cut', afterBodyBytes: FIRST_FRAME }, { on: /attach/ });
  using attached = await seen.attach();
  await box.start();
  await expect(read(attached.lines())).rejects.toMatchObject(lost);
  cut[Symbol.dispose]();
  using again = await seen.attach();
  const reading = read(again.lines());
  await box.kill();
  await reading;
});

test('a run whose connection is cut between two frames is a lost connection, and leaves no container', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  using _cut = proxy.inject({ kind: 'cut', afterBodyBytes: FIRST_FRAME }, { on: /attach/ });
  const builder = Container.builder(docker, busyboxImage())
    .cmd(['sh', '-c', TWO_FRAMES])
    .labels({ [boxes.label]: '' });
  await expect(builder.run()).rejects.toMatchObject(lost);
});
