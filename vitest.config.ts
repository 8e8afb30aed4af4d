import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Packages resolve to their TypeScript source, so that no test needs a build. */
const conditions = ['@docktopus/source'];

const shared = {
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  // Node 20 has neither decorators nor `using`: both are lowered, as tsc does with our tsconfig.
  oxc: {
    target: 'es2022',
    decorator: { legacy: true, emitDecoratorMetadata: false },
    // A property that is only declared (`readonly env!: Settings`) must not be set to undefined: it is injected.
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
} as const;

/** `npm run test:podman`: one Podman of the run's own in place of the engine that is found. */
const onPodman = process.env.DOCKTOPUS_TEST_ON === 'podman';

/** CI shares a busy machine: a test that fails there is tried once more, and the summary names it. */
const retry = process.env.CI === 'true' ? 1 : 0;

/** One more than vitest takes: the process that starts the workers has little to do. */
const allCores = availableParallelism();

/** Needs no engine. Loading everything anew for each file would take four times as long as the tests. */
const fast = (name: string, include: string[]): TestProjectInlineConfiguration => ({
  ...shared,
  test: {
    name,
    include,
    isolate: false,
    maxWorkers: allCores,
    sequence: { groupOrder: 0 },
    setupFiles: ['reflect-metadata'],
    retry,
    // Cases of milliseconds, and a machine that may be busy with others.
    testTimeout: 30_000,
  },
});

/** Touches a real engine: at most three files at a time over all of these projects together. */
const onEngine = (name: string, include: string[]): TestProjectInlineConfiguration => ({
  ...shared,
  test: {
    name,
    include,
    // Suites over the test kit run on a real engine here, and on one in memory among the unit tests.
    env: { DOCKTOPUS_TEST_ENGINE: process.env.DOCKTOPUS_TEST_ENGINE || 'docker' },
    // Podman is set up for all of these projects together, below.
    globalSetup: onPodman ? [] : ['test/support/engine-setup.ts'],
    setupFiles: ['reflect-metadata'],
    runner: 'test/support/engine-runner.ts',
    isolate: false,
    // Podman locks its storage: three files at a time would mostly wait for each other.
    maxWorkers: onPodman ? 2 : 3,
    sequence: { groupOrder: 1 },
    retry,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});

/** The same with the packages as they are published. */
const withBuild = ({ test, ...rest }: TestProjectInlineConfiguration): TestProjectInlineConfiguration => ({
  ...rest,
  test: { ...test, globalSetup: [...[test?.globalSetup ?? []].flat(), 'test/packaging/build-setup.ts'] },
});

export default defineConfig({
  ...shared,
  test: {
    reporters: [
      'default',
      './test/support/summary-reporter.ts',
      ...(onPodman ? ['./test/support/suite-reporter.ts'] : []),
    ],
    globalSetup: onPodman ? ['test/support/podman-setup.ts'] : [],
    // Podman takes a second for each container that is left.
    teardownTimeout: 60_000,
    passWithNoTests: false,
    projects: [
      fast('unit', [
        'packages/*/src/**/*.test.ts',
        'test/repo/**/*.test.ts',
        'test/cases/**/*.test.ts',
        'test/lifecycle/**/*.test.ts',
        'test/messages/**/*.test.ts',
        'examples/*/**/*.test.ts',
        'packages/create-docktopus/templates/*/test/*.test.ts',
      ]),
      onEngine('engine', ['test/engine/**/*.test.ts']),
      onEngine('fault', ['test/fault/**/*.test.ts']),
      onEngine('scenario', ['test/scenario/**/*.test.ts']),
      onEngine('examples', [
        'examples/*/**/*.test.ts',
        'packages/create-docktopus/templates/*/test/*.test.ts',
        'test/examples/**/*.test.ts',
        'test/bench/**/*.test.ts',
      ]),
      {
        // Servers of their own for durable jobs, and no engine.
        ...shared,
        test: {
          name: 'queue',
          include: ['test/queue/**/*.test.ts'],
          // Cases of the contract wait more than they work.
          maxConcurrency: 20,
          maxWorkers: onPodman ? 2 : 3,
          sequence: { groupOrder: 1 },
          setupFiles: ['reflect-metadata'],
          retry,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      withBuild(onEngine('docs', ['test/docs/**/*.test.ts'])),
      withBuild(onEngine('applications', ['test/applications/**/*.test.ts'])),
      // What takes minutes to show: `npm run proof`.
      ...(process.env.DOCKTOPUS_PROOF ? [onEngine('proof', ['test/proof/**/*.test.ts'])] : []),
      {
        ...shared,
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          setupFiles: ['reflect-metadata'],
          globalSetup: ['test/packaging/build-setup.ts'],
          retry,
          testTimeout: 60_000,
          // A busy machine takes its time to start a process or to draw a page.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 60_000,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        ...shared,
        test: {
          name: 'dashboard',
          include: ['test/dashboard/**/*.test.ts'],
          setupFiles: ['reflect-metadata'],
          globalSetup: ['test/dashboard/page-setup.ts'],
          retry,
          testTimeout: 60_000,
          // A busy machine takes its time to start a process or to draw a page.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 60_000,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'packaging',
          include: ['test/packaging/**/*.test.ts'],
          globalSetup: ['test/packaging/build-setup.ts'],
          retry,
          testTimeout: 180_000,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
