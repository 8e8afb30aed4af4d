import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';

test('attached before the start, nothing is missed; input and its end arrive', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes
    .box('echo begun; cat; echo err >&2; exit 4')
    .openStdin()
    .createOptions({ StdinOnce: true })
    .create();
  using streams = await box.attach({ stdin: true });
  await box.start();
  await streams.write('one\ntw');
  await streams.write(Buffer.from('o\n'));
  await streams.endInput();
  const said = { stdout: '', stderr: '' };
  for await (const { stream, data } of streams.output) said[stream] += data.toString();
  expect(said).toEqual({ stdout: 'begun\none\ntwo\n', stderr: 'err\n' });
  expect(await box.wait()).toMatchObject({ exitCode: 4 });
});

test('attached to one that runs, what comes from now on, line by line', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('echo before; while read line; do echo "got $line"; done').openStdin().create();
  await box.start();
  for await (const { line } of box.logs({ follow: true })) if (line === 'before') break;
  using streams = await box.attach({ stdin: true });
  const lines = streams.lines()[Symbol.asyncIterator]();
  await streams.write('it\n');
  expect((await lines.next()).value).toEqual({ stream: 'stdout', line: 'got it' });
  // Without StdinOnce the engine keeps the input open for the next one who attaches.
  await expect(streams.endInput()).rejects.toMatchObject({ code: 'spec.invalid' });
  await box.stop({ graceMs: 0 });
  expect((await lines.next()).done).toBe(true);
});

test('a terminal has one output stream', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('echo out; echo err >&2').tty().create();
  using streams = await box.attach();
  await box.start();
  const lines: unknown[] = [];
  for await (const line of streams.lines()) lines.push(line);
  expect(lines).toEqual([
    { stream: 'stdout', line: 'out' },
    { stream: 'stdout', line: 'err' },
  ]);
});

test('closing lets the process go on; aborting ends the stream with the reason', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().create();
  await box.start();
  (await box.attach()).close();
  const controller = new AbortController();
  const streams = await box.attach({ signal: controller.signal });
  const reading = (async () => {
    for await (const chunk of streams.output) void chunk;
  })();
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  expect(await box.status()).toBe('running');
});

test('attaching fails without a container, after its removal, and for input without openStdin', async () => {
  await using boxes = await Boxes.connect();
  await expect(boxes.box().slot().attach()).rejects.toMatchObject({
    code: 'container.not-created',
    operation: 'container.attach',
  });
  const box = await boxes.box().create();
  await expect(box.attach({ stdin: true })).rejects.toMatchObject({
    code: 'spec.invalid',
    hint: expect.stringContaining('openStdin'),
  });
  await boxes.docker.engine.removeContainer(box.id ?? '', { force: true });
  await expect(box.attach()).rejects.toMatchObject({
    code: 'container.not-found',
    operation: 'container.attach',
  });
});
