import type { Container } from '@docktopus/core';
import { describe, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';

async function running(boxes: Boxes) {
  const box = await boxes.box().create();
  await box.start();
  return box;
}

test('output of both streams, apart, as text and as bytes, and the exit code', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const result = await box.exec(['sh', '-c', 'echo grüße; echo oh >&2; printf "\\377\\000"; exit 3']);
  expect(result).toMatchObject({ exitCode: 3, stderr: 'oh\n', truncated: false });
  expect(result.stdoutBytes).toEqual(Buffer.concat([Buffer.from('grüße\n'), Buffer.from([0xff, 0])]));
  expect(result.stdout.startsWith('grüße\n')).toBe(true);
});

test('environment, user, working directory', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const show = ['sh', '-c', 'echo "$A|$B|$(id -u):$(id -g)|$(pwd)"'];
  const one = await box.exec(show, { env: { A: '1', B: 'x y' }, user: '12:34', cwd: '/tmp' });
  expect(one.stdout).toBe('1|x y|12:34|/tmp\n');
  const other = await box.exec(show, { env: ['A=2'] });
  expect(other.stdout).toBe('2||0:0|/\n');
});

test('stdin from text, bytes and a stream; without one the command reads end of file', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  expect((await box.exec(['cat'], { stdin: 'text' })).stdout).toBe('text');
  expect((await box.exec(['cat'], { stdin: Buffer.from([1, 2, 3]) })).stdoutBytes).toEqual(
    Buffer.from([1, 2, 3]),
  );
  const stream = async function* () {
    for (let i = 0; i < 100; i += 1) yield Buffer.alloc(10_000, i);
  };
  const counted = await box.exec(['wc', '-c'], { stdin: stream() });
  expect(counted.stdout.trim()).toBe('1000000');
  expect((await box.exec(['cat'])).stdout).toBe('');
});

test('a command that does not read its input still ends', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const result = await box.exec(['sh', '-c', 'exit 5'], { stdin: Buffer.alloc(4 << 20) });
  expect(result.exitCode).toBe(5);
});

test('an input that fails is the failure of the call', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const broken = async function* () {
    yield 'a';
    throw new Error('the source broke');
  };
  await expect(box.exec(['cat'], { stdin: broken() })).rejects.toThrow('the source broke');
});

test('with a terminal both streams are one', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const result = await box.exec(['sh', '-c', 'test -t 1 && echo tty; echo err >&2'], { tty: true });
  expect(result).toMatchObject({ stdout: 'tty\r\nerr\r\n', stderr: '', exitCode: 0 });
});

test('more output than allowed is an error, or cut when that is wanted', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const much = ['sh', '-c', 'head -c 100000 /dev/zero; exit 2'];
  await expect(box.exec(much, { maxOutputBytes: 1000 })).rejects.toMatchObject({
    code: 'exec.output-too-large',
    details: { exitCode: 2, maxOutputBytes: 1000 },
  });
  const cut = await box.exec(much, { maxOutputBytes: 1000, overflow: 'truncate' });
  expect(cut).toMatchObject({ truncated: true, exitCode: 2 });
  expect(cut.stdoutBytes).toHaveLength(1000);
});

test('ten megabytes of output arrive whole', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const { stdoutBytes } = await box.exec(['head', '-c', '10485760', '/dev/zero']);
  expect(stdoutBytes).toHaveLength(10 << 20);
});

test('a command that is not there ends with 126 or 127', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const { exitCode, stdout, stderr } = await box.exec(['/no/such/command']);
  expect([126, 127]).toContain(exitCode);
  // Docker says it on the one, Podman on the other.
  expect(stdout + stderr).toContain('no such file');
});

test('in a container that does not run, it is refused', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().create();
  await expect(box.exec(['true'])).rejects.toMatchObject({
    code: 'container.not-running',
    operation: 'container.exec',
  });
});

test('a container that dies under it ends the call', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  const running_ = box.exec(['sh', '-c', 'echo up; sleep 60']);
  await expect.poll(async () => (await box.exec(['ps'])).stdout).toContain('sleep 60');
  await box.kill();
  const outcome = await running_.then(
    ({ exitCode }) => exitCode,
    (error: { code: string }) => error.code,
  );
  expect([137, 'container.exited']).toContain(outcome);
});

test('a deadline and an abort end the call, not the command', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await expect(box.exec(['sleep', '61'], { timeoutMs: 500 })).rejects.toMatchObject({ code: 'timeout' });
  const controller = new AbortController();
  const aborted = box.exec(['sleep', '62'], { signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  expect((await box.exec(['ps'])).stdout).toContain('sleep 61');
});

describe('a command with killOnAbort', () => {
  const TREE = ['sh', '-c', 'sleep 4242 & sleep 4242 & echo up; sleep 4242'];
  const left = async (box: Container) => (await box.exec(['ps'])).stdout.match(/sleep 4242/g)?.length ?? 0;

  test('has ended, with all that it has started, when the call rejects: late, aborted, or with a failed input', async () => {
    await using boxes = await Boxes.connect();
    const box = await running(boxes);
    const late: unknown = await box.exec(TREE, { timeoutMs: 700, killOnAbort: true }).catch((error) => error);
    expect(late).toMatchObject({ code: 'timeout', message: expect.stringContaining('within 700 ms') });
    expect(String(late)).not.toContain('may go on');
    expect(await left(box)).toBe(0);

    const controller = new AbortController();
    const aborted = box.exec(TREE, { signal: controller.signal, killOnAbort: true, tty: true });
    const ended = expect(aborted).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    await expect.poll(() => left(box)).toBeGreaterThan(0);
    controller.abort('enough');
    await ended;
    expect(await left(box)).toBe(0);

    const broken = async function* () {
      yield 'a';
      throw new Error('the source broke');
    };
    const fed = box.exec(TREE, { stdin: broken(), killOnAbort: true });
    await expect(fed).rejects.toThrow(/^the source broke$/);
    expect(await left(box)).toBe(0);
  });

  test('that is aborted before the engine has started it does not stay', async () => {
    await using boxes = await Boxes.connect();
    const box = await running(boxes);
    const controller = new AbortController();
    const aborted = box.exec(TREE, { signal: controller.signal, killOnAbort: { graceMs: 0 } });
    setImmediate(() => controller.abort());
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(await left(box)).toBe(0);
  });

  test('has its grace after SIGTERM, and is killed when it ignores that', async () => {
    await using boxes = await Boxes.connect();
    const box = await running(boxes);
    const tidy = ['sh', '-c', 'trap "echo tidied > /tmp/note; exit" TERM; while :; do sleep 0.1; done'];
    await expect(box.exec(tidy, { timeoutMs: 700, killOnAbort: true })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect((await box.readFile('/tmp/note')).toString()).toBe('tidied\n');
    const stubborn = ['sh', '-c', 'trap "" TERM; while :; do sleep 4242; done'];
    await expect(
      box.exec(stubborn, { user: '12:34', timeoutMs: 700, killOnAbort: { graceMs: 1_000 } }),
    ).rejects.toMatchObject({ code: 'timeout' });
    expect(await left(box)).toBe(0);
  });

  test('runs as without it when nothing ends it: output, input, user and exit code', async () => {
    await using boxes = await Boxes.connect();
    const box = await running(boxes);
    const result = await box.exec(['sh', '-c', 'echo oh >&2; id -u; cat; printf "\\377"; exit 3'], {
      stdin: 'in',
      user: '12',
      killOnAbort: true,
    });
    expect(result).toMatchObject({ exitCode: 3, stderr: 'oh\n', truncated: false });
    expect(result.stdoutBytes).toEqual(Buffer.concat([Buffer.from('12\nin'), Buffer.from([0xff])]));
    expect((await box.exec(['/no/such/command'], { killOnAbort: true })).exitCode).toBe(127);
    await expect(box.exec([], { killOnAbort: true })).rejects.toMatchObject({
      code: 'spec.invalid',
      message: expect.stringContaining('cmd: got [], expected a command and its arguments'),
    });
    await expect(box.exec(['true'], { killOnAbort: 1 as never })).rejects.toThrow(
      'killOnAbort: got 1, expected true, false or { graceMs }',
    );
  });

  test('whose container ends with it is the failure of the container', async () => {
    await using boxes = await Boxes.connect();
    const box = await running(boxes);
    const failed = box.exec(TREE, { killOnAbort: true }).then(
      ({ exitCode }) => exitCode,
      (error: { code: string; hint?: string }) => [error.code, error.hint],
    );
    await expect.poll(() => left(box)).toBeGreaterThan(0);
    await box.kill();
    expect([137, ['container.exited', undefined]]).toContainEqual(await failed);
  });

  test('is refused in a container without a shell', async () => {
    await using boxes = await Boxes.connect();
    const box = await running(boxes);
    await box.exec(['rm', '/bin/sh']);
    await expect(box.exec(['true'], { killOnAbort: true })).rejects.toMatchObject({
      code: 'spec.invalid',
      message: expect.stringMatching(/killOnAbort: got .*"sh".*, expected an image with sh and \/proc/s),
    });
  });
});

test('as a stream it is talked to line by line', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  using shell = await box.execStream(['sh'], { stdin: true });
  await shell.write('echo one; echo two >&2\n');
  await shell.write('exit 9\n');
  await shell.endInput();
  const lines = [];
  for await (const line of shell.lines()) lines.push(line);
  expect(lines).toContainEqual({ stream: 'stdout', line: 'one' });
  expect(lines).toContainEqual({ stream: 'stderr', line: 'two' });
  expect(await shell.exitCode()).toBe(9);
});

test('a terminal is resized', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  using shell = await box.execStream(['sh', '-c', 'read line; stty size'], { stdin: true, tty: true });
  await shell.resize({ rows: 33, columns: 77 });
  await shell.write('go\n');
  let text = '';
  for await (const { data } of shell.output) text += data.toString();
  expect(text).toContain('33 77');
});
