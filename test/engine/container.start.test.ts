import { type ContainerFailure, type DocktopusError, isDocktopusError, ready } from '@docktopus/core';
import { FaultProxy } from '@docktopus/testing';
import { describe, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { engineEndpoint } from '../support/engine.ts';

async function failureOf(promise: Promise<unknown>): Promise<DocktopusError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDocktopusError(error)) throw new Error(`expected a DocktopusError, got ${String(error)}`);
  return error;
}

const failure = (error: DocktopusError) => error.details.failure as ContainerFailure;

describe('a start that fails', () => {
  test('for want of its command says so in the engine’s words, and leaves nothing behind', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box().cmd(['/no/such/command']).slot();
    const error = await failureOf(box.start());
    expect(error).toMatchObject({ code: 'container.start-failed', operation: 'container.start' });
    expect(error.reason).toContain('/no/such/command');
    expect(error.details).toMatchObject({ container: 'removed' });
    expect(box.id).toBeUndefined();
    expect(await boxes.names()).toEqual([]);
  });

  // The engine keeps no order between the two streams, so they are written apart in time.
  test('because it dies before it is ready carries exit code and output, read before the removal', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes
      .box('for i in $(seq 1 60); do echo line $i; done; sleep 0.3; echo no database >&2; exit 78')
      .readyWhen(ready.log('never'))
      .slot();
    const error = await failureOf(box.start());
    expect(error.code).toBe('container.start-failed');
    expect(error.reason).toContain('78');
    expect(error.details).toMatchObject({ exitCode: 78, oomKilled: false, container: 'removed' });
    const { lastLines } = failure(error);
    expect(lastLines).toHaveLength(50);
    expect(lastLines).toContainEqual({ stream: 'stderr', line: 'no database' });
    expect(lastLines).toContainEqual({ stream: 'stdout', line: 'line 60' });
    expect(await boxes.names()).toEqual([]);
  });

  test('is told within 200 ms of the death', async () => {
    await using boxes = await Boxes.connect();
    const builder = boxes.box('sleep 1; exit 1').readyWhen(ready.log('never')).keepOnFailure();
    const delayMs = async () => {
      const box = await builder.create();
      const died = new Promise<number>((resolve) => {
        const filters = { container: [box.id ?? ''], event: ['die'] };
        void boxes.docker.engine.watchEvents(() => resolve(performance.now()), { filters });
      });
      await failureOf(box.start());
      return performance.now() - (await died);
    };
    // On an overloaded machine the engine itself may take longer than that to write a death down.
    await expect.poll(delayMs, { interval: 0, timeout: 50_000 }).toBeLessThan(200);
  });

  test('because it is not ready in time says which condition did not hold', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box('echo working; sleep 60').readyWhen(ready.log('never said')).slot();
    const error = await failureOf(box.start({ timeoutMs: 6_000 }));
    expect(error.code).toBe('container.not-ready');
    expect(error.message).toContain('never said');
    expect(failure(error).lastLines).toEqual([{ stream: 'stdout', line: 'working' }]);
    await expect.poll(() => boxes.names()).toEqual([]);
  });

  test('for want of memory says so', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes
      .box('head -c 64m /dev/zero | tail -c 64m; sleep 1; exit 9')
      .limits({ memory: '16m' })
      .readyWhen(ready.log('never'))
      .slot();
    const error = await failureOf(box.start());
    expect(error.details).toMatchObject({ oomKilled: true });
  });

  test.each(['option', 'spec'])('keeps its container when the %s says so', async (where) => {
    await using boxes = await Boxes.connect();
    const builder = boxes.box('exit 1').readyWhen(ready.log('never'));
    const box = (where === 'spec' ? builder.keepOnFailure() : builder).slot();
    const error = await failureOf(box.start(where === 'option' ? { keepOnFailure: true } : {}));
    expect(error.details).toMatchObject({ container: 'kept' });
    expect(await box.status()).toBe('exited');
  });

  test('keeps a container that has run before: it may hold data', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes
      .box('test -e /once && exit 5; touch /once; echo up; sleep 60')
      .readyWhen(ready.log('up'))
      .slot();
    await box.start();
    await box.stop({ graceMs: 0 });
    const error = await failureOf(box.start());
    expect(error.details).toMatchObject({ exitCode: 5, container: 'kept' });
    expect(await box.status()).toBe('exited');
  });

  test('leaves a container alone that it did not make', async () => {
    await using boxes = await Boxes.connect();
    const made = await boxes.box().cmd(['/no/such/command']).create();
    const { Container } = await import('@docktopus/core');
    const handle = await Container.fromId(boxes.docker, made.id ?? '');
    await failureOf(handle.start());
    expect(await made.status()).toBe('created');
  });

  test('because its port is taken keeps that code', async () => {
    await using boxes = await Boxes.withNetwork();
    const first = await boxes.networked().ports(['127.0.0.1::80']).create();
    await first.start({ until: 'started' });
    const { port } = await first.port(80);
    const error = await failureOf(
      boxes
        .networked()
        .ports([`127.0.0.1:${port}:80`])
        .slot()
        .start(),
    );
    expect(error.code).toBe('port.in-use');
    expect(await boxes.names()).toHaveLength(1);
  });

  test('an abort ends it at once, and what it has made is removed', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box().readyWhen(ready.log('never')).slot();
    const controller = new AbortController();
    const starting = failureOf(box.start({ signal: controller.signal }));
    await box.until('running');
    controller.abort(new Error('enough'));
    expect((await starting).code).toBe('aborted');
    await expect.poll(() => boxes.names()).toEqual([]);
  });
});

describe('a start that waits', () => {
  test('until ready resolves only then', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box('sleep 1; echo listening; sleep 60').readyWhen(ready.log('listening')).slot();
    await box.start();
    const lines = [];
    for await (const { line } of box.logs()) lines.push(line);
    expect(lines).toEqual(['listening']);
  });

  test('until its exit, of a container that removes itself, still knows the exit code', async () => {
    await using boxes = await Boxes.connect();
    for (const code of [0, 7, 42]) {
      const box = boxes.box(`exit ${code}`).autoRemove().slot();
      expect(await box.start({ waitForExit: true })).toEqual({ exitCode: code, oomKilled: false });
    }
    await expect.poll(() => boxes.names()).toEqual([]);
  });

  test('until its exit, of twenty containers that remove themselves, opens one event stream', async () => {
    await using proxy = await FaultProxy.start(engineEndpoint());
    await using boxes = await Boxes.connect(proxy.endpoint);
    const exits = await Promise.all(
      Array.from({ length: 20 }, (_, code) =>
        boxes.box(`exit ${code}`).autoRemove().slot().start({ waitForExit: true }),
      ),
    );
    expect(exits.map((exit) => exit?.exitCode)).toEqual(Array.from({ length: 20 }, (_, code) => code));
    expect(proxy.requests.filter(({ url }) => url.includes('/events?'))).toHaveLength(1);
    await boxes.docker.close();
  });

  test('until its exit waits for the last of its restarts', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box('echo run >> /runs; exit $(wc -l < /runs)').restartPolicy('on-failure:2').slot();
    expect(await box.start({ waitForExit: true, timeoutMs: 30_000 })).toMatchObject({ exitCode: 3 });
  });
});

describe('wait', () => {
  test('tells how a running container ends', async () => {
    await using boxes = await Boxes.connect();
    const box = await boxes.box('read line; exit 4').openStdin().create();
    await box.start();
    const waiting = box.wait();
    await box.kill();
    expect(await waiting).toEqual({ exitCode: 137, oomKilled: false });
    expect(await box.wait()).toEqual({ exitCode: 137, oomKilled: false });
  });

  test('waits for a start first', async () => {
    await using boxes = await Boxes.connect();
    const box = await boxes.box('exit 6').create();
    const waiting = box.wait();
    await box.start();
    expect(await waiting).toMatchObject({ exitCode: 6 });
  });

  test('says so when the container is removed instead', async () => {
    await using boxes = await Boxes.connect();
    const box = await boxes.box().create();
    const waiting = failureOf(box.wait());
    await box.remove();
    expect((await waiting).code).toBe('container.removed');
  });

  test('keeps its deadline', async () => {
    await using boxes = await Boxes.connect();
    const box = await boxes.box().create();
    await box.start();
    expect((await failureOf(box.wait({ timeoutMs: 300 }))).code).toBe('timeout');
  });
});
