import { get } from 'node:http';
import { type Container, isDocktopusError, ready } from '@docktopus/core';
import { describe, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';

/** A web server that listens only after a second: long after the engine accepts on its published port. */
const slowServer = 'mkdir /www; echo hello > /www/index.html; sleep 1; exec httpd -f -p 80 -h /www';
const server = 'mkdir /www; echo hello > /www/index.html; exec httpd -f -p 80 -h /www';
const loopback = { '80/tcp': { hostIp: '127.0.0.1', hostPort: 0 } };

async function failureOf(starting: Promise<unknown>) {
  const error: unknown = await starting.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!isDocktopusError(error)) throw new Error(`expected a DocktopusError, got ${String(error)}`);
  return error;
}

/** The failure of a start that has some seconds for its readiness alone, however long the engine takes to start it. */
async function neverReady(box: Container) {
  await box.start({ until: 'started' });
  return failureOf(box.start({ timeoutMs: 5_000 }));
}

/** The status of its page, asked once. */
async function statusOf(box: Container): Promise<number | undefined> {
  const { host, port } = await box.port(80);
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path: '/', agent: false }, (answer) => {
      answer.destroy();
      resolve(answer.statusCode);
    });
    request.on('error', reject);
  });
}

describe('ready', { timeout: 180_000 }, () => {
  test('port: published, when the service takes connections and not when the engine does', async () => {
    await using boxes = await Boxes.withNetwork();
    const box = boxes.networked(slowServer).ports(loopback).readyWhen(ready.port(80)).slot();
    await box.start();
    await expect(statusOf(box)).resolves.toBe(200);
  });

  test('port: a published one without readyWhen', async () => {
    await using boxes = await Boxes.withNetwork();
    const box = boxes.networked(slowServer).ports(loopback).slot();
    await box.start();
    await expect(statusOf(box)).resolves.toBe(200);
  });

  test('port: one that listens inside of the container only never is', async () => {
    await using boxes = await Boxes.withNetwork();
    const box = boxes
      .networked('exec httpd -f -p 127.0.0.1:80')
      .ports(loopback)
      .readyWhen(ready.port(80))
      .slot();
    const error = await neverReady(box);
    expect(error.code).toBe('container.not-ready');
    expect(error.message).toContain('port(80): nothing listens');
  });

  test('port: not published, over the container’s own address', async () => {
    await using boxes = await Boxes.withNetwork();
    const box = boxes.networked(slowServer).readyWhen(ready.port(80)).slot();
    await box.start();
    await expect(box.exec(['wget', '-q', '-O', '-', 'http://127.0.0.1:80/'])).resolves.toMatchObject({
      stdout: 'hello\n',
    });
  });

  test('port: without any network, by the kernel’s table inside of the container', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.networked(slowServer, ['none']).readyWhen(ready.port(80)).slot();
    await box.start();
    await expect(box.exec(['wget', '-q', '-O', '-', 'http://127.0.0.1:80/'])).resolves.toMatchObject({
      stdout: 'hello\n',
    });
  });

  test('http: by status, by predicate, and both say why not', async () => {
    await using boxes = await Boxes.withNetwork();
    const page = ready.http(80, '/', { predicate: ({ body }) => body === 'hello\n' });
    await boxes.networked(slowServer).ports(loopback).readyWhen(page).slot().start();
    await boxes
      .networked(slowServer)
      .readyWhen(ready.http(80, '/no/such/page', { status: 404 }))
      .slot()
      .start();
    const never = boxes
      .networked(server)
      .readyWhen(ready.all(ready.http(80, '/no/such/page'), ready.http(80, '/', { predicate: () => false })))
      .slot();
    const { message } = await neverReady(never);
    expect(message).toContain('http(80, "/no/such/page"): /no/such/page answers with status 404');
    expect(message).toContain('http(80, "/"): the predicate refuses the answer of /');
  });

  test('log: by text, by pattern, so many times, on either stream', async () => {
    await using boxes = await Boxes.connect();
    const script =
      'echo starting; sleep 0.3; echo ready 1; echo "Ready 2" >&2; sleep 0.5; echo done; sleep 60';
    const box = boxes
      .box(script)
      .readyWhen(ready.log(/^ready \d$/gi, { times: 2 }))
      .slot();
    await box.start();
    await boxes.box(script).readyWhen(ready.log('don')).slot().start();
    const never = boxes
      .box(script)
      .readyWhen(ready.log(/ready/, { times: 2 }))
      .slot();
    const { message } = await neverReady(never);
    expect(message).toContain('log(/ready/): 1 of 2 lines have matched');
  });

  test('log: lines of a former run do not count', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes
      .box('trap exit TERM; echo up; sleep 1; echo up; sleep 60 & wait $!')
      .readyWhen(ready.log('up', { times: 2 }))
      .slot();
    await box.start();
    await box.stop();
    await box.start();
    const lines: string[] = [];
    for await (const { line } of box.logs()) lines.push(line);
    expect(lines).toEqual(['up', 'up', 'up', 'up']);
  });

  test('exit: by ending well; another code is a failure', async () => {
    await using boxes = await Boxes.connect();
    await boxes.box('sleep 0.3; exit 0').readyWhen(ready.exit()).slot().start();
    await boxes.box('exit 3').readyWhen(ready.exit(3)).slot().start();
    const { message, details } = await failureOf(boxes.box('exit 4').readyWhen(ready.exit()).slot().start());
    expect(message).toContain('4');
    expect(details).toMatchObject({ exitCode: 4 });
  });

  test('command: in the container', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes
      .box('sleep 0.5; touch /up; sleep 60')
      .readyWhen(ready.command(['test', '-e', '/up']))
      .slot();
    await box.start();
    await expect(box.exec(['test', '-e', '/up'])).resolves.toMatchObject({ exitCode: 0 });
  });

  test('a command that still runs when the time is up is ended in a container that is kept', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes
      .box('sleep 60')
      .readyWhen(ready.command(['sleep', '4711']))
      .keepOnFailure()
      .slot();
    await expect(box.start({ timeoutMs: 1_500 })).rejects.toMatchObject({ code: 'container.not-ready' });
    const left = async () => (await box.exec(['ps', '-o', 'args'])).stdout;
    await expect.poll(left, { timeout: 10_000 }).not.toContain('4711');
  });

  test('healthy: by its health check; without one at once never', async () => {
    await using boxes = await Boxes.connect();
    const healthcheck = {
      test: ['CMD', 'test', '-e', '/up'],
      interval: '1s',
      timeout: '1s',
      retries: 1,
    } as const;
    const box = boxes
      .box('sleep 0.5; touch /up; sleep 60')
      .healthcheck(healthcheck)
      .readyWhen(ready.healthy())
      .slot();
    await box.start();
    await expect(box.inspect()).resolves.toMatchObject({ State: { Health: { Status: 'healthy' } } });
    const error = await failureOf(boxes.box().readyWhen(ready.healthy()).slot().start());
    expect(error).toMatchObject({ code: 'container.not-ready' });
    expect(error.message).toContain('health check');
  });

  test('healthy: a check that fails ends the start at once, with what the check has said', async () => {
    await using boxes = await Boxes.connect();
    const failing = {
      test: 'echo no route to db; exit 3',
      interval: '1s',
      timeout: '5s',
      retries: 1,
    } as const;
    const box = boxes.box('sleep 60').healthcheck(failing).readyTimeout('2m').slot();
    const error = await failureOf(box.start());
    expect(error).toMatchObject({
      code: 'container.not-ready',
      reason: 'its health check failed: exit code 3, no route to db',
    });
  });

  test('any: the first that holds, though another never will', async () => {
    await using boxes = await Boxes.connect();
    await boxes
      .box('echo up; sleep 60')
      .readyWhen(ready.any(ready.healthy(), ready.log('up')))
      .slot()
      .start();
  });
});

describe('a start ends with its container', { timeout: 180_000 }, () => {
  test.each([
    ['that waits for a port', ready.port(80)],
    ['that waits for a line', ready.log('never')],
    ['that waits for a command', ready.command(['false'])],
    ['that waits for any of them', ready.any(ready.port(80), ready.log('never'))],
  ])('one %s', async (_, condition) => {
    await using boxes = await Boxes.withNetwork();
    const box = boxes.networked('sleep 0.5; echo last words; exit 3').readyWhen(condition).slot();
    const { message, details } = await failureOf(box.start());
    expect(message).toContain('3');
    expect(details).toMatchObject({ exitCode: 3 });
  });

  test('whatever its restart policy would make of it', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box('sleep 0.5; exit 3').restartPolicy('always').readyWhen(ready.port(80)).slot();
    const error = await failureOf(box.start());
    expect(error.code).toBe('container.start-failed');
  });

  test('by a removal from outside', async () => {
    await using boxes = await Boxes.withNetwork();
    const box = boxes.networked().readyWhen(ready.port(80)).slot();
    const starting = failureOf(box.start());
    await box.until('running');
    await boxes.docker.engine.removeContainer(box.id ?? '', { force: true });
    // Which of the two is seen first, its end or its removal, is up to the engine.
    expect(['container.start-failed', 'container.removed']).toContain((await starting).code);
  });
});
