import { randomBytes } from 'node:crypto';
import { BlueprintEnvironment, CONFIGURATION, type Configuration, loadConfig } from '../config/index.ts';
import { type Constructor, type InjectionToken, Injector } from '../di/index.ts';
import { connectDocker, type Docker, DockerClients } from '../engine/index.ts';
import { DocktopusError } from '../errors/index.ts';
import { currentSession, printSession, viewpointOf } from '../ownership/index.ts';
import { abortable, allErrors, Scope, startDeadline } from '../scope/index.ts';
import { prepareCleanup } from './clean-up.ts';
import type { ConnectOptions } from './connect-options.ts';
import { beginLife } from './context-life.ts';
import type { DockerContext } from './docker-context.ts';
import { LiveContexts } from './live-contexts.ts';
import { defineContainers, planContainers, reserveProperties } from './managed-containers.ts';
import { removeThings } from './remove-things.ts';
import { startManaged } from './start-managed.ts';

/** The token under which an injector has the shared {@link Docker} client. */
export const DOCKER: InjectionToken<Docker> = Symbol('docktopus.docker');

/** Even when containers are to be killed at once, a hook gets the time to say goodbye. */
const LEAST_SHUTDOWN_MS = 1_000;

/** Makes a context of `type` and brings it to life, or undoes what was begun: {@link DockerContext.connect}. */
export async function connectContext<T extends DockerContext>(
  type: Constructor<T>,
  options: ConnectOptions = {},
): Promise<T> {
  using deadline = startDeadline(options, 300_000, 'context.connect', type.name);
  const scope = new Scope(type.name);
  try {
    return await open(type, options, scope, deadline.signal);
  } catch (error) {
    throw await undone(scope, type.name, error);
  }
}

async function open<T extends DockerContext>(
  type: Constructor<T>,
  options: ConnectOptions,
  scope: Scope,
  signal: AbortSignal,
): Promise<T> {
  const injector = await prepareInjector(options);
  const contexts = LiveContexts.of(injector);
  if (contexts.has(type)) throw alreadyLive(type);
  contexts.announce(type);
  const context = construct(injector, type);
  injector.provide<DockerContext>(type, { useValue: context });
  reserveProperties(context);

  const environment = injector.resolve<Configuration>(CONFIGURATION).read(BlueprintEnvironment);
  const docker = await openClient(injector, options, environment.dockerEndpoint, scope, signal);
  const session = currentSession();
  const crash = await prepareCleanup({ docker, session, environment, wanted: options.cleanup, signal });
  let clean = false;
  scope.use(() => crash.end(clean));
  const life = beginLife(context, {
    identity: {
      blueprint: environment.name,
      session: printSession(session),
      nonce: randomBytes(4).toString('hex'),
    },
    environment,
    injector,
    docker,
    here: viewpointOf(session, docker.endpoint),
    cleanup: crash.cleanup,
    swept: crash.swept,
    scope,
  });
  contexts.add(context);
  scope.use(() => contexts.remove(context));
  scope.use(async () => {
    await removeThings(life);
    clean = true;
  });

  await hook(type, 'onInit', () => context.onInit(), signal);
  scope.use(async () => {
    const timeoutMs = Math.max(LEAST_SHUTDOWN_MS, environment.shutdownGraceMs);
    using shutdown = startDeadline({ timeoutMs }, timeoutMs, `${type.name}.onShutdown`);
    await hook(type, 'onShutdown', () => context.onShutdown(), shutdown.signal);
  });
  const desired = await defineContainers(context, life, options.overrides?.containers);
  life.plan = await planContainers(life, desired, signal);
  if (environment.dryRun) return context;
  await startManaged(life, signal);
  await hook(type, 'onReady', () => context.onReady(), signal);
  return context;
}

async function prepareInjector({
  injector = Injector.create(),
  overrides,
  ...options
}: ConnectOptions): Promise<Injector> {
  if (!injector.has(CONFIGURATION) || options.config !== undefined || overrides?.config !== undefined) {
    const values = { ...options.config, ...overrides?.config };
    const configuration = await loadConfig({ ...options.configSources, values });
    injector.provide(CONFIGURATION, { useValue: configuration });
  }
  if (options.docker !== undefined) injector.provide(DOCKER, { useValue: options.docker });
  for (const [token, provider] of overrides?.providers ?? []) injector.provide(token, provider);
  return injector;
}

/** A new instance, also when the injector knows an earlier one that is closed by now. */
function construct<T>(injector: Injector, type: Constructor<T>): T {
  const token: InjectionToken<T> = Symbol(type.name);
  // A child that is never disposed: the context has a life of its own.
  return injector.child().provide(token, { useClass: type }).resolve(token);
}

function alreadyLive({ name }: Constructor): DocktopusError {
  return new DocktopusError('context.invalid', {
    operation: 'context.connect',
    subject: name,
    reason: 'the injector has a live context of this class already, and nobody could tell which one is meant',
    hint: 'Close that one first, or connect this one with injector.child()',
  });
}

const CLIENTS: InjectionToken<DockerClients> = Symbol('docktopus.clients');

/** The client that was given, or one of this context's own; contexts of one injector share the connection. */
async function openClient(
  injector: Injector,
  { docker, endpoint, transport }: ConnectOptions,
  configured: string | undefined,
  scope: Scope,
  signal: AbortSignal,
): Promise<Docker> {
  if (docker !== undefined) return docker;
  if (!injector.has(CLIENTS)) injector.provide(CLIENTS, { useValue: new DockerClients() });
  const clients = injector.resolve(CLIENTS);
  const made = await connectDocker({ clients, transport, endpoint: endpoint ?? configured, signal });
  scope.use(() => made.close());
  injector.provide(DOCKER, { useValue: made });
  return made;
}

/** Runs an author's hook; what it throws keeps its code, or gets one. */
async function hook(
  { name }: Constructor,
  called: 'onInit' | 'onReady' | 'onShutdown',
  run: () => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await abortable(Promise.resolve(run()), signal);
  } catch (cause) {
    if (cause instanceof DocktopusError) throw cause;
    throw new DocktopusError('context.failed', {
      operation: `${name}.${called}`,
      reason: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

/** Undoes what was begun; the failure that made it necessary comes first, then those of the undoing. */
async function undone(scope: Scope, name: string, error: unknown): Promise<unknown> {
  try {
    await scope.close();
    return error;
  } catch (undoing) {
    const all = [error, undoing].flatMap((each) => (each instanceof AggregateError ? each.errors : [each]));
    return allErrors(`${name} failed to start, and not all of it could be undone`, all);
  }
}
