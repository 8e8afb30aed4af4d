import { FakeEngine } from '@docktopus/testing';
import { describe, expect, test, vi } from 'vitest';
import { connectDocker } from '../../engine/index.ts';
import { withResolvers } from '../../scope/index.ts';
import { Container } from '../container.ts';

vi.setConfig({ testTimeout: 20_000 });

async function setup() {
  const engine = new FakeEngine();
  const docker = await connectDocker({ transport: engine });
  const box = (script: string) => Container.builder(docker, 'busybox:1.36').cmd(['sh', '-c', script]);
  const left = async () => (await docker.engine.listContainers({ all: true })).length;
  const close = async () => {
    await docker.close();
    await engine[Symbol.asyncDispose]();
  };
  return { engine, docker, box, left, [Symbol.asyncDispose]: close };
}

describe('run', () => {
  test('gives the exit code and both outputs of a container that is gone by then', async () => {
    await using bench = await setup();
    const result = await bench.box('echo out; echo err >&2; exit 3').run();
    expect(result).toMatchObject({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      oomKilled: false,
      truncated: false,
    });
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
    expect(await bench.left()).toBe(0);
  });

  test('of a name that runs already is refused, and leaves that run alone', async () => {
    await using bench = await setup();
    const migrate = () => bench.box('echo begun; sleep 600').name('migrate').onConflict('adopt');
    const end = new AbortController();
    const begun = withResolvers<void>();
    const running = migrate().run({ onLine: () => begun.resolve(), signal: end.signal });
    running.catch(() => undefined);
    await begun.promise;
    await expect(migrate().run()).rejects.toMatchObject({ code: 'name.in-use', operation: 'container.run' });
    expect(await bench.docker.engine.listContainers()).toHaveLength(1);
    end.abort();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await bench.left()).toBe(0);
  });

  test('whose time is up waits two seconds at most for an engine that does not answer', async () => {
    await using bench = await setup();
    using _hang = bench.engine.hang('removeContainer');
    const begun = performance.now();
    await expect(bench.box('sleep 60').run({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  test('writes the input and its end', async () => {
    await using bench = await setup();
    expect((await bench.box('cat').run({ input: 'hello\n' })).stdout).toBe('hello\n');
    const parts = (async function* () {
      yield 'one ';
      yield Buffer.from('two');
    })();
    expect((await bench.box('cat').run({ input: parts })).stdout).toBe('one two');
    expect((await bench.box('exit 4').run({ input: 'x'.repeat(1 << 20) })).exitCode).toBe(4);
  });

  test('calls back with each line as it comes', async () => {
    await using bench = await setup();
    const lines: string[] = [];
    const { stdout } = await bench
      .box('echo a; echo b >&2; printf c')
      .run({ onLine: ({ stream, line }) => lines.push(`${stream} ${line}`) });
    expect(lines.sort()).toEqual(['stderr b', 'stdout a', 'stdout c']);
    expect(stdout).toBe('a\nc');
  });

  test('with check rejects a run that has failed, with its last lines', async () => {
    await using bench = await setup();
    const script = 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; done; exit 3';
    await expect(bench.box(script).run({ check: true })).rejects.toMatchObject({
      code: 'container.exited',
      reason: 'it ended with exit code 3',
      lastLines: Array.from({ length: 10 }, (_, index) => `line ${index + 3}`),
      details: { exitCode: 3, oomKilled: false },
    });
    expect(await bench.left()).toBe(0);
    await expect(bench.box('exit 0').run({ check: true })).resolves.toMatchObject({ exitCode: 0 });
  });

  test('says that memory ran out', async () => {
    await using bench = await setup();
    bench.engine.image('hungry:1', async (process) => {
      process.stdout('begun\n');
      await process.forever();
    });
    const running = Container.builder(bench.docker, 'hungry:1').run({
      onLine: () => {
        const started = bench.engine.events.find(({ action }) => action === 'start');
        bench.engine.kill(started?.id ?? '', { oom: true });
      },
    });
    expect(await running).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  test.each(['signal', 'timeoutMs'] as const)('ends by its %s, and leaves nothing', async (by) => {
    await using bench = await setup();
    const controller = new AbortController();
    const running = bench.box('echo begun; sleep 600').run({
      ...(by === 'signal' ? { signal: controller.signal } : { timeoutMs: 300 }),
      onLine: () => by === 'signal' && controller.abort(new Error('enough')),
    });
    await expect(running).rejects.toMatchObject({ code: by === 'signal' ? 'aborted' : 'timeout' });
    expect(await bench.left()).toBe(0);
  });

  test('keeps no more than it may', async () => {
    await using bench = await setup();
    const box = bench.box('echo 1234567890');
    expect(await box.run({ maxOutputBytes: 4, overflow: 'truncate' })).toMatchObject({
      stdout: '1234',
      truncated: true,
    });
    await expect(box.run({ maxOutputBytes: 4 })).rejects.toMatchObject({
      code: 'exec.output-too-large',
      details: { exitCode: 0, maxOutputBytes: 4 },
    });
    expect(await bench.left()).toBe(0);
  });

  test('fails with the start, and leaves nothing', async () => {
    await using bench = await setup();
    using _fault = bench.engine.fail('startContainer', 500, 'no such device');
    await expect(bench.box('true').run()).rejects.toMatchObject({
      reason: expect.stringContaining('no such device'),
    });
    expect(await bench.left()).toBe(0);
  });

  test('fails when the connection is cut, rather than to look like the end', async () => {
    await using bench = await setup();
    using _fault = bench.engine.cut('attachContainer', 10);
    await expect(bench.box('echo 12345; echo 67890').run()).rejects.toMatchObject({
      code: 'engine.disconnected',
    });
    expect(await bench.left()).toBe(0);
  });

  test('fails with the source of its input', async () => {
    await using bench = await setup();
    const broken = (async function* () {
      yield 'one';
      throw new Error('the file is gone');
    })();
    await expect(bench.box('cat').run({ input: broken })).rejects.toThrow('the file is gone');
    expect(await bench.left()).toBe(0);
  });

  test('checks its options before it does anything', async () => {
    await using bench = await setup();
    await expect(bench.box('true').run({ maxOutputBytes: -1, overflow: 'drop' as 'error' })).rejects.toThrow(
      'container.run busybox:1.36: 2 problems',
    );
    expect(bench.engine.events).toEqual([]);
  });
});

describe('runStream', () => {
  test('gives the lines, then says how it ended', async () => {
    await using bench = await setup();
    const stream = bench.box('echo a; echo b; exit 3').runStream();
    const lines: string[] = [];
    for await (const { line } of stream) lines.push(line);
    expect([lines, (await stream.exit).exitCode]).toEqual([['a', 'b'], 3]);
    expect(await bench.left()).toBe(0);
  });

  test('removes the container when its reader leaves', async () => {
    await using bench = await setup();
    const stream = bench.box('echo a; sleep 600').runStream();
    for await (const { line } of stream) if (line === 'a') break;
    expect(await bench.left()).toBe(0);
    await expect(stream.exit).rejects.toMatchObject({ code: 'aborted' });
  });

  test('with check ends the loop with the failure', async () => {
    await using bench = await setup();
    const stream = bench.box('echo a; exit 3').runStream({ check: true });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'container.exited', lastLines: ['a'] });
    await expect(stream.exit).rejects.toMatchObject({ code: 'container.exited' });
  });

  test('begins with the loop', async () => {
    await using bench = await setup();
    bench.box('true').runStream();
    expect(bench.engine.events).toEqual([]);
  });
});
