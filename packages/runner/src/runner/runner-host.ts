import {
  BlueprintEnvironment,
  type ConnectOptions,
  type Container,
  type DockerContext,
  DocktopusError,
  Injector,
} from '@docktopus/core';
import { CONFIGURATION, type Configuration, connectContext, Scope } from '@docktopus/core/kit';
import { type JobStore, queueSettings, StoreLife } from '../durable/index.ts';
import { LOGGER, type Logger, pinoLogger, silentLogger, textLogger } from '../log/index.ts';
import { ContextWatch } from './context-watch.ts';
import { isPlanAsked } from './dry-run.ts';
import { logContext } from './log-context.ts';
import type { RunnerPlan } from './runner-plan.ts';

/** Without a context there are no settings. */
const DEFAULT_GRACE_MS = 10_000;
/** As the setting `dataDir`. */
const DEFAULT_DATA_DIR = '.docktopus';

/**
 * The injector, contexts and log that a runner's jobs share. Disposed in reverse order: what the jobs were injected
 * with, the contexts, then what those were injected with.
 */
export class RunnerHost implements AsyncDisposable {
  /** What contexts are made with. */
  readonly root = Injector.create();
  /** What jobs are made with: its own things go before the contexts do. */
  readonly injector = this.root.child();
  readonly watch = new ContextWatch();
  readonly #contexts: DockerContext[] = [];
  readonly #stores = new Map<JobStore, StoreLife>();
  #logLevel: string | undefined;
  readonly #scope = new Scope('runner');

  constructor({ options, providers }: RunnerPlan) {
    this.root.provide<Logger>(LOGGER, {
      useFactory: () => options.logger ?? defaultLogger(this.environment),
    });
    for (const [token, provider] of providers) this.root.provide(token, provider);
    this.#scope.use(this.root);
  }

  get log(): Logger {
    return this.root.resolve<Logger>(LOGGER);
  }

  /** The blueprint's settings; `undefined` without a context that has read them. */
  get environment(): BlueprintEnvironment | undefined {
    if (!this.root.has(CONFIGURATION)) return undefined;
    return this.root.resolve<Configuration>(CONFIGURATION).read(BlueprintEnvironment);
  }

  /** The settings of all contexts, each as its class has declared them. */
  get settings(): BlueprintEnvironment {
    return Object.freeze(Object.assign({ ...this.environment }, ...this.#contexts.map(({ env }) => env)));
  }

  /** The setting, or what the environment says when the settings could not be read. */
  get logLevel(): string | undefined {
    return this.#logLevel ?? process.env.DOCKTOPUS_LOG_LEVEL;
  }

  /** Those that are connected. */
  get contexts(): readonly DockerContext[] {
    return this.#contexts;
  }

  /** How long calls may run on after a stop, in milliseconds, as the settings say. */
  get graceMs(): number {
    return this.environment?.shutdownGraceMs ?? DEFAULT_GRACE_MS;
  }

  /** Connects the contexts, one after the other. What has begun is undone by disposing. */
  async connect({ contexts, options, queue }: RunnerPlan, signal: AbortSignal): Promise<void> {
    const connect: ConnectOptions = {
      ...options.connect,
      ...(isPlanAsked() && { config: { ...options.connect?.config, dryRun: true } }),
      injector: this.root,
      signal,
      beforeStart: async (starting) => {
        await options.connect?.beforeStart?.(starting);
        // One that cannot be opened leaves nothing behind.
        if (queue !== undefined) await this.storeOf(queue).open();
      },
      onStandby: (reason) => {
        this.log.info('the runner waits as a standby until the other instance ends', {
          reason: reason.message,
        });
        options.connect?.onStandby?.(reason);
      },
    };
    for (const type of contexts) {
      const context = await connectContext(type, connect);
      this.#scope.use(context);
      this.#contexts.push(context);
      this.#logLevel = this.environment?.logLevel;
      this.watch.watch(context);
      const lines = logContext(context, this.log);
      this.#scope.use(() => lines.unsubscribe());
    }
    this.#scope.use(this.watch);
    this.#scope.use(this.injector);
  }

  /** The life of a store, which is closed with the runner at the latest. */
  storeOf({ store, options }: NonNullable<RunnerPlan['queue']>): StoreLife {
    const known = this.#stores.get(store);
    if (known !== undefined) return known;
    const { log, environment } = this;
    const dataDir = environment?.dataDir ?? DEFAULT_DATA_DIR;
    const life = new StoreLife(store, { settings: queueSettings(options), dataDir, log });
    this.#stores.set(store, life);
    this.#scope.use(() => life.close());
    return life;
  }

  /** A managed container of one of the contexts. @throws DocktopusError `container.not-found` */
  container(name: string): Container {
    for (const { containers } of this.#contexts) if (containers.has(name)) return containers.get(name);
    throw new DocktopusError('container.not-found', {
      operation: 'runner',
      subject: name,
      reason: 'no context has a managed container of this name',
      hint: `There are: ${this.#contexts.flatMap(({ containers }) => containers.names).join(', ') || 'none'}`,
    });
  }

  /** Whether it is a managed container of one of the contexts. */
  manages(container: Container): boolean {
    return this.#contexts.some(({ containers }) => [...containers].some(([, each]) => each === container));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope.close();
  }
}

function defaultLogger(environment: BlueprintEnvironment | undefined): Logger {
  if (process.env.NODE_ENV === 'test') return silentLogger;
  const level = environment?.logLevel;
  return process.stderr.isTTY ? textLogger({ level }) : pinoLogger({ level });
}
