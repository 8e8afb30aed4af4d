import { withResolvers } from '@docktopus/core/kit';
import {
  BlueprintRunner,
  type JobHandler,
  type JobOptions,
  memoryQueue,
  PoisonError,
  Router,
  runOf,
  silentLogger,
} from '@docktopus/runner';
import type { Rows } from './bench.ts';

/** A runner with the durable job `work`, started. */
async function durable(handler: JobHandler = () => 1, options: JobOptions = {}): Promise<BlueprintRunner> {
  const router = Router.create()
    .route('work', handler, { durable: true, ...options })
    .route('plain', () => 1);
  const runner = BlueprintRunner.for().router(router).queue(memoryQueue()).options({ logger: silentLogger });
  await runner.start();
  return runner;
}

/** What one attempt of the job fails with. */
async function failureOf(handler: JobHandler): Promise<void> {
  const failed = withResolvers<never>();
  await using runner = await durable(async (call, scope) => {
    try {
      return await handler(call, scope);
    } catch (error) {
      failed.reject(error);
      throw error;
    }
  });
  await runner.submit('work');
  await failed.promise;
}

/** One representative of each code of durable jobs that a store in memory can have. */
export const durableRows: Rows = {
  'job.not-durable': [
    async () => await (await durable()).submit('plain'),
    'runner.submit "plain": the job is not durable. Add durable: true to its options, or call it with runner.call()',
  ],
  'job.not-json': [
    async () => await (await durable()).submit('work', { amount: 10n }),
    'job "work": the body cannot be written as JSON without a change: body.amount: got 10n, expected a number or text; write String(value). Pass plain data: text, finite numbers, booleans, null, lists and records; a Date becomes text',
  ],
  'job.too-large': [
    async () => await (await durable()).submit('work', 'x'.repeat(2 * 1024 * 1024)),
    'job "work": the body takes 2097154 bytes as JSON, more than the limit of 1048576. Keep large data elsewhere and pass a reference, or raise the limit in runner.queue(store, { limits })',
  ],
  'job.key-reused': [
    async () => {
      const runner = await durable(() => new Promise(() => undefined));
      await runner.submit('work', 1, { idempotencyKey: 'order 7', id: 'first' });
      await runner.submit('work', 2, { idempotencyKey: 'order 7' });
    },
    'runner.submit "work": its idempotency key belongs to the job first, which has another body. Use one key for one body: the id of the delivery, of the order, of the commit',
  ],
  'job.step-repeated': [
    () =>
      failureOf(async (call) => {
        await runOf(call).step('upload', () => 1);
        await runOf(call).step('upload', () => 2);
      }),
    'run.step upload: this attempt has had a step of this name already. Give each step its own name, such as `upload ${part}` in a loop',
  ],
  'job.poison': [
    () => failureOf(() => Promise.reject(new PoisonError('the repository does not exist'))),
    'job: the repository does not exist',
  ],
  'job.cancelled': [
    async () => {
      const router = Router.create().route(
        'work',
        ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      );
      const runner = BlueprintRunner.for().router(router).options({ logger: silentLogger });
      await runner.start();
      await runner.call('work', 1, { signal: AbortSignal.timeout(5) });
    },
    [
      'job "work": the caller cancelled the call',
      '  caused by TimeoutError: The operation was aborted due to timeout',
    ].join('\n'),
  ],
  'job.unknown': [
    async () => await (await durable()).queue.ended('absent'),
    'queue absent: there is no job of this id, or it is kept no longer',
  ],
  'queue.invalid': [
    () =>
      BlueprintRunner.for()
        .router(Router.create().route('work', () => 1, { durable: true }))
        .queue(memoryQueue(), { maxStalls: -1 })
        .start(),
    'runner.queue: 1 problem\n  maxStalls: got -1, expected a whole number from 0 to 1000000',
  ],
  'queue.missing': [
    () =>
      BlueprintRunner.for()
        .router(Router.create().route('work', () => 1, { durable: true }))
        .start(),
    'runner.start: a durable job has nowhere to be kept: "work". Add .queue(sqliteQueue()) from @docktopus/queue, or leave out durable: true',
  ],
  'queue.unsupported': [
    () => {
      const store = memoryQueue();
      Object.assign(store, { capabilities: { ...store.capabilities, features: new Set() } });
      const router = Router.create().route('work', () => 1, { durable: true, concurrencyKey: () => 'a' });
      return BlueprintRunner.for().router(router).queue(store).start();
    },
    'runner.queue memory: the store cannot do what jobs ask for: job "work" has concurrencyKey. Take another store, or leave these options out',
  ],
};
