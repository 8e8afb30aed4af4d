import { BlueprintRunner, blueprint, memoryQueue, Router, silentLogger, webhook } from '@docktopus/runner';
import type { Rows } from './bench.ts';

const router = Router.create().route('work', () => 1, { durable: true });

/** A runner with a queue, started. */
async function started(): Promise<BlueprintRunner> {
  const runner = BlueprintRunner.for().router(router).queue(memoryQueue()).options({ logger: silentLogger });
  await runner.start();
  return runner;
}

/** Problems of options of the runner that no other test prints: what is given, and the whole text that its reader gets. */
export const runnerProblemRows: Rows = {
  'a container that has the name of an option': [
    async ({ fake }) => {
      const connect = {
        transport: fake,
        cleanup: 'none',
        config: { name: 'cache' },
        configSources: { args: false, env: false, envFile: false, file: false },
      } as const;
      const cache = blueprint({
        name: 'Cache',
        jobs: () => ({}),
        containers: ({ container }) => ({ env: container('redis:7.4'), redis: 'redis:7.4' }) as never,
        runner: (runner) => runner.options({ connect, logger: silentLogger }),
      });
      await cache.start();
    },
    'context.invalid: blueprint Cache: 2 problems\n  containers.env: got a name that has a meaning already, expected another name than call, container, context, cron, env, family, init, interval, job, pool, webhook and what every context has\n  containers.redis: got "redis:7.4", expected container(image), family(define, options) or pool(container(image))',
  ],
  'heartbeats that come too late': [
    () =>
      BlueprintRunner.for()
        .router(router)
        .queue(memoryQueue(), { leaseMs: 1_000, heartbeatMs: 600 })
        .options({ logger: silentLogger })
        .start(),
    'queue.invalid: runner.queue: 1 problem\n  heartbeatMs: got 600, expected at most half of leaseMs (1000)',
  ],
  'a key of a call that is empty': [
    async () => {
      await using runner = await started();
      await runner.submit('work', {}, { idempotencyKey: '' });
    },
    'job.invalid: runner.submit "work": 1 problem\n  idempotencyKey: got "", expected a text of 1 to 255 characters without NUL and half characters',
  ],
  'metadata that is a text': [
    async () => {
      await using runner = await started();
      await runner.call('work', {}, { metadata: 'trace' as never });
    },
    'job.invalid: runner.call "work": 1 problem\n  metadata: got "trace", expected an object of texts',
  ],
  'a context that is an object': [
    () => BlueprintRunner.for({} as never),
    'runner.invalid: BlueprintRunner.for: 1 problem\n  parts[0]: got {}, expected the class of a context, or a blueprint()',
  ],
  'a header with a space in its name': [
    () => webhook({ path: '/hook', jobId: 'work', auth: { type: 'none' }, idempotencyHeader: 'my key' }),
    'runner.invalid: producer webhook /hook: 1 problem\n  idempotencyHeader: got "my key", expected the name of a header',
  ],
};
