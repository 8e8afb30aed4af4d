import { sqliteQueue } from '@docktopus/queue';
import {
  BlueprintRunner,
  cron,
  httpCallback,
  job,
  memoryQueue,
  Router,
  silentLogger,
  webhook,
} from '@docktopus/runner';
import { serverFailure } from '../../packages/queue/src/bull/server-failure.ts';
import { forbiddenError } from '../../packages/runner/src/consumers/callback-address.ts';
import type { Rows } from './bench.ts';

class Jobless {}

class Jobs {
  @job('flush') flush(): number {
    return 1;
  }
}

class Unmarked {
  @job('flush') flush(_what: unknown): number {
    return 1;
  }
}

/** With the job `flush`, not started. */
const runner = () =>
  BlueprintRunner.for()
    .router(Router.create().route('flush', () => 1))
    .options({ logger: silentLogger });

/** Texts beside those of {@link runnerRows} and {@link storeRows}: another reason or another hint of a code. */
export const reasonRunnerRows: Rows = {
  'a URL that is not HTTP': [
    () => httpCallback('ftp://example.org'),
    'runner.invalid: httpCallback ftp://example.org: it is not an http or https URL without credentials. Send credentials in headers, from secret() settings',
  ],
  'a callback to the metadata of a cloud': [
    () => {
      throw forbiddenError('metadata', '169.254.169.254');
    },
    'runner.invalid: httpCallback metadata: 169.254.169.254 is a link-local or metadata address. Allow it with allowLinkLocal: true if that is what you mean',
  ],
  'a static job': [
    () => job('flush')(Jobs, 'flush', {}),
    'job.invalid: @job Jobs.flush: a static method has no instance to inject into. Make it an instance method, or add it with router.route(id, handler)',
  ],
  'a class without jobs': [
    () => BlueprintRunner.for().jobs(Jobless).start(),
    "job.invalid: jobs Jobless: no method of the class is marked with @job. Write @job('id') before the methods that are jobs",
  ],
  'a parameter of a job without a decorator': [
    () => BlueprintRunner.for().jobs(Unmarked).start(),
    "job.invalid: @job Unmarked.flush: parameter 0 of the method has no decorator. Write one before it: @body(schema), @metadata('key'), @jobId(), @signal(), @run(), @call(), @container('name'), @config(), or @use(Token) for anything that can be injected",
  ],
  'a method that is no job': [
    async () => {
      await using started = BlueprintRunner.for().jobs(Jobs).options({ logger: silentLogger });
      await started.start();
      await started.call(Jobs as never, 'flsh' as never);
    },
    'job.not-found: runner.call Jobs.flsh: the class has no method of this name that is marked with @job. Did you mean "flush"?',
  ],
  'a part that comes after the start': [
    async () => {
      await using started = runner();
      await started.start();
      started.jobs(Jobs);
    },
    'runner.state: runner: it has been started or planned, and takes no more parts',
  ],
  'a runner that is started again': [
    async () => {
      const started = runner();
      await started.start();
      await started.stop();
      await started.start();
    },
    'runner.state: runner.start: the runner has been stopped. A runner runs once: create another one',
  ],
  'a queue that the runner has not': [
    () => runner().queue.get('a7'),
    'queue.missing: runner.queue: the runner has no queue. Add .queue(sqliteQueue()) from @docktopus/queue',
  ],
  'a queue before the start': [
    () => runner().queue(memoryQueue()).queue.get('a7'),
    'runner.state: runner.queue: the runner is idle. Start it first, with start() or run()',
  ],
  'a durable job of an unknown id': [
    async () => {
      await using started = runner().queue(memoryQueue());
      await started.start();
      await started.submit('flsh');
    },
    'job.not-found: runner.submit "flsh": no route matches. A durable job needs its own route; note that 7 and "7" are different ids',
  ],
  'a schedule that is none': [
    () => cron('every day', 'flush'),
    [
      'runner.invalid: producer cron "every day": 1 problem',
      '  expression: got "every day", expected 5 fields (minute, hour, day, month, weekday), or 6 with seconds before them; it has 2',
    ].join('\n'),
  ],
  'a webhook with a short secret': [
    async () => {
      const hook = webhook({ path: '/hook', jobId: 'flush', auth: { type: 'github', secret: 'short' } });
      await using started = runner().producer(hook);
      await started.start();
    },
    'runner.invalid: webhook /hook: its secret is missing, or shorter than 16 characters. Set it in the environment as a secret() of your settings, and pass (injector) => injector.resolve(YourContext).env.yourSecret',
  ],
  'a Redis that is full': [
    () => {
      throw serverFailure(new Error('OOM command not allowed'), 'redis://db');
    },
    'queue.full: bullQueue redis://db: the server has no room for more: OOM command not allowed. Make room; no accepted job is lost',
  ],
  'a store in a file that is not open': [
    ({ folder }) => sqliteQueue({ path: `${folder}/jobs.db` }).get('a7'),
    'queue.unavailable: sqlite <folder>/jobs.db: the store is not open. It is open from the start of the runner until it has stopped',
  ],
};
