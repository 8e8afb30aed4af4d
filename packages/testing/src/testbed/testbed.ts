import { randomBytes } from 'node:crypto';
import type { ConnectOptions, ContextOverrides, Docker, DockerContext } from '@docktopus/core';
import {
  asGiven,
  type Constructor,
  checkArguments,
  checkOptions,
  connectContext,
  type OptionReaders,
  type Reader,
  readHaving,
  readObject,
  Scope,
  throwAll,
} from '@docktopus/core/kit';
import { FakeEngine, type FakeEngineOptions } from '../fake-engine/index.ts';
import { EventTimeline } from './event-timeline.ts';
import { failureReport } from './failure-report.ts';
import { belongsTo, type LabelledThing, removeThings, testLabels, thingsOf } from './labelled-things.ts';
import { type EngineChoice, openTestEngine, type TestEngine } from './test-engine.ts';

/** Options of `Testbed`. */
export interface TestbedOptions {
  /** @default what the variable `DOCKTOPUS_TEST_ENGINE` says, else `'fake'` */
  readonly engine?: EngineChoice | undefined;
  /** How the fake engine is to be, when it is one. */
  readonly fake?: FakeEngineOptions | undefined;
  /** Settings of every context, below what a test overrides. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/** How a context is to be in one test. */
export interface TestContextOptions extends ContextOverrides {
  /** Anything else about how it connects. */
  readonly connect?: Omit<ConnectOptions, 'overrides' | 'docker' | 'transport' | 'endpoint'> | undefined;
}

const readTransport = readHaving('a fake engine or another transport', 'request', 'close');

const readEngine: Reader<unknown> = (value, problems) =>
  typeof value === 'string' && value !== '' ? value : readTransport(value, problems);

const OPTIONS: OptionReaders<TestbedOptions> = { engine: readEngine, fake: readObject, config: readObject };

/** What is in them is checked by the context that is connected. */
const CONTEXT: OptionReaders<TestContextOptions> = {
  connect: readObject,
  containers: asGiven,
  config: readObject,
  providers: asGiven,
};

const readRunner = readHaving('a runner', 'options', 'start', 'stop');

/** Something that runs jobs: `BlueprintRunner` of `@docktopus/runner`. */
export interface TestableRunner {
  options(options: { readonly connect: Omit<ConnectOptions, 'injector' | 'signal'> }): unknown;
  start(): Promise<void>;
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * What one test works with: an engine, contexts and runners on it under a name of the test's own, and the removal of all
 * that. Closing it says what the test has left behind.
 */
export class Testbed implements AsyncDisposable {
  /** The blueprint's name in this test, and so the mark of everything that its contexts make. */
  readonly name: string;
  readonly #engine: TestEngine;
  readonly #timeline: EventTimeline;
  readonly #options: TestbedOptions;
  readonly #scope = new Scope('the testbed');
  #closing: Promise<void> | undefined;

  private constructor(name: string, engine: TestEngine, timeline: EventTimeline, options: TestbedOptions) {
    this.name = name;
    this.#engine = engine;
    this.#timeline = timeline;
    this.#options = options;
  }

  static async open(options: TestbedOptions = {}): Promise<Testbed> {
    checkOptions(options, OPTIONS, 'Testbed.open');
    const name = `test-${randomBytes(6).toString('hex')}`;
    const engine = await openTestEngine(options.engine, () => new FakeEngine(options.fake));
    const timeline = await EventTimeline.open(engine.docker, (labels) => belongsTo(name, labels));
    return new Testbed(name, engine, timeline, options);
  }

  get docker(): Docker {
    return this.#engine.docker;
  }

  /** The engine in memory; `undefined` when the test runs on a real one. */
  get fake(): FakeEngine | undefined {
    return this.#engine.fake;
  }

  /** For what a test makes without a context: it is then reported on failures, and missed when it is left behind. */
  get labels(): Readonly<Record<string, string>> {
    return testLabels(this.name);
  }

  /**
   * A context of this class, connected; it is closed with the testbed.
   *
   * Settings come from the testbed and the test, and from nowhere else: not from the environment, not from files.
   */
  async context<T extends DockerContext>(type: Constructor<T>, options: TestContextOptions = {}): Promise<T> {
    checkOptions(options, CONTEXT, 'testbed.context');
    return this.#scope.use(await connectContext(type, this.#connect(options)));
  }

  /** Starts a runner whose contexts are of this test; it is stopped with the testbed. */
  async runner<R extends TestableRunner>(runner: R, options: TestContextOptions = {}): Promise<R> {
    checkArguments({ runner }, { runner: readRunner }, 'testbed.runner');
    checkOptions(options, CONTEXT, 'testbed.runner');
    runner.options({ connect: this.#connect(options) });
    this.#scope.use(() => runner.stop({ graceMs: 0 }));
    await runner.start();
    return runner;
  }

  /** States and last lines of the test's containers, and its events. */
  report(): Promise<string> {
    return failureReport(this.docker, this.name, this.#timeline);
  }

  /**
   * Stops runners, closes contexts, and removes what is left. Twice is fine.
   *
   * @throws what failed to close; an error that names what was left behind.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const failures: unknown[] = [];
    await this.#scope.close().catch((error: unknown) => failures.push(error));
    const left = await thingsOf(this.docker, this.name);
    await removeThings(this.docker, left);
    this.#timeline[Symbol.dispose]();
    await this.#engine[Symbol.asyncDispose]();
    const leaked = left.filter(({ kind, persistent }) => !persistent && kind !== 'volume');
    if (leaked.length > 0) failures.push(leakError(leaked));
    throwAll(failures, 'the testbed did not close cleanly');
  }

  #connect({ connect, config, ...overrides }: TestContextOptions): ConnectOptions {
    const settings = { name: this.name, testMode: true, shutdownGraceMs: 0, ...this.#options.config };
    return {
      configSources: { args: false, env: false, envFile: false, file: false },
      ...(this.fake && { cleanup: 'none' }),
      ...connect,
      config: { ...settings, ...connect?.config },
      docker: this.docker,
      overrides: { ...overrides, config },
    };
  }
}

function leakError(leaked: readonly LabelledThing[]): Error {
  const names = leaked.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  return new Error(`the test has left behind: ${names}. It was removed now; remove or close it in the test`);
}
