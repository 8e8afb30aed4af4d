import type { Docker, DockerContext } from '@docktopus/core';
import type { Constructor } from '@docktopus/core/kit';
import { type MemoryQueue, memoryQueue } from '@docktopus/runner/durable';
import { expect } from 'vitest';
import type { FakeEngine } from '../fake-engine/index.ts';
import {
  type TestableRunner,
  Testbed,
  type TestbedOptions,
  type TestContextOptions,
} from '../testbed/index.ts';
import { type ContainerMatchers, containerMatchers } from './container-matchers.ts';
import { type SettledOptions, settleQueue, virtualTime } from './settled-queue.ts';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: it has to be written as vitest writes it.
  interface Matchers<T = any> extends ContainerMatchers {}
}

/** What a test gets. */
export interface DocktopusFixtures {
  /** Everything below in one object, and the labels for what a test makes without a context. */
  readonly testbed: Testbed;
  readonly docker: Docker;
  /** The engine in memory. @throws when the suite runs on a real engine. */
  readonly fake: FakeEngine;
  /** Makes a context of this class and connects it; with `containers`, `config` or `providers` replaced for this test. */
  readonly context: <T extends DockerContext>(
    type: Constructor<T>,
    options?: TestContextOptions,
  ) => Promise<T>;
  /** Starts a runner: `await runner(BlueprintRunner.for(MyContext).jobs(MyJobs))`. */
  readonly runner: <R extends TestableRunner>(runner: R, options?: TestContextOptions) => Promise<R>;
  /** A store of durable jobs in memory: `BlueprintRunner.for(MyContext).jobs(MyJobs).queue(queue)`. Its test has virtual time. */
  readonly queue: MemoryQueue;
  /** Resolves when no job of `queue` waits or runs; waits between attempts take no time. */
  readonly settled: (options?: SettledOptions) => Promise<void>;
}

/** The part of vitest's test context that fixtures use. */
interface TestContext {
  readonly task: {
    readonly result?: { readonly state?: string; readonly errors?: { message: string; stack?: string }[] };
  };
}

type WithTestbed = Pick<DocktopusFixtures, 'testbed'>;

type Use<T> = (value: T) => Promise<void>;

/**
 * Fixtures for vitest, and the matchers of containers:
 *
 * ```ts
 * const test = base.extend(docktopus({ fake: { images: { 'redis:7.4': redis } } }));
 *
 * test('flushes', async ({ context }) => {
 *   const ctx = await context(CacheContext);
 *   await expect(ctx.redis).toBeReady();
 * });
 * ```
 *
 * Every test has its own blueprint name, so that tests share nothing. A failure shows the states and last lines of its
 * containers and its events; what a test leaves behind fails it.
 */
export function docktopus(options: TestbedOptions = {}) {
  expect.extend(containerMatchers);
  return {
    testbed: async ({ task }: TestContext, use: Use<Testbed>) => {
      const testbed = await Testbed.open(options);
      try {
        await use(testbed);
        await explain(task, testbed);
      } finally {
        await testbed.close();
      }
    },
    docker: async ({ testbed }: WithTestbed, use: Use<Docker>) => use(testbed.docker),
    fake: async ({ testbed }: WithTestbed, use: Use<FakeEngine>) => {
      if (testbed.fake === undefined)
        throw new Error('this test needs the fake engine, and runs on a real one');
      await use(testbed.fake);
    },
    context: async ({ testbed }: WithTestbed, use: Use<DocktopusFixtures['context']>) =>
      use((type, overrides) => testbed.context(type, overrides)),
    runner: async ({ testbed }: WithTestbed, use: Use<DocktopusFixtures['runner']>) =>
      use((runner, overrides) => testbed.runner(runner, overrides)),
    // After the testbed, so that time is real again before that closes.
    queue: async ({ testbed: _ }: WithTestbed, use: Use<MemoryQueue>) => {
      const endVirtualTime = virtualTime();
      try {
        await use(memoryQueue());
      } finally {
        endVirtualTime();
      }
    },
    settled: async ({ queue }: Pick<DocktopusFixtures, 'queue'>, use: Use<DocktopusFixtures['settled']>) =>
      use((options) => settleQueue(queue, options)),
  };
}

/** Puts what is known of the containers under the first failure of the test. */
async function explain({ result }: TestContext['task'], testbed: Testbed): Promise<void> {
  const [error] = result?.errors ?? [];
  if (result?.state !== 'fail' || error === undefined) return;
  const report = await testbed.report().catch((failure: unknown) => `no report: ${String(failure)}`);
  error.message = `${error.message}\n\n${report}`;
}
