import { BlueprintRunner, httpCallback, Router, silentLogger } from '@docktopus/runner';
import { z } from 'zod';
import type { Rows } from './bench.ts';

/** Fails with the reason of the signal. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** Started, and silent. */
const started = async (runner: BlueprintRunner) => {
  await runner.options({ logger: silentLogger }).start();
  return runner;
};

/** One representative of each code of the runner. */
export const runnerRows: Rows = {
  'job.duplicate': [
    () =>
      Router.create()
        .route('flush', () => 1)
        .route('flush', () => 2),
    'router job "flush": it has a handler already. Give one of them another id; to run several handlers for one call, add the others with always()',
  ],
  'job.not-found': [
    async () => {
      await using runner = await started(
        BlueprintRunner.for().router(Router.create().route('flush', () => 1)),
      );
      await runner.call('flsh');
    },
    'job "flsh": no route matches. Add it with @job or route(), or add a fallback(); note that 7 and "7" are different ids',
  ],
  'job.body-invalid': [
    async () => {
      const flush = Router.create().route('flush', () => 1, { body: z.object({ db: z.number() }) } as never);
      await using runner = await started(BlueprintRunner.for().router(flush));
      await runner.call('flush', { db: 'all' });
    },
    'job "flush": the body is invalid: body.db: got [hidden], expected a number',
  ],
  'job.failed': [
    async () => {
      const noError: unknown = 'no error';
      const flush = Router.create().route('flush', () => Promise.reject(noError));
      await using runner = await started(BlueprintRunner.for().router(flush));
      await runner.call('flush');
    },
    ['job "flush": the handler threw something that is not an error', "  caused by 'no error'"].join('\n'),
  ],
  'job.invalid': [
    () => Router.create().route(-1, () => 1),
    'job -1: a job id is non-empty text or an integer from 0 to 2^53 - 1',
  ],
  'runner.invalid': [
    () => BlueprintRunner.for().start(),
    'runner: it has no jobs. Add classes with .jobs(YourJobs), or functions with .router(Router.create().route(id, handler))',
  ],
  'runner.state': [
    () =>
      BlueprintRunner.for()
        .router(Router.create().route('flush', () => 1))
        .call('flush'),
    'runner.call: the runner is idle. Start it first, with start() or run()',
  ],
  'runner.overloaded': [
    async () => {
      const slow = Router.create().route(
        'slow',
        ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
      );
      const runner = BlueprintRunner.for()
        .router(slow)
        .options({ maxInFlight: 1, maxWaiting: 1, graceMs: 0, abortMs: 10 });
      await started(runner);
      try {
        const calls = [runner.call('slow'), runner.call('slow')];
        for (const call of calls) call.catch(() => undefined);
        await runner.call('slow');
      } finally {
        await runner.stop({ graceMs: 0 });
      }
    },
    'runner.call: 1 call waits for a place already. Call less often, or raise maxInFlight or maxWaiting',
  ],
  'producer.failed': [
    () =>
      BlueprintRunner.for()
        .router(Router.create().route('flush', () => 1))
        .options({ logger: silentLogger })
        .producer({
          name: 'mails',
          run: () => Promise.reject(new Error('the server has closed the connection')),
        })
        .run(),
    'runner producer mails: the server has closed the connection',
  ],
  'service.failed': [
    () =>
      BlueprintRunner.for()
        .router(Router.create().route('flush', () => 1))
        .options({ logger: silentLogger })
        .backgroundService(() => Promise.reject(new Error('out of memory')), { name: 'cache' })
        .run(),
    'runner background service cache: out of memory',
  ],
  'runner.stopping': [
    async () => {
      const work = Router.create().route('work', ({ signal }) => untilAborted(signal));
      const runner = await started(BlueprintRunner.for().router(work).options({ graceMs: 0, abortMs: 10 }));
      const call = runner.call('work');
      const answered = call.catch(() => undefined);
      await runner.stop({ graceMs: 0 });
      await answered;
      await call;
    },
    'job: the runner is stopping and its grace period is over',
  ],
  'consumer.failed': [
    async () => {
      const result = {
        ok: true,
        callId: 'a',
        jobId: 'work',
        body: 1,
        metadata: {},
        handledBy: 'work',
        durationMs: 1,
      } as const;
      const consumer = httpCallback('http://127.0.0.1:1/', { retries: 0 });
      await consumer.consume(result, new AbortController().signal);
    },
    'httpCallback http://127.0.0.1:1: it cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
  ],
};
