import { type Container, container, DockerContext } from '@docktopus/core';
import { delay, withResolvers } from '@docktopus/core/kit';
import { FakeEngine } from '@docktopus/testing';
import { NEVER } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { logResults } from '../consumers/index.ts';
import type { LogFields, Logger } from '../log/index.ts';
import { cron, interval, type Producer } from '../producers/index.ts';
import { Router } from '../router/index.ts';
import { webhook } from '../webhook/index.ts';
import { BlueprintRunner } from './index.ts';

interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
function recorder() {
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { logger, lines, find: (text: string) => lines.find(({ message }) => message.includes(text)) };
}

const jobs = Router.create()
  .route('echo', ({ body }) => body)
  .route('slow', ({ signal }) => delay(60_000, signal))
  .route('broken', () => {
    throw new Error('the disk is gone', { cause: new Error('EIO') });
  });

function setup() {
  const log = recorder();
  const runner = BlueprintRunner.for().router(jobs).options({ logger: log.logger, graceMs: 20 });
  return { ...log, runner };
}

test('a job that fails is an error in the log, with call, attempt and cause, and one that ends well is a line', async () => {
  const { runner, find } = setup();
  await runner.start();
  await expect(runner.call('broken')).rejects.toThrow();
  await runner.call('echo', { password: 'hunter2' });
  await expect(runner.call('nobody')).rejects.toThrow();
  await runner.stop();
  const failed = find('job "broken" failed');
  expect(failed).toMatchObject({
    level: 'error',
    message: 'job "broken" failed: Error: the disk is gone',
    fields: { jobId: 'broken', callId: expect.any(String), attempt: 1, durationMs: expect.any(Number) },
  });
  expect(failed?.fields.err).toMatchObject({ message: 'the disk is gone', cause: { message: 'EIO' } });
  const ended = find('job "echo" ended');
  expect(ended).toMatchObject({ level: 'info', fields: { durationMs: expect.any(Number) } });
  expect(JSON.stringify(ended)).not.toContain('hunter2');
  expect(find('job "nobody" failed')).toMatchObject({ level: 'error', fields: { hint: expect.any(String) } });
});

test('logResults() takes the place of these lines', async () => {
  const { runner, lines } = setup();
  const logged = runner.consumer(logResults());
  await logged.start();
  await logged.call('echo');
  await logged.stop();
  expect(lines.filter(({ message }) => message.startsWith('job "echo"'))).toHaveLength(0);
  const again = setup();
  const withBody = again.runner.consumer(logResults());
  await withBody.start();
  await withBody.call('echo', 1);
  await withBody.stop();
  expect(again.lines.filter(({ message }) => message === 'job "echo" ended')).toHaveLength(1);
});

test('accepted calls that a stop cuts short are named at warn, and what the stop waits for before', async () => {
  const { runner, find } = setup();
  await runner.start();
  const calls = Promise.allSettled([runner.call('slow'), runner.call('slow')]);
  await runner.stop();
  await calls;
  const named = [expect.stringMatching(/^"slow" [\w-]+$/), expect.stringMatching(/^"slow" [\w-]+$/)];
  expect(find('the stop waits up to 20 ms')).toMatchObject({ level: 'info', fields: { calls: named } });
  expect(find('the stop cuts 2 accepted calls short')).toMatchObject({
    level: 'warn',
    fields: { calls: named },
  });
});

test('the address of the HTTP server is in the log', async () => {
  const { runner, find } = setup();
  const served = runner.http({ port: 0 });
  await served.start();
  const { port } = served.httpAddress ?? {};
  await served.stop();
  expect(find('serving HTTP')).toMatchObject({
    level: 'info',
    message: `serving HTTP on http://127.0.0.1:${port}`,
  });
});

test('the plan of a context, the death of its container and an engine that goes and comes back are in the log', async () => {
  class Cache extends DockerContext {
    @container<Cache>((c) => c.image('busybox:1.36').cmd(['sleep', '60']))
    readonly box!: Container;
  }
  const { runner: _, logger, find } = setup();
  await using engine = new FakeEngine();
  const runner = BlueprintRunner.for(Cache)
    .router(Router.create().route('kill', (_call, scope) => engine.kill(scope.resolve(Cache).box.id ?? '')))
    .options({
      logger,
      connect: {
        transport: engine,
        cleanup: 'none',
        config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    });
  await runner.start();
  expect(find('Cache has started its containers')?.fields.plan).toContain('create box');
  await runner.call('kill');
  await vi.waitFor(() =>
    expect(find('Cache: box')).toMatchObject({ level: 'error', fields: { container: 'box' } }),
  );
  await runner.stop();
});

const UNKNOWN: [string, Producer, string][] = [
  ['interval', interval(1_000, 'ehco'), `interval 1000 ms: got "ehco"`],
  ['cron', cron('0 * * * *', 'ehco'), `cron "0 * * * *": got "ehco"`],
  ['webhook', webhook({ path: '/x', jobId: 'ehco', auth: { type: 'none' } }), `webhook /x: got "ehco"`],
];

test.each(UNKNOWN)(
  '%s for a job that nothing handles keeps the runner from starting',
  async (_, producer, text) => {
    const { runner } = setup();
    await expect(runner.producer(producer).start()).rejects.toThrow(
      `${text}, expected one of the jobs "echo", "slow", "broken"; did you mean "echo"? Or add the job, or a fallback`,
    );
    const fallback = setup()
      .runner.http({ port: 0 })
      .producer(producer)
      .router(Router.create().fallback(() => 'any'));
    await fallback.start();
    await fallback.stop();
  },
);

test('all jobs that nothing handles are told at once', async () => {
  const { runner } = setup();
  const both = runner.producer(interval(1_000, 'a')).producer(cron('0 * * * *', 'b'));
  await expect(both.start()).rejects.toMatchObject({
    code: 'runner.invalid',
    details: { issues: [{ got: '"a"' }, { got: '"b"' }] },
  });
});

test('a producer that never is prepared does not keep a runner from stopping', async () => {
  const { runner } = setup();
  const prepare = vi.fn(() => new Promise<void>(() => undefined));
  const hanging = runner.producer({ name: 'p', prepare, run: async () => undefined }).producer(NEVER);
  const started = expect(hanging.start()).rejects.toMatchObject({ code: 'runner.state' });
  await vi.waitFor(() => expect(prepare).toHaveBeenCalled());
  await hanging.stop({ graceMs: 0 });
  await started;
  expect(hanging.snapshot.phase).toBe('stopped');
});

test('a consumer that never opens does not keep a runner from stopping, and is closed when it opens late', async () => {
  const { runner } = setup();
  const { promise, resolve } = withResolvers<void>();
  const open = vi.fn(() => promise);
  const close = vi.fn();
  const hanging = runner.consumer({ name: 'c', open, consume: () => {}, close });
  const started = expect(hanging.start()).rejects.toMatchObject({ code: 'runner.state' });
  await vi.waitFor(() => expect(open).toHaveBeenCalled());
  await hanging.stop();
  await started;
  expect(close).not.toHaveBeenCalled();
  resolve();
  await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(1));
});
